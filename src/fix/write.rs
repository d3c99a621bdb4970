//! Files replaced as a whole: the new text is written beside the old one and takes its name, so that no reader ever
//! sees half a file.
//!
//! To write into the old file would be shorter and keep its owner and hard links. But a full disk or a killed process
//! would then leave an app cut in the middle. The price is that calint has to restore mode and owner, reports what it
//! cannot restore, and has to delete the temporary files of killed runs.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::workspace::{leads_out, read_file};

use super::leftovers::{PREFIX, sweep};

/// A file that was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another program wrote it meanwhile.
    #[error("it changed while calint looked at it")]
    Changed,
    /// Another file has the name that it should get.
    #[error("there is already a file `{0}`")]
    Taken(String),
    /// It, or its folder, cannot be written.
    #[error("it cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// What a file lost because its text is now in a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// Its owner or group. Only the administrator of the machine can give a file to another user.
    #[error("the owner or group changed, because calint may not set it")]
    Owner,
    /// Its other names.
    #[error("the file had other hard links: they keep the old text")]
    HardLinks,
}

/// Replaces what a file contains, unless it is no longer `before`. The mode, the owner, and links to the file stay;
/// hard links cannot, and an owner only if calint may set it. Returns what did not stay.
///
/// # Errors
///
/// The file contains something else, or cannot be written; it is then as it was.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<Vec<Lost>, WriteError> {
    replace_by(path, before, |file| file.write_all(after))
}

/// Writes a file of calint's own, such as a report or a baseline: whole, or not at all. What was there stays until the
/// new text is complete. Refuses a link, and a folder of the repository that leads out of it: otherwise anyone who may
/// change the repository could make calint write anywhere. Writes into a device or another special file directly. The
/// mode stays, and the owner if calint may set it. Returns what did not stay. Deletes temporary files of killed runs in
/// the folder.
///
/// # Errors
///
/// It is a link, or cannot be written.
pub fn write_whole(path: &Path, text: &[u8]) -> io::Result<Vec<Lost>> {
    let old = fs::symlink_metadata(path).ok();
    match old.as_ref().map(fs::Metadata::file_type) {
        Some(kind) if kind.is_symlink() => return Err(io::Error::other("it is a symbolic link")),
        Some(kind) if !kind.is_file() => return fs::write(path, text).map(|()| Vec::new()),
        _ => refuse_linked_folder(path)?,
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    let mut file = for_everybody(&mut builder).tempfile_in(folder)?;
    file.write_all(text)?;
    let mut lost = Vec::new();
    if let Some(old) = old {
        lost = keep_owner(file.as_file(), &old)?;
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map(|_| lost).map_err(|error| error.error)
}

/// Refuses a path of the repository whose folder is, by a link, one outside of it. Otherwise anyone who may change the
/// repository could make calint write a file there.
///
/// # Errors
///
/// The folder leads out of the repository, or the working directory is not known.
pub fn refuse_linked_folder(path: &Path) -> io::Result<()> {
    if leads_out(&std::env::current_dir()?, path) {
        let message = "a symbolic link in its path leads out of the repository, or it is in `.git`";
        return Err(io::Error::other(message));
    }
    Ok(())
}

/// Gives a new file the usual mode. Only the owner may read a temporary file.
#[cfg(unix)]
fn for_everybody<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b tempfile::Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

/// Elsewhere the folder decides.
#[cfg(not(unix))]
fn for_everybody<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b tempfile::Builder<'p, 's> {
    builder
}

fn replace_by(
    path: &Path,
    before: &[u8],
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Vec<Lost>, WriteError> {
    let target = fs::canonicalize(path)?;
    let metadata = fs::metadata(&target)?;
    let permissions = metadata.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only").into());
    }
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    write(&mut file)?;
    let lost = keep_owner(file.as_file(), &metadata)?;
    // A change of owner may take special bits of the mode away.
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    take_name(file, &target, before)?;
    Ok(lost)
}

/// Gives the new file the owner and the group of the old one.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &fs::Metadata) -> io::Result<Vec<Lost>> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    let mut lost = Vec::new();
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        let is_kept = fchown(file, Some(old.uid()), Some(old.gid())).is_ok();
        // A group that one belongs to can be set, though the owner cannot.
        let _ = is_kept || fchown(file, None, Some(old.gid())).is_ok();
        lost.extend((!is_kept).then_some(Lost::Owner));
    }
    lost.extend((old.nlink() > 1).then_some(Lost::HardLinks));
    Ok(lost)
}

/// Other systems decide by the folder who owns a new file.
#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) -> io::Result<Vec<Lost>> {
    Ok(Vec::new())
}

/// Replaces the old file, if it is still the same. This is the last step: until here, the old file is untouched.
fn take_name(file: NamedTempFile, target: &Path, before: &[u8]) -> Result<(), WriteError> {
    if read_file(target)? != before {
        return Err(WriteError::Changed);
    }
    file.persist(target).map(|_| ()).map_err(|error| WriteError::Io(error.error))
}

/// Gives a file another name, unless a file has it.
///
/// # Errors
///
/// There is a file of that name, or the folder cannot be written.
pub fn rename(path: &Path, to: &Path) -> Result<(), WriteError> {
    // On some file systems a name in another letter case is the same file.
    let is_itself = fs::canonicalize(to).ok().is_some_and(|there| fs::canonicalize(path).is_ok_and(|it| it == there));
    if to.symlink_metadata().is_ok() && !is_itself {
        let name = to.file_name().unwrap_or(to.as_os_str()).to_string_lossy().into_owned();
        return Err(WriteError::Taken(name));
    }
    Ok(fs::rename(path, to)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("App.connectedApp");
        fs::write(&path, text).expect("a file can be written");
        (folder, path)
    }

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder).expect("the folder is there").count()
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let (folder, path) = folder_with("before");
        let race = |file: &mut dyn Write| {
            fs::write(&path, "another hand").expect("a file can be written");
            file.write_all(b"after")
        };
        assert!(matches!(replace_by(&path, b"before", race), Err(WriteError::Changed)));
        assert_eq!(fs::read(&path).expect("it is there"), b"another hand");
        assert_eq!(files(folder.path()), 1, "the new text is gone");
    }

    #[test]
    fn a_write_that_breaks_off_leaves_the_old_file_whole() {
        let (folder, path) = folder_with("before");
        let full = |file: &mut dyn Write| {
            file.write_all(b"af")?;
            assert_eq!(fs::read(&path).expect("it is there"), b"before", "the old file stays until the end");
            Err(io::Error::from(io::ErrorKind::StorageFull))
        };
        assert!(matches!(replace_by(&path, b"before", full), Err(WriteError::Io(_))));
        assert_eq!(fs::read(&path).expect("it is there"), b"before");
        assert_eq!(files(folder.path()), 1, "the half text is gone");
    }

    #[test]
    fn a_name_that_is_taken_stays_with_its_file() {
        let (folder, path) = folder_with("one");
        let other = folder.path().join("Other.connectedApp");
        fs::write(&other, "two").expect("a file can be written");
        assert!(matches!(rename(&path, &other), Err(WriteError::Taken(name)) if name == "Other.connectedApp"));
        assert_eq!(fs::read(&other).expect("it is there"), b"two");
        rename(&path, &folder.path().join("New.connectedApp")).expect("the name is free");
        assert!(!path.exists());
    }
}
