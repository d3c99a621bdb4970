//! Profiles and permission sets by themselves.

pub(super) mod api_access_bypass_granted;
mod listed_permissions;
pub(super) mod misnamed_user_permission;

use crate::model::SourceFile;

use super::rule::Context;

/// The names of the permissions that a profile or permission set grants.
pub(super) fn grants(file: &SourceFile, context: &Context<'_>) -> Vec<String> {
    let listed = listed_permissions::permissions(file, context).into_iter();
    listed.filter(listed_permissions::Listed::is_enabled).map(|listed| listed.name).collect()
}
