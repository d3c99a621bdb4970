//! What the tests below `tests/` need besides the command line.
//!
//! All stages are private, so that the compiler names every field and function that nothing uses. Everything in this
//! file counts as used: a test that needs more of the model is beside the code in `src/`.

use std::path::Path;

use crate::config::{Config, load};
use crate::model::{FactsRequest, FactsSource, Options, Replacing};
use crate::schema::Need;
use crate::verdict::{Policy, RunPolicy};
use crate::workspace::{IgnoreFiles, Input, Memory, NamedLinks, Names, Needs, Request, Uniform, Workspace};

pub use crate::fix::{Edit, apply};
pub use crate::parse::{Document, NodeId, Span, parse};
pub use crate::report::{FORMATS, one_line};
pub use crate::rules::{Carries, Cover, FixSafety, OptionKind, PACKS, PAGES, Page, RULES, Rule, Safety, find_pack};
pub use crate::schema::{
    CONDITIONS, ConditionFacts, Evidence, FLOWS, NamedKind, Reference, SCOPES, ScopeFacts, Severity, TYPES, TokenError,
    ValueKind,
};
pub use crate::verdict::Judged;
pub use crate::workspace::{file_pattern, own_settings, own_suffixes, parse_permissions, project_pattern};

/// The findings of one rule in a folder, by its `calint.toml` and its `facts/`, on 22 November 2026.
///
/// # Panics
///
/// There is no such rule or folder, or its configuration or facts are broken.
pub fn check_folder(rule: &str, folder: &Path) -> Vec<Judged> {
    let root = folder.to_owned();
    let has_facts = root.join("facts").is_dir();
    let facts = has_facts.then(|| FactsSource { org: None, path: "facts".into() });
    let config = if root.join("calint.toml").exists() {
        load(&root.join("calint.toml"), &mut Names::new(root.clone())).expect("the configuration is valid")
    } else {
        Config::default()
    };
    let needs: Needs = Need::ALL.iter().copied().collect();
    let scope = Request {
        inputs: vec![Input::Path(".".into())],
        ignore_files: IgnoreFiles::Honor,
        needs,
        exclude: Vec::new(),
        named_links: NamedLinks::Follow,
        working_directory: root.clone(),
    };
    let mut governor = Uniform::of(&scope);
    let workspace = Workspace::open(&scope, &mut governor, Memory::default()).expect("the folder is there");
    let terms = crate::Terms {
        options: Options {
            api_version: None,
            facts: FactsRequest { sources: facts.into_iter().collect(), target: None },
            now: "2026-11-22T12:00:00Z".parse().expect("a moment"),
            replacing: Replacing::Honor,
            needs,
            declared: config.declarations(),
            working_directory: root,
        },
        rules: vec![crate::rules::find_rule(rule).expect("a rule of this name")],
        configured: None,
        exclusions: 0,
        settings: config.settings(),
        policy: Policy::default(),
    };
    crate::lint(&workspace, &[terms], &RunPolicy::default()).expect("the facts are there").findings
}

/// Whether a rule looks at one app at a time.
pub fn is_about_apps(rule: &Rule) -> bool {
    matches!(rule.check, crate::rules::Check::App(_))
}
