//! `.gitignore` files in force while the walk goes down a tree.
//!
//! The walker of the crate `ignore` would apply them by itself, but it does not say what it leaves out. calint has to
//! count the apps that it does not check, and has to bound the work that ignore files from a stranger cause. So this
//! stack takes only the matching of patterns from the crate.

use std::fs::FileType;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::globs;

use super::names::repository_root;
use super::reading::read_file;

/// Lines of all ignore files of a walk: each is compiled, and compared with every path.
const MAX_PATTERNS: usize = 20_000;

/// Bytes of the longest text of an ignore file (1 MiB), after bytes that are not UTF-8 were replaced by longer ones.
const MAX_LENGTH: usize = 1024 * 1024;

/// A larger ignore file ignores nothing (1 MiB). A large project needs a few hundred lines.
const MAX_SIZE: u64 = 1024 * 1024;

/// Whether ignore files count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IgnoreFiles {
    /// `.gitignore` and `.git/info/exclude` are honored.
    Honor,
    /// Everything is looked at.
    Disregard,
}

/// The ignore files between the repository's root and the folder being read.
#[derive(Debug)]
pub(super) struct IgnoreStack {
    honor: bool,
    /// With the depth of the walk at which each came in; those above the walk's root have depth 0.
    levels: Vec<(usize, Gitignore)>,
    /// Patterns that the walk may still take.
    left: usize,
    /// The first ignore file that was too much.
    refused: Option<PathBuf>,
}

impl IgnoreStack {
    /// Reads the ignore files of the folders above `root`, up to the repository that contains it.
    pub(super) fn above(root: &Path, ignore_files: IgnoreFiles) -> Self {
        let mut stack =
            Self { honor: ignore_files == IgnoreFiles::Honor, levels: Vec::new(), left: MAX_PATTERNS, refused: None };
        let repository = repository_root(root);
        if let (Some(repository), true) = (repository, stack.honor) {
            stack.push(repository, repository.join(".git/info/exclude"), 0);
            let mut above: Vec<&Path> = root.ancestors().skip(1).take_while(|it| it.starts_with(repository)).collect();
            above.reverse();
            for folder in above {
                stack.push(folder, folder.join(".gitignore"), 0);
            }
        }
        stack
    }

    /// Enters a folder at a depth of the walk (the root has 0).
    pub(super) fn enter(&mut self, folder: &Path, depth: usize) {
        self.levels.retain(|(level, _)| *level <= depth);
        self.push(folder, folder.join(".gitignore"), depth + 1);
    }

    fn push(&mut self, folder: &Path, file: PathBuf, depth: usize) {
        let Ok(metadata) = file.symlink_metadata() else { return };
        if !self.honor || metadata.is_dir() {
            return;
        }
        // A link may lead to a file that never ends.
        let is_read = metadata.is_file() && metadata.len() <= MAX_SIZE;
        let Some(text) = is_read.then(|| self.text(&file)).flatten() else {
            self.refused.get_or_insert(file);
            return;
        };
        match patterns(folder, &text) {
            Some(patterns) => self.levels.push((depth, patterns)),
            None => _ = self.refused.get_or_insert(file),
        }
    }

    /// The text of an ignore file, if the walk can take its patterns.
    fn text(&mut self, file: &Path) -> Option<String> {
        let text = decoded(&read_file(file).ok()?);
        self.left = self.left.checked_sub(text.lines().count()).filter(|_| text.len() <= MAX_LENGTH)?;
        Some(text)
    }

    /// The first ignore file that does not count because it is a link, cannot be read, is too long, or has too many
    /// patterns.
    pub(super) fn refused(&self) -> Option<&Path> {
        self.refused.as_deref()
    }

    /// Whether an ignore file says anything here.
    pub(super) fn has_patterns(&self) -> bool {
        !self.levels.is_empty()
    }

    /// Whether a walk passes over what it meets at a depth.
    pub(super) fn ignores(&self, path: &Path, depth: usize, file_type: FileType) -> bool {
        let in_force = self.levels.iter().rev().filter(|(level, _)| *level <= depth);
        for (_, patterns) in in_force {
            match patterns.matched(path, file_type.is_dir()) {
                Match::None => {}
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
            }
        }
        false
    }
}

/// What `.forceignore` keeps out of deployments and packages. Its lines have the syntax of a `.gitignore`, and calint
/// checks
/// the files that it names all the same.
#[derive(Debug, Default)]
pub struct ForceIgnore {
    folder: PathBuf,
    patterns: Option<Gitignore>,
}

impl ForceIgnore {
    /// Reads the file of a project. One that is too long keeps nothing out.
    pub fn new(folder: &Path, bytes: &[u8]) -> Self {
        let text = decoded(bytes);
        let fits = text.len() <= MAX_LENGTH && text.lines().count() <= MAX_PATTERNS;
        let patterns = fits.then(|| patterns(folder, &text)).flatten();
        Self { folder: folder.to_owned(), patterns }
    }

    /// Whether a line names the file or a folder that contains it.
    pub fn covers(&self, path: &Path) -> bool {
        let (Some(patterns), Ok(inside)) = (&self.patterns, path.strip_prefix(&self.folder)) else { return false };
        patterns.matched_path_or_any_parents(inside, false).is_ignore()
    }
}

fn decoded(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).into_owned()
}

/// The patterns of an ignore file. One that cannot be understood ignores nothing, as in Git. The parser recurses with
/// every brace, so that lines with many are left out.
fn patterns(folder: &Path, text: &str) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.lines().filter(|line| globs::within_bounds(line).is_ok()) {
        let _ = builder.add_line(None, line);
    }
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_force_ignore_covers_files_below_its_folder() {
        let lines = b"\xEF\xBB\xBF# policies\n**/*.ecaPlcy-meta.xml\nextlClntAppOauthPolicies\n/legacy/\n!**/Kept.ecaPlcy-meta.xml\n";
        let ignore = ForceIgnore::new(Path::new("/project"), lines);
        for (path, expected) in [
            ("/project/force-app/main/default/extlClntAppPolicies/Billing.ecaPlcy-meta.xml", true),
            ("/project/force-app/main/default/extlClntAppOauthPolicies/Billing.ecaOauthPlcy-meta.xml", true),
            ("/project/legacy/Billing.eca-meta.xml", true),
            ("/project/force-app/legacy/Billing.eca-meta.xml", false),
            ("/project/force-app/main/default/extlClntAppPolicies/Kept.ecaPlcy-meta.xml", false),
            ("/elsewhere/legacy/Billing.ecaPlcy-meta.xml", false),
        ] {
            assert_eq!(ignore.covers(Path::new(path)), expected, "{path}");
        }
        assert!(!ForceIgnore::default().covers(Path::new("/project/legacy/Billing.eca-meta.xml")));
    }

    #[test]
    fn a_force_ignore_that_is_too_long_covers_nothing() {
        let lines = "legacy\n".repeat(MAX_PATTERNS + 1);
        assert!(!ForceIgnore::new(Path::new("/project"), lines.as_bytes()).covers(Path::new("/project/legacy/a")));
        let fits = "legacy\n".repeat(MAX_PATTERNS);
        assert!(ForceIgnore::new(Path::new("/project"), fits.as_bytes()).covers(Path::new("/project/legacy/a")));
    }
}
