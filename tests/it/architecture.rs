//! The house keeps its shape: imports run one way, files and functions stay small, and rules mirror pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{Folder, repository};
use crate::documented::undocumented;
use crate::imports::{self, arrows, circle, source_root, sources_below};
use walkdir::WalkDir;

/// Stages from left to right; each may import those before it, and all may import the first five.
const STAGES: [&str; 19] = [
    "words",
    "choices",
    "packed",
    "shapes",
    "globs",
    "schema",
    "parse",
    "secrets",
    "workspace",
    "model",
    "posture",
    "rules",
    "fix",
    "verdict",
    "repair",
    "config",
    "report",
    "cli",
    "testing",
];

/// The longest source file, in lines.
const MAX_LINES: usize = 400;

fn sources() -> Vec<PathBuf> {
    sources_below(&source_root())
}

fn module(path: &Path) -> String {
    imports::module(&source_root(), path)
}

/// The stage of a module, and its place in the list. The crate's own root stands between the stages and the commands.
fn stage(module: &str) -> Option<usize> {
    let name = module.split("::").next().unwrap_or_default();
    STAGES.iter().position(|known| *known == name)
}

#[test]
fn every_stage_is_listed() {
    let found: BTreeSet<String> = sources()
        .iter()
        .map(|path| module(path).split("::").next().unwrap_or_default().to_owned())
        .filter(|name| !["", "main"].contains(&name.as_str()))
        .collect();
    assert_eq!(found, STAGES.iter().map(|&stage| stage.to_owned()).collect());
}

#[test]
fn imports_run_from_right_to_left_only() {
    let mut checked = 0;
    for (own, imports) in arrows(&source_root()) {
        let Some(here) = stage(&own) else { continue };
        for import in imports {
            // Commands run the whole pipeline, which is the root of the crate.
            let there = stage(&import).or(stage("cli")).expect("the stage of the commands");
            assert!(there <= here, "{own} imports {import}, which is to its right");
            checked += 1;
        }
    }
    assert!(checked > 1000, "only {checked} imports were seen: does the test still read them?");
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    assert_eq!(circle(&arrows(&source_root())), None);
}

/// The list of rules is generated, so its arrows to the rules are not seen, and a way back from one would not be a
/// circle.
#[test]
fn no_rule_knows_the_list_of_rules() {
    let arrows = arrows(&source_root());
    let rules = arrows.iter().filter(|(own, _)| own.starts_with("rules::") && own.as_str() != "rules::registry");
    let knowing = rules.filter(|(_, imports)| imports.contains("rules::registry")).map(|(own, _)| own.as_str());
    assert_eq!(knowing.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn planted_circles_are_seen() {
    let planted = |files: &[(&str, &str)]| {
        let folder = Folder::new();
        for (name, text) in files {
            folder.file(&format!("src/{name}"), text);
        }
        circle(&arrows(&folder.path().join("src"))).map(|chain| chain.into_iter().collect::<BTreeSet<_>>())
    };
    let both = || Some(["a::b", "a::c"].map(str::to_owned).into());
    let stage = ("a/mod.rs", "mod b;\nmod c;\npub use b::B;\n");
    let plain = ("a/c.rs", "pub struct C;\n");
    assert_eq!(planted(&[stage, ("a/b.rs", "use super::c::C;\n"), plain]), None);
    for c in [
        "use super::b::B;\n",
        "use super::{b::{self, B}};\n",
        "use crate::{a::{B}};\n",
        "fn c() { super::b::b() }\n",
        "use super::b;\nfn c() -> b::B { todo!() }\n",
        "fn c() { assert!(matches!(1, super::B)) }\n",
    ] {
        assert_eq!(planted(&[stage, ("a/b.rs", "use super::c::C;\n"), ("a/c.rs", c)]), both(), "{c}");
    }
    // A file with the module's own items counts, too.
    let owner = ("a/mod.rs", "mod b;\npub struct A;\nfn a() { b::b() }\n");
    assert_eq!(planted(&[owner, ("a/b.rs", "use super::A;\n")]), Some(["a", "a::b"].map(str::to_owned).into()));
    // Tests may import what they test.
    let tests = "#[cfg(test)]\nmod tests { use crate::a::b::B; }\n";
    assert_eq!(planted(&[stage, ("a/b.rs", "use super::c::C;\n"), ("a/c.rs", tests)]), None);
}

#[test]
fn source_files_are_short_and_say_what_they_are_for() {
    for path in sources().into_iter().chain(sources_below(&repository().join("build"))) {
        let text = fs::read_to_string(&path).expect("a source file");
        assert!(text.starts_with("//!"), "{} does not open by saying what it is for", path.display());
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}

/// Stages are private, so the compiler does not ask for these comments.
#[test]
fn what_a_stage_offers_says_what_it_means() {
    let mut missing = Vec::new();
    for path in sources() {
        let file = syn::parse_file(&fs::read_to_string(&path).expect("a source file")).expect("it compiles");
        missing.extend(undocumented(&file).into_iter().map(|name| format!("{}: {name}", module(&path))));
    }
    assert_eq!(missing, Vec::<String>::new());
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
    let git = ("workspace::snapshot".to_owned(), "let mut command = Command::new(\"git\");".to_owned());
    assert_eq!(commands, [git]);
}

#[test]
fn every_rule_has_its_page_and_its_file() {
    // The list of all rules, rules/README.md, is beside the groups.
    let pages: BTreeSet<String> = WalkDir::new(repository().join("rules"))
        .min_depth(2)
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
    // Beside its rules, a group has the helpers that they share.
    assert_eq!(pages.difference(&code).collect::<Vec<_>>(), Vec::<&String>::new());
    let registered: BTreeSet<String> = calint::testing::RULES
        .iter()
        .map(|rule| format!("{}/{}", rule.page.group, rule.page.name).replace('-', "_"))
        .collect();
    assert_eq!(pages, registered);
    assert_eq!(calint::testing::PAGES.len(), registered.len());
}
