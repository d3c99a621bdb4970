//! The app accepts refresh tokens without the client secret, so a stolen token is enough.

use crate::model::{App, OauthClient};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

fn without_secret(app: &App, client: &OauthClient, context: &Context<'_>) -> Finding {
    let message = format!("a refresh token of `{}` works without the app's secret", app.component.name);
    let on = context.new_value(&client.is_secret_required_for_refresh_token, "true");
    let help = format!("set `{on}` once the client sends the secret when it refreshes");
    Finding::new(on.place, message, help).fix(Fix::set(&on))
}

fn exchange_without_secret(app: &App, client: &OauthClient, context: &Context<'_>) -> Finding {
    let message = format!("`{}` exchanges foreign tokens without its secret", app.component.name);
    let on = context.new_value(&client.is_secret_required_for_token_exchange, "true");
    Finding::new(on.place, message, format!("set `{on}`"))
        .fix(Fix::set(&on))
        .severity(Severity::Info)
        .profile(Profile::Audit)
}

fn asymmetry(app: &App, client: &OauthClient) -> Finding {
    let message = format!(
        "`{}` needs no secret to log in, but needs one to refresh: clients without it stop working after one session",
        app.component.name
    );
    let help = "set both switches to match: no secret for a client on users' devices, with PKCE and rotation; a secret \
                for a server";
    Finding::new(client.is_secret_required_for_refresh_token.place(), message, help)
        .value("asymmetry")
        .related(client.is_consumer_secret_optional.place(), "no secret to log in")
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let is_confidential = context.posture(app).public_client == Some(false);
    let is_refreshed = super::refreshing_client(app, context).is_some() && !super::dies_at_once(app);
    // Only a switch that is written down was certainly set on purpose.
    let refresh = client.is_secret_required_for_refresh_token.value().filter(|_| is_refreshed);
    let refresh = match refresh {
        Some(false) if is_confidential => Some(super::with_refresh_scope(client, without_secret(app, client, context))),
        Some(true) if client.is_consumer_secret_optional.is_on() == Some(true) => Some(asymmetry(app, client)),
        _ => None,
    };
    let exchange = is_confidential && exchanges_without_secret(client);
    refresh.into_iter().chain(exchange.then(|| exchange_without_secret(app, client, context))).collect()
}

fn exchanges_without_secret(client: &OauthClient) -> bool {
    client.is_token_exchange_enabled.is_on() == Some(true)
        && client.is_secret_required_for_token_exchange.value() == Some(&false)
}
