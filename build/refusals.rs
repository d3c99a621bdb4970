//! What the build says to people who write pages and tables: the file, the line, and what is allowed.
//!
//! Each test changes one place in a valid page or table and compares the whole message. A folder of broken files would
//! hide in each file which line is the broken one, and a test for "any error" would pass on an error about something
//! else.

use std::fs;
use std::path::Path;

use super::editions::Editions;
use super::flows::Flows;
use super::references::Documents;
use super::source::Source;
use super::{flows, packs, pages, tables, types};

/// Where the page would be: a rule of the project has this name and code.
const PATH: &str = "rules/scopes/full-scope.md";

const PAGE: &str = r#"+++
name = "full-scope"
group = "scopes"
summary = "An app asks for everything"
severity = "error"
confidence = "high"
profile = "default"
since = "0.1.0"
checks = "app"
reads = "other-files"
applies-to = ["ConnectedApp"]
managed = false
cwe = ["CWE-250"]
security-severity = 7.5
fix = "safe"
references = ["rfc9700-2.3"]

[[options]]
name = "days"
type = "count"
minimum = 1
maximum = 90
default = 30
about = "How long"

[[claims]]
says = "The scope opens everything."
evidence = "reports"
reports = 3
carries = ["error", "safe fix"]
sources = ["rfc9700-2.3"]
+++

## What it checks

## Why it matters

## Bad

## Good

## How to fix

## When to accept
"#;

fn read(path: &str, page: &str) -> Result<pages::Page, String> {
    let editions = Editions::read().expect("the project has editions");
    let documents = Documents::read().expect("the project has documents");
    pages::page(Path::new(path), page, &editions, &documents)
}

/// Replaces a text of the page. The refusal names the line of this text.
fn expect(from: &str, to: &str, why: &str) {
    expect_at(from, from, to, why);
}

/// The same for a refusal that names the line of another text.
fn expect_at(at: &str, from: &str, to: &str, why: &str) {
    let changed = PAGE.replacen(from, to, 1);
    assert_ne!(changed, PAGE, "the page has no {from}");
    let above = PAGE.split(at).next().unwrap_or_default();
    let line = above.matches('\n').count() + 1;
    let refusal = read(PATH, &changed).err();
    assert_eq!(refusal, Some(format!("{PATH}:{line}: {why}")), "{from} → {to}");
}

#[test]
fn a_whole_page_is_taken() {
    let page = read(PATH, PAGE).map(|page| page.constant());
    assert_eq!(page, Ok("FULL_SCOPE".to_owned()));
}

#[test]
fn a_wrong_word_is_refused_with_those_that_are_allowed() {
    expect(r#""error""#, r#""warn""#, r#"severity is error, warning, or info, not "warn""#);
    expect(r#""high""#, r#""sure""#, r#"confidence is high, medium, or low, not "sure""#);
    expect(r#""default""#, r#""Default""#, r#"profile is default, strict, or audit, not "Default""#);
    expect(r#""app""#, r#""apps""#, r#"checks is app, file, schema, or project, not "apps""#);
    let reads = "reads is apps, permission-set-labels, apex-class-names, app-names, profiles-and-permission-sets, credentials, or \
                 other-files, not \"files\"";
    expect(r#""other-files""#, r#""files""#, reads);
    expect(r#""safe""#, r#""yes""#, r#"fix is none, safe, unsafe, or safe and unsafe, not "yes""#);
    expect(r#""count""#, r#""number""#, r#"type is count or names, not "number""#);
    expect(r#""reports""#, r#""rumor""#, r#"evidence is official, reports, or inferred, not "rumor""#);
    let carries = r#"what a claim carries is error, warning, info, or safe fix, not "fix""#;
    expect(r#""error", "safe fix""#, r#""error", "fix""#, carries);
}

#[test]
fn an_unknown_or_missing_key_is_refused() {
    let refusal = read(PATH, &PAGE.replace("reads =", "read =")).err().unwrap_or_default();
    assert!(refusal.starts_with("rules/scopes/full-scope.md:10: unknown field `read`, expected one of "), "{refusal}");
    assert!(refusal.contains("`reads`"), "{refusal}");
    let refusal = read(PATH, &PAGE.replace("checks = \"app\"\n", "")).err();
    assert_eq!(refusal.as_deref(), Some("rules/scopes/full-scope.md:2: missing field `checks`"));
}

#[test]
fn an_option_has_bounds_that_hold_its_default() {
    let line = "name = \"days\"\n";
    let whole = "name = \"days\"\ntype = \"count\"\nminimum = 1\nmaximum = 90\ndefault = 30\n";
    let with = |to: &str, why: &str| expect(whole, &format!("{line}{to}"), &format!("the option days {why}"));
    let not_within = "has the default 91, which is not from 1 to 90";
    with("type = \"count\"\nminimum = 1\nmaximum = 90\ndefault = 91\n", not_within);
    let incomplete = "is a count, which has a minimum, a maximum, and a default";
    with("type = \"count\"\nminimum = 1\ndefault = 30\n", incomplete);
    let superfluous = "is a list of names, which has no minimum, maximum, or default";
    with("type = \"names\"\ndefault = 30\n", superfluous);
}

#[test]
fn a_page_stands_where_its_name_says_and_has_code() {
    expect("\"full-scope\"", "\"broad-scope\"", "name must match the file name, \"full-scope\"");
    expect("\"scopes\"", "\"scope\"", "group must match the folder of the page, \"scopes\"");
    let page = PAGE.replace("full-scope", "no-scope");
    let refusal = read("rules/scopes/no-scope.md", &page).err();
    let expected = "rules/scopes/no-scope.md:2: the page has no code: src/rules/scopes/no_scope.rs";
    assert_eq!(refusal.as_deref(), Some(expected));
    // A file of a folder that is no module of it.
    let page = PAGE.replace("full-scope", "mod");
    let refusal = read("rules/scopes/mod.md", &page).err();
    let expected = "rules/scopes/mod.md:2: the page has no line `pub(super) mod mod;` in src/rules/scopes/mod.rs";
    assert_eq!(refusal.as_deref(), Some(expected));
}

#[test]
fn a_page_says_what_it_must() {
    expect("\"0.1.0\"", "\"0.1\"", "since is 0.1.0, not \"0.1\"");
    expect("An app asks for everything", "An app.", "summary is one sentence without full stop");
    expect("7.5", "75.0", "security-severity is 0.1 to 10.0, not 75");
    expect("[\"rfc9700-2.3\"]", "[]", "references names at least one document of rules/sources.toml");
    expect("\"rfc9700-2.3\"", "\"rfc9700-2.33\"", "rules/sources.toml has no rfc9700-2.33");
    expect("## Why it matters", "## Why", "expected ## Why it matters, found ## Why");
    let refusal = read(PATH, &PAGE.replace("\n## When to accept\n", "")).err();
    assert_eq!(refusal.as_deref(), Some("rules/scopes/full-scope.md:43: the page has no section ## When to accept"));
    let refusal = read(PATH, &format!("{PAGE}## More\n")).err();
    assert_eq!(refusal.as_deref(), Some("rules/scopes/full-scope.md:45: no section follows the last, not ## More"));
    assert_eq!(read(PATH, "## Bad").err().as_deref(), Some("rules/scopes/full-scope.md:1: a page opens with +++"));
}

#[test]
fn a_claim_carries_what_its_evidence_allows() {
    let number = "`reports` is their number, with `evidence = \"reports\"` only";
    expect("evidence = \"reports\"", "evidence = \"official\"", number);
    expect("everything.\"", "everything\"", "a claim is a whole sentence and ends with a full stop");
    expect_at("carries", "reports = 3", "reports = 2", "error needs official text or three independent reports");
    expect_at("evidence", "sources = [\"rfc9700-2.3\"]", "", "a claim with the evidence reports names its sources");
    expect_at("severity", "\"error\", ", "", "no claim carries the severity error");
    expect_at("fix", ", \"safe fix\"", "", "no claim carries the safe fix");
}

#[test]
fn a_pack_names_rules_and_what_files_cannot_show() {
    let whole = r#"name = "sbs"
title = "Benchmark"
url = "https://example.com/"
read = "2026-11-22"
about = "A benchmark"
[[control]]
id = "1"
title = "Scopes"
url = "https://example.com/"
cover = "partial"
rules = ["full-scope"]
why-not = "What users do."
"#;
    let refusal = |from: &str, to: &str| {
        let text = whole.replacen(from, to, 1);
        let pack = packs::read(&Source::new(Path::new("rules/packs/sbs.toml"), &text, 0), &["full-scope"]);
        pack.err().unwrap_or_default()
    };
    let place = "rules/packs/sbs.toml";
    assert_eq!(refusal("", ""), "");
    assert_eq!(refusal("[\"full-scope\"]", "[\"full\"]"), format!("{place}:11: no rule is called full"));
    let cover = "cover is full, partial, evidence, or none, not \"some\"";
    assert_eq!(refusal("\"partial\"", "\"some\""), format!("{place}:10: {cover}"));
    let silent = "a control with the cover partial says in why-not what files cannot show";
    assert_eq!(refusal("What users do.", ""), format!("{place}:10: {silent}"));
    let day = "a day is written as 2026-11-30, not \"November\"";
    assert_eq!(refusal("\"2026-11-22\"", "\"November\""), format!("{place}:4: {day}"));
    let address = "an address begins with https://, not \"http://example.com/\"";
    assert_eq!(refusal("https:", "http:"), format!("{place}:3: {address}"));
    let raised = "no-scope is raised, and no control names it";
    assert_eq!(
        refusal("What users do.\"\n", "x\"\n[severity]\nno-scope = \"error\"\n"),
        format!("{place}:14: {raised}")
    );
}

#[test]
fn tables_are_refused_with_their_line() {
    let table = "type = \"Certificate\"\nsuffix = \"crt\"\nfolder = \"certs\"\nsince = 47\npartial = false\n";
    let element =
        |name: &str, rest: &str| format!("[[element]]\nparent = \"\"\nname = \"{name}\"\nsince = 47\n{rest}\n");
    let refusal = |rows: String| {
        let path = Path::new("rules/schema/Certificate.toml");
        types::read(&Source::new(path, &(table.to_owned() + &rows), 0)).err().unwrap_or_default()
    };
    let string = "type = \"string\"";
    let place = "rules/schema/Certificate.toml";
    let wrong = refusal(element("a", "type = \"text\""));
    assert_eq!(wrong, format!("{place}:10: type is string, boolean, int, enum, or group, not \"text\""));
    let order = refusal(element("b", string) + &element("a", string));
    assert_eq!(order, format!("{place}:13: a is a duplicate or not in ASCII order"));
    let empty = refusal(element("a", "type = \"enum\""));
    assert_eq!(empty, format!("{place}:8: a must have values if it is an enum, and only then"));
    let absence = refusal(element("a", "type = \"string\"\nabsence = \"fine\""));
    assert_eq!(absence, format!("{place}:11: absence is refused or tolerated, not \"fine\""));
}

#[test]
fn the_table_of_flows_has_a_row_for_each_word_and_names_what_other_tables_have() {
    let text = fs::read_to_string("rules/schema/flows.toml").expect("the table is there");
    let elements = types::types().expect("the tables are read");
    let (_, queries) = tables::queries().expect("the table is read");
    let refusal = |from: &str, to: &str| {
        let source = Source::new(Path::new("rules/schema/flows.toml"), &text.replacen(from, to, 1), 0);
        let documents = Documents::read().expect("the documents are read");
        let checked = source.parse::<Flows>().and_then(|mut table| {
            flows::complete(&mut table, &source, &documents)?;
            flows::check_names(&table, &source, (&elements, &queries))
        });
        checked.expect_err("the table is refused")
    };
    let is_about = |refusal: String, what: &str| {
        assert!(refusal.starts_with("rules/schema/flows.toml:") && refusal.ends_with(what), "{refusal}");
    };
    is_about(refusal("name = \"jwt-bearer\"", "name = \"saml-bearer\""), ": jwt-bearer comes here, not saml-bearer");
    is_about(refusal("role = \"gate\"", "role = \"wall\""), ": role is gate, step, or caller, not \"wall\"");
    is_about(refusal("[\"oauthConfig\"]", "[\"oauth\"]"), ": no table has the element oauth");
    is_about(refusal("[\"users\"]", "[\"people\"]"), ": rules/schema/queries.toml has no people");
    is_about(
        refusal("evidence = \"official\"\nsources", "evidence = \"reports\"\nsources"),
        "with `evidence = \"reports\"` only",
    );
    is_about(refusal("[\"meta-connectedapp\"]", "[]"), ": what is known by official names its sources");
    is_about(refusal("\"own-domain\", ", ""), ": no flow needs own-domain");
}
