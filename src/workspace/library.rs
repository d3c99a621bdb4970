//! The files of a run: their texts, their trees, and what could not be read.
//!
//! Every file is kept until the end, because findings quote from it and point into it. So memory has a bound for the
//! whole run and not only for each file: an archive of a few kilobytes may unpack to any number of small ones. Files
//! are read in groups, in parallel within a group, and the bound is checked in between, so that which files are read
//! does not depend on the threads.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::parse::{Document, PlainText, Position, Range};

use super::documents::ListNames;
use super::memory::{Memory, Parsed};
use super::names::RepoPath;
use super::place::{FileId, Place};
use super::reading::MAX_FILE_SIZE;
use super::source::{ProjectRoot, Source, Unreadable};

/// Fewer files are read by one thread: to wake others takes longer than to read these.
const WORTH_THREADS: usize = 16;

/// Files that are read before their memory is counted. A larger group could exceed the bound by more.
const AT_ONCE: usize = 64;

/// Elements, attributes, texts, and comments that all files of a run may have together. The largest projects have
/// some hundred thousand; an archive of a few kilobytes may unpack to any number.
const MAX_NODES_OF_RUN: usize = 5_000_000;

/// Bytes of texts that all files of a run may have together (400 MiB): a retrieve unpacks to 400 MB at most, and the
/// files of a project are smaller. Git stores any number of bytes in a few kilobytes.
const MAX_BYTES_OF_RUN: usize = 400 * 1024 * 1024;

/// A file that was read.
#[derive(Debug)]
pub struct FileText {
    /// As reports show it.
    pub path: RepoPath,
    /// Its tree, if it is XML.
    pub document: Option<Arc<Document>>,
    /// Its text, if it is a file beside the metadata whose text is kept.
    pub text: Option<Arc<PlainText>>,
}

/// Why the verdict on a file, or on the run, cannot be trusted.
#[derive(Debug, Clone)]
pub struct ReadError {
    /// The file or directory.
    pub path: RepoPath,
    /// One sentence without full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where, if it is a place in a file.
    pub range: Option<Range>,
}

impl From<Unreadable> for ReadError {
    fn from(unreadable: Unreadable) -> Self {
        let message = format!("cannot be read: {}", unreadable.reason);
        let help = "name a file that calint may read".to_owned();
        Self { path: unreadable.path, message, help, range: None }
    }
}

/// How many of the first files are read together: a certain number, and no more bytes than the longest file may have.
fn at_once(sources: &[&Source]) -> usize {
    let mut left = MAX_FILE_SIZE;
    let fits = |source: &&&Source| match left.checked_sub(source.size()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    sources.iter().take(AT_ONCE).take_while(fits).count().max(1)
}

/// All files of a run.
#[derive(Debug, Default)]
pub struct Library {
    files: Vec<FileText>,
    /// Elements, attributes, texts, and comments of all files.
    nodes: usize,
    /// Bytes of the texts of all files.
    bytes: usize,
    /// What could not be read, in the order met.
    pub troubles: Vec<ReadError>,
    memory: Memory,
    /// Lists of permissions, which a rule may look through and a user may have as well.
    lists: HashMap<PathBuf, FileId>,
}

impl Library {
    /// A library without files, which asks a memory before it reads one.
    pub fn new(memory: Memory) -> Self {
        Self { memory, ..Self::default() }
    }

    /// A library that has room for some bytes of texts only.
    #[cfg(test)]
    pub(crate) fn with_room(bytes: usize, memory: Memory) -> Self {
        Self { bytes: MAX_BYTES_OF_RUN - bytes, ..Self::new(memory) }
    }

    /// What earlier runs found.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The bytes of a file of a project that is no metadata.
    ///
    /// # Errors
    ///
    /// It is not there, cannot be read, or is over 64 MiB.
    pub(crate) fn read(&self, root: &ProjectRoot, name: &str) -> io::Result<Arc<Vec<u8>>> {
        self.memory.bytes(&root.path.join(name), || root.read(name))
    }

    /// Reads and parses files that rules look at, in parallel if there are many. Returns the file of each source that
    /// could be read. The trees of lists of permissions are kept if they matter or if something names them.
    pub fn load(&mut self, sources: &[&Source], names: &dyn ListNames) -> Vec<Option<FileId>> {
        let memory = self.memory.clone();
        let load = |source: &&Source| memory.linted(source, names);
        let mut ids = Vec::with_capacity(sources.len());
        let mut rest = sources;
        while !rest.is_empty() {
            let (some, later) = rest.split_at(at_once(rest));
            rest = later;
            if let Some(most) = self.is_full() {
                ids.extend(some.iter().map(|source| self.no_room(&source.shown, &most)));
                continue;
            }
            let loaded: Vec<_> = if some.len() < WORTH_THREADS {
                some.iter().map(load).collect()
            } else {
                some.par_iter().map(load).collect()
            };
            ids.extend(some.iter().zip(loaded).map(|(source, loaded)| self.loaded(source, loaded)));
        }
        ids
    }

    fn loaded(&mut self, source: &Source, loaded: Result<Parsed, Unreadable>) -> Option<FileId> {
        match (loaded, self.is_full()) {
            (Ok(_), Some(most)) => self.no_room(&source.shown, &most),
            (Ok(parsed), None) => Some(self.add_source(source, parsed.tree)),
            (Err(unreadable), _) => {
                self.troubles.push(unreadable.into());
                None
            }
        }
    }

    /// The file of a source that something names; nothing, and a problem with this help, if it cannot be read.
    pub fn open(&mut self, source: &Source, help: &str) -> Option<FileId> {
        if let Some(known) = self.lists.get(&source.path).filter(|id| self.document(**id).is_some()) {
            return Some(*known);
        }
        match self.memory.named(source) {
            Ok(parsed) => Some(self.add_source(source, parsed.tree)),
            Err(unreadable) => {
                self.troubles.push(ReadError { help: help.to_owned(), ..ReadError::from(unreadable) });
                None
            }
        }
    }

    fn add_source(&mut self, source: &Source, tree: Option<Arc<Document>>) -> FileId {
        let id = self.add_tree(source.shown.clone(), tree);
        if source.kind.is_permission_list() {
            self.lists.insert(source.path.clone(), id);
        }
        id
    }

    /// What the files of the run have so much of that no more are read.
    fn is_full(&self) -> Option<String> {
        if self.nodes > MAX_NODES_OF_RUN {
            return Some(format!("{MAX_NODES_OF_RUN} elements and texts"));
        }
        (self.bytes > MAX_BYTES_OF_RUN).then(|| format!("{} MiB", MAX_BYTES_OF_RUN / (1024 * 1024)))
    }

    fn no_room(&mut self, path: &RepoPath, most: &str) -> Option<FileId> {
        let message = format!("is not read: the files before it have over {most}");
        let help = "check fewer folders in one run".to_owned();
        self.troubles.push(ReadError { path: path.clone(), message, help, range: None });
        None
    }

    /// How many bytes of texts there is room for.
    pub(crate) fn room(&self) -> usize {
        MAX_BYTES_OF_RUN.saturating_sub(self.bytes)
    }

    /// Takes room for some bytes, and returns how many there still is room for.
    pub(crate) fn take_room(&mut self, bytes: usize) -> usize {
        self.bytes += bytes;
        self.room()
    }

    /// Notes that there was no room for a file.
    pub(crate) fn no_room_for(&mut self, path: &RepoPath) {
        self.no_room(path, &format!("{} MiB", MAX_BYTES_OF_RUN / (1024 * 1024)));
    }

    /// Adds a file; what is wrong with it as XML becomes trouble.
    pub fn add(&mut self, path: RepoPath, document: Option<Document>) -> FileId {
        self.add_tree(path, document.map(Arc::new))
    }

    /// The same with a tree that a memory may share.
    fn add_tree(&mut self, path: RepoPath, document: Option<Arc<Document>>) -> FileId {
        let problems = document.iter().flat_map(|document| document.problems().iter().map(move |it| (document, it)));
        for (document, problem) in problems {
            self.troubles.push(ReadError {
                path: path.clone(),
                message: problem.message.clone(),
                help: problem.help.to_owned(),
                range: Some(document.range(problem.span)),
            });
        }
        self.nodes += document.as_ref().map_or(0, |document| document.nodes());
        self.bytes += document.as_ref().map_or(0, |document| document.text().len());
        let id = FileId::new(self.files.len());
        self.files.push(FileText { path, document, text: None });
        id
    }

    /// Adds a file that is no metadata, with its text if it has one.
    pub(crate) fn add_other(&mut self, path: RepoPath, text: Option<Arc<PlainText>>) -> FileId {
        let id = FileId::new(self.files.len());
        self.bytes += text.as_ref().map_or(0, |text| text.as_str().len());
        self.files.push(FileText { path, document: None, text });
        id
    }

    /// The text of a file, XML or not.
    pub fn text(&self, id: FileId) -> Option<&str> {
        let file = self.file(id);
        let plain = file.text.as_ref().map(|text| text.as_str());
        file.document.as_ref().map(|document| document.text()).or(plain)
    }

    /// A file of this run.
    ///
    /// # Panics
    ///
    /// The id is of another library.
    pub fn file(&self, id: FileId) -> &FileText {
        self.files.get(id.index()).expect("a FileId is made together with its file")
    }

    /// All files of this run.
    pub fn files(&self) -> impl Iterator<Item = &FileText> {
        self.files.iter()
    }

    /// The tree of a file.
    pub fn document(&self, id: FileId) -> Option<&Document> {
        self.file(id).document.as_deref()
    }

    /// The name of the element at a place, or of the one that is absent there; nothing in a file that has no tree.
    pub fn element_name(&self, place: Place) -> &str {
        let node = || Some(self.document(place.file)?.name(place.node?));
        place.absent.or_else(node).unwrap_or_default()
    }

    /// Lines and columns of a place; the start of the file if it has no tree.
    pub fn range(&self, place: Place) -> Range {
        let start = Position { line: 1, column: 1, offset: 0 };
        let file = self.file(place.file);
        let of_text = || file.text.as_ref().map(|text| text.range(place.span));
        let of_tree = file.document.as_ref().map(|document| document.range(place.span));
        of_tree.or_else(of_text).unwrap_or(Range { start, end: start })
    }

    /// The element path of a place, such as `ConnectedApp/oauthConfig/scopes[2]`.
    pub fn element(&self, place: Place) -> String {
        let parent = self.document(place.file).zip(place.node).map(|(document, node)| document.path(node));
        let mut path = parent.unwrap_or_default();
        if let Some(absent) = place.absent {
            path.push('/');
            path.push_str(absent);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::workspace::documents::NoNames;
    use crate::workspace::{Request, discover};

    use super::*;

    fn sources(folder: &Path) -> Vec<Source> {
        discover(&Request::of_folder(folder)).expect("the folder is there").sources
    }

    #[test]
    fn files_are_read_until_their_texts_are_too_long_together() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = "<ConnectedApp/>";
        for name in ["a", "b", "c"] {
            std::fs::write(folder.path().join(format!("{name}.connectedApp")), text).expect("written");
        }
        for (room, read) in [(2 * text.len(), 3), (2 * text.len() - 1, 2), (0, 1)] {
            let mut library = Library::with_room(room, Memory::default());
            let sources = sources(folder.path());
            let ids = library.load(&sources.iter().collect::<Vec<_>>(), &NoNames);
            assert_eq!(ids.iter().flatten().count(), read, "{room}");
            let is_told = |it: &&ReadError| it.message == "is not read: the files before it have over 400 MiB";
            assert_eq!(library.troubles.iter().filter(is_told).count(), 3 - read, "{room}");
        }
    }

    #[test]
    fn large_files_are_not_read_together() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let lengths = [1, MAX_FILE_SIZE - 1, 1, MAX_FILE_SIZE + 1, 1, 1];
        for (number, length) in lengths.iter().enumerate() {
            let file = std::fs::File::create(folder.path().join(format!("{number}.connectedApp"))).expect("created");
            // A sparse file takes no room on the disk.
            file.set_len(*length).expect("lengthened");
        }
        let sources = sources(folder.path());
        let sources: Vec<&Source> = sources.iter().collect();
        let together = (0..lengths.len()).map(|first| at_once(sources.get(first..).unwrap_or_default()));
        assert_eq!(together.collect::<Vec<_>>(), [2, 2, 1, 1, 2, 1]);
    }
}
