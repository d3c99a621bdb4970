//! `calint.toml` declares a flow, and a switch, a certificate, or a callback without which it cannot be used is
//! missing.

use crate::model::App;
use crate::posture::{FlowRow, State, declared_as, flow_rows};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Condition, ConditionRole, Flow};
use crate::words::list;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let broken = context.posture(app).flows.broken_promises(app);
    if broken.is_empty() {
        return Vec::new();
    }
    let rows = flow_rows((app, context.project), context.posture(app));
    broken.into_iter().filter_map(|word| of_flow(word, app, &rows)).collect()
}

/// A word may mean two flows. The flow with fewer conditions gives the better message.
fn of_flow(word: &str, app: &App, rows: &[FlowRow<'_>]) -> Option<Finding> {
    let is_meant = |row: &&FlowRow<'_>| declared_as(row.flow).is_some_and(|declared| declared.as_str() == word);
    let row = rows.iter().filter(is_meant).min_by_key(|row| closed_gates(row).len())?;
    let gates = closed_gates(row);
    let (first, _) = gates.split_first()?;
    let place = row.conditions.iter().find(|it| it.condition == *first)?.answer.place.unwrap_or(app.place);
    let reasons: Vec<&str> = gates.iter().map(|gate| gate.facts().unmet).collect();
    let answer = first.error(row.flow).map(|error| format!(", and a request is answered with `{}`", error.description));
    let message = format!(
        "`{}` is declared to use the flow {word}, and {}{}",
        app.component.name,
        list(&reasons),
        answer.unwrap_or_default()
    );
    let help = "open the flow, or correct `flow` in calint.toml; `calint flows` shows all that it needs";
    Some(Finding::new(place, message, help).value(word))
}

/// The gates of a flow that are known to be closed. Other rules report a switch that is half on, of a run-as user
/// without a switch, and of what Salesforce has switched off.
fn closed_gates(row: &FlowRow<'_>) -> Vec<Condition> {
    let is_of_other_rule = |condition: Condition| {
        use Condition::{DeviceInTime, PasswordInTime, UserAgentInTime};
        matches!(condition, DeviceInTime | PasswordInTime | UserAgentInTime)
    };
    let is_half_on =
        row.conditions.iter().any(|it| row.flow.facts().signs.contains(&it.condition) && it.answer.met == Some(true));
    let is_told = row.flow == Flow::ClientCredentials || is_half_on || row.state == State::Unknown;
    let closed = row.conditions.iter().filter(|it| it.answer.met == Some(false)).map(|it| it.condition);
    let gates = closed.filter(|it| it.facts().role == ConditionRole::Gate && !is_of_other_rule(*it));
    if is_told { Vec::new() } else { gates.collect() }
}
