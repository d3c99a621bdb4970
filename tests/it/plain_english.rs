//! The text that people read is in plain American English, and each kind of text has one form.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::common::repository;
use crate::samples::{samples, written};
use calint::testing::PAGES;

/// How the summary of a rule begins: with its subject.
const SUBJECTS: [&str; 8] = ["The ", "A ", "An ", "Any ", "No ", "Only ", "Several ", "SAML "];

/// Subjects in the plural, which need no article.
const PLURAL_SUBJECTS: [&str; 2] = ["Access tokens ", "Refresh tokens "];

/// The verbs of the summaries.
const VERBS: [&str; 52] = [
    "accepts",
    "admits",
    "allows",
    "appears",
    "asks",
    "calls",
    "can",
    "cannot",
    "combines",
    "contains",
    "differs",
    "does",
    "ends",
    "exists",
    "gets",
    "gives",
    "has",
    "identify",
    "ignores",
    "is",
    "issues",
    "lacks",
    "lets",
    "lists",
    "logs",
    "makes",
    "may",
    "names",
    "points",
    "prevents",
    "refers",
    "relaxes",
    "requests",
    "requires",
    "restricts",
    "rotates",
    "run",
    "says",
    "seems",
    "should",
    "signs",
    "stay",
    "trusts",
    "uses",
    "are",
    "expire",
    "never",
    "use",
    "protects",
    "opens",
    "needs",
    "belongs",
];

/// The finite verb of a sentence is in its main clause, before any relative clause.
fn is_sentence(text: &str) -> bool {
    let has_subject = SUBJECTS.iter().chain(&PLURAL_SUBJECTS).any(|subject| text.starts_with(subject));
    let words = text.split(|it: char| !it.is_ascii_alphabetic() && it != '\'').skip(1);
    let mut main = words.take_while(|word| !["that", "which", "who", "whose", "whom"].contains(word));
    has_subject && !text.ends_with('.') && main.any(|word| VERBS.contains(&word))
}

#[test]
fn summaries_are_sentences() {
    let wrong: Vec<_> = PAGES.iter().map(|page| page.summary).filter(|summary| !is_sentence(summary)).collect();
    assert_eq!(wrong, [""; 0]);
    for fragment in
        ["An element that Salesforce reserves", "Element stands twice", "The suffix of the file.", "A scope"]
    {
        assert!(!is_sentence(fragment), "{fragment}");
    }
}

/// How a page would say in prose how something is known. `[[claims]]` say it, and `calint explain` prints them.
const WOVEN_EVIDENCE: &str = r"(?i)\bevidence:|not verified|public reports?\b|(teams?|people|somebody|nobody) (has |have )?report(s|ed)?\b|\btried in an org|is reported to\b|reports? sa(y|id)\b";

#[test]
fn evidence_is_in_claims_and_has_one_form() {
    let woven = Regex::new(WOVEN_EVIDENCE).expect("a pattern");
    assert!(woven.is_match("Four teams report that it fails.") && woven.is_match("Evidence: one report."));
    let form = Regex::new(
        r"^(official documentation|(1 public report|\d+ independent public reports|inferred); not verified in an org)$",
    );
    let form = form.expect("a pattern");
    for page in PAGES {
        let texts = page.body_without_samples();
        let found = texts.iter().find_map(|text| woven.find(text));
        assert!(found.is_none(), "{}: {:?} belongs in a claim", page.name, found.map(|it| it.as_str()));
        for claim in page.claims {
            assert!(form.is_match(&claim.evidence.to_string()), "{}: {}", page.name, claim.evidence);
        }
    }
}

/// Words of one sentence, at most. A name in backticks is one word. The guides ask for 25; lists of names need more.
const LONGEST_SENTENCE: usize = 40;

#[test]
fn sentences_of_pages_are_short() {
    let code = Regex::new("`[^`]*`").expect("a pattern");
    let end = Regex::new(r#"[.:;]["”)*]*\s"#).expect("a pattern");
    for page in PAGES {
        for text in page.body_without_samples() {
            let text = code.replace_all(text, "NAME").into_owned();
            for block in text.split("\n\n").flat_map(|block| block.split("\n- ")) {
                let long = end.split(block).find(|it| it.split_whitespace().count() > LONGEST_SENTENCE);
                assert_eq!(long, None, "{}", page.name);
            }
        }
    }
}

/// Files with text that people read, without quotations of others.
fn texts() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = ["src", "build", "tests", "rules", "docs", "checks", "npm", "benches"]
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(repository().join(folder)).into_iter().filter_map(Result::ok))
        .map(walkdir::DirEntry::into_path)
        .collect();
    let top = fs::read_dir(repository()).expect("the repository").filter_map(Result::ok).map(|entry| entry.path());
    paths.extend(top);
    // Titles of documents are quotations, localized names are in other languages, and this file names what it forbids.
    let quoted = ["sources.toml", "standard_profiles.toml", "plain_english.rs"];
    paths.retain(|path| {
        let is_text =
            path.extension().is_some_and(|it| ["md", "rs", "toml", "py", "sh", "yml", "mjs"].iter().any(|e| it == *e));
        is_text && path.is_file() && !quoted.iter().any(|name| path.ends_with(name))
    });
    paths.sort();
    paths
}

/// The parts of words, as in `is_misspelt` and `FlowColour`.
fn parts(text: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    let mut word = String::new();
    let mut was_lower = false;
    for letter in text.chars().chain([' ']) {
        let begins = letter.is_uppercase() && was_lower;
        if (begins || !letter.is_alphabetic()) && !word.is_empty() {
            parts.insert(std::mem::take(&mut word));
        }
        if letter.is_alphabetic() {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase();
    }
    parts
}

#[test]
fn spelling_is_american() {
    let list = fs::read_to_string(repository().join("testdata/british-spelling.txt")).expect("the list");
    let rows: Vec<(&str, &str)> =
        list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect();
    assert!(rows.len() > 40, "only {} words are on the list", rows.len());
    let british = |word: &str| {
        let is_of = |stem: &str| stem.strip_suffix('*').map_or(word == stem, |stem| word.starts_with(stem));
        rows.iter().find(|(stem, _)| {
            is_of(stem) || word.strip_prefix("un").is_some_and(|word| stem.trim_end_matches('*') == word)
        })
    };
    assert!(british("colours").is_some() && british("organisation").is_some() && british("organism").is_none());
    let mut wrong = Vec::new();
    for path in texts() {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let found = parts(&text).into_iter().filter_map(|word| Some((british(&word)?.1, word)));
        wrong.extend(found.map(|(american, word)| format!("{}: {word} is {american}", shown(&path))));
    }
    assert_eq!(wrong, [""; 0]);
}

fn shown(path: &Path) -> String {
    path.strip_prefix(repository()).unwrap_or(path).display().to_string()
}

/// Numbers that are never 1, because a limit in the code or in Salesforce is higher, or another arm has the 1.
const ALWAYS_MANY: [&str; 6] = [
    "{addresses} addresses",
    "{count} addresses",
    "{count} apps",
    "{count} profiles",
    "{count} certificates",
    "{limit} elements",
];

#[test]
fn plurals_come_from_one_helper() {
    let by_hand = Regex::new(r#"== 1 \{ "|\{ "s" \}|\{ "" \} else \{ "s" \}"#).expect("a pattern");
    // A number as an argument, and a plural after it. Constants are known to be more than 1.
    let number = Regex::new(
        r"(no )?\{[a-z_]*\} (?:more |other |further )?(addresses|apps|bits|bytes|cells|certificates|characters|columns|days|elements|entries|files|findings|hours|levels|minutes|months|permissions|problems|profiles|queries|records|rows|rules|scopes|users)\b",
    );
    let number = number.expect("a pattern");
    assert!(by_hand.is_match(r#"if many == 1 { "day" } else { "days" }"#) && number.is_match("{days} days"));
    let mut wrong = Vec::new();
    for path in texts().into_iter().filter(|path| shown(path).starts_with("src/")) {
        let name = shown(&path);
        let text = fs::read_to_string(&path).expect("UTF-8");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines.filter(|_| name != "src/words.rs" && !name.ends_with("tests.rs")) {
            // `no {} records` has a name in it, not a number.
            let is_fine = |it: &str| it.starts_with("no ") || ALWAYS_MANY.contains(&it);
            let found = number.find(line).map(|it| it.as_str()).filter(|it| !is_fine(it));
            let found = found.or_else(|| by_hand.find(line).map(|it| it.as_str()));
            wrong.extend(found.map(|it| format!("{name}: {it}")));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// Baselines name findings by their fingerprints, so a fingerprint outlives a rewording. These are from before one: the
/// values of the other rules are texts of files, but this rule compares settings and has only words for them.
const FINGERPRINTS: [(&str, &str); 5] = [
    ("commaSeparatedOauthScopes", "8ebc5f585a174718ff1d0599288af7fe"),
    ("isPkceRequired", "4265273bc72043c4b863bbfe21245e91"),
    ("isRefreshTokenRotationEnabled", "a73d41718199a8a7c71e04448bb448a0"),
    ("permittedUsersPolicyType", "b2a29787674f69bb9a773f6f1991401b"),
    ("refreshTokenPolicyType", "f9b4d320b950b16a740d8872a19e5102"),
];

#[test]
fn a_rewording_keeps_fingerprints() {
    let page = PAGES.iter().find(|page| page.name == "eca-weaker-than-connected-app").expect("the page");
    let sample = &samples(page, "Bad")[0];
    let report = written(sample).json(&["--only", page.name, "--profile", "audit"], 1);
    let findings = report["findings"].as_array().expect("a list");
    let named = |finding: &serde_json::Value| {
        let element = finding["element"].as_str().and_then(|path| path.rsplit('/').next());
        Some((element?.to_owned(), finding["fingerprint"].as_str()?.to_owned()))
    };
    let mut found: Vec<(String, String)> = findings.iter().filter_map(named).collect();
    found.sort();
    let expected: Vec<(String, String)> =
        FINGERPRINTS.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(found, expected);
}
