//! Files that Git tracks although an ignore rule names them. They are deployed like all others, so calint reads them.

use std::path::{Path, PathBuf};

use super::names::repository_root;
use super::snapshot::output;

/// The tracked files below a folder that an ignore rule names; nothing where there is no Git or no repository.
pub(super) fn tracked_and_ignored(folder: &Path) -> Option<Vec<PathBuf>> {
    repository_root(folder)?;
    let arguments = ["ls-files", "-z", "--cached", "--ignored", "--exclude-standard", "--", "."];
    let listed = output(folder, &arguments).ok()?;
    let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Some(names.map(|name| folder.join(String::from_utf8_lossy(name).as_ref())).collect())
}
