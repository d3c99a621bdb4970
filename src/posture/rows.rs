//! The flows of an app one by one, with what each of them needs, and what says so.
//!
//! A sheet holds states alone, because each run makes one for each app. Who wants the reasons asks here, and then the
//! conditions are answered again, with their places.

use jiff::civil::Date;

use crate::model::{App, Located, Project};
use crate::schema::{Condition, ConditionRole, Confidence, Evidence, Flow, TokenError};

use super::answer::{Answer, Lack};
use super::conditions::answer;
use super::sheet::Sheet;
use super::states::{Met, State, sources};
use super::subject::end_of;

/// A flow of an app.
#[derive(Debug)]
pub struct FlowRow<'m> {
    /// The flow.
    pub flow: Flow,
    /// Whether it can be used.
    pub state: State,
    /// The day on which Salesforce switches it off, if it has not done so.
    pub ends: Option<Date>,
    /// The user that its tokens act as, if a file or a declaration names one.
    pub acts_as: Option<&'m str>,
    /// How sure the state is, by the evidence of the conditions that decide it.
    pub confidence: Confidence,
    /// What it needs, in the order of its set-up.
    pub conditions: Vec<ConditionRow>,
}

/// A condition of a flow.
#[derive(Debug)]
pub struct ConditionRow {
    /// The condition.
    pub condition: Condition,
    /// The answer, with the place that says so.
    pub answer: Answer,
    /// The condition that lacks what would tell: this one, or one of a flow that has to come before.
    pub lacking: Condition,
    /// What a request is answered because it is not met.
    pub error: Option<&'static TokenError>,
}

/// The flows of an app, in the order of the table.
pub fn flow_rows<'m>((app, project): (&'m App, &'m Project), sheet: &Sheet) -> Vec<FlowRow<'m>> {
    Flow::ALL.iter().map(|flow| flow_row(*flow, (app, project), sheet)).collect()
}

fn flow_row<'m>(flow: Flow, (app, project): (&'m App, &'m Project), sheet: &Sheet) -> FlowRow<'m> {
    let facts = flow.facts();
    let state = sheet.flows.state(flow);
    let end = facts.retires.and_then(end_of);
    let rows = facts.conditions.iter().filter_map(|condition| condition_row(*condition, flow, (app, project, sheet)));
    let conditions: Vec<ConditionRow> = rows.collect();
    FlowRow {
        flow,
        state,
        ends: end.map(|end| end.on).filter(|day| project.today() < *day),
        acts_as: acts_as(flow, app),
        confidence: confidence(state, &conditions),
        conditions,
    }
}

/// Nothing if the condition does not apply to the app.
fn condition_row(
    condition: Condition,
    flow: Flow,
    (app, project, sheet): (&App, &Project, &Sheet),
) -> Option<ConditionRow> {
    let met = sheet.flows.met(condition);
    let is_of_caller = condition.facts().role == ConditionRole::Caller;
    let told = answer(condition, (app, project));
    let mut lacking = condition;
    let answer = match (told, met) {
        (Some(answer), _) => answer,
        (None, Met::NotAsked) if is_of_caller => Answer { met: None, place: None, lack: None },
        (None, Met::NotAsked) => return None,
        (None, Met::Yes) => Answer::known(true),
        (None, Met::No) => Answer { place: Some(app.place), ..Answer::known(false) },
        (None, Met::Unknown) => {
            let lack = lack_of(condition, (app, project, sheet));
            lacking = lack.map_or(condition, |(of_source, _)| of_source);
            Answer { met: None, place: None, lack: lack.map(|(_, lack)| lack) }
        }
    };
    let error = condition.error(flow).filter(|_| answer.met == Some(false));
    Some(ConditionRow { condition, answer, lacking, error })
}

/// What would tell a condition that no setting of the app answers. If other flows decide it, that is what the first of
/// them lacks that is not known.
fn lack_of(condition: Condition, (app, project, sheet): (&App, &Project, &Sheet)) -> Option<(Condition, Lack)> {
    let unknown = sources(condition).iter().filter(|flow| sheet.flows.state(**flow) == State::Unknown);
    let mut conditions = unknown.flat_map(|flow| flow.facts().conditions);
    conditions.find_map(|condition| {
        let answer = answer(*condition, (app, project))?;
        Some((*condition, answer.lack.filter(|_| answer.met.is_none())?))
    })
}

/// The user that tokens of a flow without a person act as.
fn acts_as(flow: Flow, app: &App) -> Option<&str> {
    let client = app.oauth.as_ref()?;
    match flow {
        Flow::ClientCredentials => {
            client.oauth_client_credential_user.given().map(|Located { value, .. }| value.as_str())
        }
        Flow::JwtBearer | Flow::SamlBearer => app.intent.subject.as_deref(),
        _ => None,
    }
}

/// The lowest evidence among the conditions that decide a state.
fn confidence(state: State, conditions: &[ConditionRow]) -> Confidence {
    let decides = |row: &&ConditionRow| {
        let is_counted = row.condition.facts().role != ConditionRole::Caller;
        is_counted
            && match state {
                State::Off | State::Incomplete => row.answer.met == Some(false),
                State::Unknown => row.answer.met.is_none(),
                State::Ready | State::Open => true,
            }
    };
    let of_evidence = |row: &ConditionRow| match row.condition.facts().evidence {
        Evidence::Official | Evidence::Reports(3..) => Confidence::High,
        Evidence::Reports(_) => Confidence::Medium,
        Evidence::Inferred => Confidence::Low,
    };
    let all: Vec<Confidence> = conditions.iter().filter(decides).map(of_evidence).collect();
    [Confidence::Low, Confidence::Medium].into_iter().find(|it| all.contains(it)).unwrap_or(Confidence::High)
}
