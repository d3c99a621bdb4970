//! What could not be checked, because the files and the facts do not say it.
//!
//! Unknown raises no finding, so a clean run may mean that calint saw little. The run therefore says once what it did
//! not check and what would help. These are no findings: nothing in the files is wrong, and a person who cannot get the
//! missing files must not be stopped by them.

use std::collections::BTreeSet;

use crate::model::{App, Component, FactsFile, Model, Project, replaces_setting};
use crate::posture::run_as_user;
use crate::schema::EcaPart;
use crate::workspace::{Found, LeftOutBy};
use crate::{shapes, words};

use super::left_out;

/// Places that a sentence names at most, so that it fits on a line or two.
const NAMED: usize = 3;

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
    /// What is counted once: the run-as user, the app, or the path.
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
    /// A setting that a deployment replaces.
    ReplacedSetting,
    /// A file of an app, a folder, or an archive that calint met and did not look at.
    LeftOut(LeftOutBy),
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
            Self::ReplacedSetting => "replaced-setting",
            Self::LeftOut(by) => left_out::words(by).name,
        }
    }

    /// Whether it is a file of an app that was not read at all.
    pub fn is_app_file(self) -> bool {
        matches!(self, Self::LeftOut(by) if by.is_app_file())
    }

    /// How much of its component was not checked, in words.
    pub fn extent(self) -> &'static str {
        if matches!(self, Self::LeftOut(_)) { "not checked" } else { "not fully checked" }
    }

    /// What is counted, and how much of it was not checked.
    fn subject(self) -> (&'static str, &'static str) {
        match self {
            Self::ReplacedSetting => ("app", "not fully checked"),
            Self::LeftOut(by) => (left_out::words(by).noun, "not checked"),
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
            Self::ReplacedSetting => (
                "a deployment replaces settings with `replacements` in sfdx-project.json; `--untrusted` checks the \
                 file as it is",
                "`--untrusted`",
            ),
            Self::LeftOut(by) => (left_out::words(by).reason, left_out::words(by).needs),
        }
    }
}

/// Everything that could not be checked in the files of a configuration, by what it is and by app.
pub(super) fn unchecked(model: &Model, is_mine: impl Fn(&App) -> bool) -> Vec<Unchecked> {
    let mut all = Vec::new();
    for project in &model.projects {
        let apps = project.apps.iter().filter(|app| !app.component.is_managed() && !app.is_made_by_salesforce());
        for app in apps.filter(|app| is_mine(app)) {
            let replaced = is_replaced(app, project, model).then_some(Gap::ReplacedSetting);
            let gaps = gaps(app, project).into_iter().chain(replaced);
            all.extend(gaps.map(|gap| of(gap, app, model)));
        }
    }
    all.sort_unstable();
    all
}

/// All that was met and not looked at.
pub(super) fn of_left_out(found: &Found) -> impl Iterator<Item = Unchecked> + '_ {
    found.left_out.iter().map(|it| {
        let (what, name, path) = (Gap::LeftOut(it.by), it.name.clone(), it.path.as_str().to_owned());
        let (reason, needs) = what.why(&[]);
        Unchecked { what, kind: it.kind, name, subject: path.clone(), path, reason, needs }
    })
}

fn of(what: Gap, app: &App, model: &Model) -> Unchecked {
    let Component { kind, name } = app.component.clone();
    let user = run_as_user(app).filter(|_| what == Gap::RunAsUser);
    let subject = user.map_or_else(|| name.clone(), |user| user.value.to_lowercase());
    let (reason, needs) = what.why(&model.facts);
    let path = model.library.file(app.place.file).path.as_str().to_owned();
    Unchecked { what, kind, name: shapes::hidden(&name), path, subject, reason, needs }
}

/// Whether a deployment replaces a setting of an app.
fn is_replaced(app: &App, project: &Project, model: &Model) -> bool {
    let mut files = app.files().into_iter().filter_map(|file| project.source(file));
    files.any(|source| model.library.document(source.file).is_some_and(|document| replaces_setting(source, document)))
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
    let without_policy = (global || oauth) && !policy && !external.has_facts_of(EcaPart::OauthPolicy);
    let without_global = (oauth || policy) && !global;
    let gaps = [(without_policy, Gap::OauthPolicy), (without_global, Gap::GlobalOauth)];
    user.into_iter().chain(gaps.into_iter().filter_map(|(is_there, gap)| is_there.then_some(gap))).collect()
}

/// How much was not checked, each kind in a sentence, without the last full stop; nothing if everything was. Paths are
/// shown as `shown` gives them.
pub fn describe(unchecked: &[Unchecked], shown: impl Fn(&str) -> String) -> Option<String> {
    let of_kind = |entries: &[Unchecked]| {
        let first = entries.first()?;
        let subjects: BTreeSet<&str> = entries.iter().map(|entry| entry.subject.as_str()).collect();
        let (noun, how) = first.what.subject();
        let is_named = matches!(first.what, Gap::LeftOut(_)) && subjects.len() <= NAMED;
        let paths = || subjects.iter().map(|path| shown(path)).collect::<Vec<_>>().join(", ");
        let paths = if is_named { format!(" ({})", paths()) } else { String::new() };
        Some(format!("{} {how}{paths}: {}", words::count(subjects.len(), noun), first.reason))
    };
    let sentences: Vec<String> = unchecked.chunk_by(|a, b| a.what == b.what).filter_map(of_kind).collect();
    (!sentences.is_empty()).then(|| sentences.join(". "))
}
