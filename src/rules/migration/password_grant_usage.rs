//! A program that logs in with a username and a password.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Component, OtherFile};
use crate::parse::Span;
use crate::rules::finding::Finding;
use crate::rules::levels::Severity;
use crate::rules::other_files::{component, place};
use crate::rules::registry::Context;

const HELP: &str = "let the program log in with the client credentials or the JWT bearer flow, as a user of its own";

/// A way to log in with a password.
struct Way {
    /// What it is, as the end of a sentence.
    words: &'static str,
    /// Texts of which one stands in the file.
    beside: &'static [&'static str],
    pattern: LazyLock<Regex>,
}

/// `grant_type=password`, however a language or a tool writes the two. SOAP's `login`, and the clients that call it.
static WAYS: [Way; 4] = [
    Way {
        words: "asks for a token by the grant type `password`",
        beside: &["salesforce.com", "force.com", "services/oauth2"],
        pattern: LazyLock::new(|| {
            pattern(r#"(?i)grant_?type["'\s]*(?:=>|%3D|[=:,])\s*(?:["']?value["']?\s*[:=]\s*)?["']?password\b"#)
        }),
    },
    Way {
        words: "calls `login` of the SOAP API",
        beside: &["services/Soap/"],
        pattern: LazyLock::new(|| pattern(r"<(?:[A-Za-z0-9]+:)?login[\s>]")),
    },
    Way {
        words: "logs in with password and security token, by `login` of the SOAP API",
        beside: &["simple_salesforce"],
        pattern: LazyLock::new(|| pattern(r"(?s)\b(?:Salesforce|SalesforceLogin)\([^()]{0,400}?\bsecurity_token\s*=")),
    },
    Way {
        words: "logs in with a password, by `login` of the SOAP API",
        beside: &["require('jsforce')", "require(\"jsforce\")", "from 'jsforce'", "from \"jsforce\""],
        pattern: LazyLock::new(|| pattern(r"\.login\(\s*[^\s(),][^(),]{0,80},\s*[^\s)]")),
    },
];

/// The patterns above are constants.
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the page's samples compile")
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let mut found = Vec::new();
    for file in &context.project.others {
        let text = context.library.text(file.file).unwrap_or_default();
        for way in WAYS.iter().filter(|way| way.beside.iter().any(|beside| text.contains(beside))) {
            let matches = way.pattern.find_iter(text).map(|found| finding((way, file), (text, found.start()), context));
            found.extend(matches.map(|finding| (component(file), finding)));
        }
    }
    found
}

/// At the start of what was found, and no further: a password may stand behind it.
fn finding((way, file): (&Way, &OtherFile), (text, start): (&str, usize), context: &Context<'_>) -> Finding {
    let length = text
        .get(start..)
        .unwrap_or_default()
        .bytes()
        .take_while(|it| it.is_ascii_alphanumeric() || b"_<:.".contains(it))
        .count();
    let place = place(file.file, Span::new(start, start + length), context);
    let is_said = is_document(&file.name) || is_comment(text, start);
    let message = if is_said {
        format!("`{}` shows how one {}", file.name, way.words)
    } else {
        format!("`{}` {}", file.name, way.words)
    };
    let finding = Finding::new(place, message, HELP);
    if is_said { finding.severity(Severity::Info) } else { finding }
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
