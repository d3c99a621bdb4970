//! `.gitignore` files in force while the walk goes down a tree.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::DirEntry;

use super::names::repository_root;

/// Whether ignore files count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IgnoreFiles {
    /// `.gitignore` and `.git/info/exclude` are honoured.
    Honour,
    /// Everything is looked at.
    Disregard,
}

/// The ignore files between the repository's root and the folder being read.
#[derive(Debug)]
pub(super) struct IgnoreStack {
    honour: bool,
    /// With the depth of the walk at which each came in; those above the walk's root have depth 0.
    levels: Vec<(usize, Gitignore)>,
}

impl IgnoreStack {
    /// Reads the ignore files of the folders above `root`, up to the repository that holds it.
    pub(super) fn above(root: &Path, ignore_files: IgnoreFiles) -> Self {
        let mut stack = Self { honour: ignore_files == IgnoreFiles::Honour, levels: Vec::new() };
        let repository = repository_root(root);
        if let (Some(repository), true) = (repository, stack.honour) {
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
        if !self.honour || !file.is_file() {
            return;
        }
        let mut builder = GitignoreBuilder::new(folder);
        // A pattern that cannot be understood ignores nothing, as in Git.
        let _ = builder.add(file);
        if let Ok(patterns) = builder.build() {
            self.levels.push((depth, patterns));
        }
    }

    /// Whether the walk passes over an entry.
    pub(super) fn ignores(&self, entry: &DirEntry) -> bool {
        let in_force = self.levels.iter().rev().filter(|(level, _)| *level <= entry.depth());
        for (_, patterns) in in_force {
            match patterns.matched(entry.path(), entry.file_type().is_dir()) {
                Match::None => {}
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
            }
        }
        false
    }
}
