//! Settings of the org that affect all apps.

pub(super) mod org_api_access_control_off;
pub(super) mod org_legacy_flow_allowed;
pub(super) mod org_pkce_not_required;
pub(super) mod org_secret_api_access_enabled;

use crate::model::Component;
use crate::workspace::Place;

use super::finding::Finding;
use super::rule::Context;

/// Findings with the settings that they are about, by the file of their root element.
fn about(root: Place, findings: Vec<Finding>, context: &Context<'_>) -> Vec<(Component, Finding)> {
    let Some(source) = context.project.source(root.file) else { return Vec::new() };
    let component = || Component { kind: source.kind.type_name(), name: source.name.clone() };
    findings.into_iter().map(|finding| (component(), finding)).collect()
}
