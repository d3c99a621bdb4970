//! The rules of a SARIF report: what each one checks, how sure it is, and where to read on.

use serde::Serialize;

use crate::rules::Page;
use crate::schema::{Confidence, Severity};

use super::page_text::{description, help, plain};

/// A text of the standard.
#[derive(Serialize)]
pub(super) struct Text {
    pub(super) text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<String>,
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
    #[serde(rename = "security-severity", skip_serializing_if = "Option::is_none")]
    security_severity: Option<String>,
}

/// What a report says of a rule.
pub(super) fn rule(page: &Page) -> Rule {
    let markdown = help(page);
    Rule {
        id: page.name,
        name: readable(page.name),
        short_description: Text { text: plain(page.summary) },
        full_description: Text { text: description(page) },
        help: Help { text: plain(&markdown), markdown },
        help_uri: page.address(),
        default_configuration: Configuration { level: level(page.severity) },
        properties: RuleProperties {
            tags: tags(page),
            precision: precision(page.confidence),
            problem_severity: problem_severity(page.severity),
            security_severity: page.security_severity.map(|score| format!("{score:.1}")),
        },
    }
}

/// A rule's name as the standard asks for it beside the id: `full-scope` as `FullScope`.
fn readable(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    words.collect()
}

/// The group, and what makes GitHub show a security alert. GitHub's own rules write `CWE-20` as `cwe-020`.
fn tags(page: &Page) -> Vec<String> {
    let security = page.security_severity.map(|_| "security".to_owned());
    let numbers = page.cwe.iter().filter_map(|cwe| cwe.strip_prefix("CWE-"));
    let weaknesses = numbers.map(|number| format!("external/cwe/cwe-{number:0>3}"));
    std::iter::once(page.group.to_owned()).chain(security).chain(weaknesses).collect()
}

fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    }
}

fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// The level of a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
