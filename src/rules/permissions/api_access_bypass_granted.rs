//! A profile or permission set grants a permission that bypasses the approval of apps.

use super::listed_permissions::{Listed, permissions};
use crate::model::SourceFile;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::page;
use crate::rules::rule::Context;
use crate::schema::{Bypass, Kind, PermissionFacts, Profile, Severity, StandardProfile};

const HELP: &str = "grant the permission only in a permission set for named administrators, and document the reason";

/// The permission without which SOAP `login()` fails since Winter '27: it is a condition, and not only a way around.
const SOAP_LOGIN: &str = "UseAnyApiAuth";
const HELP_SOAP_LOGIN: &str =
    "grant the permission only to integration users that still call SOAP `login()`, and move these to OAuth";

/// The file of the standard profile of administrators.
const ADMIN: &str = "Admin";

pub(in crate::rules) fn check(file: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let is_allowed = context.names(&page::API_ACCESS_BYPASS_GRANTED, "allow", &file.name);
    if is_allowed || file.kind == Kind::MutingPermissionSet || (is_standard_profile(file, context) && !is_admin(file)) {
        return Vec::new();
    }
    let listed = permissions(file, context).into_iter().filter(Listed::is_enabled);
    listed.filter_map(|listed| judge(file, &listed)).collect()
}

/// Whether a profile is one of Salesforce's own, whose permissions cannot be changed.
fn is_standard_profile(file: &SourceFile, context: &Context<'_>) -> bool {
    let Some(document) = context.library.document(file.file).filter(|_| file.kind == Kind::Profile) else {
        return false;
    };
    let mut custom = document.root().into_iter().flat_map(|root| document.children_named(root, "custom"));
    custom.any(|custom| document.value(custom).trimmed().is_some_and(|text| text.text == "false"))
}

fn is_admin(file: &SourceFile) -> bool {
    file.kind == Kind::Profile && file.name == ADMIN
}

fn judge(file: &SourceFile, listed: &Listed) -> Option<Finding> {
    let row = PermissionFacts::find(&listed.name)?;
    let message = format!("`{}` grants {} (`{}`): its users may {}", file.name, row.label, row.name, row.lets);
    let is_condition = row.name == SOAP_LOGIN;
    let fix = listed
        .enabled
        .filter(|_| !is_condition && !is_admin(file))
        .map(|enabled| Fix::risky(format!("take `{}` away", row.name), [Change::Write(enabled, "false".to_owned())]));
    let finding =
        Finding::new(listed.place, message, if is_condition { HELP_SOAP_LOGIN } else { HELP }).value(row.name).fix(fix);
    match row.bypass {
        Bypass::No => None,
        // Salesforce gives it to administrators by itself.
        Bypass::Outright if is_given(file, row.name) => Some(finding.severity(Severity::Info)),
        Bypass::Outright => Some(finding),
        Bypass::Partly => Some(finding.severity(Severity::Info).profile(Profile::Audit)),
    }
}

fn is_given(file: &SourceFile, permission: &str) -> bool {
    let standard = StandardProfile::find(&file.name).filter(|_| file.kind == Kind::Profile);
    standard.is_some_and(|profile| profile.grants.contains(&permission))
}
