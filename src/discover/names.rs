//! Paths as reports show them: relative to the Git repository, else to the working directory.

use std::collections::HashMap;
use std::fmt;
use std::path::{Component, Path, PathBuf};

/// A path as it is shown: relative, with forward slashes.
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

/// Turns paths into absolute ones and into shown ones, and remembers where repositories begin.
#[derive(Debug, Default)]
pub struct Names {
    working_directory: PathBuf,
    repositories: HashMap<PathBuf, Option<PathBuf>>,
}

impl Names {
    /// Names relative to a working directory.
    pub fn new(working_directory: PathBuf) -> Self {
        Self { working_directory, repositories: HashMap::new() }
    }

    /// The absolute path, `.` and `..` resolved by name. Links are not followed.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        absolute(&self.working_directory, path)
    }

    /// A file's path as reports show it.
    pub fn file(&mut self, path: &Path) -> RepoPath {
        self.relative(path, path.parent().unwrap_or(path))
    }

    /// A directory's path as reports show it.
    pub fn directory(&mut self, path: &Path) -> RepoPath {
        self.relative(path, path)
    }

    /// The path of an entry of an archive as reports show it: `retrieve.zip!connectedApps/X.connectedApp`.
    pub(super) fn entry(&mut self, archive: &Path, name: &str) -> RepoPath {
        RepoPath(format!("{}!{name}", self.file(archive)))
    }

    /// `path` relative to the repository that holds `folder`, else to the working directory.
    fn relative(&mut self, path: &Path, folder: &Path) -> RepoPath {
        let base = self.repository(folder).unwrap_or_else(|| self.working_directory.clone());
        let relative = pathdiff::diff_paths(path, &base).unwrap_or_else(|| path.to_owned());
        let steps: Vec<String> =
            relative.components().map(|step| step.as_os_str().to_string_lossy().into_owned()).collect();
        RepoPath(if steps.is_empty() { ".".to_owned() } else { steps.join("/") })
    }

    /// The nearest folder upward that holds `.git`.
    fn repository(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.repositories.get(folder) {
            return known.clone();
        }
        let found = repository_root(folder).map(Path::to_owned);
        self.repositories.insert(folder.to_owned(), found.clone());
        found
    }
}

/// The nearest folder upward that holds `.git`.
pub fn repository_root(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|ancestor| ancestor.join(".git").exists())
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
