//! Paths as reports show them: relative to the Git repository that contains all that is scanned, or else to the working
//! directory.
//!
//! Other programs compare reports by these paths, so within a repository a path does not depend on the folder that
//! calint is started in. There is one base for the whole run and not one for each repository: otherwise two files of
//! different repositories could have the same name in one report.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::shapes;

/// A path as it is shown: relative, with forward slashes, and without secrets in names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(String);

impl RepoPath {
    /// The text, with forward slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Turns paths into absolute ones and into shown ones.
#[derive(Debug, Clone, Default)]
pub struct Names {
    working_directory: PathBuf,
    /// The folder that shown paths are relative to.
    base: PathBuf,
}

impl Names {
    /// Names for a run in a working directory, relative to its repository if it is in one.
    pub fn new(working_directory: PathBuf) -> Self {
        let base = repository_root(&working_directory).unwrap_or(&working_directory).to_owned();
        Self { working_directory, base }
    }

    /// The same names, shown relative to another folder.
    #[must_use]
    pub fn relative_to(self, base: PathBuf) -> Self {
        Self { base, ..self }
    }

    /// The folder that shown paths are relative to.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// The absolute path, `.` and `..` resolved by name. Links are not followed.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        absolute(&self.working_directory, path)
    }

    /// A file's path as reports show it.
    pub fn file(&self, path: &Path) -> RepoPath {
        RepoPath(shapes::hidden(&self.exact(path)))
    }

    /// The same without masking, for patches: `git apply` must find the file.
    pub fn exact(&self, path: &Path) -> String {
        let relative = pathdiff::diff_paths(path, &self.base).unwrap_or_else(|| path.to_owned());
        let steps: Vec<String> =
            relative.components().map(|step| step.as_os_str().to_string_lossy().into_owned()).collect();
        if steps.is_empty() { ".".to_owned() } else { steps.join("/") }
    }

    /// What the shown paths of all files of a folder begin with.
    pub(super) fn folder(&self, folder: &Path) -> ShownFolder {
        match self.exact(folder).as_str() {
            "." => ShownFolder(String::new()),
            exact => ShownFolder(format!("{}/", shapes::hidden(exact))),
        }
    }

    /// The path of an entry of an archive as reports show it: `retrieve.zip!connectedApps/X.connectedApp`.
    pub(super) fn entry(&self, archive: &Path, name: &str) -> RepoPath {
        RepoPath(format!("{}!{}", self.file(archive), shapes::hidden(name)))
    }
}

/// What the shown paths of all files of a folder begin with.
pub(super) struct ShownFolder(String);

impl ShownFolder {
    /// The path of a file of the folder as reports show it.
    pub(super) fn file(&self, name: &str) -> RepoPath {
        let mut shown = String::with_capacity(self.0.len() + name.len());
        shown.push_str(&self.0);
        shapes::hide(name, &mut shown);
        RepoPath(shown)
    }
}

/// The folder that shown paths are relative to: the repository that contains all of some folders, else the working
/// directory.
pub(super) fn common_base<'f>(folders: impl Iterator<Item = &'f Path>, working_directory: &Path) -> PathBuf {
    let roots: BTreeSet<Option<&Path>> = folders.map(repository_root).collect();
    let only = roots.first().copied().flatten().filter(|_| roots.len() == 1);
    only.unwrap_or(working_directory).to_owned()
}

/// A name as text. Nearly every name is valid text, and a search in bytes takes longer than this check.
pub(super) fn text(name: &OsStr) -> Cow<'_, str> {
    name.to_str().map_or_else(|| name.to_string_lossy(), Cow::Borrowed)
}

/// Where the last step of a path begins, less one byte.
pub(super) fn last_separator(path: &Path) -> Option<usize> {
    let whole = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) { memchr::memrchr2(b'/', b'\\', whole) } else { memchr::memrchr(b'/', whole) }
}

/// The last step of the path of a file, as text.
pub(super) fn file_name(path: &Path) -> Cow<'_, str> {
    let start = last_separator(path).map_or(0, |at| at + 1);
    let name = path.as_os_str().as_encoded_bytes().get(start..).and_then(|name| str::from_utf8(name).ok());
    name.map_or_else(|| text(path.file_name().unwrap_or_default()), Cow::Borrowed)
}

/// The path of what is in a folder. `join` makes room for the folder first, and then more.
pub(super) fn below(folder: &Path, name: &OsStr) -> PathBuf {
    let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
    path.push(folder);
    path.push(name);
    path
}

/// The nearest folder upward that contains `.git`.
pub fn repository_root(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|ancestor| ancestor.join(".git").exists())
}

/// Whether a link makes a path of a repository one outside of it, or one in its `.git`. Without a repository, the
/// folder that relative names start from takes its place. A path need not exist: the nearest folder that does counts.
pub fn leads_out(working_directory: &Path, path: &Path) -> bool {
    let by_name = absolute(working_directory, path);
    // A link may lead to a folder that is a repository itself, so that the outer ones count as well.
    let mut roots: Vec<&Path> = by_name.ancestors().skip(1).filter(|folder| folder.join(".git").exists()).collect();
    if roots.is_empty() && by_name.starts_with(working_directory) {
        roots.push(working_directory);
    }
    let Some(real) = working_directory.join(path).ancestors().find_map(|folder| folder.canonicalize().ok()) else {
        return false;
    };
    let is_within = |root: PathBuf| real.strip_prefix(root).is_ok_and(|below| !below.starts_with(".git"));
    roots.iter().filter_map(|root| root.canonicalize().ok()).any(|root| !is_within(root))
}

/// The absolute path, `.` and `..` resolved by name. Links are not followed.
pub fn absolute(working_directory: &Path, path: &Path) -> PathBuf {
    let mut absolute = PathBuf::new();
    for step in working_directory.join(path).components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir => {
                absolute.pop();
            }
            step => absolute.push(step),
        }
    }
    absolute
}
