//! What calint once said wrongly: one small project for each mistake, with what calint must say and what it must
//! never say again. `truth.toml` beside the files gives the mistake, what is true, and the runs that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::common::{Folder, command, repository, under};
use serde::Deserialize;
use serde_json::Value;

/// The day on which the projects are checked, unless a run names another.
const NOW: &str = "2026-12-01";

/// What `truth.toml` holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The numbers of the mistakes in the list of corrections, such as `W1`.
    ids: Vec<String>,
    /// What calint said.
    mistake: String,
    /// What is true.
    truth: String,
    /// Who says so.
    source: String,
    run: Vec<Expected>,
}

/// A run, and what must come of it. Runs share the folder, in order.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Expected {
    /// `check` gets `--format json` and `--now`, unless it has them.
    arguments: Vec<String>,
    exit_code: Option<i32>,
    /// Findings that must be there. Fields that are left out may be anything.
    #[serde(default)]
    finds: Vec<Finding>,
    /// Findings that must not be there.
    #[serde(default)]
    never: Vec<Finding>,
    /// What the whole output on stdout must contain.
    #[serde(default)]
    stdout: Vec<String>,
    #[serde(default)]
    stderr: Vec<String>,
    /// What neither stdout nor stderr may contain.
    #[serde(default)]
    lacks: Vec<String>,
    /// No file of the folder changes.
    #[serde(default)]
    unchanged: bool,
    /// What files contain afterwards.
    #[serde(default)]
    files: BTreeMap<String, Vec<String>>,
    /// What files do not contain afterwards.
    #[serde(default)]
    files_lack: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Finding {
    rule: Option<String>,
    severity: Option<String>,
    confidence: Option<String>,
    evidence: Option<String>,
    path: Option<String>,
    element: Option<String>,
    /// The text under the range.
    text: Option<String>,
    /// A part of the message or of the help.
    says: Option<String>,
    /// The safety of its fix, or `none`.
    fix: Option<String>,
    count: Option<usize>,
}

impl Finding {
    fn is(&self, folder: &Folder, finding: &Value) -> bool {
        let field = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let same = |expected: &Option<String>, name: &str| expected.as_ref().is_none_or(|it| *it == field(name));
        let plain = ["rule", "severity", "confidence", "evidence", "path", "element"];
        let expected = [&self.rule, &self.severity, &self.confidence, &self.evidence, &self.path, &self.element];
        let is_said = |it: &String| field("message").contains(it.as_str()) || field("help").contains(it.as_str());
        let safety = finding["fix"]["safety"].as_str().unwrap_or("none");
        plain.iter().zip(expected).all(|(name, expected)| same(expected, name))
            && self.says.as_ref().is_none_or(is_said)
            && self.fix.as_ref().is_none_or(|it| it == safety)
            && self.text.as_ref().is_none_or(|text| {
                let bytes = fs::read(folder.path().join(field("path"))).expect("the file of a finding");
                under(&bytes, &finding["range"]) == text.as_bytes()
            })
    }
}

fn truths() -> Vec<(String, Case)> {
    let root = repository().join("testdata/truth");
    let entries = fs::read_dir(&root).expect("the folder of the mistakes");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    let read = |name: &String| {
        let text = fs::read_to_string(root.join(name).join("truth.toml")).expect("a truth.toml");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    names.into_iter().map(|name| (name.clone(), read(&name))).collect()
}

fn bytes_of(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder.path()).into_iter().flatten().filter(|it| it.file_type().is_file());
    files.map(|it| (it.path().to_string_lossy().into_owned(), fs::read(it.path()).expect("a file"))).collect()
}

fn holds_true(name: &str, folder: &Folder, expected: &Expected) {
    let mut arguments = expected.arguments.clone();
    let is_check = arguments.first().is_some_and(|it| it == "check");
    let has = |option: &str| expected.arguments.iter().any(|it| it == option || it.starts_with(&format!("{option}=")));
    if is_check && !has("--now") {
        arguments.extend(["--now".to_owned(), NOW.to_owned()]);
    }
    let is_json = is_check && !has("--format") && !has("--diff");
    if is_json {
        arguments.extend(["--format".to_owned(), "json".to_owned()]);
    }
    let before = bytes_of(folder);
    let output = command(folder.path()).args(&arguments).output().expect("the program starts");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let context = format!("{name}: {}\n{stdout}\n{stderr}", arguments.join(" "));
    if let Some(code) = expected.exit_code {
        assert_eq!(output.status.code(), Some(code), "{context}");
    }
    if is_json {
        let report: Value = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{context}"));
        let findings = report["findings"].as_array().expect("a report has findings");
        for wanted in &expected.finds {
            let count = findings.iter().filter(|finding| wanted.is(folder, finding)).count();
            assert!(wanted.count.map_or(count > 0, |it| it == count), "{count} are {wanted:?}\n{context}");
        }
        for unwanted in &expected.never {
            let found = findings.iter().find(|finding| unwanted.is(folder, finding));
            assert!(found.is_none(), "{unwanted:?} is there\n{context}");
        }
    } else {
        assert!(expected.finds.is_empty() && expected.never.is_empty(), "{name}: findings are looked for in JSON");
    }
    let is_in =
        |text: &str, wanted: &String| text.contains(wanted.as_str()) || unwrapped(text).contains(wanted.as_str());
    assert!(expected.stdout.iter().all(|it| is_in(&stdout, it)), "{:?}\n{context}", expected.stdout);
    assert!(expected.stderr.iter().all(|it| is_in(&stderr, it)), "{:?}\n{context}", expected.stderr);
    let lacks = expected.lacks.iter().find(|it| is_in(&stdout, it) || is_in(&stderr, it));
    assert_eq!(lacks, None, "{context}");
    assert!(!expected.unchanged || before == bytes_of(folder), "a file changed: {context}");
    let text = |file: &String| fs::read_to_string(folder.path().join(file)).expect("a file of the project");
    for (file, parts) in &expected.files {
        assert!(parts.iter().all(|part| text(file).contains(part.as_str())), "{}\n{context}", text(file));
    }
    for (file, parts) in &expected.files_lack {
        assert!(!parts.iter().any(|part| text(file).contains(part.as_str())), "{}\n{context}", text(file));
    }
}

/// The text on one line: a page may wrap its sentences anywhere.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_mistake_comes_back() {
    for (name, truth) in truths() {
        let folder = Folder::copy_of(&format!("truth/{name}"));
        fs::remove_file(folder.path().join("truth.toml")).expect("the copy of truth.toml");
        for expected in &truth.run {
            holds_true(&name, &folder, expected);
        }
    }
}

#[test]
fn a_mistake_says_what_is_true_and_who_says_so() {
    let mut ids = BTreeSet::new();
    for (name, truth) in truths() {
        assert!(!truth.ids.is_empty() && name.starts_with(truth.ids[0].as_str()), "{name}: {:?}", truth.ids);
        let sentences = [&truth.mistake, &truth.truth, &truth.source];
        assert!(sentences.iter().all(|it| it.trim().ends_with('.') && it.trim().len() > 20), "{name}");
        let expects = |it: &Expected| {
            let texts = it.stdout.len() + it.stderr.len() + it.lacks.len() + it.files.len() + it.files_lack.len();
            texts + it.finds.len() + it.never.len() > 0 || it.exit_code.is_some() || it.unchanged
        };
        assert!(!truth.run.is_empty() && truth.run.iter().all(expects), "{name} expects nothing");
        ids.extend(truth.ids);
    }
    let all = (1..=21).map(|number| format!("W{number}")).chain((1..=26).map(|number| format!("E{number}")));
    let missing: Vec<String> = all.filter(|id| !ids.contains(id)).collect();
    assert!(missing.is_empty(), "no project shows {missing:?}");
}
