//! Which files make up which External Client App of a project.
//!
//! The files of an app find one another by name: each but the header names the app in
//! `externalClientApplication`, and the header is called like the app.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::discover::{EcaPart, IgnoreFiles, Kind, NamedKind, Names, find, read_file};
use crate::parse;

use super::app::App;
use super::cursor::{Cursor, Reading};
use super::external_client_app;
use super::library::{Library, Trouble};
use super::parts::Parts;
use super::place::FileId;
use super::replacements::Replacements;

/// A file of an app, in scope or looked up.
#[derive(Debug)]
pub(super) struct PartFile {
    pub(super) part: EcaPart,
    /// The name that the file name tells.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) file: FileId,
}

/// Loads the files of apps below some folders that are not known yet.
pub(super) fn load_others(
    folders: &[PathBuf],
    known: &[PartFile],
    names: &mut Names,
    library: &mut Library,
) -> Vec<PartFile> {
    let mut others = Vec::new();
    for path in folders.iter().flat_map(|folder| find(folder, IgnoreFiles::Honour, Kind::is_eca).files) {
        let kind = path.file_name().and_then(|name| NamedKind::of(&name.to_string_lossy()));
        let Some(NamedKind { kind: Kind::Eca(part), name }) = kind else { continue };
        if known.iter().any(|known| known.path == path) {
            continue;
        }
        let shown = names.file(&path);
        match read_file(&path) {
            Ok(bytes) => {
                let file = library.add(shown, Some(parse::parse(bytes)));
                others.push(PartFile { part, name, path, file });
            }
            Err(error) => library.troubles.push(Trouble {
                path: shown,
                message: format!("cannot be read: {error}"),
                help: "it is a file of an External Client App that is linted".to_owned(),
                range: None,
            }),
        }
    }
    others
}

/// Reads every app that the files make up, by name.
pub(super) fn apps(root: &Path, files: &[PartFile], library: &Library, replacements: &Replacements) -> Vec<App> {
    let mut readings: Vec<(Reading<'_>, &PartFile)> = Vec::new();
    for file in files {
        let Some(document) = library.document(file.file) else { continue };
        let replaced = replacements.spans(root, &file.path, document.text());
        readings.push((Reading { file: file.file, document, replaced }, file));
    }
    let mut by_app: BTreeMap<String, Vec<(EcaPart, Cursor<'_, '_>)>> = BTreeMap::new();
    for (reading, file) in &readings {
        let root = reading.document.root();
        let expected = Kind::Eca(file.part).type_name();
        let Some(root) = root.filter(|root| reading.document.name(*root) == expected) else { continue };
        let cursor = Cursor::new(reading, root);
        by_app.entry(app_of(file, cursor)).or_default().push((file.part, cursor));
    }
    let app = |(name, roots): (String, Vec<_>)| Some(external_client_app::read(&name, &Parts::new(roots)?));
    by_app.into_iter().filter_map(app).collect()
}

/// The app that a file belongs to; a file that names none stands for itself.
fn app_of(file: &PartFile, root: Cursor<'_, '_>) -> String {
    let named = root.text("externalClientApplication");
    match named.value() {
        Some(name) if file.part != EcaPart::Header => name.clone(),
        _ => file.name.clone(),
    }
}
