//! What people reported in public about connected apps and External Client Apps that failed, as small projects:
//! calint reports each failure before a deployment does, at its place, and is silent after the fix.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::{Folder, command, repository, under};
use serde::Deserialize;
use serde_json::Value;
use walkdir::WalkDir;

/// The reference day of the stories.
const NOW: &str = "2026-12-01";

/// The profiles, each of which holds the ones before it.
const PROFILES: [&str; 3] = ["default", "strict", "audit"];

/// What `story.toml` beside the files tells.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Story {
    /// What people saw, in their words where a report quotes them.
    error: String,
    /// Addresses of the reports.
    reported: Vec<String>,
    /// What was set, and what happened.
    about: String,
    /// The rule that would have prevented it.
    rule: String,
    path: String,
    /// Empty in a file without elements.
    element: String,
    /// What stands under the finding's range.
    text: String,
    /// The first profile that shows the finding.
    profile: String,
    facts: Option<String>,
    /// Rules that find another error, which is part of the story.
    #[serde(default)]
    besides: Vec<String>,
    mended: Vec<Step>,
}

/// A change that fixes the failure, or a part of it.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields, rename_all_fields = "kebab-case")]
enum Step {
    Replaced { path: String, from: String, to: String },
    Moved { path: String, moved_to: String },
    Written { path: String, content: String },
    Removed { path: String, removed: bool },
}

impl Step {
    fn take(&self, root: &Path) {
        match self {
            Self::Replaced { path, from, to } => {
                let text = fs::read_to_string(root.join(path)).expect("the file to fix");
                assert_eq!(text.matches(from.as_str()).count(), 1, "{path} holds `{from}` once");
                fs::write(root.join(path), text.replacen(from.as_str(), to, 1)).expect("a file can be written");
            }
            Self::Moved { path, moved_to } => {
                fs::rename(root.join(path), root.join(moved_to)).expect("a file can be moved");
            }
            Self::Written { path, content } => {
                let path = root.join(path);
                assert!(!path.exists(), "{} is there already", path.display());
                fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
                fs::write(path, content).expect("a file can be written");
            }
            Self::Removed { path, removed } => {
                assert!(removed, "{path}: what is not removed is no step");
                fs::remove_file(root.join(path)).expect("a file can be removed");
            }
        }
    }
}

/// All stories, by the names of their folders.
fn stories() -> Vec<(String, Story)> {
    let folder = repository().join("testdata/failures");
    let entries = fs::read_dir(&folder).expect("the folder of the stories");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    let read = |name: &str| {
        let text = fs::read_to_string(folder.join(name).join("story.toml")).expect("a story.toml");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    names.into_iter().map(|name| (name.clone(), read(&name))).collect()
}

/// A repository with the files of a story, less the story itself.
fn project(name: &str) -> Folder {
    let folder = Folder::copy_of(&format!("failures/{name}"));
    fs::remove_file(folder.path().join("story.toml")).expect("a story.toml");
    folder
}

/// The report of a run, whose verdict and exit code agree.
fn check(folder: &Folder, story: &Story, profile: &str) -> Value {
    let mut arguments = vec!["check", "--format", "json", "--now", NOW, "--profile", profile];
    arguments.extend(story.facts.iter().flat_map(|facts| ["--facts", facts]));
    let output = command(folder.path()).args(arguments).output().expect("the program starts");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(report["problems"].as_array().map_or(0, Vec::len), 0, "everything is read: {report}");
    assert_eq!(report["summary"]["exit_code"], output.status.code().expect("an exit code"));
    report
}

/// The findings that are not accepted.
fn findings(report: &Value) -> impl Iterator<Item = &Value> {
    let all = report["findings"].as_array().expect("a report has findings");
    all.iter().filter(|finding| finding["status"] == "active")
}

fn of_rule<'r>(report: &'r Value, rule: &str) -> Vec<&'r Value> {
    findings(report).filter(|finding| finding["rule"] == rule).collect()
}

/// Rules that find an error for which the story does not stand.
fn strangers(report: &Value, story: &Story) -> Vec<String> {
    let errors = findings(report).filter(|finding| finding["severity"] == "error");
    let rules = errors.map(|finding| finding["rule"].as_str().expect("a rule").to_owned());
    rules.filter(|rule| *rule != story.rule && !story.besides.contains(rule)).collect()
}

#[test]
fn each_failure_is_told_before_it_happens() {
    for (name, story) in stories() {
        let folder = project(&name);
        let report = check(&folder, &story, &story.profile);
        let found = of_rule(&report, &story.rule);
        let [finding] = found.as_slice() else { panic!("{name}: one finding of {}: {report}", story.rule) };
        assert_eq!(finding["path"], story.path, "{name}");
        assert_eq!(finding["element"], story.element, "{name}");
        let bytes = fs::read(folder.path().join(&story.path)).expect("the file of the finding");
        assert_eq!(String::from_utf8_lossy(under(&bytes, &finding["range"])), story.text, "{name}");
        assert!(finding["severity"] == "info" || report["summary"]["exit_code"] == 1, "{name} fails: {report}");
        let at = PROFILES.iter().position(|profile| *profile == story.profile).expect("a profile");
        for earlier in &PROFILES[..at] {
            assert!(of_rule(&check(&folder, &story, earlier), &story.rule).is_empty(), "{name}: {earlier} shows it");
        }
    }
}

#[test]
fn a_story_shows_one_failure() {
    for (name, story) in stories() {
        let report = check(&project(&name), &story, "default");
        assert_eq!(strangers(&report, &story), Vec::<String>::new(), "{name}: {report}");
        for rule in &story.besides {
            assert!(!of_rule(&report, rule).is_empty(), "{name}: {rule} finds nothing");
        }
    }
}

#[test]
fn what_is_mended_is_told_no_more() {
    for (name, story) in stories() {
        let folder = project(&name);
        assert!(!story.mended.is_empty(), "{name} can be fixed");
        story.mended.iter().for_each(|step| step.take(folder.path()));
        let report = check(&folder, &story, &story.profile);
        assert!(of_rule(&report, &story.rule).is_empty(), "{name}: {report}");
        assert_eq!(strangers(&report, &story), Vec::<String>::new(), "{name}: {report}");
        for entry in WalkDir::new(folder.path()).into_iter().flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "xml") {
                let text = fs::read_to_string(entry.path()).expect("a file");
                if let Err(error) = roxmltree::Document::parse(&text) {
                    panic!("{name}: {}: {error}", entry.path().display());
                }
            }
        }
    }
}

#[test]
fn stories_say_what_happened_and_who_told_it() {
    let stories = stories();
    assert!(stories.len() >= 24, "{} stories", stories.len());
    for (name, story) in &stories {
        assert!(name.chars().all(|it| it.is_ascii_lowercase() || it == '-'), "{name}");
        assert!(!story.error.trim().is_empty() && story.about.trim().ends_with('.'), "{name}");
        assert!(story.reported.iter().all(|address| address.starts_with("https://")), "{name}");
        assert_eq!(story.reported.is_empty(), unfolded(&story.about).contains("no public address"), "{name}");
    }
}

#[test]
fn the_rules_of_the_stories_are_rules() {
    let known: BTreeSet<&str> = calint::testing::RULES.iter().map(|rule| rule.page.name).collect();
    let mut named: BTreeSet<String> = BTreeSet::new();
    for (name, story) in stories() {
        for rule in story.besides.into_iter().chain([story.rule]) {
            assert!(known.contains(rule.as_str()), "{name} names {rule}");
            named.insert(rule);
        }
    }
    assert!(named.len() >= 20, "only {} rules have a story: {named:?}", named.len());
}

/// A text without its line breaks.
fn unfolded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
