//! An administrator pre-authorized many or powerful users, who never see a consent page.
//!
//! "Too broad" has three reasons, which are three kinds of evidence: a standard profile that many people have, a
//! profile or permission set with a powerful permission, and a long list. The first two are facts about a name and
//! become one finding; the third is a heuristic and is reported only if there is nothing better.

use crate::model::{App, Grant, Located, Project, Scope};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Kind, PermissionFacts, Profile, Severity, StandardProfile};

/// More profiles and permission sets than a person keeps an eye on. This is a heuristic, so the finding is an info.
const MANY: usize = 5;

/// The profile of those who may do everything.
const ADMINISTRATOR: &str = "System Administrator";

/// Names that a message shows, so that it stays one sentence.
const TOLD: usize = 3;

const HELP: &str = "approve a separate permission set that grants only this app, and assign it to named users";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    if app.access.is_admin_approved.is_on() != Some(true) || reaches_no_data(app) {
        return Vec::new();
    }
    let (profiles, sets) = (&app.access.profile_names, &app.access.permission_set_names);
    // Users who deploy with the command line have to be powerful.
    let is_tool = context.posture(app).is_for_command_line;
    let of_profiles = profiles.given().filter_map(|name| of_profile((name, is_tool), context.project));
    let of_sets = sets.given().filter(|_| !is_tool).filter_map(|name| of_set(name, context.project));
    let grants: Vec<Broad<'_>> = of_profiles.chain(of_sets).collect();
    all(app, &grants).or_else(|| too_many(app)).into_iter().collect()
}

/// A name in the app's lists, why it is too broad, and the grant that shows it.
type Broad<'a> = (&'a Located<String>, String, Option<&'a Grant>);

/// One finding for all of an app.
fn all(app: &App, grants: &[Broad<'_>]) -> Option<Finding> {
    let ((first, why, grant), others) = grants.split_first()?;
    let count = approved(app);
    let among = if count > MANY { format!("{count} profiles and permission sets, among them ") } else { String::new() };
    let whom = if others.is_empty() { why.clone() } else { several(grants) };
    let message = format!("`{}` is approved for {among}{whom}", app.component.name);
    let values: Vec<&str> = grants.iter().map(|(name, ..)| name.value.as_str()).collect();
    let finding = Finding::new(first.place, message, HELP).value(values.join(", "));
    let finding = match grant.and_then(|grant| Some((grant, grant.place?))) {
        Some((grant, place)) => finding.related(place, format!("grants `{}`", grant.permission)),
        None => finding,
    };
    Some(others.iter().fold(finding, |finding, (name, why, _)| finding.related(name.place, why.clone())))
}

/// The names of several.
fn several(grants: &[Broad<'_>]) -> String {
    let mut told: Vec<String> = grants.iter().take(TOLD).map(|(name, ..)| format!("`{}`", name.value)).collect();
    let more = grants.len().saturating_sub(TOLD);
    told.extend((more > 0).then(|| format!("{more} more")));
    let last = told.pop().unwrap_or_default();
    format!("{} and {last}: each has many users or powerful permissions", told.join(", "))
}

/// How many profiles and permission sets are approved.
fn approved(app: &App) -> usize {
    app.access.profile_names.given().count() + app.access.permission_set_names.given().count()
}

/// An app that asks for nothing but who the user is.
fn reaches_no_data(app: &App) -> bool {
    let Some(client) = &app.oauth else { return false };
    client.scopes.given().next().is_some() && client.scopes.holds(Scope::reaches_data) == Some(false)
}

fn of_profile<'a>((name, is_tool): (&'a Located<String>, bool), project: &'a Project) -> Option<Broad<'a>> {
    let standard = StandardProfile::find(&name.value).filter(|profile| profile.broad);
    let is_expected = |profile: &StandardProfile| is_tool && profile.name == ADMINISTRATOR;
    match standard {
        Some(profile) if is_expected(profile) => None,
        Some(_) => Some((name, format!("the whole profile `{}`, which many people have", name.value), None)),
        None if is_tool => None,
        None => Some(powerful(name, ("profile", privileged(project, Kind::Profile, &name.value)?))),
    }
}

fn of_set<'a>(name: &'a Located<String>, project: &'a Project) -> Option<Broad<'a>> {
    let (kind, api_name) = project.catalog.permission_set(&name.value)?;
    Some(powerful(name, ("permission set", privileged(project, kind, api_name)?)))
}

/// The worst permission that a profile or permission set grants.
fn privileged<'p>(project: &'p Project, kind: Kind, name: &str) -> Option<(&'p Grant, &'static PermissionFacts)> {
    let grants = project.permissions.of(kind, name).flat_map(|source| &source.grants);
    let rows = grants.filter_map(|grant| PermissionFacts::find(&grant.permission).map(|row| (grant, row)));
    rows.filter(|(_, row)| row.privileged).min_by_key(|(grant, row)| (row.power, &grant.permission))
}

fn powerful<'a>(name: &'a Located<String>, (what, (grant, row)): (&str, (&'a Grant, &PermissionFacts))) -> Broad<'a> {
    let why = format!("the {what} `{}`, whose users may {} (`{}`)", name.value, row.lets, grant.permission);
    (name, why, Some(grant))
}

fn too_many(app: &App) -> Option<Finding> {
    let (profiles, sets) = (&app.access.profile_names, &app.access.permission_set_names);
    let count = approved(app);
    let first = sets.given().chain(profiles.given()).min_by_key(|name| (name.place.file, name.place.span))?;
    let message = format!("`{}` is approved for {count} profiles and permission sets", app.component.name);
    let help = "approve one separate permission set, and assign it to the users";
    let finding = Finding::new(first.place, message, help).value("count");
    (count > MANY).then(|| finding.severity(Severity::Info).profile(Profile::Audit))
}
