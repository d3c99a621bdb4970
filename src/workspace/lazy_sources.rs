//! Files of a project that are opened only when something names them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::schema::Kind;

use super::memory::Memory;
use super::names::Names;
use super::request::Census;
use super::source::{ProjectRoot, Source};
use super::survey::survey;

/// What a project contains besides the files that are linted.
#[derive(Debug)]
pub struct LazySources<'f> {
    files: Vec<Cow<'f, Source>>,
    /// The types of which all files are known, besides those that decide over apps; nothing if no type is complete.
    known: Option<Census>,
    memory: Memory,
}

impl<'f> LazySources<'f> {
    /// What was met of a project so far.
    pub(crate) fn met(files: Vec<Cow<'f, Source>>, memory: Memory) -> Self {
        Self { files, known: None, memory }
    }

    /// All that there is of a project.
    pub(crate) fn all(files: Vec<Cow<'f, Source>>, memory: Memory) -> Self {
        Self { files, known: Some(Census::ALL), memory }
    }

    /// Looks through the folders of the project unless that was done. Files that are
    /// linted are left out.
    pub(crate) fn complete(
        &mut self,
        (root, folders): (&ProjectRoot, &[PathBuf]),
        linted: &[&Source],
        (census, names): (Census, &Names),
    ) {
        if self.known.is_some_and(|known| known.covers(census)) {
            return;
        }
        let census = self.known.unwrap_or_default().with(census);
        let mut files =
            self.memory.survey((root.path.to_path_buf(), census), || survey(root, folders, (census, names)));
        let linted: HashSet<&Path> = linted.iter().map(|source| source.path.as_path()).collect();
        // A list of permissions that rules look through may be named by a user as well.
        files.retain(|file| file.kind.lists_permissions() || !linted.contains(file.path.as_path()));
        (self.files, self.known) = (files.into_iter().map(Cow::Owned).collect(), Some(census));
    }

    /// Whether the files that decide over apps are all that there are.
    pub(crate) fn is_whole(&self) -> bool {
        self.known.is_some()
    }

    /// Whether all profiles, permission sets, and groups are known.
    pub(crate) fn has_all_permission_lists(&self) -> bool {
        self.known.is_some_and(|known| known.permission_lists)
    }

    /// The files of some kinds.
    pub(crate) fn of(&self, wanted: impl Fn(Kind) -> bool) -> impl Iterator<Item = &Source> {
        self.files.iter().map(|file| &**file).filter(move |file| wanted(file.kind))
    }
}
