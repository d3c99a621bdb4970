//! An app approves a profile or permission set that the project does not have.

use std::collections::BTreeSet;

use crate::model::{App, Catalog, Component, List, Located, is_among};
use crate::rules::finding::Finding;
use crate::rules::names::{is_namespaced, is_record_id, nearest};
use crate::rules::rule::Context;
use crate::schema::{Kind, StandardProfile};

/// How many names may be missing for each file that is there. If more are, the project does not contain the org's
/// files.
const MANY_MORE: usize = 3;

fn dangling(app: &App, name: &Located<String>, what: &str, nearest: Option<&str>) -> Finding {
    let message = format!("`{}` names the {what} `{}`, which is not in the project", app.component.name, name.value);
    let help = match nearest {
        Some(nearest) => format!("Did you mean `{nearest}`? Otherwise, add the {what} to the project"),
        None => format!("Add the {what} to the project, or correct the name"),
    };
    Finding::new(name.place, message, help).value(&name.value)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let (project, catalog) = (context.project, &context.project.catalog);
    if !project.is_whole || !catalog.has_labels() {
        return Vec::new();
    }
    let mut sets: Vec<(&App, &Located<String>)> = Vec::new();
    let mut profiles: Vec<(&App, &Located<String>)> = Vec::new();
    for app in &project.apps {
        let saml = app.external.as_ref();
        let of_sets = [Some(&app.access.permission_set_names), saml.map(|it| &it.saml_permission_set_names)];
        let of_profiles = [Some(&app.access.profile_names), saml.map(|it| &it.saml_profile_names)];
        sets.extend(of_sets.into_iter().flatten().flat_map(List::given).map(|name| (app, name)));
        profiles.extend(of_profiles.into_iter().flatten().flat_map(List::given).map(|name| (app, name)));
    }
    let managed = &project.declared.managed;
    sets.retain(|(_, name)| !is_known_set(&name.value, catalog) && !is_among(&managed.permission_sets, &name.value));
    profiles.retain(|(_, name)| !is_known_profile(&name.value, catalog) && !is_among(&managed.profiles, &name.value));
    let known = catalog.names(Kind::PermissionSet).chain(catalog.names(Kind::PermissionSetGroup));
    let mut found = missed(&sets, "permission set", &known.collect::<Vec<_>>());
    found.extend(missed(&profiles, "profile", &catalog.names(Kind::Profile).collect::<Vec<_>>()));
    found
}

/// Names without a file, unless far more of them are missed than there are files: such a project does not
/// keep components of that type.
fn missed(names: &[(&App, &Located<String>)], what: &str, known: &[&str]) -> Vec<(Component, Finding)> {
    let distinct: BTreeSet<&str> = names.iter().map(|(_, name)| name.value.as_str()).collect();
    if distinct.len() > known.len() * MANY_MORE {
        return Vec::new();
    }
    let finding = |(app, name): &(&App, &Located<String>)| {
        (app.component.clone(), dangling(app, name, what, nearest(&name.value, known.iter().copied())))
    };
    names.iter().map(finding).collect()
}

fn is_known_set(name: &str, catalog: &Catalog) -> bool {
    is_namespaced(name) || is_record_id(name, "0PS") || catalog.permission_set(name).is_some()
}

fn is_known_profile(name: &str, catalog: &Catalog) -> bool {
    let is_standard = StandardProfile::find(name).is_some();
    is_namespaced(name) || is_record_id(name, "00e") || is_standard || catalog.has_profile(name)
}
