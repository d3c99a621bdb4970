//! A program calls SOAP `login()`, and nothing in the project grants its user the permission for that.

use super::password_grant_usage::soap_login;
use crate::model::{Component, SourceFile};
use crate::rules::finding::Finding;
use crate::rules::other_files::component;
use crate::rules::permissions::grants;
use crate::rules::rule::Context;
use crate::schema::Kind;

/// The permission without which SOAP `login()` fails.
const PERMISSION: &str = "UseAnyApiAuth";

/// The API version of Winter '27, which asks for it.
const SINCE: u16 = 68;

const HELP: &str =
    "let the program log in with OAuth; until then grant `UseAnyApiAuth` in a permission set that only its user has";

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let is_before = context.project.declared.release.is_some_and(|release| release < SINCE);
    if is_before || !tells_permissions(context) || is_granted(context) {
        return Vec::new();
    }
    let calls = context.project.others.iter().filter_map(|file| Some((file, soap_login(file, context)?)));
    let finding = |name: &str| {
        format!(
            "`{name}` calls SOAP `login()`, and no profile or permission set of the project grants the permission for \
             it: `INSUFFICIENT_ACCESS: SOAP API login() requires the Use Any API Auth user permission`"
        )
    };
    calls.map(|(file, place)| (component(file), Finding::new(place, finding(&file.name), HELP))).collect()
}

/// Whether the project is the place where permissions are granted.
fn tells_permissions(context: &Context<'_>) -> bool {
    // calint keeps no list of permissions that no rule looks at, so the names of the files have to do.
    let catalog = &context.project.catalog;
    context.project.is_whole && [Kind::Profile, Kind::PermissionSet].iter().any(|kind| catalog.has(*kind))
}

fn is_granted(context: &Context<'_>) -> bool {
    let is_list = |file: &&SourceFile| file.kind.lists_permissions() && file.kind != Kind::MutingPermissionSet;
    let mut lists = context.project.sources.iter().filter(is_list);
    lists.any(|file| grants(file, context).iter().any(|name| name == PERMISSION))
        || context.project.permissions.is_granted_somewhere(PERMISSION)
}
