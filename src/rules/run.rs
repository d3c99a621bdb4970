//! The run of the chosen rules over a model.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::model::{App, Component, Model, Place, SourceFile};
use crate::parse::Span;

use super::finding::Finding;
use super::fix::Change;
use super::levels::{Profile, Severity};
use super::offered::is_offered;
use super::registry::{Check, Context, Rule};
use super::schema::SchemaFile;
use super::settings::Settings;

/// A finding with its rule and its component.
#[derive(Debug)]
pub struct Reported {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// What it speaks about.
    pub component: Component,
    /// What it says.
    pub finding: Finding,
}

/// Runs rules over all files and apps of a model.
pub fn run(model: &Model, rules: &[&'static Rule], settings: &Settings) -> Vec<Reported> {
    let mut reported = Vec::new();
    for project in &model.projects {
        let context = Context { project, library: &model.library, settings };
        let files = project.sources.par_iter().with_min_len(256);
        reported.par_extend(files.flat_map_iter(|file| file_findings(rules, file, &context)));
        let foreign = project.apps.iter().filter(|app| app.is_made_by_salesforce()).map(|app| &app.component);
        let foreign: HashSet<&Component> = foreign.collect();
        let apps = project.apps.par_iter().with_min_len(256);
        let of_apps = apps.flat_map_iter(|app| {
            let is_foreign = foreign.contains(&app.component);
            rules.iter().flat_map(move |rule| app_findings(rule, (app, is_foreign), &context))
        });
        reported.par_extend(of_apps);
        reported.extend(rules.iter().flat_map(|rule| project_findings(rule, &foreign, &context)));
    }
    reported
}

fn file_findings(rules: &[&'static Rule], file: &SourceFile, context: &Context<'_>) -> Vec<Reported> {
    let component = Component { kind: file.kind.type_name(), name: file.name.clone() };
    let asks_schema = rules.iter().any(|rule| matches!(rule.check, Check::Schema(_)));
    let document = context.library.document(file.file).filter(|_| asks_schema);
    let beside_table = document.and_then(|document| SchemaFile::new(file, document));
    let mut reported = Vec::new();
    for rule in rules.iter().filter(|rule| rule.page.managed || !component.is_managed()) {
        let findings = match (&rule.check, &beside_table) {
            (Check::File(check), _) => check(file, context),
            (Check::Schema(check), Some(beside_table)) => check(beside_table, context),
            (Check::Schema(_), None) | (Check::App(_) | Check::Project(_), _) => continue,
        };
        reported.extend(report(rule, &component, findings, context));
    }
    reported
}

fn app_findings(rule: &'static Rule, (app, is_foreign): (&App, bool), context: &Context<'_>) -> Vec<Reported> {
    let Check::App(check) = rule.check else { return Vec::new() };
    if (app.component.is_managed() || is_foreign) && !rule.page.managed {
        return Vec::new();
    }
    let mut findings = check(app, context);
    // Its owner can change policies at most, and should look at those before anything else is said.
    if is_foreign {
        findings = findings.into_iter().map(|it| it.severity(Severity::Info).profile(Profile::Audit)).collect();
    }
    // The files of an External Client App that were only looked up are none of this run's business.
    findings.retain(|finding| context.project.is_linted(finding.place.file));
    report(rule, &app.component, findings, context)
}

fn project_findings(rule: &'static Rule, foreign: &HashSet<&Component>, context: &Context<'_>) -> Vec<Reported> {
    let Check::Project(check) = rule.check else { return Vec::new() };
    let findings = check(context).into_iter().filter(|(component, finding)| {
        let is_ours = rule.page.managed || !(component.is_managed() || foreign.contains(component));
        is_ours && context.project.is_linted(finding.place.file)
    });
    findings.flat_map(|(component, finding)| report(rule, &component, vec![finding], context)).collect()
}

fn report(rule: &'static Rule, component: &Component, findings: Vec<Finding>, context: &Context<'_>) -> Vec<Reported> {
    let report = |mut finding: Finding| {
        let file = finding.place.file;
        finding = as_facts_say(finding, context);
        finding.fix = finding.fix.filter(|fix| is_offered(fix, (rule, component), file, context));
        Reported { rule, component: component.clone(), finding }
    };
    findings.into_iter().map(report).collect()
}

/// What only facts say is in no file that a fix could change, and the finding names the file of facts.
fn as_facts_say(mut finding: Finding, context: &Context<'_>) -> Finding {
    let Some(app) = context.project.app_of(finding.place.file) else { return finding };
    let mut changed = finding.fix.iter().flat_map(|fix| &fix.changes).flat_map(Change::places);
    if changed.any(|place| app.facts_of(place).is_some()) {
        finding.fix = None;
    }
    let Some(facts) = app.facts_of(finding.place) else { return finding };
    let place = Place { file: facts, node: None, absent: None, span: Span::new(0, 0) };
    finding.related(place, "the org says so: the policy file of the app is not in the project")
}
