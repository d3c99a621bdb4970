//! The org lets apps use flows that OAuth's security practice forbids.

use crate::model::{Component, OauthOidcSettings};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::Severity;
use crate::workspace::Place;

fn password_flow(settings: &OauthOidcSettings) -> Finding {
    let message =
        "the org allows the username-password flow, in which apps handle passwords and no second factor is asked";
    let help = "set `<blockOAuthUnPwFlow>true</blockOAuthUnPwFlow>`, first in a sandbox, and move callers to client \
                credentials or JWT bearer";
    let place = settings.block_username_password_flow.place();
    Finding::new(place, message, help).fix(blocked("blockOAuthUnPwFlow", place))
}

fn blocked(setting: &str, place: Place) -> Fix {
    Fix::risky(format!("set `<{setting}>true</{setting}>`"), [Change::Write(place, "true".to_owned())])
}

fn user_agent_flow(settings: &OauthOidcSettings) -> Finding {
    let message = "the org allows the user-agent flow, which puts tokens into addresses";
    let help = "set `<blockOAuthUsrAgtFlow>true</blockOAuthUsrAgtFlow>`, first in a sandbox: mobile apps of Salesforce's \
                own and the hybrid flow need it";
    let place = settings.block_user_agent_flow.place();
    Finding::new(place, message, help).fix(blocked("blockOAuthUsrAgtFlow", place))
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let all = context.project.org.settings.oauth_oidc.iter();
    all.flat_map(|settings| super::about(settings.place, judge(settings, context), context)).collect()
}

fn judge(settings: &OauthOidcSettings, context: &Context<'_>) -> Vec<Finding> {
    // Orgs since Summer '23 block the flow although the file does not say so.
    let password = settings.block_username_password_flow.value() == Some(&false);
    let user_agent = settings.block_user_agent_flow.is_on() == Some(false);
    let password = password.then(|| password_flow(settings));
    let user_agent = user_agent.then(|| user_agent_flow(settings)).map(|finding| weigh(finding, context));
    password.into_iter().chain(user_agent).collect()
}

/// Mobile apps of Salesforce's own need the flow.
fn weigh(finding: Finding, context: &Context<'_>) -> Finding {
    if context.project.declared.has_mobile_users { finding.severity(Severity::Info) } else { finding }
}
