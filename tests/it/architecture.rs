//! The house keeps its shape: imports run one way, files and functions stay small, and rules mirror pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::repository;
use walkdir::WalkDir;

/// Stages from left to right; each may import those before it, and all may import `words`, `shapes`, and `globs`.
const STAGES: [&str; 13] = [
    "words", "shapes", "globs", "discover", "parse", "model", "flows", "rules", "fix", "verdict", "config", "report",
    "cli",
];

/// The longest source file, in lines.
const MAX_LINES: usize = 400;

fn sources() -> Vec<PathBuf> {
    let files = WalkDir::new(repository().join("src")).sort_by_file_name().into_iter().flatten();
    files.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

/// `src/model/app.rs` → `model::app`; `src/model/mod.rs` → `model`.
fn module(path: &Path) -> String {
    let relative = path.strip_prefix(repository().join("src")).expect("a source file").with_extension("");
    let steps: Vec<_> = relative.iter().map(|step| step.to_string_lossy().into_owned()).collect();
    steps.join("::").trim_end_matches("::mod").to_owned()
}

/// Absolute paths of what a file names by `crate::` or `super::`, in code and not in comments.
fn imports(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).expect("a source file");
    let own: Vec<String> = module(path).split("::").map(str::to_owned).collect();
    let is_mod = path.ends_with("mod.rs");
    let mut found = BTreeSet::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        for (marker, up) in [("crate::", None), ("super::super::", Some(2)), ("super::", Some(1))] {
            for (at, _) in line.match_indices(marker) {
                let rest = &line[at + marker.len()..];
                let end = rest.find(|it: char| !(it.is_alphanumeric() || it == '_' || it == ':')).unwrap_or(rest.len());
                let target = rest[..end].trim_end_matches(':');
                let base = up.map_or_else(Vec::new, |up: usize| {
                    own[..own.len().saturating_sub(if is_mod { up - 1 } else { up }).max(1).min(own.len())].to_vec()
                });
                let full = base.into_iter().chain(target.split("::").map(str::to_owned)).collect::<Vec<_>>();
                found.insert(full.join("::"));
            }
        }
    }
    found
}

#[test]
fn imports_run_from_right_to_left_only() {
    let position = |stage: &str| STAGES.iter().position(|known| *known == stage);
    let mut checked = 0;
    for path in sources() {
        let own = module(&path);
        let Some(here) = position(own.split("::").next().expect("a module")) else { continue };
        for import in imports(&path) {
            let Some(there) = position(import.split("::").next().expect("a path")) else { continue };
            assert!(there <= here, "{own} imports {import}, which is to its right");
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} imports were seen: does the test still read them?");
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    let modules: BTreeSet<String> = sources().iter().map(|path| module(path)).collect();
    // The file that an import leads to is the longest module that its path begins with.
    let file_of = |import: &str| {
        let mut path = import;
        while !modules.contains(path) {
            path = path.rsplit_once("::")?.0;
        }
        Some(path.to_owned())
    };
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in sources().iter().filter(|path| !path.ends_with("mod.rs") && !path.ends_with("lib.rs")) {
        let own = module(path);
        let targets = imports(path).iter().filter_map(|import| file_of(import)).filter(|it| *it != own).collect();
        arrows.insert(own, targets);
    }
    for start in arrows.keys() {
        let mut ahead: Vec<&String> = arrows[start].iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(next) = ahead.pop() {
            assert_ne!(next, start, "{start} imports itself by way of {seen:?}");
            if seen.insert(next) {
                ahead.extend(arrows.get(next).into_iter().flatten());
            }
        }
    }
}

#[test]
fn source_files_are_short_and_say_what_they_are_for() {
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a source file");
        assert!(text.starts_with("//!"), "{} does not open by saying what it is for", path.display());
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn only_parse_knows_quick_xml() {
    let knowing = sources().into_iter().filter(|path| {
        let text = fs::read_to_string(path).expect("a source file");
        text.contains("quick_xml::") && !module(path).starts_with("parse")
    });
    assert_eq!(knowing.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn git_is_the_only_program_and_nothing_connects() {
    let mut commands = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a source file");
        let lines = text.lines().map(str::trim).filter(|line| line.contains("Command::new"));
        commands.extend(lines.map(|line| (module(&path), line.to_owned())));
        for connection in ["TcpStream", "TcpListener", "UdpSocket", "UnixStream", "ToSocketAddrs"] {
            assert!(!text.contains(connection), "{} has {connection}", path.display());
        }
    }
    let git = ("discover::snapshot".to_owned(), "let mut command = Command::new(\"git\");".to_owned());
    assert_eq!(commands, [git]);
}

#[test]
fn every_rule_has_its_page_and_its_file() {
    let pages: BTreeSet<String> = WalkDir::new(repository().join("rules"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "md"))
        .map(|entry| {
            let relative = entry.path().strip_prefix(repository().join("rules")).expect("a page").with_extension("");
            relative.to_string_lossy().replace('-', "_")
        })
        .collect();
    let code: BTreeSet<String> = sources()
        .iter()
        .map(|path| module(path).replace("::", "/"))
        .filter_map(|module| module.strip_prefix("rules/").filter(|rest| rest.contains('/')).map(str::to_owned))
        .collect();
    assert_eq!(pages, code);
    let registered: BTreeSet<String> = calint::rules::RULES
        .iter()
        .map(|rule| format!("{}/{}", rule.page.group, rule.page.name).replace('-', "_"))
        .collect();
    assert_eq!(pages, registered);
    assert_eq!(calint::rules::PAGES.len(), registered.len());
}
