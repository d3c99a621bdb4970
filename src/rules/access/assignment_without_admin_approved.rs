//! The app lists profiles or permission sets, but the switch that makes the list count is off.

use super::approval::{admin_approved, approved_only};
use crate::model::{App, Field, Unusable};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::words;
use crate::workspace::Place;

fn list_without_switch(app: &App, context: &Context<'_>) -> Finding {
    let access = &app.access;
    let lists = [(&access.profile_names, "profile"), (&access.permission_set_names, "permission set")];
    let counts = lists.map(|(list, noun)| (list.given().count(), noun));
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    let listed: Vec<String> = counts.map(|(number, noun)| words::count(number, noun)).collect();
    let on = admin_approved(app, context);
    let message = format!(
        "`{}` lists {}, but every user may authorize it: Salesforce uses the list only together with `{}`",
        app.component.name,
        words::list(&listed),
        on
    );
    Finding::new(on.place, message, format!("set `{on}`, or delete the list"))
}

fn empty_assignment(app: &App, place: Place, element: &str) -> Finding {
    let what = if element == "profileName" { "profile" } else { "permission set" };
    let message = format!("an empty `{element}` removes every {what} from `{}` at deployment", app.component.name);
    let help = format!("delete the empty `{element}` unless that is what you want");
    let fix = Fix::risky(format!("delete the empty `{element}`"), [Change::Remove(place)]);
    Finding::new(place, message, help).value(element).fix(fix)
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = without_switch(app, context).into_iter().collect();
    let lists = [("permissionSetName", &app.access.permission_set_names), ("profileName", &app.access.profile_names)];
    for (element, list) in lists {
        let empty = list.items.iter().filter(|item| is_empty(item));
        findings.extend(empty.map(|item| empty_assignment(app, item.place(), element)));
    }
    findings
}

fn without_switch(app: &App, context: &Context<'_>) -> Option<Finding> {
    let access = &app.access;
    let lists = access.permission_set_names.given().chain(access.profile_names.given());
    let assigned: Vec<Place> = lists.map(|name| name.place).collect();
    let is_off = access.is_admin_approved.is_on() == Some(false);
    if app.oauth.is_none() || !is_off || assigned.is_empty() {
        return None;
    }
    let finding = list_without_switch(app, context);
    let finding = finding.fix(approved_only(app, context));
    Some(assigned.into_iter().take(3).fold(finding, |finding, place| finding.related(place, "listed here")))
}

fn is_empty<T>(item: &Field<T>) -> bool {
    matches!(item, Field::Unusable(unusable) if unusable.value == Unusable::Blank)
}
