//! Reading a file from the disk, of any kind and size.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Files over this many bytes (64 MiB) are refused: no metadata of Salesforce is as large.
pub const MAX_FILE_SIZE: u64 = 64 * 1024 * 1024;

/// Reads a regular file of at most 64 MiB.
///
/// # Errors
///
/// It cannot be opened or read, is not a regular file, or is too large.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = path.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    if metadata.len() > MAX_FILE_SIZE {
        return Err(too_large());
    }
    if metadata.len() == 0 && is_made_by_kernel(path) {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    match metadata.len() {
        // Some file systems tell no length.
        0 => file.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes)?,
        // One call reads all: asking for the end of each of thousands of files costs.
        length => {
            bytes.reserve_exact(usize::try_from(length).unwrap_or(0));
            file.take(length).read_to_end(&mut bytes)?
        }
    };
    if bytes.len() as u64 > MAX_FILE_SIZE {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Whether the kernel makes a file while it is read. Such a file looks like a regular and empty one. It may contain the
/// environment of this process, or never end.
fn is_made_by_kernel(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| path.starts_with("/proc") || path.starts_with("/sys"))
}

/// Reads a file below a folder. Follows links only within the folder: otherwise anyone who may change a repository
/// could make calint quote any file of the machine.
///
/// # Errors
///
/// As for [`read_file`], or the file is outside the folder or in its `.git`.
pub(super) fn read_inside(folder: &Path, name: &str) -> io::Result<Vec<u8>> {
    let path = folder.join(name);
    if !is_inside(folder, &path)? {
        return Err(io::Error::other("it leads out of the project"));
    }
    read_file(&path)
}

/// Whether a path is below a folder, and not in its `.git`, once links are followed.
///
/// # Errors
///
/// One of the two does not exist.
pub fn is_inside(folder: &Path, path: &Path) -> io::Result<bool> {
    let (folder, path) = (folder.canonicalize()?, path.canonicalize()?);
    Ok(path.strip_prefix(&folder).is_ok_and(|below| !below.starts_with(".git")))
}

pub(super) fn too_large() -> io::Error {
    io::Error::other("the file is over 64 MiB, the limit of Salesforce metadata")
}
