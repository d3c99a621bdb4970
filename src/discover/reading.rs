//! Reading a file from the disk, of whatever kind and size it turns out to be.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Files over this many bytes (64 MiB) are refused.
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

pub(super) fn too_large() -> io::Error {
    io::Error::other("the file is over 64 MiB, which no Salesforce metadata is")
}
