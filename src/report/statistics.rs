//! Counts by rule, in place of the findings.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::rules::Safety;
use crate::schema::Severity;
use crate::verdict::{Judged, Problem, Summary};

use super::harmless_json::write_pretty;
use super::here::Here;
use super::neutral::{one_line, path_first};

/// How counts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatisticsForm {
    /// Lines for people.
    Lines,
    /// One document for machines.
    Json,
}

impl StatisticsForm {
    /// The form for a format of reports. Most formats have none: they list findings, and a count is none.
    pub fn of(format: &str) -> Option<Self> {
        match format {
            "full" | "concise" => Some(Self::Lines),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct Document<'s> {
    schema: u32,
    statistics: Vec<Row>,
    problems: Vec<ToldProblem<'s>>,
}

/// The findings of a rule with a severity, and how many of them have a fix of either kind.
#[derive(Debug, Serialize)]
struct Row {
    rule: &'static str,
    severity: &'static str,
    count: usize,
    fixable: usize,
    fixable_unsafe: usize,
}

#[derive(Serialize)]
struct ToldProblem<'s> {
    path: &'s str,
    message: &'s str,
    help: &'s str,
}

/// Writes the counts, the most frequent first, and what could not be read.
///
/// # Errors
///
/// The writer fails.
pub fn write_statistics(summary: &Summary, form: StatisticsForm, out: &mut dyn Write) -> io::Result<()> {
    match form {
        StatisticsForm::Lines => write_lines(summary, out),
        StatisticsForm::Json => {
            let problems = summary.problems.iter().map(told).collect();
            write_pretty(&Document { schema: 1, statistics: rows(summary), problems }, out)?;
            writeln!(out)
        }
    }
}

fn told(problem: &Problem) -> ToldProblem<'_> {
    ToldProblem { path: &problem.path, message: &problem.message, help: &problem.help }
}

fn rows(summary: &Summary) -> Vec<Row> {
    let mut by_rule: BTreeMap<(Reverse<Severity>, &'static str), Vec<&Judged>> = BTreeMap::new();
    for finding in summary.active() {
        by_rule.entry((Reverse(finding.severity), finding.page.name)).or_default().push(finding);
    }
    let row = |((Reverse(severity), rule), findings): (_, Vec<&Judged>)| {
        let with = |safety| {
            let has = |it: &&&Judged| it.fix.as_ref().is_some_and(|fix| fix.offer.safety == safety);
            findings.iter().filter(has).count()
        };
        let severity: Severity = severity;
        let (fixable, fixable_unsafe) = (with(Safety::Safe), with(Safety::Unsafe));
        Row { rule, severity: severity.as_str(), count: findings.len(), fixable, fixable_unsafe }
    };
    let mut rows: Vec<Row> = by_rule.into_iter().map(row).collect();
    // Rows of one count stay in their order: the worst first, and then by name.
    rows.sort_by_key(|row| Reverse(row.count));
    rows
}

fn write_lines(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let here = Here::of(summary);
    for problem in &summary.problems {
        writeln!(out, "{}: problem: {}", path_first(&here.path(&problem.path)), one_line(&problem.message))?;
    }
    let rows = rows(summary);
    let digits = rows.iter().map(|row| row.count.to_string().len()).max().unwrap_or_default();
    let width = rows.iter().map(|row| row.rule.len()).max().unwrap_or_default();
    for row in &rows {
        let fixable = fixable(row);
        let line = format!("{:>digits$}  {:<7}  {:<width$}  {fixable}", row.count, row.severity, row.rule);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// `2 fixable with --fix, 1 with --unsafe-fixes`
fn fixable(row: &Row) -> String {
    match (row.fixable, row.fixable_unsafe) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} fixable with --fix"),
        (0, risky) => format!("{risky} fixable with --fix --unsafe-fixes"),
        (safe, risky) => format!("{safe} fixable with --fix, {risky} more with --unsafe-fixes"),
    }
}
