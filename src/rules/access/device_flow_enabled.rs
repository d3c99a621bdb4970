//! The device flow is open: a user who types in a stranger's code gives the stranger a token.

use crate::model::{App, DeclaredFlow, Role};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

const HELP: &str = "set `<isDeviceFlowEnabled>false</isDeviceFlowEnabled>`, and let people log in by the web server \
                    flow with PKCE";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let is_device = app.intent.role == Some(Role::Device) || app.intent.has(DeclaredFlow::Device) == Some(true);
    let switch = app.oauth.as_ref().and_then(|client| client.is_device_flow_enabled.given());
    let Some(switch) = switch.filter(|switch| switch.value && !is_device) else { return Vec::new() };
    let message = format!(
        "`{}` opens the device flow, in which people are talked into typing in a stranger's code",
        app.component.name
    );
    let title = "set `<isDeviceFlowEnabled>false</isDeviceFlowEnabled>`";
    let fix = Fix::risky(title, [Change::Write(switch.place, "false".to_owned())]);
    vec![Finding::new(switch.place, message, HELP).fix(fix)]
}
