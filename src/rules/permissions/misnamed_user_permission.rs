//! A user permission has a name that Salesforce does not know, which stops the deployment.

use std::collections::BTreeSet;

use super::listed_permissions::permissions;
use crate::model::SourceFile;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::MISNAMED_PERMISSIONS;

pub(in crate::rules) fn check(file: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let all = permissions(file, context);
    // A name that the file lists already, in any spelling, would be there twice.
    let mut taken: BTreeSet<&str> = all.iter().map(|listed| listed.name.as_str()).collect();
    let misnamed = all.iter().filter_map(|listed| {
        let meant = means(&listed.name)?;
        let message = format!(
            "`{}` in `{}` is not the name of a user permission: the deployment fails with `Unknown user permission: {}`",
            listed.name, file.name, listed.name
        );
        // The name is refused today, so the right one grants something for the first time.
        let write = || Fix::risky(format!("write `{meant}`"), [Change::Write(listed.place, meant.to_owned())]);
        let finding = Finding::new(listed.place, message, format!("write `{meant}`")).value(&listed.name);
        Some(finding.fix(taken.insert(meant).then(write)))
    });
    misnamed.collect()
}

/// The permission that a wrong name means.
fn means(name: &str) -> Option<&'static str> {
    MISNAMED_PERMISSIONS.iter().find(|(wrong, _)| *wrong == name).map(|(_, meant)| *meant)
}
