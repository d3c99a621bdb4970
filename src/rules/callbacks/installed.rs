//! Apps that are installed on the devices of their users, and how a project shows that.

use crate::model::{App, Callback, CallbackKind, DeclaredFlow, Located, Role};
use crate::rules::rule::Context;
use crate::schema::EcaPart;
use crate::workspace::Place;

/// What shows that an app is installed on devices.
pub(super) struct Installed {
    /// Where a file shows it; nothing where `calint.toml` declares it.
    pub(super) place: Option<Place>,
    /// Whether it is known to be an app on a phone or a tablet.
    pub(super) is_mobile: bool,
}

/// How an app shows that it is installed on devices, if it does.
pub(super) fn installed(app: &App) -> Option<Installed> {
    match app.intent.role {
        Some(Role::Mobile) => return Some(Installed { place: None, is_mobile: true }),
        Some(Role::Desktop) => return Some(Installed { place: None, is_mobile: false }),
        Some(_) => return None,
        None => {}
    }
    if let Some(place) = mobile_settings(app) {
        return Some(Installed { place: Some(place), is_mobile: true });
    }
    let callbacks = &app.oauth.as_ref()?.callbacks.urls;
    let all_are_claimed = callbacks.holds(|callback| callback.kind() != CallbackKind::Installed) == Some(false);
    // Ranges of its own show a server behind it.
    let is_claimed = all_are_claimed && app.ip_ranges.items.is_empty();
    let first: &Located<Callback> = callbacks.given().next().filter(|_| is_claimed)?;
    let is_mobile = callbacks.given().any(|callback| callback.value.is_of_mobile_sdk());
    Some(Installed { place: Some(first.place), is_mobile })
}

/// Where the settings of a mobile app are.
fn mobile_settings(app: &App) -> Option<Place> {
    let of_external = || app.external.as_ref()?.files_of(EcaPart::Mobile).next().map(|file| file.place);
    if app.is_mobile { Some(app.place) } else { of_external() }
}

/// Whether people may log in to an app, by one of some flows if its flows are declared.
pub(super) fn serves_people(app: &App, flows: &[DeclaredFlow], context: &Context<'_>) -> bool {
    let may_use = flows.iter().any(|flow| app.intent.has(*flow) != Some(false));
    context.posture(app).machine_only == Some(false) && may_use
}
