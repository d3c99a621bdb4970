//! A file belongs to an External Client App that the project does not have.

use crate::model::{App, ExternalFile, Located, is_among};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::EcaPart;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(external) = app.external.as_ref().filter(|_| context.project.is_whole) else { return Vec::new() };
    let is_in_org = is_among(&context.project.declared.managed.apps, &app.component.name);
    if is_in_org || external.files_of(EcaPart::Header).next().is_some() {
        return Vec::new();
    }
    let orphans = external.files.iter().filter_map(|file| Some((file, file.app.given()?)));
    orphans.map(|(file, app)| finding(file, app, context)).collect()
}

fn finding(file: &ExternalFile, app: &Located<String>, context: &Context<'_>) -> Finding {
    let wanted = &app.value;
    let headers = context.project.apps.iter().filter(|other| {
        other.external.as_ref().is_some_and(|external| external.files_of(EcaPart::Header).next().is_some())
    });
    let mut in_other_case = headers.filter(|other| other.component.name.eq_ignore_ascii_case(wanted));
    let finding = if let Some(other) = in_other_case.next() {
        let name = &other.component.name;
        let message =
            format!("`{}` names the External Client App `{wanted}`, but the name of the app is `{name}`", file.name);
        // Two apps that differ in letter case only leave it open which one is meant.
        let fix = in_other_case
            .next()
            .is_none()
            .then(|| Fix::safe(format!("write `{name}`"), [Change::Write(app.place, name.clone())]));
        let finding = Finding::new(app.place, message, format!("Write `{name}`"));
        finding.related(other.place, "the app is here").fix(fix)
    } else {
        let message = format!(
            "`{}` names the External Client App `{wanted}`, which has no `.eca` file in the project",
            file.name
        );
        Finding::new(app.place, message, format!("Add `{wanted}.eca-meta.xml`, or correct the name"))
    };
    finding.value(wanted)
}
