//! The SAML policy or the start page of an External Client App has no effect because of another setting.

use crate::model::{App, External};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(external) = &app.external else { return Vec::new() };
    let saml = app.saml.is_some().then_some(external);
    let distributed = saml.and_then(|external| distributed(app, external, context));
    let off = saml.and_then(|external| switched_off(app, external, context));
    distributed.into_iter().chain(off).chain(without_address(app, external, context)).collect()
}

/// Salesforce does not support packages with SAML settings.
fn distributed(app: &App, external: &External, context: &Context<'_>) -> Option<Finding> {
    let state = external.distribution_state.given().filter(|state| state.value != "Local")?;
    let message = format!(
        "`{}` has a SAML policy, which only `Local` apps may have, but its distribution state is `{}`",
        app.component.name, state.value
    );
    let local = context.new_value(&external.distribution_state, "Local");
    let help = format!("set `{local}`, or move SAML to a separate app");
    Some(Finding::new(state.place, message, help))
}

fn switched_off(app: &App, external: &External, context: &Context<'_>) -> Option<Finding> {
    let off = external.is_saml_plugin_enabled.given().filter(|switch| !switch.value)?;
    // Then the whole app is off, and `policy-disables-app` reports that.
    if external.is_enabled.value() == Some(&false) {
        return None;
    }
    let message = format!("`{}` has a SAML policy, but its SAML part is switched off", app.component.name);
    let on = context.new_value(&external.is_saml_plugin_enabled, "true");
    Some(Finding::new(off.place, message, format!("set `{on}` unless SAML is meant to be off")))
}

fn without_address(app: &App, external: &External, context: &Context<'_>) -> Option<Finding> {
    let page = external.start_page.given().filter(|page| page.value == "Custom")?;
    let address = Some(&app.details.start_url).filter(|address| address.is_blank())?;
    let (of_page, of_address) = (context.name_of(&external.start_page), context.name_of(address));
    let message =
        format!("`{of_page}` of `{}` is `Custom`, but `{of_address}` does not say which page", app.component.name);
    let help = format!("add `<{of_address}>`, or set `<{of_page}>None</{of_page}>`");
    Some(Finding::new(address.place(), message, help).related(page.place, "asks for a page"))
}
