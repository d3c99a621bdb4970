//! The page of a rule.

use std::collections::BTreeSet;

use calint::testing::{FixSafety, PACKS, PAGES, Page};

use super::samples_of_page::{Kind, section_of_samples};
use super::{links, sentence};
use crate::common::tables::table;

/// The page of a rule, in Markdown.
pub(super) fn of(page: &Page) -> String {
    let body = page.body();
    let text = |name: &str| format!("## {name}\n\n{}\n", apart(&linked(page, section(&body, name))));
    let parts = [
        head(page),
        text("What it checks"),
        text("Why it matters"),
        text("How to fix"),
        text("When to accept"),
        options(page),
        evidence(page),
        section_of_samples(page, Kind::Bad),
        section_of_samples(page, Kind::Good),
        related(page, &body),
        references(page),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A text with an empty line before each list, without which `MkDocs` sees no list.
fn apart(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let follows_text = lines.last().is_some_and(|before| !before.is_empty() && !before.starts_with(['-', ' ']));
        if line.starts_with("- ") && follows_text {
            lines.push("");
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// The text below a heading of the page.
pub(super) fn section<'b>(body: &'b str, name: &str) -> &'b str {
    let heading = format!("## {name}\n");
    let after = body.split_once(&heading).map_or("", |(_, after)| after);
    after.split("\n## ").next().unwrap_or_default().trim()
}

fn head(page: &Page) -> String {
    let packs: Vec<&str> = PACKS.iter().filter(|pack| pack.has(page.name)).map(|pack| pack.name).collect();
    let packs: Vec<String> = packs.iter().map(|name| format!("[{name}](../packs.md#{name})")).collect();
    let fix = match page.fix {
        FixSafety::None => "none",
        FixSafety::Safe => "`--fix`",
        FixSafety::Unsafe => "`--fix --unsafe-fixes`",
        FixSafety::SafeAndUnsafe => "`--fix`, and `--fix --unsafe-fixes` for some findings",
    };
    let weaknesses = if page.cwe.is_empty() { "none".to_owned() } else { page.cwe.join(", ") };
    let packs = if packs.is_empty() { "none".to_owned() } else { packs.join(", ") };
    let rows = [
        ("Confidence", page.confidence.to_string()),
        ("Profile", format!("`{}`", page.profile)),
        ("Packs", packs),
        ("Fix", fix.to_owned()),
        ("Group", format!("[{0}](README.md#{0})", page.group)),
        ("Applies to", page.applies_to.join(", ")),
        ("Weaknesses", weaknesses),
        ("Since", page.since.to_owned()),
    ];
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]);
    format!(
        "<!-- Generated from rules/{}/{}.md. CALINT_WRITE_DOCS=1 cargo test --test it rule_pages rewrites it. -->\n\n\
         # {}\n\n{}\n\n{}",
        page.group,
        page.name,
        page.name,
        sentence(page.summary),
        table(&["Severity", page.severity.as_str()], rows)
    )
}

/// Names of other rules in code, as links to their pages.
pub(super) fn linked(page: &Page, text: &str) -> String {
    let mut text = text.to_owned();
    for other in PAGES.iter().filter(|other| other.name != page.name) {
        let name = format!("`{}`", other.name);
        text = text.replace(&name, &format!("[{name}]({}.md)", other.name));
    }
    text
}

fn options(page: &Page) -> String {
    let rows = page.options.iter().map(|option| {
        let values = match option.kind {
            calint::testing::OptionKind::Count { minimum, maximum, default } => {
                format!("{minimum} to {maximum} (default {default})")
            }
            calint::testing::OptionKind::Names => "a list of names or globs".to_owned(),
        };
        vec![format!("`{}`", option.name), values, sentence(option.about)]
    });
    if page.options.is_empty() {
        return String::new();
    }
    let table = table(&["option", "values", "meaning"], rows);
    format!("## Options\n\nSet them in `calint.toml`, in the table `[rules]`.\n\n{table}")
}

fn evidence(page: &Page) -> String {
    let rows = page.claims.iter().map(|claim| {
        let links = claim.sources.iter().map(|source| format!("[{}]({})", source.title, source.url));
        vec![claim.says.to_owned(), claim.evidence.to_string(), links.collect::<Vec<_>>().join(", ")]
    });
    if page.claims.is_empty() {
        return String::new();
    }
    format!("## Evidence\n\n{}", table(&["claim", "known from", "sources"], rows))
}

/// Rules that the page names, and rules whose pages name it.
fn related(page: &Page, body: &str) -> String {
    let names = |text: &str, name: &str| text.contains(&format!("`{name}`"));
    let is_related =
        |other: &&&Page| names(body, other.name) || names(&other.body_without_samples().concat(), page.name);
    let others = PAGES.iter().filter(|other| other.name != page.name).filter(|other| is_related(other));
    let others: BTreeSet<&str> = others.map(|other| other.name).collect();
    if others.is_empty() {
        return String::new();
    }
    format!("## Related rules\n\n{}\n", links(&others.into_iter().collect::<Vec<_>>(), ""))
}

fn references(page: &Page) -> String {
    let items = page.references.iter().map(|reference| format!("- [{}]({})\n", reference.title, reference.url));
    format!("## References\n\n{}", items.collect::<String>())
}
