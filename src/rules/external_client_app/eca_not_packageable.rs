//! The directory of a package contains files of an External Client App that a package cannot contain.

use crate::model::{App, External, ExternalFile};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Confidence, EcaPart, Kind, Severity};

/// Files with keys or policies, which stay in the org that owns the app, or are made in each org.
const REFUSED: [EcaPart; 4] = [EcaPart::GlobalOauth, EcaPart::OauthSecurity, EcaPart::OauthPolicy, EcaPart::Policy];

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(external) = &app.external else { return Vec::new() };
    let is_in_package = |file: &&ExternalFile| context.project.is_in_built_package(file.place.file);
    let files = external.files.iter().filter(is_in_package);
    files.filter_map(|file| of_file(app, (external, file), context)).collect()
}

fn of_file(app: &App, (external, file): (&External, &ExternalFile), context: &Context<'_>) -> Option<Finding> {
    let is_managed = context.project.namespace.is_some();
    if file.part == EcaPart::Header {
        return is_managed.then(|| local(app, external, context)).flatten();
    }
    let is_for_packages = external.distribution_state.value().is_some_and(|state| state == "Packaged");
    let finding = REFUSED.contains(&file.part).then(|| refused(app, file))?;
    // Three guides are about managed packages, and one is about unlocked ones.
    let is_certain = is_managed || is_for_packages;
    Some(if is_certain { finding } else { finding.severity(Severity::Warning).confidence(Confidence::Medium) })
}

fn refused(app: &App, file: &ExternalFile) -> Finding {
    let kind = Kind::Eca(file.part);
    let message = format!(
        "`{}` of `{}` is in the directory of a package, and a package cannot contain files of the type {}: the creation of a package \
         version fails",
        file.name,
        app.component.name,
        kind.type_name()
    );
    let help = format!(
        "add `**/*.{}-meta.xml` to .forceignore, or move the file to a directory without `package` in sfdx-project.json",
        kind.suffix()
    );
    Finding::new(file.place, message, help)
}

/// The header says that the app is for its own org only.
fn local(app: &App, external: &External, context: &Context<'_>) -> Option<Finding> {
    let state = external.distribution_state.given().filter(|state| state.value == "Local")?;
    let message = format!(
        "`{}` is in the directory of a managed package, but its distribution state is `Local`, which keeps it out of packages",
        app.component.name
    );
    let packaged = context.new_value(&external.distribution_state, "Packaged");
    let help = format!("set `{packaged}`, or move the app to a directory without `package` in sfdx-project.json");
    Some(Finding::new(state.place, message, help).severity(Severity::Warning))
}
