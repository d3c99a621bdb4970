//! The org allows flows that OAuth's security practice forbids.

use crate::model::{Component, OauthOidcSettings};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::Severity;

fn password_flow(settings: &OauthOidcSettings, context: &Context<'_>) -> Finding {
    let message = "the org allows the username-password flow, in which apps handle passwords without a second factor";
    let on = context.new_value(&settings.block_username_password_flow, "true");
    let help = format!("set `{on}`, first in a sandbox, and move callers to client credentials or JWT bearer");
    Finding::new(on.place, message, help).fix(Fix::set(&on))
}

fn user_agent_flow(settings: &OauthOidcSettings, context: &Context<'_>) -> Finding {
    let message = "the org allows the user-agent flow, which puts tokens into addresses";
    let on = context.new_value(&settings.block_user_agent_flow, "true");
    let help = format!("set `{on}`, first in a sandbox: Salesforce's mobile apps and the hybrid flow need it");
    Finding::new(on.place, message, help).fix(Fix::set(&on))
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let all = context.project.org.settings.oauth_oidc.iter();
    all.flat_map(|settings| super::about(settings.place, judge(settings, context), context)).collect()
}

fn judge(settings: &OauthOidcSettings, context: &Context<'_>) -> Vec<Finding> {
    // Orgs since Summer '23 block the flow although the file does not say so.
    let password = settings.block_username_password_flow.value() == Some(&false);
    let user_agent = settings.block_user_agent_flow.is_on() == Some(false);
    let password = password.then(|| password_flow(settings, context));
    let user_agent = user_agent.then(|| user_agent_flow(settings, context)).map(|finding| weigh(finding, context));
    password.into_iter().chain(user_agent).collect()
}

/// Mobile apps of Salesforce's own need the flow.
fn weigh(finding: Finding, context: &Context<'_>) -> Finding {
    if context.project.declared.has_mobile_users { finding.severity(Severity::Info) } else { finding }
}
