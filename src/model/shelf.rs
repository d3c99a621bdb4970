//! Files of a project that are opened only when something names them.

use std::path::PathBuf;

use crate::discover::{Kind, Names, ProjectRoot, Source, survey};
use crate::parse::{self, Document};

use super::library::{Library, Trouble};
use super::place::FileId;

/// What a project holds besides the files that are linted.
#[derive(Debug)]
pub(super) struct Shelf {
    files: Vec<Source>,
    /// Whether the files are all that there are.
    is_whole: bool,
}

impl Shelf {
    /// A shelf with what was met so far.
    pub(super) fn new(files: Vec<Source>, is_whole: bool) -> Self {
        Self { files, is_whole }
    }

    /// Looks through the folders of the project unless that was done. Only files that are not linted come
    /// on the shelf.
    pub(super) fn complete(&mut self, root: &ProjectRoot, folders: &[PathBuf], linted: &[&Source], names: &mut Names) {
        if self.is_whole {
            return;
        }
        let mut files = survey(root, folders, names);
        files.retain(|file| linted.iter().all(|source| source.path != file.path));
        *self = Self::new(files, true);
    }

    /// Whether the files are all that there are.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The files of some kinds.
    pub(super) fn of(&self, wanted: impl Fn(Kind) -> bool) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(move |file| wanted(file.kind))
    }
}

/// Opens a file that something names; a file that cannot be read is trouble.
pub(super) fn open(
    source: &Source,
    parse: fn(Vec<u8>) -> Document,
    why: &str,
    library: &mut Library,
) -> Option<FileId> {
    match source.read() {
        Ok(bytes) => Some(library.add(source.shown.clone(), Some(parse(bytes)))),
        Err(unreadable) => {
            let trouble = Trouble { help: why.to_owned(), ..Trouble::from(unreadable) };
            library.troubles.push(trouble);
            None
        }
    }
}

/// Opens a file of a kind that rules also look at.
pub(super) fn open_app_file(source: &Source, library: &mut Library) -> Option<FileId> {
    open(source, parse::parse, "an app that is linted depends on it", library)
}
