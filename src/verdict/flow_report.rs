//! What each app opens, ready for reports: without secrets, and without a reference to a model.
//!
//! As with findings, the texts are cleaned here, on the only way to a report, so that no format can forget it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{App, Component, Model, Project};
use crate::parse::Range;
use crate::posture::{ConditionRow, FlowRow, Postures, State, flow_rows};
use crate::schema::{Condition, ConditionRole, Confidence, Flow, TokenError};
use crate::words::count;
use crate::workspace::{FileId, Library, Place};

use super::redact::redact_words;

/// The flows of an app.
#[derive(Debug)]
pub struct AppFlows {
    /// Its type and name.
    pub component: Component,
    /// Its (first) file.
    pub path: String,
    /// Its flows, in the order of the table.
    pub flows: Vec<ToldFlow>,
    /// Flows that the owner declares, by which some flow can be used, and that are known not to be usable.
    pub broken_promises: Vec<&'static str>,
}

/// A flow of an app.
#[derive(Debug)]
pub struct ToldFlow {
    /// The flow.
    pub flow: Flow,
    /// Whether it can be used.
    pub state: State,
    /// The day on which Salesforce switches it off, if it has not done so.
    pub ends: Option<Date>,
    /// The user that its tokens act as, if it is named.
    pub acts_as: Option<String>,
    /// How sure the state is.
    pub confidence: Confidence,
    /// What it needs, in the order of its set-up.
    pub conditions: Vec<ToldCondition>,
}

/// A condition of a flow.
#[derive(Debug)]
pub struct ToldCondition {
    /// The condition.
    pub condition: Condition,
    /// Whether it is met; nothing if that is not known.
    pub met: Option<bool>,
    /// Where the file says it.
    pub place: Option<(String, Range)>,
    /// What would tell, if it is not known.
    pub needs: Option<String>,
    /// What a request is answered because it is not met.
    pub error: Option<&'static TokenError>,
}

impl ToldFlow {
    /// The conditions that files and facts decide and that are known not to be met.
    pub fn unmet(&self) -> impl Iterator<Item = &ToldCondition> {
        self.conditions.iter().filter(|it| it.met == Some(false))
    }

    /// The conditions that files and facts decide and that are not known.
    pub fn unknown(&self) -> impl Iterator<Item = &ToldCondition> {
        self.conditions.iter().filter(|it| it.is_counted() && it.met.is_none())
    }

    /// The conditions that are met.
    pub fn met(&self) -> impl Iterator<Item = &ToldCondition> {
        self.conditions.iter().filter(|it| it.met == Some(true))
    }
}

impl ToldCondition {
    /// Whether files and facts decide it, and not the caller.
    pub fn is_counted(&self) -> bool {
        self.condition.facts().role != ConditionRole::Caller
    }

    /// Its description.
    pub fn text(&self) -> &'static str {
        let facts = self.condition.facts();
        if self.met == Some(false) { facts.unmet } else { facts.met }
    }
}

/// The flows of the apps whose files a configuration governs, by their path.
pub fn app_flows(model: &Model, postures: &Postures, configuration: usize) -> Vec<AppFlows> {
    let mut all = Vec::new();
    for project in &model.projects {
        let own = project.apps.iter().filter(|app| project.configuration_of(app.place.file) == Some(configuration));
        all.extend(own.map(|app| of_app((app, project), postures, &model.library)));
    }
    all
}

fn of_app((app, project): (&App, &Project), postures: &Postures, library: &Library) -> AppFlows {
    let rows = flow_rows((app, project), postures.sheet(app));
    let name = redact_words(&app.component.name);
    let mut paths = CleanPaths { library, cleaned: BTreeMap::new() };
    AppFlows {
        component: Component { name, ..app.component.clone() },
        path: paths.of(app.place.file),
        broken_promises: postures.sheet(app).flows.broken_promises(app),
        flows: rows.iter().map(|row| told(row, &mut paths)).collect(),
    }
}

/// Paths without secrets. Each is cleaned once, because dozens of conditions of an app are in one file.
struct CleanPaths<'l> {
    library: &'l Library,
    cleaned: BTreeMap<FileId, String>,
}

impl CleanPaths<'_> {
    fn of(&mut self, file: FileId) -> String {
        let path = || redact_words(self.library.file(file).path.as_str());
        self.cleaned.entry(file).or_insert_with(path).clone()
    }
}

fn told(row: &FlowRow<'_>, paths: &mut CleanPaths<'_>) -> ToldFlow {
    ToldFlow {
        flow: row.flow,
        state: row.state,
        ends: row.ends,
        acts_as: row.acts_as.map(redact_words),
        confidence: row.confidence,
        conditions: row.conditions.iter().map(|condition| told_condition(condition, paths)).collect(),
    }
}

fn told_condition(row: &ConditionRow, paths: &mut CleanPaths<'_>) -> ToldCondition {
    // What is met because an element is absent has no place that one could read.
    let is_shown = |place: &Place| row.answer.met != Some(true) || place.absent.is_none();
    let place = row.answer.place.filter(is_shown);
    let place = place.map(|place| (paths.of(place.file), paths.library.range(place)));
    let needs = row.answer.lack.map(|lack| lack.words(row.lacking));
    ToldCondition { condition: row.condition, met: row.answer.met, place, needs, error: row.error }
}

/// `3 apps: flows: 2 ready, 1 open, 3 incomplete, 4 unknown, 35 off`
pub fn count_states(apps: usize, flows: &[State]) -> String {
    let number = |state| flows.iter().filter(|other| **other == state).count();
    let shown = [State::Ready, State::Open, State::Incomplete, State::Unknown, State::Off];
    let words: Vec<String> = shown.iter().map(|state| format!("{} {state}", number(*state))).collect();
    format!("{}: flows: {}", count(apps, "app"), words.join(", "))
}
