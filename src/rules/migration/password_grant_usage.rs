//! A program logs in with a username and a password.
//!
//! The rule searches texts in any language, so it has patterns and no parser. Each pattern counts only in a file that
//! names Salesforce or a client library for it, because the grant type exists elsewhere, too. Files that others wrote
//! and minified lines are skipped, and examples in documents and comments are only an info: the finding is for a person
//! who can change the program.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Component, OtherFile};
use crate::parse::Span;
use crate::rules::finding::Finding;
use crate::rules::other_files::{component, place};
use crate::rules::rule::Context;
use crate::schema::{CALENDAR, Profile, RetiringFeature, Severity};
use crate::workspace::Place;

const HELP: &str =
    "let the program log in with the client credentials flow or the JWT bearer flow, as an integration user";

/// Folders whose files others wrote, in lower case.
const OF_OTHERS: [&str; 7] =
    ["staticresources", "node_modules", "bower_components", "vendor", "third_party", "site-packages", "dist"];

/// Longer lines (in bytes) are written by a program.
const MAX_LINE: usize = 5000;

/// A way to log in with a password.
struct Way {
    /// What it is, as the end of a sentence.
    words: &'static str,
    /// What Salesforce switches off.
    feature: RetiringFeature,
    /// Texts of which the file must contain one.
    beside: &'static [&'static str],
    pattern: LazyLock<Regex>,
}

/// `grant_type=password` as languages and tools write it, SOAP's `login`, and the clients that call it.
static WAYS: [Way; 4] = [
    Way {
        words: "requests a token with the grant type `password`",
        feature: RetiringFeature::UsernamePassword,
        beside: &["salesforce.com", "force.com", "services/oauth2"],
        pattern: LazyLock::new(|| {
            pattern(r#"(?i-u)grant_?type["'\s]*(?:=>|%3D|[=:,])\s*(?:["']?value["']?\s*[:=]\s*)?["']?password\b"#)
        }),
    },
    Way {
        words: "calls `login` of the SOAP API",
        feature: RetiringFeature::SoapLogin,
        beside: &["services/Soap/"],
        pattern: LazyLock::new(|| pattern(r"<(?:[A-Za-z0-9]+:)?login[\s>]")),
    },
    Way {
        words: "logs in with a password and a security token, through `login` of the SOAP API",
        feature: RetiringFeature::SoapLogin,
        beside: &["simple_salesforce"],
        pattern: LazyLock::new(|| pattern(r"(?s)\b(?:Salesforce|SalesforceLogin)\([^()]{0,400}?\bsecurity_token\s*=")),
    },
    Way {
        words: "logs in with a password, through `login` of the SOAP API",
        feature: RetiringFeature::SoapLogin,
        beside: &["require('jsforce')", "require(\"jsforce\")", "from 'jsforce'", "from \"jsforce\""],
        pattern: LazyLock::new(|| pattern(r"\.login\(\s*[^\s(),][^(),]{0,80},\s*[^\s)]")),
    },
];

/// The patterns above are constants.
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the page's samples compile")
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let shown = |file: &OtherFile| context.library.file(file.file).path.as_str();
    let own = context.project.others.iter().filter(|file| !is_of_others(shown(file)));
    own.filter_map(|file| Some((component(file), of_file(file, context)?))).collect()
}

/// One finding for a file: the first login that runs, else the first that is only described.
fn of_file(file: &OtherFile, context: &Context<'_>) -> Option<Finding> {
    let text = context.library.text(file.file).unwrap_or_default();
    let ways = WAYS.iter().filter(|way| way.beside.iter().any(|beside| text.contains(beside)));
    let places = ways.flat_map(|way| way.pattern.find_iter(text).map(move |found| (way, found.start())));
    let places = places.filter(|(_, start)| !is_in_long_line(text, *start));
    let described = |start: usize| is_document(&file.name) || is_comment(text, start);
    let (way, start) = places.min_by_key(|(way, start)| (described(*start), is_soap(way), *start))?;
    Some(finding((way, file), (text, start, described(start)), context))
}

/// Where a file logs in by SOAP `login()`, unless it only describes that, and no further than its first word.
pub(super) fn soap_login(file: &OtherFile, context: &Context<'_>) -> Option<Place> {
    if is_of_others(context.library.file(file.file).path.as_str()) {
        return None;
    }
    let text = context.library.text(file.file).unwrap_or_default();
    let ways = WAYS.iter().filter(|way| is_soap(way) && way.beside.iter().any(|beside| text.contains(beside)));
    let starts = ways.flat_map(|way| way.pattern.find_iter(text)).map(|found| found.start());
    let is_run =
        |start: &usize| !is_in_long_line(text, *start) && !is_document(&file.name) && !is_comment(text, *start);
    starts.filter(is_run).min().map(|start| word_at(file, (text, start), context))
}

/// A finding at the start of the login, and no further: a password may follow.
fn finding(
    (way, file): (&Way, &OtherFile),
    (text, start, is_described): (&str, usize, bool),
    context: &Context<'_>,
) -> Finding {
    let place = word_at(file, (text, start), context);
    if is_described {
        let message = format!("`{}` shows a program that {}{}", file.name, way.words, ending(way, context));
        return Finding::new(place, message, HELP).severity(Severity::Info).profile(Profile::Audit);
    }
    let finding = Finding::new(place, format!("`{}` {}{}", file.name, way.words, ending(way, context)), HELP);
    if is_soap(way) { finding.profile(Profile::Strict) } else { finding }
}

fn word_at(file: &OtherFile, (text, start): (&str, usize), context: &Context<'_>) -> Place {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.bytes().take_while(|it| it.is_ascii_alphanumeric() || b"_<:.".contains(it)).count();
    place(file.file, Span::new(start, start + length), context)
}

/// `, which Salesforce switches off on 20 February 2027`
fn ending(way: &Way, context: &Context<'_>) -> String {
    let change = CALENDAR.iter().find(|change| change.feature == way.feature);
    change.map_or_else(String::new, |change| format!(", which {}", change.as_of(context.today())))
}

/// SOAP `login()` ends later than the grant type `password`, on a day that Salesforce has not settled.
fn is_soap(way: &Way) -> bool {
    way.feature == RetiringFeature::SoapLogin
}

/// Whether others wrote the file: it lies in a static resource or among libraries, or is minified.
fn is_of_others(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    name.ends_with(".min.js") || name == "jsforce.js" || folders.split('/').any(|folder| OF_OTHERS.contains(&folder))
}

fn is_in_long_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().rsplit('\n').next().map_or(0, str::len);
    let after = text.get(at..).unwrap_or_default().split('\n').next().map_or(0, str::len);
    before + after > MAX_LINE
}

fn is_document(name: &str) -> bool {
    let suffix = name.rsplit_once('.').map(|(_, suffix)| suffix.to_ascii_lowercase());
    suffix.is_some_and(|suffix| ["md", "mdx", "txt", "rst", "adoc", "html", "htm"].contains(&suffix.as_str()))
}

/// Whether the line begins as a comment does in some language.
fn is_comment(text: &str, at: usize) -> bool {
    let line = text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default().trim_start();
    ["//", "#", "*", "/*", "--", "<!--", ";"].iter().any(|sign| line.starts_with(sign))
}
