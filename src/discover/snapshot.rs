//! An earlier state of a repository, read from the objects that Git keeps.
//!
//! `git archive` would be shorter, but it runs the filters that a repository asks for (Git LFS opens connections), leaves out
//! what `export-ignore` names, and packs all files although calint reads few of them. `git cat-file --batch` gives the
//! stored bytes of those files and runs nothing. The working tree, the index, and the configuration stay untouched.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::reading::{MAX_FILE_SIZE, too_large};

/// Why there is no earlier state.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Git is not installed or cannot be started.
    #[error("Git cannot be run: {0}")]
    Git(#[from] io::Error),
    /// Git refused, in its own words.
    #[error("{0}")]
    Refused(String),
}

/// All files of a commit.
#[derive(Debug)]
pub struct Snapshot {
    repository: PathBuf,
    commit: String,
    /// Paths from the top of the repository and the names of their objects, by path.
    blobs: Vec<(String, String)>,
    objects: Mutex<Objects>,
    missing: AtomicUsize,
}

impl Snapshot {
    /// The state of the repository around `folder` at a revision.
    ///
    /// # Errors
    ///
    /// Git cannot be run, the folder is in no repository, or there is no such revision here.
    pub fn open(folder: &Path, revision: &str) -> Result<Self, SnapshotError> {
        let top = PathBuf::from(text(folder, &["rev-parse", "--show-toplevel"])?);
        // A name that begins with a hyphen is none of Git's options.
        let name = format!("{revision}^{{commit}}");
        let commit = text(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
        let commit = commit.map_err(|error| unknown_revision(folder, error))?;
        let listed = output(&top, &["ls-tree", "-r", "-z", "--full-tree", &commit])?;
        let mut blobs: Vec<(String, String)> = listed.split(|byte| *byte == 0).filter_map(blob).collect();
        blobs.sort();
        let objects = Mutex::new(Objects::open(&top)?);
        Ok(Self { repository: top, commit, blobs, objects, missing: AtomicUsize::new(0) })
    }

    /// The top folder of the repository.
    pub fn repository(&self) -> &Path {
        &self.repository
    }

    /// How many files were asked for that this clone does not have, because it is a partial one.
    pub fn missing(&self) -> usize {
        self.missing.load(Ordering::Relaxed)
    }

    /// A path that no file has, by which the files of the commit are kept apart from those on the disk.
    pub(super) fn path(&self) -> PathBuf {
        self.repository.join(format!(".git/commit {}", self.commit))
    }

    /// Paths of files from the top of the repository, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.blobs.iter().map(|(name, _)| name.as_str())
    }

    /// Whether the commit has a file.
    pub(super) fn has(&self, name: &str) -> bool {
        self.object(name).is_some()
    }

    fn object(&self, name: &str) -> Option<&str> {
        let found = self.blobs.binary_search_by(|(known, _)| known.as_str().cmp(name));
        found.ok().and_then(|index| self.blobs.get(index)).map(|(_, object)| object.as_str())
    }

    /// Reads a file piece by piece.
    ///
    /// # Errors
    ///
    /// The commit does not have it, this clone does not have its object, or Git ended.
    pub(super) fn stream<T>(&self, name: &str, look: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<T> {
        let object = self.object(name).ok_or(io::ErrorKind::NotFound)?;
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(size) = objects.ask(object)? else {
            self.missing.fetch_add(1, Ordering::Relaxed);
            return Err(io::Error::other("this clone does not have the file of the earlier state"));
        };
        let mut content = (&mut objects.answers).take(size);
        let looked = look(&mut content);
        // What nobody read must go, too: the next answer comes behind it and a line end.
        let rest = content.limit() + 1;
        io::copy(&mut (&mut objects.answers).take(rest), &mut io::sink())?;
        looked
    }

    /// Reads a file of at most 64 MiB into memory.
    ///
    /// # Errors
    ///
    /// As for [`Self::stream`], or it is larger.
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.stream(name, |content| {
            let mut bytes = Vec::new();
            content.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MAX_FILE_SIZE { Err(too_large()) } else { Ok(bytes) }
        })
    }
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct Objects {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    fn open(top: &Path) -> io::Result<Self> {
        let mut command = git(top);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (questions, answers) = pipes.ok_or_else(|| io::Error::other("Git has no standard input or output"))?;
        Ok(Self { process, questions, answers: BufReader::new(answers) })
    }

    /// Asks for an object: its size, or nothing if it is not in this clone. Its bytes are the next answers.
    fn ask(&mut self, object: &str) -> io::Result<Option<u64>> {
        writeln!(self.questions, "{object}")?;
        self.questions.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        if line.trim_end().ends_with(" missing") {
            return Ok(None);
        }
        let size = line.split_ascii_whitespace().nth(2).and_then(|size| size.parse().ok());
        size.map(Some).ok_or_else(|| io::Error::other("Git ended while it was asked for a file"))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Git in a folder, without what could start a program or open a connection.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder);
    for setting in ["protocol.allow=never", "core.fsmonitor=false", "core.hooksPath=", "core.pager=cat"] {
        command.args(["-c", setting]);
    }
    // Partial clones would fetch what is missing. The second variable is for Git before 2.45, which does not know the first.
    for (name, value) in [
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_ALLOW_PROTOCOL", ""),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
    ] {
        command.env(name, value);
    }
    command
}

/// What Git answers.
pub(super) fn output(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, SnapshotError> {
    let output = git(folder).args(arguments).stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(SnapshotError::Refused(message.lines().next().unwrap_or_default().to_owned()))
}

fn text(folder: &Path, arguments: &[&str]) -> Result<String, SnapshotError> {
    Ok(String::from_utf8_lossy(&output(folder, arguments)?).trim_end_matches(['\n', '\r']).to_owned())
}

/// The same error with the words that help: a shallow clone may lack the revision.
fn unknown_revision(folder: &Path, error: SnapshotError) -> SnapshotError {
    match error {
        SnapshotError::Refused(message) if message.is_empty() => {
            let is_shallow = text(folder, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|it| it == "true");
            let hint = "; this clone is shallow: fetch more of its history, for example with `git fetch --unshallow`";
            SnapshotError::Refused(format!("Git knows no such revision{}", if is_shallow { hint } else { "" }))
        }
        error => error,
    }
}

/// A row of `git ls-tree`, if it is a regular file: `100644 blob <object>\t<path>`. Links and submodules are none.
fn blob(row: &[u8]) -> Option<(String, String)> {
    let tab = row.iter().position(|byte| *byte == b'\t')?;
    let (about, path) = row.split_at(tab);
    let about = std::str::from_utf8(about).ok()?;
    let mut fields = about.split(' ');
    let is_file = fields.next()?.starts_with("100") && fields.next()? == "blob";
    let object = fields.next().filter(|_| is_file)?;
    Some((String::from_utf8_lossy(path.get(1..)?).into_owned(), object.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::blob;

    #[test]
    fn only_regular_files_are_read() {
        let row = |mode: &str, kind: &str| format!("{mode} {kind} 0123abcd\tapp/A b.connectedApp");
        let file = blob(row("100755", "blob").as_bytes());
        assert_eq!(file, Some(("app/A b.connectedApp".to_owned(), "0123abcd".to_owned())));
        assert_eq!(blob(row("120000", "blob").as_bytes()), None);
        assert_eq!(blob(row("160000", "commit").as_bytes()), None);
        assert_eq!(blob(b""), None);
    }
}
