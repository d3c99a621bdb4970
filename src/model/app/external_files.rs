//! Which files make up which External Client App of a project.
//!
//! The files of an app find one another by name: each but the header names the app in
//! `externalClientApplication`, and the header is called like the app.

use std::collections::BTreeMap;

use crate::model::cursor::{Cursor, Reading};
use crate::model::project::SourceFile;
use crate::schema::{EcaPart, Kind};
use crate::workspace::Library;

use super::external::ExternalFile;
use super::parts::Parts;
use super::{App, external_client_app};

/// The files of one app while they are gathered.
#[derive(Default)]
struct Gathered<'r, 'd> {
    roots: Vec<(EcaPart, Cursor<'r, 'd>)>,
    files: Vec<ExternalFile>,
    /// The newest API version that counts for one of them.
    api: u16,
}

/// Reads every app that some of the files make up, by name.
pub(crate) fn apps(files: &[&SourceFile], library: &Library) -> Vec<App> {
    let readings = files.iter().filter_map(|file| Some((*file, Reading::new(file, library)?)));
    let readings: Vec<(&SourceFile, Reading<'_>)> = readings.collect();
    let mut by_app: BTreeMap<String, Gathered<'_, '_>> = BTreeMap::new();
    for (file, reading) in &readings {
        let Kind::Eca(part) = file.kind else { continue };
        let Some(root) = Cursor::root(reading, file.kind) else { continue };
        let read = ExternalFile {
            part,
            name: file.name.clone(),
            place: root.place(),
            app: root.text("externalClientApplication"),
        };
        let gathered = by_app.entry(read.app_name().to_owned()).or_default();
        gathered.roots.push((part, root));
        gathered.files.push(read);
        gathered.api = gathered.api.max(file.api);
    }
    let app = |(name, Gathered { roots, files, api }): (String, Gathered<'_, '_>)| {
        let roots = roots.into_iter().map(|(part, root)| (part, root.at_version(api))).collect();
        Some(external_client_app::read((&name, api), &Parts::new(roots)?, files))
    };
    by_app.into_iter().filter_map(app).collect()
}
