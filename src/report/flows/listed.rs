//! What a list of flows holds, and how each format says it.

use crate::posture::State;
use crate::report::here::Here;
use crate::schema::{Evidence, TokenError};
use crate::verdict::{AppFlows, Problem, ToldCondition, ToldFlow};

/// An app with those of its flows that are listed.
#[derive(Debug)]
pub struct ListedApp<'r> {
    /// The app.
    pub app: &'r AppFlows,
    /// Its flows.
    pub flows: Vec<&'r ToldFlow>,
    /// How many flows are off and not listed.
    pub off: usize,
}

/// What is listed.
#[derive(Debug)]
pub struct FlowReport<'r> {
    /// The apps, by their files.
    pub apps: Vec<ListedApp<'r>>,
    /// What could not be read.
    pub problems: &'r [Problem],
    /// Whether requests are shown.
    pub requests: Requests,
    /// Paths for people.
    pub here: &'r Here,
}

/// Whether requests are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requests {
    /// As commands for a shell.
    Shown,
    /// Not at all.
    Hidden,
}

impl FlowReport<'_> {
    /// What a caller sends for a flow, if requests are shown and the flow can be used or may be.
    pub(super) fn request(&self, flow: &ToldFlow) -> &'static [&'static str] {
        let is_shown = self.requests == Requests::Shown && flow.state != State::Off;
        if is_shown { flow.flow.facts().request } else { &[] }
    }
}

/// `invalid_grant, "no client credentials user enabled"`
pub(super) fn answered(error: &TokenError) -> String {
    let word = if error.word.is_empty() { String::new() } else { format!("{}: ", error.word) };
    format!("{word}{}", error.description)
}

/// `10 public reports`
pub(super) fn known_by(evidence: Evidence) -> String {
    match evidence {
        Evidence::Official => "official".to_owned(),
        Evidence::Reports(1) => "1 public report".to_owned(),
        Evidence::Reports(count) => format!("{count} public reports"),
        Evidence::Inferred => "inferred".to_owned(),
    }
}

/// What would tell conditions that are not known, each with the conditions that it would tell.
pub(super) fn needs(flow: &ToldFlow) -> Vec<(&str, Vec<&ToldCondition>)> {
    let mut all: Vec<(&str, Vec<&ToldCondition>)> = Vec::new();
    for condition in flow.unknown() {
        let Some(needs) = condition.needs.as_deref() else { continue };
        match all.iter_mut().find(|(other, _)| *other == needs) {
            Some((_, conditions)) => conditions.push(condition),
            None => all.push((needs, vec![condition])),
        }
    }
    all
}
