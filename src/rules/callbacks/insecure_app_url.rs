//! An address of the app is `http:`, so what goes there can be read and changed on the way.

use super::https::over_https;
use crate::model::{App, Callback, Field};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::Severity;

/// An address, and what is there.
struct Address<'a> {
    field: &'a Field<String>,
    what: &'static str,
    /// Salesforce documents that it takes `https` only.
    is_refused: bool,
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    addresses(app).iter().filter_map(|address| judge(app, address, context)).collect()
}

fn judge(app: &App, address: &Address<'_>, context: &Context<'_>) -> Option<Finding> {
    let text = address.field.given()?;
    let url = Callback::parse(&text.value);
    let is_clear = url.url.as_ref().is_some_and(|url| url.scheme() == "http") && !url.is_loopback();
    let rest = text.value.get("http:".len()..).filter(|_| is_clear)?;
    let message = format!("{} of `{}` is not encrypted: {}", address.what, app.component.name, text.value);
    let finding = Finding::new(text.place, message, format!("use https:{rest}")).value(&text.value);
    let finding = finding.fix(over_https(text.place, context));
    Some(if address.is_refused { finding.severity(Severity::Error) } else { finding })
}

/// All addresses but callbacks. An entity URL is a name.
fn addresses(app: &App) -> Vec<Address<'_>> {
    let address = |field, what| Address { field, what, is_refused: false };
    let only_https = |field, what| Address { field, what, is_refused: true };
    let details = &app.details;
    let mut all = vec![
        address(&details.start_url, "the start page"),
        address(&details.mobile_start_url, "the mobile start page"),
        only_https(&details.logo_url, "the logo"),
        address(&details.icon_url, "the icon"),
        address(&details.info_url, "the information page"),
        only_https(&app.oauth_policy.single_logout_url, "the single logout"),
    ];
    all.extend(app.oauth.iter().map(|client| only_https(&client.single_logout_url, "the single logout")));
    all.extend(app.canvas.iter().map(|canvas| address(&canvas.canvas_url, "the canvas page")));
    if let Some(saml) = &app.saml {
        all.push(address(&saml.acs_url, "the SAML receiver (`acsUrl`)"));
        all.push(address(&saml.slo_url, "the SAML logout"));
    }
    all
}
