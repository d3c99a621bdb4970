//! An earlier state of a repository, read from the objects that Git keeps.
//!
//! `git archive` would be shorter, but it runs the filters that a repository asks for (Git LFS opens connections),
//! leaves out what `export-ignore` names, and packs all files although calint reads few of them. `git cat-file --batch`
//! gives the stored bytes of those files and runs nothing. The working tree, the index, and the configuration stay
//! untouched.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::schema::NamedKind;

use super::budget::Budget;
use super::reading::{MAX_FILE_SIZE, too_large};
use super::secret_names::may_hold_secret;

/// Commits with more files are refused. The largest projects have some hundred thousand files, and a few kilobytes of
/// trees that contain each other can list any number.
const MAX_FILES: usize = 500_000;

/// Why there is no earlier state.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Git is not installed or cannot be started.
    #[error("Git cannot be run: {0}")]
    Git(#[from] io::Error),
    /// Git refused, in its own words.
    #[error("{0}")]
    Refused(String),
    /// The commit has more files than calint lists.
    #[error("that commit has over {MAX_FILES} files; calint does not compare with commits of that size")]
    TooManyFiles,
}

/// The files of a commit that calint may read.
#[derive(Debug)]
pub struct Snapshot {
    repository: PathBuf,
    commit: String,
    /// Paths from the top of the repository and the names of their objects, by path.
    blobs: Vec<(String, String)>,
    objects: Mutex<Objects>,
    missing: AtomicUsize,
    /// What may still be read of it.
    budget: Budget,
}

impl Snapshot {
    /// The state of the repository around `folder` at a revision.
    ///
    /// # Errors
    ///
    /// Git cannot be run, the folder is in no repository, there is no such revision here, or it has too many files.
    pub fn open(folder: &Path, revision: &str) -> Result<Self, SnapshotError> {
        let top = PathBuf::from(text(folder, &["rev-parse", "--show-toplevel"])?);
        // Git must not take a name that begins with a hyphen for an option.
        let name = format!("{revision}^{{commit}}");
        let commit = text(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
        let commit = commit.map_err(|error| unknown_revision(folder, revision, error))?;
        let blobs = blobs(&top, &commit)?;
        let objects = Mutex::new(Objects::open(&top)?);
        Ok(Self { repository: top, commit, blobs, objects, missing: AtomicUsize::new(0), budget: Budget::of_commit() })
    }

    /// The top folder of the repository.
    pub fn repository(&self) -> &Path {
        &self.repository
    }

    /// How many files were asked for that this clone does not have, because it is a partial one.
    pub fn missing(&self) -> usize {
        self.missing.load(Ordering::Relaxed)
    }

    /// Whether files were not read because those before them have as many bytes as a run reads.
    pub fn is_cut(&self) -> bool {
        self.budget.is_exceeded()
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

    /// Reads a file of at most 64 MiB piece by piece.
    ///
    /// # Errors
    ///
    /// The commit does not have it, this clone does not have its object, it is larger, the run has no room for it, or
    /// Git ended.
    pub(super) fn stream<T>(&self, name: &str, look: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<T> {
        let object = self.object(name).ok_or(io::ErrorKind::NotFound)?;
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(size) = objects.sizes.ask(object)? else {
            self.missing.fetch_add(1, Ordering::Relaxed);
            return Err(io::Error::other("this clone does not have the file of the earlier state"));
        };
        if size > MAX_FILE_SIZE {
            return Err(too_large());
        }
        // Many names may refer to one object, so each reading of it counts.
        self.budget.take(size)?;
        let size = objects.contents.ask(object)?.ok_or(io::ErrorKind::NotFound)?;
        let answers = &mut objects.contents.answers;
        let mut content = answers.take(size);
        let looked = look(&mut content);
        // Skips what was not read, and the line end after it: the next answer follows there.
        let rest = content.limit() + 1;
        io::copy(&mut answers.take(rest), &mut io::sink())?;
        looked
    }

    /// Reads a file of at most 64 MiB into memory.
    ///
    /// # Errors
    ///
    /// As for [`Self::stream`].
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.stream(name, |content| {
            let mut bytes = Vec::new();
            content.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }
}

/// The objects of a repository, as Git answers for them.
#[derive(Debug)]
struct Objects {
    /// Answers sizes only, so that Git need not unpack what is too large.
    sizes: CatFile,
    contents: CatFile,
}

impl Objects {
    fn open(top: &Path) -> io::Result<Self> {
        Ok(Self { sizes: CatFile::open(top, "--batch-check")?, contents: CatFile::open(top, "--batch")? })
    }
}

/// A running `git cat-file`.
#[derive(Debug)]
struct CatFile {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl CatFile {
    fn open(top: &Path, mode: &str) -> io::Result<Self> {
        let mut command = git(top);
        command.args(["cat-file", mode]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (questions, answers) = pipes.ok_or_else(|| io::Error::other("Git has no standard input or output"))?;
        Ok(Self { process, questions, answers: BufReader::new(answers) })
    }

    /// Asks for an object. Returns its size, or nothing if it is not in this clone. With `--batch`, its bytes follow.
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

impl Drop for CatFile {
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
    // Partial clones would fetch what is missing. The second variable is for Git before 2.45, which does not know the
    // first.
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
    let refusal = message.lines().next().unwrap_or_default();
    // Git says so in its next lines. A container often runs as another user than the one who cloned.
    let is_of_another = refusal.contains("dubious ownership");
    let trust = || {
        let folder = folder.display();
        format!("; if you trust it, run `git config --global --add safe.directory {folder}`")
    };
    let hint = if is_of_another { trust() } else { String::new() };
    Err(SnapshotError::Refused(format!("{refusal}{hint}")))
}

fn text(folder: &Path, arguments: &[&str]) -> Result<String, SnapshotError> {
    Ok(String::from_utf8_lossy(&output(folder, arguments)?).trim_end_matches(['\n', '\r']).to_owned())
}

/// The same error with the words that help: it may be no single revision, or a clone may lack it.
fn unknown_revision(folder: &Path, revision: &str, error: SnapshotError) -> SnapshotError {
    match error {
        SnapshotError::Refused(message) if message.is_empty() => {
            let hint = hint_at_revision(folder, revision);
            SnapshotError::Refused(format!("Git knows no such revision{hint}"))
        }
        error => error,
    }
}

fn hint_at_revision(folder: &Path, revision: &str) -> String {
    if let Some((first, _)) = revision.split_once("..") {
        return format!("; this is a range: name one revision, such as `{first}`");
    }
    if text(folder, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|it| it == "true") {
        return "; this clone is shallow: fetch more of its history, with `fetch-depth: 0` for actions/checkout, \
                `GIT_DEPTH: 0` in GitLab, or `git fetch --unshallow`"
            .to_owned();
    }
    let remote = revision.split_once('/').filter(|(remote, _)| *remote == "origin");
    remote.map(|(remote, branch)| format!("; fetch it with `git fetch {remote} {branch}`")).unwrap_or_default()
}

/// The files of a commit that calint may read, by path.
fn blobs(top: &Path, commit: &str) -> Result<Vec<(String, String)>, SnapshotError> {
    let mut command = git(top);
    command.args(["ls-tree", "-r", "-z", "--full-tree", commit]);
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut rows = BufReader::new(process.stdout.take().ok_or_else(|| io::Error::other("Git has no standard output"))?);
    let (mut files, mut row, mut blobs) = (0, Vec::new(), Vec::new());
    while files <= MAX_FILES && rows.read_until(0, &mut row)? > 0 {
        files += 1;
        blobs.extend(blob(row.strip_suffix(&[0]).unwrap_or(&row)).filter(|(path, _)| may_be_read(path)));
        row.clear();
    }
    if files > MAX_FILES {
        // It may list files without end.
        let _ = process.kill();
        let _ = process.wait();
        return Err(SnapshotError::TooManyFiles);
    }
    if !process.wait()?.success() {
        return Err(SnapshotError::Refused("Git could not list the files of that commit".to_owned()));
    }
    blobs.sort_unstable();
    Ok(blobs)
}

fn may_be_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    may_hold_secret(name) || NamedKind::of(name).is_some()
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
