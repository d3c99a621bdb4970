//! What could not be checked, because the files and the facts do not say it. Unknown raises no finding, so the run
//! says once what it did not look at, and what would help.

use std::collections::BTreeSet;

use crate::discover::EcaPart;
use crate::flows::run_as_user;
use crate::model::{App, Component, FactsFile, Model, Project};
use crate::shapes;
use crate::words;

/// Something that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unchecked {
    /// What it is.
    pub what: Gap,
    /// The metadata type of the app.
    pub kind: &'static str,
    /// The name of the app.
    pub name: String,
    /// The file of the app, as shown.
    pub path: String,
    /// The run-as user, or the app itself.
    subject: String,
    /// Why it could not be checked, as a sentence without full stop.
    pub reason: &'static str,
    /// The file that would help.
    pub needs: &'static str,
}

/// What is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// The user that tokens act as.
    RunAsUser,
    /// An External Client App of which only the header is there.
    HeaderOnly,
    /// The OAuth policy of an External Client App.
    OauthPolicy,
    /// The global OAuth settings of an External Client App.
    GlobalOauth,
    /// The policies of a connected app that was retrieved before they existed.
    OldRetrieve,
}

impl Gap {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RunAsUser => "run-as-user",
            Self::HeaderOnly => "external-client-app",
            Self::OauthPolicy => "oauth-policy",
            Self::GlobalOauth => "global-oauth-settings",
            Self::OldRetrieve => "connected-app-policies",
        }
    }

    /// What is counted, and how much of it was not checked.
    fn subject(self) -> (&'static str, &'static str) {
        match self {
            Self::RunAsUser => ("run-as user", "not checked"),
            Self::HeaderOnly => ("External Client App", "not checked"),
            Self::OauthPolicy | Self::GlobalOauth => ("External Client App", "not fully checked"),
            Self::OldRetrieve => ("connected app", "not fully checked"),
        }
    }

    fn why(self, facts: &[FactsFile]) -> (&'static str, &'static str) {
        match self {
            Self::RunAsUser if !facts.is_empty() => {
                ("the facts do not contain this user; run `calint facts`", "users.json")
            }
            Self::RunAsUser => ("no facts; run `calint facts`", "users.json"),
            Self::HeaderOnly => ("only the header file is in source", "the settings and policy files of the app"),
            Self::OauthPolicy => ("no OAuth policy in source or facts", "external-client-app-policies.json"),
            Self::GlobalOauth => ("no global OAuth settings in source", "the `.ecaGlblOauth` file of the app"),
            Self::OldRetrieve => ("retrieved before its policies existed", "a new retrieve of the connected app"),
        }
    }
}

/// Everything that could not be checked in the files of a configuration, by what it is and by app.
pub(super) fn unchecked(model: &Model, is_mine: impl Fn(&App) -> bool) -> Vec<Unchecked> {
    let mut all = Vec::new();
    for project in &model.projects {
        let apps = project.apps.iter().filter(|app| !app.component.is_managed() && !app.is_made_by_salesforce());
        for app in apps.filter(|app| is_mine(app)) {
            let gaps = gaps(app, project);
            all.extend(gaps.into_iter().map(|gap| of(gap, app, model)));
        }
    }
    all.sort();
    all
}

fn of(what: Gap, app: &App, model: &Model) -> Unchecked {
    let Component { kind, name } = app.component.clone();
    let user = run_as_user(app).filter(|_| what == Gap::RunAsUser);
    let subject = user.map_or_else(|| name.clone(), |user| user.value.to_lowercase());
    let (reason, needs) = what.why(&model.facts);
    let path = model.library.file(app.place.file).path.as_str().to_owned();
    Unchecked { what, kind, name: shapes::hidden(&name), path, subject, reason, needs }
}

fn gaps(app: &App, project: &Project) -> Vec<Gap> {
    let is_unknown = |username: &str| project.users.find(username).is_none() && !project.users.lack(username);
    let user = run_as_user(app).is_some_and(|user| is_unknown(&user.value));
    let user = user.then_some(Gap::RunAsUser);
    let old = app.predates_policies().then_some(Gap::OldRetrieve);
    let Some(external) = &app.external else { return user.into_iter().chain(old).collect() };
    let has = |part| external.files_of(part).next().is_some();
    if external.files.iter().all(|file| file.part == EcaPart::Header) {
        return vec![Gap::HeaderOnly];
    }
    let (global, oauth, policy) = (has(EcaPart::GlobalOauth), has(EcaPart::Oauth), has(EcaPart::OauthPolicy));
    let without_policy = (global || oauth) && !policy && external.facts.is_none();
    let without_global = (oauth || policy) && !global;
    let gaps = [(without_policy, Gap::OauthPolicy), (without_global, Gap::GlobalOauth)];
    user.into_iter().chain(gaps.into_iter().filter_map(|(is_there, gap)| is_there.then_some(gap))).collect()
}

/// How much was not checked, each kind in a sentence, without the last full stop; nothing if everything was.
pub fn describe(unchecked: &[Unchecked]) -> Option<String> {
    let of_kind = |entries: &[Unchecked]| {
        let first = entries.first()?;
        let subjects: BTreeSet<&str> = entries.iter().map(|entry| entry.subject.as_str()).collect();
        let (noun, how) = first.what.subject();
        Some(format!("{} {how}: {}", words::count(subjects.len(), noun), first.reason))
    };
    let sentences: Vec<String> = unchecked.chunk_by(|a, b| a.what == b.what).filter_map(of_kind).collect();
    (!sentences.is_empty()).then(|| sentences.join(". "))
}
