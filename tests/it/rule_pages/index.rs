//! The index of the rules, by group, and the same for the navigation of the site.

use std::collections::BTreeMap;

use calint::testing::{PACKS, Page, RULES};

use super::sentence;
use crate::common::tables::table;

/// The rules of each group, in their order.
fn groups() -> BTreeMap<&'static str, Vec<&'static Page>> {
    let mut groups: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for rule in RULES {
        groups.entry(rule.page.group).or_default().push(rule.page);
    }
    groups
}

pub(super) fn of_rules() -> String {
    let mut text = "<!-- Generated. CALINT_WRITE_DOCS=1 cargo test --test it rule_pages rewrites it. -->\n\n\
        # Rules\n\n\
        The profile `default` shows findings that are rarely disputed, `strict` adds findings that depend on context, and `audit` adds\n\
        what a person who reviews wants to see. [Packs](../packs.md) are benchmarks.\n"
        .to_owned();
    for (group, pages) in groups() {
        let rows = pages.iter().map(|page| {
            let packs: Vec<&str> = PACKS.iter().filter(|pack| pack.has(page.name)).map(|pack| pack.name).collect();
            let link = format!("[{0}]({0}.md)", page.name);
            let (severity, profile) = (page.severity.to_string(), page.profile.to_string());
            vec![link, sentence(page.summary), severity, profile, packs.join(", ")]
        });
        let table = table(&["rule", "summary", "severity", "profile", "packs"], rows);
        text.extend([format!("\n## {group}\n\n{table}")]);
    }
    text
}

/// The pages of rules in YAML.
pub(super) fn navigation() -> String {
    let mut text = "  - Rules:\n      - rules/README.md\n".to_owned();
    for (group, pages) in groups() {
        text.extend([format!("      - {group}:\n")]);
        for page in pages {
            text.extend([format!("          - {0}: rules/{0}.md\n", page.name)]);
        }
    }
    text
}
