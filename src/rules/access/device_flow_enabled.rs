//! The device flow is open: a user who enters an attacker's code gives the attacker a token.

use crate::model::{App, DeclaredFlow, Role};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::Condition;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let is_device = app.intent.role == Some(Role::Device) || app.intent.has(DeclaredFlow::Device) == Some(true);
    let is_open = context.posture(app).flows.is_met(Condition::DeviceEnabled) && !is_device;
    let switch = app.oauth.as_ref().map(|client| &client.is_device_flow_enabled);
    let Some(switch) = switch.filter(|_| is_open) else { return Vec::new() };
    let message =
        format!("`{}` opens the device flow, in which attackers talk people into entering a code", app.component.name);
    let off = context.new_value(switch, "false");
    let help = format!("set `{off}`, and let people log in with the web server flow and PKCE");
    vec![Finding::new(off.place, message, help).fix(Fix::set(&off))]
}
