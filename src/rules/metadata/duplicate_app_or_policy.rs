//! Two files contain the same component, and only one of them takes effect in the org.
//!
//! The same name in two files is not yet a mistake: a repository may have several packages, or retrieves of several
//! orgs. So files count as duplicates only if they are deployed together, which the project file or the manifest has to
//! show. A consumer key or a label is compared in the whole project: two apps cannot share a key, and users cannot tell
//! equal labels apart.

use std::collections::BTreeMap;
use std::path::Path;

use crate::model::{App, AppKind, Component, ExternalFile, Project};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{EcaPart, Kind, Profile, Severity};
use crate::workspace::{FileId, Place};

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let project = context.project;
    let connected: Vec<&App> = project.apps.iter().filter(|app| app.kind == AppKind::ConnectedApp).collect();
    let mut found = Vec::new();
    same_name(&connected, context, &mut found);
    same_key(project, &mut found);
    if project.manifest.is_some() || !project.package_directories.is_empty() {
        same_label(&connected, &mut found);
    }
    for app in project.apps.iter().filter(|app| app.kind == AppKind::ExternalClientApp) {
        same_part(app, project, &mut found);
        let namesake = connected.iter().find(|other| other.component.name == app.component.name);
        found.extend(namesake.map(|connected| both_kinds(connected, app)));
    }
    found
}

/// Two connected apps of one name that are deployed together.
fn same_name(connected: &[&App], context: &Context<'_>, found: &mut Vec<(Component, Finding)>) {
    let mut first: BTreeMap<(&str, Deployment<'_>), &App> = BTreeMap::new();
    for app in connected {
        let name = app.component.name.as_str();
        let Some(deployment) = deployment(context.project, app.place.file) else { continue };
        let before = first.entry((name, deployment)).or_insert(app);
        if before.place.file != app.place.file {
            let finding = twice(name, "connected app", [before.place, app.place]);
            let [text, other] = [*before, app].map(|app| context.library.text(app.place.file));
            // Both say the same, so it does not matter which one the org gets.
            let is_copy = text == other;
            let finding = if is_copy { finding.severity(Severity::Info) } else { finding };
            found.push((app.component.clone(), finding));
        }
    }
}

fn twice(name: &str, what: &str, [before, place]: [Place; 2]) -> Finding {
    let message = format!("the {what} `{name}` is in two files that are deployed together");
    Finding::new(place, message, "keep one of the two files").related(before, "the first one").value(name)
}

/// Two headers of one app, or two policies for one app.
fn same_part(app: &App, project: &Project, found: &mut Vec<(Component, Finding)>) {
    for part in [EcaPart::Header, EcaPart::OauthPolicy, EcaPart::Policy] {
        let mut first: BTreeMap<Deployment<'_>, &ExternalFile> = BTreeMap::new();
        for file in app.external.iter().flat_map(|external| external.files_of(part)) {
            let Some(deployment) = deployment(project, file.place.file) else { continue };
            let before = *first.entry(deployment).or_insert(file);
            if before.place.file != file.place.file {
                found.push((app.component.clone(), second_file(app, before, file)));
            }
        }
    }
}

fn second_file(app: &App, before: &ExternalFile, file: &ExternalFile) -> Finding {
    let name = &app.component.name;
    if file.part == EcaPart::Header {
        return twice(name, "External Client App", [before.place, file.place]);
    }
    let kind = Kind::Eca(file.part).type_name();
    let message = format!("`{name}` has two files of the type `{kind}`: `{}` and `{}`", before.name, file.name);
    let help = "keep one of the two files";
    Finding::new(file.app.place(), message, help).related(before.app.place(), "the first one").value(&file.name)
}

/// Consumer keys are unique in all of Salesforce.
fn same_key(project: &Project, found: &mut Vec<(Component, Finding)>) {
    let mut first: BTreeMap<&str, (&App, Place)> = BTreeMap::new();
    for app in &project.apps {
        let Some(key) = app.oauth.as_ref().and_then(|client| client.consumer_key.given()) else { continue };
        let Some((before, place)) = first.get(key.value.expose()) else {
            first.insert(key.value.expose(), (app, key.place));
            continue;
        };
        if before.component != app.component {
            let message = format!(
                "`{}` and `{}` have the same consumer key: {}",
                before.component.name,
                app.component.name,
                key.value.redacted()
            );
            let help = "delete `<consumerKey>` from one of them: a key belongs to one app in one org";
            let finding = Finding::new(key.place, message, help).related(*place, "the other app");
            found.push((app.component.clone(), finding.value(&before.component.name)));
        }
    }
}

/// Users cannot tell two apps of one label apart.
fn same_label(connected: &[&App], found: &mut Vec<(Component, Finding)>) {
    let mut first: BTreeMap<&str, (&App, Place)> = BTreeMap::new();
    for app in connected {
        let Some(label) = app.details.label.given() else { continue };
        match first.get(label.value.as_str()) {
            Some((before, place)) if before.component != app.component => {
                let message = format!(
                    "`{}` and `{}` have the same label: {}",
                    before.component.name, app.component.name, label.value
                );
                let help = "give each app a label that users recognize on the consent page";
                let finding = Finding::new(label.place, message, help).related(*place, "the other app");
                let finding = finding.value(&label.value).severity(Severity::Info).profile(Profile::Audit);
                found.push((app.component.clone(), finding));
            }
            Some(_) => {}
            None => {
                first.insert(&label.value, (app, label.place));
            }
        }
    }
}

/// A migration that was begun and not ended, perhaps.
fn both_kinds(connected: &App, external: &App) -> (Component, Finding) {
    let message = format!("`{}` exists as a connected app and as an External Client App", connected.component.name);
    let help = "delete the connected app after every client has moved";
    let finding = Finding::new(connected.place, message, help).related(external.place, "the External Client App");
    (connected.component.clone(), finding.severity(Severity::Info).profile(Profile::Audit))
}

/// What a file is deployed with.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Deployment<'p> {
    /// The package whose directory this is.
    Package(&'p Path),
    /// All that belongs to no package.
    Unpackaged,
}

/// What a file is deployed with; nothing if there is neither a project file nor a manifest.
fn deployment(project: &Project, file: FileId) -> Option<Deployment<'_>> {
    project.source(file)?;
    let is_whole = project.package_directories.is_empty() && project.manifest.is_some();
    match project.package_directory_of(file) {
        Some(directory) if directory.is_package => Some(Deployment::Package(&directory.path)),
        Some(_) => Some(Deployment::Unpackaged),
        None => is_whole.then_some(Deployment::Unpackaged),
    }
}
