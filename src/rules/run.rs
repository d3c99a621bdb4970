//! The run of the chosen rules over a model.
//!
//! What concerns every rule is decided here: who owns an app, which configuration governs a file, whether a fix may be
//! offered. A rule could forget any of it. Files and apps are checked in parallel, and their findings are put in order
//! afterwards, so that a report does not depend on the threads.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::model::{App, Component, Model, SourceFile};
use crate::parse::Span;
use crate::posture::Postures;
use crate::schema::{Profile, Severity};
use crate::workspace::Place;

use super::finding::Finding;
use super::fix::Change;
use super::offered::is_offered;
use super::rule::{Check, Context, Rule};
use super::said::{Audience, Reported, Said};
use super::schema::SchemaFile;
use super::settings::Settings;

/// Bytes of files (1 MiB) that are checked together, see [`stretches`].
const STRETCH: usize = 1024 * 1024;

/// The rules of a run, and what goes with them.
pub struct Chosen<'r> {
    /// The rules.
    pub rules: &'r [&'static Rule],
    /// What is set of them.
    pub settings: &'r Settings,
    /// Who reads what they find.
    pub audience: &'r Audience<'r>,
}

impl Chosen<'_> {
    /// Runs the rules over all files and apps of a model. Findings that no report shows are counted and not kept.
    pub fn examine(&self, model: &Model, postures: &Postures) -> Said {
        let mut said = Said::default();
        for project in &model.projects {
            let context = Context { project, postures, library: &model.library, settings: self.settings };
            self.project(&context, &mut said);
        }
        said
    }

    fn project(&self, context: &Context<'_>, said: &mut Said) {
        let Self { rules, audience, .. } = *self;
        let project = context.project;
        for files in stretches(&project.sources, context) {
            let of_files = files.par_iter().with_min_len(64);
            said.extend(of_files.map(|file| file_findings(rules, file, context, audience)).collect(), audience);
        }
        let foreign = project.apps.iter().filter(|app| app.is_made_by_salesforce()).map(|app| &app.component);
        let foreign: HashSet<&Component> = foreign.collect();
        let apps = project.apps.par_iter().with_min_len(256);
        let of_apps = apps.map(|app| {
            let is_foreign = foreign.contains(&app.component);
            let mut said = Said::default();
            let add = |rule: &&'static Rule| {
                said.add(rule, app_findings(rule, (app, is_foreign), context), (context, audience));
            };
            rules.iter().for_each(add);
            said
        });
        said.extend(of_apps.collect(), audience);
        for rule in rules {
            let of_files = by_file(project_findings(rule, &foreign, context), rule, (context, audience));
            said.extend(of_files, audience);
        }
    }
}

/// Files that are checked together: many small ones, or few large ones, so that their findings fit the memory before
/// the surplus is cut.
fn stretches<'f>(files: &'f [SourceFile], context: &Context<'_>) -> Vec<&'f [SourceFile]> {
    let size = |file: &SourceFile| context.library.text(file.file).map_or(0, str::len);
    let (mut stretches, mut rest) = (Vec::new(), files);
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |file: &&SourceFile| {
            bytes += size(file);
            bytes <= STRETCH
        };
        let (stretch, behind) = rest.split_at(rest.iter().take_while(fits).count().max(1));
        stretches.push(stretch);
        rest = behind;
    }
    stretches
}

fn file_findings(rules: &[&'static Rule], file: &SourceFile, context: &Context<'_>, audience: &Audience<'_>) -> Said {
    let component = Component { kind: file.kind.type_name(), name: file.name.clone() };
    let asks_schema = rules.iter().any(|rule| matches!(rule.check, Check::Schema(_)));
    let document = context.library.document(file.file).filter(|_| asks_schema);
    let beside_table = document.and_then(|document| SchemaFile::new(file, document));
    let mut said = Said::default();
    for rule in rules.iter().filter(|rule| rule.page.managed || !component.is_managed()) {
        let findings = match (&rule.check, &beside_table) {
            (Check::File(check), _) => check(file, context),
            (Check::Schema(check), Some(beside_table)) => check(beside_table, context),
            (Check::Schema(_), None) | (Check::App(_) | Check::Project(_), _) => continue,
        };
        said.add(rule, report(rule, &component, findings, context), (context, audience));
    }
    said
}

fn app_findings<'c>(
    rule: &'static Rule,
    (app, is_foreign): (&'c App, bool),
    context: &'c Context<'_>,
) -> impl Iterator<Item = Reported> + 'c {
    let is_asked = rule.page.managed || !(app.component.is_managed() || is_foreign);
    let mut findings = match rule.check {
        Check::App(check) if is_asked => check(app, context),
        _ => Vec::new(),
    };
    // Its owner can change policies at most, so findings are only for a person who reviews the org.
    if is_foreign {
        findings = findings.into_iter().map(|it| it.severity(Severity::Info).profile(Profile::Audit)).collect();
    }
    // Files of an External Client App that were only looked up are not in the scope of this run.
    findings.retain(|finding| context.project.is_linted(finding.place.file));
    report(rule, &app.component, findings, context)
}

fn project_findings(rule: &'static Rule, foreign: &HashSet<&Component>, context: &Context<'_>) -> Vec<Reported> {
    let Check::Project(check) = rule.check else { return Vec::new() };
    let findings = check(context).into_iter().filter(|(component, finding)| {
        let is_ours = rule.page.managed || !(component.is_managed() || foreign.contains(component));
        is_ours && context.project.is_linted(finding.place.file)
    });
    findings.map(|(component, finding)| reported(rule, component, finding, context)).collect()
}

fn report<'c>(
    rule: &'static Rule,
    component: &'c Component,
    findings: Vec<Finding>,
    context: &'c Context<'_>,
) -> impl Iterator<Item = Reported> + 'c {
    findings.into_iter().map(move |finding| reported(rule, component.clone(), finding, context))
}

fn reported(rule: &'static Rule, component: Component, finding: Finding, context: &Context<'_>) -> Reported {
    let file = finding.place.file;
    let mut finding = as_facts_say(finding, context);
    finding.fix = finding.fix.filter(|fix| is_offered(fix, (rule, &component), file, context));
    Reported { rule, component, finding }
}

/// The findings of a rule about a project, by file.
fn by_file(mut reported: Vec<Reported>, rule: &'static Rule, whose: (&Context<'_>, &Audience<'_>)) -> Vec<Said> {
    reported.sort_by_key(|reported| reported.finding.place.file);
    let mut reported = reported.into_iter().peekable();
    let mut said = Vec::new();
    while let Some(first) = reported.next() {
        let file = first.finding.place.file;
        let others = std::iter::from_fn(|| reported.next_if(|next| next.finding.place.file == file));
        let mut of_file = Said::default();
        of_file.add(rule, std::iter::once(first).chain(others), whose);
        said.push(of_file);
    }
    said
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
