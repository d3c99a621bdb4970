//! Several apps run as one user: one leak exposes all of them, and logs do not distinguish them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{App, Component, Located};
use crate::posture::run_as_user;
use crate::rules::finding::Finding;
use crate::rules::page;
use crate::rules::rule::Context;
use crate::words::{agree, quoted_list};

use super::INTEGRATION_USER;

fn shared(app: &App, user: &Located<String>, others: &[&(&App, &Located<String>)]) -> Finding {
    let names: Vec<&str> = names_of(others).into_iter().collect();
    let does = agree(names.len(), "does", "do");
    let message = format!("`{}` runs as `{}`, and so {does} {}", app.component.name, user.value, quoted_list(&names));
    let help = format!("For each app, {INTEGRATION_USER}");
    let finding = Finding::new(user.place, message, help).value(user.value.to_lowercase());
    others.iter().fold(finding, |finding, (other, user)| {
        finding.related(user.place, format!("`{}` runs as the same user", other.component.name))
    })
}

/// A connected app and the External Client App that replaces it have one name and are one client.
fn names_of<'m>(apps: &[&(&'m App, &Located<String>)]) -> BTreeSet<&'m str> {
    apps.iter().map(|(app, _)| app.component.name.as_str()).collect()
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let mut by_user: BTreeMap<String, Vec<(&App, &Located<String>)>> = BTreeMap::new();
    for app in &context.project.apps {
        if let Some(user) = run_as_user(app) {
            by_user.entry(user.value.to_lowercase()).or_default().push((app, user));
        }
    }
    let allowed = usize::try_from(context.count(&page::RUN_AS_USER_SHARED, "apps")).unwrap_or(1);
    let mut found = Vec::new();
    for apps in by_user.values() {
        for (app, user) in apps {
            let others: Vec<_> = apps.iter().filter(|(other, _)| other.component.name != app.component.name).collect();
            if names_of(&others).len() >= allowed {
                found.push((app.component.clone(), shared(app, user, &others)));
            }
        }
    }
    found
}
