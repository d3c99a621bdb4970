//! The pages of the rules: `rules/<group>/<rule>.md`.
//!
//! A page is the specification of a rule, so nothing about a rule is written down a second time. Only this file reads
//! pages. The program, the README, and the schema of the configuration all get their facts about a rule from what it
//! generates, and therefore cannot disagree. A page is Markdown with TOML in front, and not Rust, so that people who
//! know Salesforce can correct it.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::choices::choices;
use super::claims::{self, Claim};
use super::editions::Editions;
use super::levels::{Confidence, Profile, Severity};
use super::literal::{Literal, Packed, list};
use super::needs::Need;
use super::options::{RuleOption, option_kind};
use super::page_words::FixSafety;
use super::references::{Documents, References};
use super::row::row;
use super::source::{Source, snake, sorted, stem};

/// Folders below `rules/` that contain tables, not pages.
const TABLE_FOLDERS: [&str; 2] = ["schema", "packs"];

const SECTIONS: [&str; 6] = ["What it checks", "Why it matters", "Bad", "Good", "How to fix", "When to accept"];

row! {
    #[serde(rename_all = "kebab-case")]
    Page {
        name: Spanned<String>,
        group: Spanned<String>,
        summary: Spanned<String>,
        severity: Spanned<Severity>,
        confidence: Confidence,
        profile: Profile,
        since: Spanned<String>,
        #[serde(skip)]
        edition: String,
        applies_to: Vec<String>,
        managed: bool,
        cwe: Vec<String>,
        security_severity: Option<Spanned<f64>>,
        fix: Spanned<FixSafety>,
        #[serde(default)]
        options: Vec<RuleOption>,
        references: Spanned<References>,
        claims: Vec<Claim>,
        #[serde(skip)]
        before: Part,
        #[serde(skip)]
        samples: Part,
        #[serde(skip)]
        after: Part,
    }
    besides {
        checks: Checks,
        #[serde(default, deserialize_with = "one_or_several")]
        reads: Vec<Need>,
    }
}

/// A part of a page's body, and where it is in the text of all pages that is packed with it.
#[derive(Default)]
pub(super) struct Part {
    text: String,
    start: usize,
}

impl Part {
    /// Puts the part behind a text that is as long as this, and adds its own length.
    fn place_behind(&mut self, length: &mut usize) {
        self.start = *length;
        *length += self.text.len();
    }
}

impl Literal for Part {
    fn literal(&self) -> String {
        // Hexadecimal numbers of any length are readable to clippy.
        format!("0x{:x}..0x{:x}", self.start, self.start + self.text.len())
    }
}

/// What a rule looks at: the variants of the program's `Check`, each of which takes another function.
#[derive(Debug, Clone, Copy)]
pub(super) enum Checks {
    App,
    File,
    Schema,
    Project,
}

choices!(Checks, "checks", { App => "app", File => "file", Schema => "schema", Project => "project" });

impl<'de> Deserialize<'de> for Checks {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::literal::word(deserializer)
    }
}

/// A word, or a list of words.
fn one_or_several<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Need>, D::Error> {
    let words = match toml::Value::deserialize(deserializer)? {
        toml::Value::Array(words) => words,
        word => vec![word],
    };
    words
        .into_iter()
        .map(|word| {
            super::literal::word(word).map_err(|error: toml::de::Error| serde::de::Error::custom(error.message()))
        })
        .collect()
}

impl Page {
    pub(super) fn name(&self) -> &str {
        self.name.get_ref()
    }

    /// The constant that contains it.
    pub(super) fn constant(&self) -> String {
        snake(self.name()).to_uppercase()
    }
}

/// Every page, by group and name.
pub(super) fn read(editions: &Editions, documents: &Documents) -> Result<Vec<Page>, String> {
    let mut pages = Vec::new();
    for group in sorted(Path::new("rules"))? {
        if group.is_dir() && !TABLE_FOLDERS.contains(&stem(&group).as_str()) {
            for path in sorted(&group)? {
                let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                pages.push(page(&path, &text, editions, documents)?);
            }
        }
    }
    place_parts(&mut pages);
    Ok(pages)
}

/// A page with all that it names. Refuses one that lacks something or contradicts itself.
pub(super) fn page(path: &Path, text: &str, editions: &Editions, documents: &Documents) -> Result<Page, String> {
    let (front, body) = split(path, text)?;
    let mut page: Page = front.parse()?;
    let since = &page.since;
    page.edition = editions.of(since.get_ref()).map_err(|why| front.refusal(since.span(), why))?;
    page.references.get_mut().look_up(&front, documents)?;
    for claim in &mut page.claims {
        claims::complete(claim, &front, documents)?;
    }
    for option in &mut page.options {
        option.kind = option_kind(option, &front)?;
    }
    claims::expect_support(&page.claims, (&page.severity, &page.fix), &front)?;
    check_place(&page, &front)?;
    check_facts(&page, &front)?;
    check_sections(&body)?;
    take_apart(&mut page, body.text.trim_start());
    Ok(page)
}

fn take_apart(page: &mut Page, body: &str) {
    let [samples, rest] = ["## Bad\n", "## How to fix\n"].map(|heading| body.find(heading).unwrap_or(body.len()));
    let texts = [&body[..samples], &body[samples..rest], &body[rest..]];
    let [before, samples, after] = texts.map(|text| Part { text: text.to_owned(), start: 0 });
    (page.before, page.samples, page.after) = (before, samples, after);
}

/// Where each part is in the packed texts, which contain the parts in the order of the pages.
fn place_parts(pages: &mut [Page]) {
    let (mut texts, mut samples) = (0, 0);
    for page in pages {
        page.before.place_behind(&mut texts);
        page.after.place_behind(&mut texts);
        page.samples.place_behind(&mut samples);
    }
}

/// The bodies of all pages as two packed texts. Pages are much alike, so that together they take half of what each alone
/// would. The samples are four fifths of them, and only `explain` shows them: they are apart from the rest, which SARIF
/// reports quote, too.
fn packed_bodies(pages: &[Page]) -> String {
    let texts: String = pages.iter().flat_map(|page| [page.before.text.as_str(), &page.after.text]).collect();
    let samples: String = pages.iter().map(|page| page.samples.text.as_str()).collect();
    let [texts, samples] = [texts, samples].map(|text| Packed(text).literal());
    format!("static PACKED_TEXTS: &[u8] = {texts};\nstatic PACKED_SAMPLES: &[u8] = {samples};\n")
}

/// The front matter of a page and its body.
fn split(path: &Path, text: &str) -> Result<(Source, Source), String> {
    let refuse = |why: &str| format!("{}:1: {why}", path.display());
    let rest = text.strip_prefix("+++\n").ok_or_else(|| refuse("a page opens with +++"))?;
    let (front, body) = rest.split_once("\n+++\n").ok_or_else(|| refuse("the front matter has no end"))?;
    let lines_before_body = front.matches('\n').count() + 3;
    Ok((Source::new(path, front, 1), Source::new(path, body, lines_before_body)))
}

/// Refuses a page that is not where its name says, or whose code is missing.
fn check_place(page: &Page, front: &Source) -> Result<(), String> {
    let (group, name) = (front.path.parent().map(stem).unwrap_or_default(), stem(&front.path));
    if *page.name.get_ref() != name {
        return front.refuse(page.name.span(), format!("name must match the file name, {name:?}"));
    }
    if *page.group.get_ref() != group {
        return front.refuse(page.group.span(), format!("group must match the folder of the page, {group:?}"));
    }
    let folder = Path::new("src/rules").join(snake(&group));
    let code = folder.join(snake(&name)).with_extension("rs");
    if !code.exists() {
        return front.refuse(page.name.span(), format!("the page has no code: {}", code.display()));
    }
    let modules = std::fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
    let line = format!("mod {};", snake(&name));
    if !modules.lines().any(|it| it.ends_with(&line)) {
        let why = format!("the page has no line `pub(super) {line}` in {}", folder.join("mod.rs").display());
        return front.refuse(page.name.span(), why);
    }
    Ok(())
}

fn check_facts(page: &Page, front: &Source) -> Result<(), String> {
    let summary = page.summary.get_ref();
    if summary.is_empty() || summary.ends_with('.') {
        return front.refuse(page.summary.span(), "summary is one sentence without full stop");
    }
    if page.references.get_ref().is_empty() {
        return front.refuse(page.references.span(), "references names at least one document of rules/sources.toml");
    }
    match &page.security_severity {
        Some(score) if !(0.1..=10.0).contains(score.get_ref()) => {
            front.refuse(score.span(), format!("security-severity is 0.1 to 10.0, not {}", score.get_ref()))
        }
        _ => Ok(()),
    }
}

/// The sections of a page are always the same, in the same order.
fn check_sections(body: &Source) -> Result<(), String> {
    let mut wanted = SECTIONS.iter();
    let mut place = 0;
    for line in body.text.split_inclusive('\n') {
        if let Some(section) = line.trim_end().strip_prefix("## ") {
            match wanted.next() {
                Some(next) if *next == section => {}
                Some(next) => return body.refuse(place..place, format!("expected ## {next}, found ## {section}")),
                None => return body.refuse(place..place, format!("no section follows the last, not ## {section}")),
            }
        }
        place += line.len();
    }
    match wanted.next() {
        Some(next) => body.refuse(place..place, format!("the page has no section ## {next}")),
        None => Ok(()),
    }
}

/// The pages as constants, and the lists of them and of the editions.
pub(super) fn code(editions: &Editions, pages: &[Page]) -> String {
    let names = list(editions.names().map(Literal::literal));
    let mut code = String::from("// Made from the pages below rules/.\n");
    let _ = writeln!(code, "/// The editions of the rules, oldest first.\npub static EDITIONS: &[&str] = {names};");
    code.push_str(&packed_bodies(pages));
    for page in pages {
        let (name, constant, page) = (page.name(), page.constant(), page.literal());
        let _ = writeln!(code, "/// The page of `{name}`.\npub(in crate::rules) static {constant}: Page = {page};");
    }
    let constants = list(pages.iter().map(|page| format!("&{}", page.constant())));
    let _ = writeln!(code, "/// Every page, by group and name.\npub static PAGES: &[&Page] = {constants};");
    code
}
