//! A spelling that names no permission, and stops the deployment.

use crate::model::{MISNAMED_PERMISSIONS, SourceFile};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

use crate::rules::listed_permissions::permissions;

pub(in crate::rules) fn check(file: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let misnamed = permissions(file, context).into_iter().filter_map(|listed| {
        let (_, meant) = MISNAMED_PERMISSIONS.iter().find(|(wrong, _)| *wrong == listed.name)?;
        let message = format!("`{}` of `{}` is no user permission: its deployment is refused", listed.name, file.name);
        Some(Finding::new(listed.place, message, format!("write `{meant}`")).value(listed.name))
    });
    misnamed.collect()
}
