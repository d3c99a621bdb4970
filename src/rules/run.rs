//! The run of the chosen rules over a model.

use rayon::prelude::*;

use crate::model::{App, Component, LintedFile, Model};

use super::finding::Finding;
use super::registry::{Check, Context, Rule};

/// A finding with its rule and its component.
#[derive(Debug)]
pub struct Reported {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// What it speaks about.
    pub component: Component,
    /// The element path of the place.
    pub element: String,
    /// What it says.
    pub finding: Finding,
}

/// Runs rules over all files and apps of a model.
pub fn run(model: &Model, rules: &[&'static Rule]) -> Vec<Reported> {
    let mut reported = Vec::new();
    for project in &model.projects {
        let context = Context { project, library: &model.library };
        for file in &project.sources {
            reported.extend(rules.iter().flat_map(|rule| file_findings(rule, file, &context)));
        }
        let apps = project.apps.par_iter().with_min_len(256);
        let of_apps = apps.flat_map_iter(|app| rules.iter().flat_map(move |rule| app_findings(rule, app, &context)));
        reported.par_extend(of_apps);
    }
    reported
}

fn file_findings(rule: &'static Rule, file: &LintedFile, context: &Context<'_>) -> Vec<Reported> {
    let Check::File(check) = rule.check else { return Vec::new() };
    let component = Component { kind: file.kind.type_name(), name: file.name.clone() };
    report(rule, &component, check(file, context), context)
}

fn app_findings(rule: &'static Rule, app: &App, context: &Context<'_>) -> Vec<Reported> {
    let Check::App(check) = rule.check else { return Vec::new() };
    if app.component.is_managed() && !rule.page.managed {
        return Vec::new();
    }
    report(rule, &app.component, check(app, context), context)
}

fn report(rule: &'static Rule, component: &Component, findings: Vec<Finding>, context: &Context<'_>) -> Vec<Reported> {
    let report = |finding: Finding| Reported {
        rule,
        component: component.clone(),
        element: context.library.element(finding.place),
        finding,
    };
    findings.into_iter().map(report).collect()
}
