//! Files that Git tracks although an ignore rule names them. They are deployed like all others, so calint reads them.

#[cfg(unix)]
use std::ffi::OsStr;
#[cfg(not(unix))]
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::names::repository_root;
use super::snapshot::output;

/// The tracked files below a folder that an ignore rule names; nothing where there is no Git or no repository.
pub(super) fn tracked_and_ignored(folder: &Path) -> Option<Vec<PathBuf>> {
    repository_root(folder)?;
    let arguments = ["ls-files", "-z", "--cached", "--ignored", "--exclude-standard", "--", "."];
    let listed = output(folder, &arguments).ok()?;
    let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Some(names.map(|name| folder.join(file_name(name))).collect())
}

/// The name of a file as Git knows it, which need not be UTF-8.
#[cfg(unix)]
fn file_name(bytes: &[u8]) -> &OsStr {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes)
}

/// Elsewhere Git writes names as UTF-8.
#[cfg(not(unix))]
fn file_name(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
