//! Temporary files of runs that were killed before they could give them the name of the fixed file.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::path::Path;
use std::time::Duration;

/// How the names of temporary files begin. `tempfile` adds six letters or digits.
pub(super) const PREFIX: &str = ".calint-";
const RANDOM: usize = 6;

/// A run writes a file within this time, so an older temporary file belongs to no run.
const AGE: Duration = Duration::from_secs(60);

/// Deletes the temporary files that earlier runs left in a folder. What cannot be deleted stays.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_name(&entry.file_name()) && is_old(entry)) {
        let _ = fs::remove_file(entry.path());
    }
}

fn is_name(name: &OsStr) -> bool {
    let random = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
    random.is_some_and(|random| random.len() == RANDOM && random.chars().all(|it| it.is_ascii_alphanumeric()))
}

/// Looks at the entry itself and not at the target of a link, because calint's own temporary files are not links.
fn is_old(entry: &DirEntry) -> bool {
    let metadata = entry.metadata().ok().filter(fs::Metadata::is_file);
    let age = metadata.and_then(|metadata| metadata.modified().ok()?.elapsed().ok());
    age.is_some_and(|age| age > AGE)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn only_old_temporary_files_are_swept() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let old = SystemTime::now() - AGE * 2;
        for (name, age) in [(".calint-a1B2c3", old), (".calint-d4E5f6", SystemTime::now()), (".calint-notes.md", old)] {
            let file = fs::File::create(folder.path().join(name)).expect("a file can be written");
            file.set_modified(age).expect("the time can be set");
        }
        sweep(folder.path());
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).expect("it is there").flatten().map(|it| it.file_name()).collect();
        left.sort_unstable();
        assert_eq!(left, [".calint-d4E5f6", ".calint-notes.md"]);
    }
}
