//! Which configuration file a run takes: the nearest one upward from what is scanned, within the repository.

use std::path::{Path, PathBuf};

use crate::discover::{project_root, repository_root};

/// The name of a configuration file.
pub const FILE_NAME: &str = "calint.toml";

/// What is scanned belongs to more than one configuration.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// Two files, each the nearest of something that is scanned.
    #[error("{} and {} both apply; run calint once for each, or choose one with --config", .0.display(), .1.display())]
    Two(PathBuf, PathBuf),
}

/// The configuration file of some absolute paths. Those without one share that of the others.
///
/// # Errors
///
/// Two of them have different ones.
pub fn find(scanned: &[PathBuf]) -> Result<Option<PathBuf>, DiscoveryError> {
    let mut found: Option<PathBuf> = None;
    for path in scanned {
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) };
        match (nearest(folder), &found) {
            (Some(new), Some(old)) if new != *old => return Err(DiscoveryError::Two(old.clone(), new)),
            (Some(new), None) => found = Some(new),
            _ => {}
        }
    }
    Ok(found)
}

/// Up to the root of the repository; without one, up to that of the project; without either, here alone. A file
/// further up may be anybody's.
fn nearest(folder: &Path) -> Option<PathBuf> {
    let top = repository_root(folder).map(Path::to_owned).or_else(|| project_root(folder));
    let top = top.unwrap_or_else(|| folder.to_owned());
    let within = folder.ancestors().take_while(|ancestor| ancestor.starts_with(&top));
    within.map(|ancestor| ancestor.join(FILE_NAME)).find(|file| file.is_file())
}
