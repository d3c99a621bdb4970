//! The part of a run that one configuration governs: its findings with their acceptances, before the baseline.
//!
//! Secrets leave the texts here, on the way from what a rule said to what a report may show. It is the only way, so a
//! rule cannot forget it. Fingerprints are made from the same cleaned texts: a fingerprint that depends on a secret
//! would be a hash of it in every report.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::fix::offer;
use crate::model::{Component, DatedBy, FactsFile, Model, Opened, SourceFile};
use crate::parse::Span;
use crate::rules::{Cut, Finding, Pack, Reach, Reported, Rule, Said};
use crate::schema::Kind;
use crate::workspace::{FileId, Found, Library, Place as ModelPlace, ReadError};
use crate::{shapes, words};

use super::controls::ControlOf;
use super::fingerprint::fingerprint;
use super::policy::Policy;
use super::redact::{redact_words, without_secrets};
use super::standing::{Mark, Pair, Seen, accept};
use super::status::{Note, NoteLevel, Status};
use super::summary::{AppOf, Judged, JudgedFix, JudgedRelated, Place, Problem};
use super::unchecked::{Unchecked, unchecked};

/// Characters of the longest message. A hostile value must not fill the screen; the messages of rules are shorter.
const MAX_MESSAGE: usize = 600;

/// What came of the files that one configuration governs.
pub struct Portion<'m> {
    pub(super) model: &'m Model,
    pub(super) policy: &'m Policy,
    pub(super) seen: Seen<'m>,
    /// Findings that are shown, with what acceptances and the baseline know them by.
    pub(super) pairs: Vec<Pair<'m>>,
    /// Findings that the profile hides, if acceptances or a baseline may apply to them.
    pub(super) hidden: Vec<Pair<'m>>,
    pub(super) hidden_count: usize,
    pub(super) hidden_rules: BTreeSet<&'static str>,
    pub(super) notes: Vec<Note>,
    pub(super) unchecked: Vec<Unchecked>,
    /// What the org could not answer, with the file that says so.
    pub(super) unanswered: Vec<(String, String)>,
    pub(super) problems: Vec<Problem>,
    pub(super) files: usize,
    pub(super) apps: usize,
    pub(super) opened: BTreeMap<Kind, Opened>,
}

impl<'m> Portion<'m> {
    /// Judges what rules said of the files of a configuration.
    pub fn new(
        (model, found): (&'m Model, &'m Found),
        said: Said,
        (policy, configuration): (&'m Policy, usize),
    ) -> Self {
        let seen = Seen::new(model, found, configuration);
        let (shown, hidden): (Vec<_>, Vec<_>) =
            said.reported.into_iter().partition(|reported| policy.shown.shows_finding(reported));
        let hidden_count = hidden.len() + said.unseen.values().sum::<usize>();
        let names = hidden.iter().map(|reported| reported.rule.page.name);
        let hidden_rules = names.chain(said.unseen.into_keys()).collect();
        let told = said.cut.iter().map(|cut| too_much(cut, &model.library));
        let apps = apps_by_file(model, &seen);
        let mut pairs = judged(shown, (model, &apps), policy, &seen);
        let hidden = judged(hidden, (model, &apps), policy, &seen);
        let mut notes = accept((&mut pairs, &hidden), policy, model, &seen);
        notes.extend(old_facts(model));
        let apps = model.projects.iter().flat_map(|project| &project.apps);
        Self {
            files: seen.linted,
            apps: apps.filter(|app| seen.has_app(app)).count(),
            problems: model.library.troubles.iter().map(problem).chain(told).collect(),
            opened: opened(model),
            unchecked: unchecked(model, |app| seen.has_app(app)),
            model,
            policy,
            seen,
            pairs,
            hidden,
            hidden_count,
            hidden_rules,
            unanswered: unanswered(model),
            notes,
        }
    }
}

/// The apps of a configuration by their files.
type AppsByFile = HashMap<FileId, Arc<AppOf>>;

fn apps_by_file(model: &Model, seen: &Seen<'_>) -> AppsByFile {
    let apps = model.projects.iter().flat_map(|project| &project.apps).filter(|app| seen.has_app(app));
    let named = apps.flat_map(|app| {
        let path = model.library.file(app.place.file).path.as_str().to_owned();
        let of = Arc::new(AppOf { name: shapes::hidden(&app.component.name), path });
        app.files().into_iter().map(move |file| (file, Arc::clone(&of)))
    });
    named.collect()
}

fn judged<'m>(
    reported: Vec<Reported>,
    (model, apps): (&Model, &AppsByFile),
    policy: &Policy,
    seen: &Seen<'m>,
) -> Vec<Pair<'m>> {
    let judge = |reported: Reported| judge_one(reported, (model, apps), policy, seen);
    let mut judged: Vec<Pair<'m>> = reported.into_par_iter().with_min_len(256).map(judge).collect();
    let mut known: HashMap<(String, String), usize> = HashMap::with_capacity(judged.len());
    for (finding, mark) in &mut judged {
        let key = (finding.place.path.clone(), finding.fingerprint.clone());
        let ordinal = known.entry(key).and_modify(|count| *count += 1).or_insert(1);
        if *ordinal > 1 {
            finding.fingerprint = fingerprint(finding, &mark.value, *ordinal);
        }
    }
    judged
}

/// A finding as if it were the only one of its meaning in the file.
fn judge_one<'m>(
    reported: Reported,
    (model, apps): (&Model, &AppsByFile),
    policy: &Policy,
    seen: &Seen<'m>,
) -> Pair<'m> {
    let Reported { rule: Rule { page, .. }, component, finding } = reported;
    let library = &model.library;
    let related = finding
        .related
        .iter()
        .map(|it| JudgedRelated { place: place(it.place, library), message: redact_words(&it.message) });
    let severity = policy.severity(page.name, finding.severity.unwrap_or(page.severity));
    let is_named = policy.only.contains(page.name);
    let fix = judged_fix(&finding, (&component, is_named), model).map(Box::new);
    let mut judged = Judged {
        page,
        severity,
        confidence: finding.confidence.unwrap_or(page.confidence),
        component: Component { kind: component.kind, name: shapes::hidden(&component.name) },
        app: apps.get(&finding.place.file).cloned(),
        message: shortened(&redact_words(&finding.message)),
        help: shortened(&redact_words(&finding.help)),
        element: redact_words(&library.element(finding.place)),
        place: place(finding.place, library),
        related: related.collect(),
        fingerprint: String::new(),
        controls: controls(page.name, policy),
        status: Status::Active,
        copies: 0,
        fails: severity >= policy.threshold(page.name),
        fix,
    };
    let harmless = without_secrets(&finding.value);
    let had_secret = harmless.is_some();
    let value = harmless.unwrap_or(finding.value);
    judged.fingerprint = fingerprint(&judged, &value, 1);
    let path = seen.path(finding.place);
    (judged, Mark { place: finding.place, value, had_secret, path })
}

fn judged_fix(finding: &Finding, (component, is_named): (&Component, bool), model: &Model) -> Option<JudgedFix> {
    let fix = finding.fix.as_ref()?;
    let mut offer = offer(fix, &model.library)?;
    offer.title = redact_words(&offer.title);
    let source = model.source(finding.place.file)?;
    let path = model.library.file(source.file).path.as_str().to_owned();
    let rests_on = fix.rests_on.iter().map(|it| place(*it, &model.library)).collect();
    let (file, home, reach) = (source.path.clone(), source.home, reach(source, component));
    Some(JudgedFix { path, file, home, offer, reach, is_named, rests_on })
}

/// Whether a fix in a file stays within the component. A connected app is one file. All files of an External Client App
/// are its own, with any names.
fn reach(source: &SourceFile, component: &Component) -> Reach {
    let is_own = match source.kind {
        Kind::ConnectedApp => source.name == component.name || component.kind != source.kind.type_name(),
        Kind::Eca(_) => true,
        Kind::OauthCustomScope | Kind::OauthTokenExchangeHandler => component.kind == source.kind.type_name(),
        _ => false,
    };
    if is_own { Reach::Own } else { Reach::Shared }
}

/// The controls that a rule looks at, in the packs of the run.
fn controls(rule: &str, policy: &Policy) -> Vec<ControlOf> {
    let of_pack = |pack: &'static Pack| pack.controls_of(rule).map(move |control| ControlOf { pack, control });
    policy.packs.iter().copied().flat_map(of_pack).collect()
}

fn place(place: ModelPlace, library: &Library) -> Place {
    let path = library.file(place.file).path.as_str().to_owned();
    let span = if library.document(place.file).is_some() { place.span } else { Span::new(0, 0) };
    Place { path, range: library.range(place), span }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn problem(trouble: &ReadError) -> Problem {
    Problem {
        path: trouble.path.as_str().to_owned(),
        message: shortened(&redact_words(&trouble.message)),
        help: trouble.help.clone(),
        range: trouble.range,
    }
}

fn too_much(cut: &Cut, library: &Library) -> Problem {
    let of_rule = cut.rule.map_or_else(String::new, |rule| format!(" of `{rule}`"));
    let more = words::count(cut.count, "more finding");
    Problem {
        path: library.file(cut.file).path.as_str().to_owned(),
        message: format!("has {more}{of_rule} than calint keeps"),
        help: "fix what is reported, then run calint again".to_owned(),
        range: None,
    }
}

/// Profiles, permission sets and groups of all projects.
fn opened(model: &Model) -> BTreeMap<Kind, Opened> {
    let mut sum: BTreeMap<Kind, Opened> = BTreeMap::new();
    for (kind, opened) in model.projects.iter().flat_map(|project| &project.permissions.opened) {
        let of_kind = sum.entry(*kind).or_default();
        of_kind.opened += opened.opened;
        of_kind.all += opened.all;
    }
    sum
}

/// Says once that facts are old, with the oldest file.
fn old_facts(model: &Model) -> Option<Note> {
    let aged = model.facts.iter().filter_map(|file| Some((file.age(model.now)?, file)));
    let (days, file) = aged.max_by_key(|(days, _)| *days).filter(|(days, _)| *days > FactsFile::FRESH_DAYS)?;
    let by_file = file.exported.is_some_and(|exported| exported.by == DatedBy::FileTime);
    let by_file = if by_file { " by the time of the file" } else { "" };
    let message = format!(
        "these facts are {} old{by_file}: export them again, `calint facts` prints how",
        words::count(days, "day")
    );
    Some(Note { path: file.path.as_str().to_owned(), line: 1, level: NoteLevel::Warning, message })
}

/// What the org could not answer.
fn unanswered(model: &Model) -> Vec<(String, String)> {
    let describe = |file: &FactsFile| Some((file.path.as_str().to_owned(), file.unanswered.as_ref()?.describe()));
    model.facts.iter().filter_map(describe).collect()
}
