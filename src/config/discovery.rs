//! Which configuration file applies to a file: the nearest one upward, within its repository.
//!
//! The search ends at the root of the repository, because a file above it is not part of what people review, and on a
//! shared machine another user may have put it there. Inside a repository the answer for a folder follows from the one
//! for the folder above it, so each folder is looked into once and not once for each file.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::{is_inside, project_root, repository_root};

/// The name of a configuration file.
pub const FILE_NAME: &str = "calint.toml";

/// The nearest file of a name upward from an absolute folder. The search ends at the root of the Git repository.
/// Without one, it ends at the outermost of the project and `limits`: a file further up may be anybody's. A link counts
/// as a file, so that a link that leads nowhere is not passed over.
pub fn nearest(folder: &Path, name: &str, limits: &[PathBuf]) -> Option<PathBuf> {
    let top = boundary(folder, limits);
    let within = folder.ancestors().take_while(|ancestor| ancestor.starts_with(&top));
    within.map(|ancestor| ancestor.join(name)).find(|file| is_there(file))
}

fn is_there(file: &Path) -> bool {
    fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_file() || metadata.file_type().is_symlink())
}

/// The nearest files of a name for many folders. What is upward of a folder in a repository is looked for once.
#[derive(Debug)]
pub struct Nearest {
    name: &'static str,
    limits: Vec<PathBuf>,
    known: HashMap<PathBuf, Upward>,
}

/// What is in a folder or upward of it.
#[derive(Debug, Clone)]
enum Upward {
    /// No repository.
    Outside,
    /// A repository without such a file.
    Nothing,
    /// The nearest such file of the repository.
    File(PathBuf),
}

impl Nearest {
    /// Files of a name, and the folders that limit the search outside a repository.
    pub fn new(name: &'static str, limits: Vec<PathBuf>) -> Self {
        Self { name, limits, known: HashMap::new() }
    }

    /// What [`nearest`] says of a folder.
    pub fn of(&mut self, folder: &Path) -> Option<PathBuf> {
        match self.upward(folder) {
            Upward::Outside => nearest(folder, self.name, &self.limits),
            Upward::Nothing => None,
            Upward::File(file) => Some(file),
        }
    }

    fn upward(&mut self, folder: &Path) -> Upward {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let above = match folder.parent() {
            _ if folder.join(".git").exists() => Upward::Nothing,
            Some(parent) => self.upward(parent),
            None => Upward::Outside,
        };
        let file = folder.join(self.name);
        let is_nearest = !matches!(above, Upward::Outside) && is_there(&file);
        let upward = if is_nearest { Upward::File(file) } else { above };
        self.known.insert(folder.to_owned(), upward.clone());
        upward
    }
}

/// The folder above which calint does not search.
pub fn boundary(folder: &Path, limits: &[PathBuf]) -> PathBuf {
    if let Some(repository) = repository_root(folder) {
        return repository.to_owned();
    }
    let limits = limits.iter().filter(|limit| folder.starts_with(limit)).cloned();
    let outermost = limits.chain(project_root(folder)).min_by_key(|limit| limit.components().count());
    outermost.unwrap_or_else(|| folder.to_owned())
}

/// Refuses a file that a configuration names if it is a link, or outside the repository of the configuration. Otherwise
/// anyone who may change the repository could make calint show lines of any file.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn within_repository(path: &Path, folder: Option<&Path>) -> Result<(), String> {
    if path.is_symlink() {
        return Err("it is a symbolic link, which calint does not follow".to_owned());
    }
    let Some(root) = folder.and_then(repository_root) else { return Ok(()) };
    // If the file does not exist, the caller reports that when it reads it.
    match is_inside(root, path) {
        Ok(false) => Err("it is outside the repository".to_owned()),
        Ok(true) | Err(_) => Ok(()),
    }
}
