//! Files that Git tracks although an ignore rule names them. They are deployed like all others, so calint reads them.

use std::collections::HashSet;
#[cfg(unix)]
use std::ffi::OsStr;
#[cfg(not(unix))]
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::schema::NamedKind;

use super::names::repository_root;
use super::secret_names::may_hold_secret;
use super::snapshot::output;
use super::walked::{Walked, followed, is_archive, may_enter};

/// Files of our kinds below a folder that Git tracks although an ignore rule names them.
pub(super) fn tracked_files(root: &Path) -> Vec<(PathBuf, NamedKind)> {
    let mut walked = Walked::default();
    add_tracked(root, &mut walked);
    walked.files
}

/// Adds what Git tracks although an ignore rule names it.
pub(super) fn add_tracked(root: &Path, walked: &mut Walked) {
    let Some(tracked) = tracked_and_ignored(root) else { return };
    walked.not_walked.knows_tracked = true;
    let is_open =
        |path: &Path| path.strip_prefix(root).is_ok_and(|below| may_enter(&below.to_string_lossy().replace('\\', "/")));
    for path in &tracked {
        // A file that is tracked may be deleted.
        let Ok(metadata) = path.symlink_metadata() else { continue };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match NamedKind::of(&name) {
            Some(named) if !is_open(path) => {
                let app = Some((path.clone(), named)).filter(|(_, named)| named.kind.is_app());
                walked.not_walked.tracked_in_closed.extend(app);
            }
            _ if !is_open(path) => {}
            Some(named) if metadata.is_symlink() => walked.links.push((path.clone(), named)),
            _ if metadata.is_symlink() => walked.not_walked.links.extend(followed(path.clone()).ok()),
            _ if !metadata.is_file() => {}
            Some(named) => walked.files.push((path.clone(), named)),
            None if is_archive(path) => walked.archives.push(path.clone()),
            None if may_hold_secret(&name) => walked.others.push(path.clone()),
            None => {}
        }
    }
    let tracked: HashSet<PathBuf> = tracked.into_iter().collect();
    walked.not_walked.ignored_files.retain(|(path, _)| !tracked.contains(path));
}

/// The tracked files below a folder that an ignore rule names; nothing where there is no Git or no repository.
fn tracked_and_ignored(folder: &Path) -> Option<Vec<PathBuf>> {
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
