//! Files of a project that are opened only when something names them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::parse;
use crate::parse::Document;
use crate::schema::Kind;

use super::library::{Library, ReadError};
use super::memory::Depth;
use super::names::Names;
use super::place::FileId;
use super::request::Census;
use super::source::{ProjectRoot, Source};
use super::survey;

/// What a project contains besides the files that are linted.
#[derive(Debug)]
pub struct LazySources<'f> {
    files: Vec<Cow<'f, Source>>,
    /// The types of which all files are known, besides those that decide over apps; nothing if no type is complete.
    known: Option<Census>,
}

impl<'f> LazySources<'f> {
    /// What was met of a project so far.
    pub(crate) fn met(files: Vec<Cow<'f, Source>>) -> Self {
        Self { files, known: None }
    }

    /// All that there is of a project.
    pub(crate) fn all(files: Vec<Cow<'f, Source>>) -> Self {
        Self { files, known: Some(Census::ALL) }
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
        let mut files = survey(root, folders, (census, names));
        let linted: HashSet<&Path> = linted.iter().map(|source| source.path.as_path()).collect();
        files.retain(|file| !linted.contains(file.path.as_path()));
        let files = files.into_iter().map(Cow::Owned).collect();
        *self = Self { files, known: Some(census) };
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

/// Opens a file that something names; a file that cannot be read is trouble.
pub fn open(source: &Source, parse: fn(Vec<u8>) -> Document, why: &str, library: &mut Library) -> Option<FileId> {
    let read = || source.read().map(|bytes| Some(Arc::new(parse(bytes))));
    match library.memory().tree((source, Depth::LookedUp), read) {
        Ok(document) => Some(library.add_tree(source.shown.clone(), document)),
        Err(unreadable) => {
            let trouble = ReadError { help: why.to_owned(), ..ReadError::from(unreadable) };
            library.troubles.push(trouble);
            None
        }
    }
}

/// Opens a file of a kind that rules also look at.
pub(crate) fn open_app_file(source: &Source, library: &mut Library) -> Option<FileId> {
    open(source, parse::parse, "an app that is linted depends on it", library)
}
