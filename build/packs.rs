//! Packs, the controls of benchmarks: `rules/packs/<pack>.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use toml::Spanned;

use super::levels::Severity;
use super::literal::{Address, Day, Literal, list};
use super::page_words::Cover;
use super::row::row;
use super::source::{Source, sorted, stem};

row! {
    Pack {
        name: Spanned<String>,
        title: String,
        url: Address,
        read: Day,
        about: String,
        #[serde(rename = "control")]
        controls: Vec<Control>,
        #[serde(default, rename = "severity")]
        severities: BTreeMap<Spanned<String>, Severity>,
    }
}

row! {
    #[serde(rename_all = "kebab-case")]
    Control {
        id: Spanned<String>,
        title: String,
        url: Address,
        cover: Spanned<Cover>,
        rules: Vec<Spanned<String>>,
        #[serde(default)]
        why_not: String,
    }
}

pub(super) fn code(rules: &[&str]) -> Result<String, String> {
    let mut constants = Vec::new();
    let mut code = String::from("// Made from rules/packs/*.toml.\n");
    for path in sorted(Path::new("rules/packs"))? {
        let pack = read(&Source::open(&path)?, rules)?;
        let constant = pack.name.get_ref().replace('-', "_").to_uppercase();
        let _ = writeln!(code, "static {constant}: Pack = {};", pack.literal());
        constants.push(format!("&{constant}"));
    }
    let constants = list(constants.into_iter());
    let _ = writeln!(code, "/// Every pack, by name.\npub static PACKS: &[&Pack] = {constants};");
    Ok(code)
}

/// A pack, which names rules that there are.
pub(super) fn read(source: &Source, rules: &[&str]) -> Result<Pack, String> {
    let pack: Pack = source.parse()?;
    if *pack.name.get_ref() != stem(&source.path) {
        return source.refuse(pack.name.span(), format!("name must match the file name, {:?}", stem(&source.path)));
    }
    let mut covered = Vec::new();
    for rule in pack.controls.iter().flat_map(|control| &control.rules) {
        if !rules.contains(&rule.get_ref().as_str()) {
            return source.refuse(rule.span(), format!("no rule is called {}", rule.get_ref()));
        }
        covered.push(rule.get_ref());
    }
    if let Some(rule) = pack.severities.keys().find(|rule| !covered.contains(&rule.get_ref())) {
        return source.refuse(rule.span(), format!("{} is raised, and no control names it", rule.get_ref()));
    }
    for (at, control) in pack.controls.iter().enumerate() {
        if pack.controls.iter().take(at).any(|other| other.id.get_ref() == control.id.get_ref()) {
            return source.refuse(control.id.span(), format!("{} is the id of two controls", control.id.get_ref()));
        }
        check_cover(control, source)?;
    }
    Ok(pack)
}

/// A control says what files cannot show of it, and has rules if they show something.
fn check_cover(control: &Control, source: &Source) -> Result<(), String> {
    let cover = *control.cover.get_ref();
    let refuse = |why: &str| source.refuse(control.cover.span(), format!("a control with the cover {cover} {why}"));
    match (cover, control.rules.is_empty()) {
        (Cover::Full | Cover::Partial, true) => refuse("names rules"),
        (Cover::None, false) => refuse("names no rules"),
        _ if cover != Cover::Full && control.why_not.is_empty() => refuse("says in why-not what files cannot show"),
        _ => Ok(()),
    }
}
