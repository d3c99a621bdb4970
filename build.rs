//! Compiles `rules/` into static data, and refuses a page or a table that contradicts itself.
//!
//! Nothing of `rules/` is parsed at run time. A refusal names the file and, where it is known, the line.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    clippy::exit,
    reason = "a build script talks to Cargo by stdout"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use serde::Deserialize;

/// Folders below `rules/` that hold tables, not pages.
const TABLE_FOLDERS: [&str; 2] = ["schema", "packs"];

const SECTIONS: [&str; 6] = ["What it checks", "Why it matters", "Bad", "Good", "How to fix", "When to accept"];

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Front {
    name: String,
    group: String,
    summary: String,
    severity: String,
    confidence: String,
    profile: String,
    since: String,
    applies_to: Vec<String>,
    managed: bool,
    cwe: Vec<String>,
    security_severity: Option<f64>,
    fix: String,
    #[serde(default)]
    options: Vec<RuleOption>,
    references: Vec<String>,
    claims: Vec<Claim>,
}

/// A claim about the platform's behavior, and how it is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    /// A whole sentence.
    says: String,
    /// `official`, `reports`, or `inferred`.
    evidence: String,
    /// How many independent public reports there are. Only with `evidence = "reports"`.
    #[serde(default)]
    reports: u8,
    /// What rests on the claim: severities and `safe fix`.
    carries: Vec<String>,
    /// Keys of `rules/sources.toml`.
    #[serde(default)]
    sources: Vec<String>,
}

impl Claim {
    /// Whether an error or a safe fix may rest on it.
    fn is_strong(&self) -> bool {
        self.evidence == "official" || self.reports >= 3
    }
}

/// What one may set of a rule in `calint.toml`: a count or a list of names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleOption {
    name: String,
    r#type: String,
    minimum: Option<i64>,
    maximum: Option<i64>,
    default: Option<i64>,
    about: String,
}

/// The documents that pages refer to: `rules/sources.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    key: String,
    title: String,
    url: String,
    read: String,
}

/// What Salesforce does without an element that the schema requires.
#[derive(Deserialize, Default, PartialEq, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Absence {
    /// It refuses the file.
    #[default]
    Refused,
    /// Official samples or deployed files do without.
    Tolerated,
}

/// How the first version of an element, a type or a scope is known.
#[derive(Deserialize, Default, PartialEq, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum SinceKnown {
    /// A WSDL, the guide or the release notes tell it.
    #[default]
    Published,
    /// It is only the first version whose types were published with it.
    Inferred,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scopes {
    scope: Vec<Scope>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scope {
    name: String,
    wire: String,
    eca: Option<String>,
    since: u16,
    #[serde(default, rename = "since-known")]
    since_known: SinceKnown,
    kind: String,
    #[serde(default)]
    implies: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    family: String,
    tokens: Option<String>,
    summary: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Releases {
    release: Vec<Release>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    api: u16,
    name: String,
}

/// What Salesforce switches off: `rules/schema/calendar.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Calendar {
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    kind: String,
    feature: String,
    ending: String,
    ended: String,
    on: String,
    instead: String,
    certainty: String,
    url: String,
    read: String,
    profile: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placeholders {
    tokens: Vec<(String, String)>,
    prefixes: Vec<String>,
    words: Vec<String>,
    settings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Permissions {
    permission: Vec<Permission>,
    misnamed: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Permission {
    name: String,
    label: String,
    power: String,
    privileged: bool,
    bypass: Option<String>,
    #[serde(default)]
    optional: bool,
    lets: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Queries {
    query: Vec<Query>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    file: String,
    object: String,
    r#for: String,
    tells: String,
    none: String,
    #[serde(default)]
    optional: bool,
    soql: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardApps {
    labels: Vec<String>,
    developer_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardProfiles {
    profile: Vec<StandardProfile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardProfile {
    name: String,
    file: Option<String>,
    #[serde(default)]
    api_only: bool,
    #[serde(default)]
    broad: bool,
    #[serde(default)]
    localized: Vec<String>,
    #[serde(default)]
    grants: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suffixes {
    aliases: BTreeMap<String, String>,
}

/// What callbacks are: `rules/schema/callbacks.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Callbacks {
    placeholder_hosts: Vec<String>,
    home_pages: Vec<String>,
    placeholder_schemes: Vec<String>,
    mobile_sdk_paths: Vec<String>,
    salesforce: SalesforcePages,
    client: Vec<CallbackClient>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SalesforcePages {
    hosts: Vec<String>,
    pages: Vec<String>,
    endpoints: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallbackClient {
    name: String,
    r#use: String,
    scheme: String,
    host: String,
    port: Option<u16>,
    path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Internet {
    tunnels: Vec<String>,
    environments: Vec<String>,
    free_mail: Vec<String>,
    no_mail: Vec<String>,
    networks: BTreeMap<String, String>,
}

/// A metadata type: `rules/schema/<Type>.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeTable {
    r#type: String,
    suffix: String,
    folder: String,
    member: Option<String>,
    since: u16,
    #[serde(default, rename = "since-known")]
    since_known: SinceKnown,
    partial: bool,
    element: Vec<Element>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Element {
    parent: String,
    name: String,
    r#type: String,
    #[serde(default)]
    required: bool,
    /// Reported to be required although the schema calls it optional.
    #[serde(default)]
    reported_required: bool,
    #[serde(default)]
    absence: Absence,
    #[serde(default)]
    repeatable: bool,
    #[serde(default)]
    values: Vec<String>,
    range: Option<(i64, i64)>,
    #[serde(default)]
    allowed: Vec<i64>,
    pattern: Option<String>,
    since: u16,
    #[serde(default, rename = "since-known")]
    since_known: SinceKnown,
    until: Option<u16>,
    deprecated: Option<String>,
}

impl Element {
    fn path(&self) -> String {
        if self.parent.is_empty() { self.name.clone() } else { format!("{}/{}", self.parent, self.name) }
    }
}

/// A benchmark: `rules/packs/<pack>.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    name: String,
    title: String,
    url: String,
    read: String,
    about: String,
    control: Vec<Control>,
    #[serde(default)]
    severity: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Control {
    id: String,
    title: String,
    url: String,
    cover: String,
    rules: Vec<String>,
    #[serde(default)]
    why_not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Folders {
    of_our_types: Vec<String>,
    of_other_types: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Editions {
    edition: Vec<Edition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edition {
    name: String,
    version: String,
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let written = editions().and_then(|editions| {
        println!("cargo::rustc-env=CALINT_VERSION={}", version(&editions));
        Ok([
            ("pages.rs", pages(&editions)?),
            ("tables.rs", tables()?),
            ("suffixes.rs", suffixes()?),
            ("folders.rs", folders()?),
            ("packs.rs", packs()?),
        ])
    });
    match written {
        Ok(files) => {
            for (name, code) in files {
                fs::write(out.join(name), code).expect("OUT_DIR can be written");
            }
        }
        Err(refusal) => refuse(&refusal),
    }
}

fn refuse(refusal: &str) -> ! {
    println!("cargo::error={refusal}");
    process::exit(1);
}

/// The editions of the rules, oldest first.
fn editions() -> Result<Vec<Edition>, String> {
    let Editions { edition: editions } = table(Path::new("rules/edition.toml"))?;
    if editions.is_empty() || !editions.is_sorted_by(|a, b| a.name < b.name) {
        return Err("rules/edition.toml: editions are not in order, oldest first".to_owned());
    }
    Ok(editions)
}

/// Version, commit and rule edition: `0.1.0 (4f2c1ab; rules 2026.11)`.
fn version(editions: &[Edition]) -> String {
    let edition = editions.last().map_or("", |edition| &edition.name);
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    // A source archive has no history.
    let git = process::Command::new("git").args(["rev-parse", "--short=9", "HEAD"]).output();
    let commit = git.ok().filter(|git| git.status.success() && Path::new(".git").exists());
    let commit = commit.map(|git| format!("{}; ", String::from_utf8_lossy(&git.stdout).trim()));
    for file in [".git/HEAD", ".git/refs/heads"] {
        if Path::new(file).exists() {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    format!("{version} ({}rules {edition})", commit.unwrap_or_default())
}

// Pages.

fn pages(editions: &[Edition]) -> Result<String, String> {
    let sources = sources()?;
    let mut names = Vec::new();
    let mut code = String::from("// Made by build.rs from the pages below rules/.\n");
    let list = editions.iter().map(|edition| format!("{:?}", edition.name)).collect::<Vec<_>>().join(", ");
    let _ = writeln!(code, "/// The editions of the rules, oldest first.\npub static EDITIONS: &[&str] = &[{list}];");
    for group in sorted(Path::new("rules"))? {
        if !group.is_dir() || TABLE_FOLDERS.contains(&stem(&group).as_str()) {
            continue;
        }
        for file in sorted(&group)? {
            let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            let (front, body) = page(&file, &text)?;
            check_page(&file, &front, body)?;
            names.push(constant(&front.name));
            let since = editions.iter().find(|edition| edition.version == front.since);
            let edition = since.ok_or_else(|| format!("{}: no edition has version {}", file.display(), front.since))?;
            let written = PageCode {
                edition: &edition.name,
                references: references(&file, &front.references, &sources)?,
                claims: claims(&file, &front, &sources)?,
            };
            page_code(&mut code, &front, &written, body);
        }
    }
    let list = names.iter().map(|name| format!("&{name}")).collect::<Vec<_>>().join(", ");
    let _ = writeln!(code, "/// Every page, by group and name.\npub static PAGES: &[&Page] = &[{list}];");
    Ok(code)
}

fn sources() -> Result<BTreeMap<String, Source>, String> {
    let file = Path::new("rules/sources.toml");
    let Sources { source: sources } = table(file)?;
    let is_sound = |source: &Source| source.url.starts_with("https://") && date(&source.read).is_some();
    match sources.iter().find(|source| !is_sound(source)) {
        Some(wrong) => Err(format!("{}: {} needs an https address and a day", file.display(), wrong.key)),
        None => Ok(sources.into_iter().map(|source| (source.key.clone(), source)).collect()),
    }
}

/// The documents of a page: each key is in the table; a part of the document stands behind a `#`.
fn references(file: &Path, keys: &[String], sources: &BTreeMap<String, Source>) -> Result<String, String> {
    let mut code = Vec::new();
    for reference in keys {
        let (key, part) = reference.split_once('#').unwrap_or((reference, ""));
        let unknown = || format!("{}: rules/sources.toml has no {key}", file.display());
        let source = sources.get(key).ok_or_else(unknown)?;
        let title = if part.is_empty() { source.title.clone() } else { format!("{}, {part}", source.title) };
        let (url, read) = (&source.url, &source.read);
        code.push(format!("Reference {{ title: {title:?}, url: {url:?}, read: {read:?} }}"));
    }
    Ok(code.join(", "))
}

/// What an error and a safe fix must rest on: official text, or at least three independent reports.
const NEEDS_STRONG_EVIDENCE: [&str; 2] = ["error", "safe fix"];

/// The claims of a page. Refuses one that carries more than its evidence allows, and a page whose severity or fix
/// rests on no claim.
fn claims(file: &Path, front: &Front, sources: &BTreeMap<String, Source>) -> Result<String, String> {
    let refuse = |what: String| Err(format!("{}: {what}", file.display()));
    let mut code = Vec::new();
    for claim in &front.claims {
        let Claim { says, evidence, reports, carries, .. } = claim;
        let known = match (evidence.as_str(), reports) {
            ("official", 0) => "Evidence::Official".to_owned(),
            ("inferred", 0) => "Evidence::Inferred".to_owned(),
            ("reports", 1..) => format!("Evidence::Reports({reports})"),
            _ => return refuse(format!("evidence is official, inferred, or reports with their number: {says}")),
        };
        if !says.ends_with('.') {
            return refuse(format!("a claim is a whole sentence: {says}"));
        }
        if evidence != "inferred" && claim.sources.is_empty() {
            return refuse(format!("a claim with the evidence {evidence} names its sources: {says}"));
        }
        let allowed = ["error", "warning", "info", "safe fix"];
        if let Some(word) = carries.iter().find(|word| !allowed.contains(&word.as_str())) {
            return refuse(format!("a claim carries {}, not {word:?}", allowed.join(", ")));
        }
        let weak = carries.iter().find(|word| NEEDS_STRONG_EVIDENCE.contains(&word.as_str()) && !claim.is_strong());
        if let Some(word) = weak {
            return refuse(format!("{word} needs official text or three independent reports: {says}"));
        }
        let carries = carries.iter().map(|word| format!("Carries::{}", capitalised(word).replace(" fix", "Fix")));
        let carries = carries.collect::<Vec<_>>().join(", ");
        let sources = references(file, &claim.sources, sources)?;
        code.push(format!(
            "Claim {{ says: {says:?}, evidence: {known}, carries: &[{carries}], sources: &[{sources}] }}"
        ));
    }
    let carried = |what: &str| front.claims.iter().any(|claim| claim.carries.iter().any(|word| word == what));
    if !carried(&front.severity) {
        return refuse(format!("no claim carries the severity {}", front.severity));
    }
    if front.fix.starts_with("safe") && !carried("safe fix") {
        return refuse("no claim carries the safe fix".to_owned());
    }
    Ok(code.join(", "))
}

/// What the build adds to the front matter of a page.
struct PageCode<'e> {
    edition: &'e str,
    references: String,
    claims: String,
}

/// Splits a page into its front matter and its body.
fn page<'t>(file: &Path, text: &'t str) -> Result<(Front, &'t str), String> {
    let rest = text.strip_prefix("+++\n").ok_or_else(|| format!("{}:1: a page opens with +++", file.display()))?;
    let (front, body) =
        rest.split_once("\n+++\n").ok_or_else(|| format!("{}: the front matter has no end", file.display()))?;
    let front = toml::from_str(front).map_err(|error| place(file, front, 1, &error))?;
    Ok((front, body.trim_start()))
}

fn check_page(file: &Path, front: &Front, body: &str) -> Result<(), String> {
    let refuse = |what: String| Err(format!("{}: {what}", file.display()));
    let group = file.parent().map(stem).unwrap_or_default();
    if front.name != stem(file) || front.group != group {
        return refuse(format!("{}/{} does not stand in {group}/{}", front.group, front.name, stem(file)));
    }
    let code = format!("src/rules/{}/{}.rs", snake(&group), snake(&front.name));
    if !Path::new(&code).exists() {
        return refuse(format!("the page has no code: {code}"));
    }
    if front.summary.is_empty() || front.summary.ends_with('.') || front.references.is_empty() {
        return refuse("a page needs a summary without full stop and a reference".to_owned());
    }
    for option in &front.options {
        let bounds = [option.minimum, option.maximum, option.default].iter().flatten().count();
        if (option.r#type.as_str(), bounds) != ("count", 3) && (option.r#type.as_str(), bounds) != ("names", 0) {
            return refuse(format!("the option {} is neither names nor a count with three bounds", option.name));
        }
    }
    let sections: Vec<&str> = body.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    if sections != SECTIONS {
        return refuse(format!("the sections are {sections:?}, not {SECTIONS:?}"));
    }
    Ok(())
}

fn page_code(code: &mut String, front: &Front, PageCode { edition, references, claims }: &PageCode<'_>, body: &str) {
    let options = front.options.iter().map(option_code).collect::<Vec<_>>().join(", ");
    let _ = writeln!(
        code,
        "/// The page of `{name}`.\npub(in crate::rules) static {constant}: Page = Page {{ name: {name:?}, group: {group:?}, \
         summary: {summary:?}, severity: Severity::{severity}, confidence: Confidence::{confidence}, \
         profile: Profile::{profile}, since: {since:?}, edition: {edition:?}, applies_to: &{applies_to:?}, managed: {managed}, \
         cwe: &{cwe:?}, security_severity: {score:?}, fix: FixSafety::{fix}, options: &[{options}], \
         references: &[{references}], claims: &[{claims}], body: {body:?} }};",
        name = front.name,
        constant = constant(&front.name),
        group = front.group,
        summary = front.summary,
        severity = capitalised(&front.severity),
        confidence = capitalised(&front.confidence),
        profile = capitalised(&front.profile),
        since = front.since,
        applies_to = front.applies_to,
        managed = front.managed,
        cwe = front.cwe,
        score = front.security_severity,
        fix = front.fix.split(' ').map(capitalised).collect::<String>(),
    );
}

fn option_code(option: &RuleOption) -> String {
    let kind = match (option.minimum, option.maximum, option.default) {
        (Some(minimum), Some(maximum), Some(default)) => {
            format!("OptionKind::Count {{ minimum: {minimum}, maximum: {maximum}, default: {default} }}")
        }
        _ => "OptionKind::Names".to_owned(),
    };
    format!("RuleOption {{ name: {:?}, kind: {kind}, about: {:?} }}", option.name, option.about)
}

// Packs.

fn packs() -> Result<String, String> {
    let mut names = Vec::new();
    let mut code = String::from("// Made by build.rs from rules/packs/*.toml.\n");
    for file in sorted(Path::new("rules/packs"))? {
        let pack: Pack = table(&file)?;
        check_pack(&file, &pack)?;
        let constant = constant(&pack.name);
        let controls = pack.control.iter().map(control_code).collect::<Vec<_>>().join(", ");
        let raised = pack.severity.iter().map(|(rule, to)| format!("({rule:?}, Severity::{})", capitalised(to)));
        let _ = writeln!(
            code,
            "static {constant}: Pack = Pack {{ name: {:?}, title: {:?}, url: {:?}, read: {:?}, about: {:?}, \
             controls: &[{controls}], severities: &[{}] }};",
            pack.name,
            pack.title,
            pack.url,
            pack.read,
            pack.about,
            raised.collect::<Vec<_>>().join(", ")
        );
        names.push(format!("&{constant}"));
    }
    let _ = writeln!(code, "/// Every pack, by name.\npub static PACKS: &[&Pack] = &[{}];", names.join(", "));
    Ok(code)
}

fn control_code(control: &Control) -> String {
    format!(
        "Control {{ id: {:?}, title: {:?}, url: {:?}, cover: Cover::{}, rules: &{:?}, why_not: {:?} }}",
        control.id,
        control.title,
        control.url,
        capitalised(&control.cover),
        control.rules,
        control.why_not
    )
}

/// A pack names rules that are there, and says of every control what files cannot show of it.
fn check_pack(file: &Path, pack: &Pack) -> Result<(), String> {
    let refuse = |what: String| Err(format!("{}: {what}", file.display()));
    if pack.name != stem(file) {
        return refuse(format!("is called {}", pack.name));
    }
    let has_page = |rule: &str| {
        let groups = sorted(Path::new("rules")).unwrap_or_default();
        groups.iter().any(|group| group.join(format!("{rule}.md")).exists())
    };
    let covered: Vec<&String> = pack.control.iter().flat_map(|control| &control.rules).collect();
    if let Some(unknown) = covered.iter().find(|rule| !has_page(rule)) {
        return refuse(format!("no rule is called {unknown}"));
    }
    if let Some(unknown) = pack.severity.keys().find(|rule| !covered.contains(rule)) {
        return refuse(format!("{unknown} is raised, and no control names it"));
    }
    for (at, control) in pack.control.iter().enumerate() {
        let is_twice = pack.control.iter().take(at).any(|other| other.id == control.id);
        let is_silent = control.cover != "full" && control.why_not.is_empty();
        let is_empty = control.rules.is_empty() && control.cover != "evidence";
        let is_empty = is_empty != (control.cover == "none");
        if is_twice || is_silent || is_empty || !control.url.starts_with("https://") {
            return refuse(format!("{}: twice, without a reason, without rules or without an address", control.id));
        }
    }
    Ok(())
}

// Tables.

fn tables() -> Result<String, String> {
    let mut code = String::from("// Made by build.rs from the tables below rules/schema/.\n");
    scopes(&mut code)?;
    types(&mut code)?;
    releases(&mut code)?;
    calendar(&mut code)?;
    placeholders(&mut code)?;
    permissions(&mut code)?;
    internet(&mut code)?;
    callbacks(&mut code)?;
    Ok(code)
}

fn scopes(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/scopes.toml");
    let Scopes { scope: scopes } = table(file)?;
    ordered(file, scopes.iter().map(|scope| &scope.name))?;
    let known = |name: &String| name == "*" || scopes.iter().any(|scope| scope.name == *name);
    let mut rows = String::new();
    for scope in &scopes {
        if let Some(unknown) = scope.implies.iter().find(|name| !known(name)) {
            return Err(format!("{}: {} implies the unknown {unknown}", file.display(), scope.name));
        }
        let _ = writeln!(
            rows,
            "ScopeFacts {{ name: {:?}, wire: {:?}, eca: {:?}, since: {}, is_since_inferred: {}, kind: ScopeKind::{}, implies: &{:?}, \
             aliases: &{:?}, family: {:?}, tokens: {}, summary: {:?} }},",
            scope.name,
            scope.wire,
            scope.eca.as_ref().unwrap_or(&scope.name),
            scope.since,
            scope.since_known == SinceKnown::Inferred,
            capitalised(&scope.kind),
            scope.implies,
            scope.aliases,
            scope.family,
            match &scope.tokens {
                Some(tokens) => format!("Some(TokenFormat::{})", capitalised(tokens)),
                None => "None".to_owned(),
            },
            scope.summary,
        );
    }
    let _ = writeln!(code, "/// OAuth scopes, in ASCII order.\npub static SCOPES: &[ScopeFacts] = &[{rows}];");
    Ok(())
}

/// Tables that are not of a metadata type.
const OTHER_TABLES: [&str; 12] = [
    "calendar",
    "callbacks",
    "folders",
    "internet",
    "permissions",
    "placeholders",
    "queries",
    "releases",
    "scopes",
    "standard_apps",
    "standard_profiles",
    "suffixes",
];

fn types(code: &mut String) -> Result<(), String> {
    let mut tables = String::new();
    for file in sorted(Path::new("rules/schema"))? {
        if OTHER_TABLES.contains(&stem(&file).as_str()) {
            continue;
        }
        let table: TypeTable = table(&file)?;
        if table.r#type != stem(&file) {
            return Err(format!("{}: the file holds the type {}", file.display(), table.r#type));
        }
        let rows = elements(&file, &table)?;
        let _ = writeln!(
            tables,
            "TypeFacts {{ name: {:?}, suffix: {:?}, folder: {:?}, member: {:?}, since: {}, is_since_inferred: {}, partial: {}, elements: &[{rows}] }},",
            table.r#type,
            table.suffix,
            table.folder,
            table.member,
            table.since,
            table.since_known == SinceKnown::Inferred,
            table.partial,
        );
    }
    let _ = writeln!(code, "/// Metadata types, by name.\npub static TYPES: &[TypeFacts] = &[{tables}];");
    Ok(())
}

fn elements(file: &Path, table: &TypeTable) -> Result<String, String> {
    let paths: Vec<String> = table.element.iter().map(Element::path).collect();
    ordered(file, paths.iter())?;
    let mut rows = String::new();
    for (element, path) in table.element.iter().zip(&paths) {
        let is_group = |other: &Element| other.path() == element.parent && other.r#type == "group";
        if !element.parent.is_empty() && !table.element.iter().any(is_group) {
            return Err(format!("{}: the parent of {path} is no group", file.display()));
        }
        if (element.r#type == "enum") == element.values.is_empty() {
            return Err(format!("{}: {path} is an enum without values, or has values and is none", file.display()));
        }
        let _ = writeln!(
            rows,
            "ElementFacts {{ path: {path:?}, parent: {:?}, name: {:?}, kind: ValueKind::{}, required: {}, \
             reported_required: {}, is_absence_tolerated: {}, repeatable: {}, values: &{:?}, range: {:?}, allowed: &{:?}, pattern: {:?}, since: {}, is_since_inferred: {}, \
             until: {:?}, \
             deprecated: {:?} }},",
            element.parent,
            element.name,
            capitalised(&element.r#type),
            element.required,
            element.reported_required,
            element.absence == Absence::Tolerated,
            element.repeatable,
            element.values,
            element.range,
            element.allowed,
            element.pattern,
            element.since,
            element.since_known == SinceKnown::Inferred,
            element.until,
            element.deprecated,
        );
    }
    Ok(rows)
}

fn calendar(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/calendar.toml");
    let Calendar { change: changes } = table(file)?;
    let is_sourced = |change: &Change| {
        let known = ["official", "release notes", "secondary"];
        known.contains(&change.certainty.as_str()) && change.url.starts_with("https://") && date(&change.read).is_some()
    };
    if !changes.is_sorted_by(|a, b| a.on <= b.on) || !changes.iter().all(is_sourced) {
        return Err(format!(
            "{}: changes stand oldest first, each with its source and the day it was read",
            file.display()
        ));
    }
    let mut rows = String::new();
    for change in &changes {
        let on = date(&change.on).ok_or_else(|| format!("{}: {} is no date", file.display(), change.on))?;
        let _ = write!(
            rows,
            "Change {{ kind: {:?}, feature: RetiringFeature::{}, words: {:?}, ending: {:?}, ended: {:?}, \
             on: date({on}), instead: {:?}, certainty: {:?}, read: {:?}, profile: {:?} }}, ",
            change.kind,
            camel(&change.kind),
            change.feature,
            change.ending,
            change.ended,
            change.instead,
            change.certainty,
            change.read,
            change.profile,
        );
    }
    let _ =
        writeln!(code, "/// What is switched off, the earliest first.\npub static CALENDAR: &[Change] = &[{rows}];");
    Ok(())
}

/// `2026-11-30` as the arguments of a date.
fn date(text: &str) -> Option<String> {
    let parts: Vec<u16> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    (text.len() == 10 && parts.len() == 3).then(|| parts.iter().map(u16::to_string).collect::<Vec<_>>().join(", "))
}

/// `device-flow` as `DeviceFlow`
fn camel(name: &str) -> String {
    name.split('-').map(capitalised).collect()
}

fn releases(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/releases.toml");
    let Releases { release: releases } = table(file)?;
    if !releases.is_sorted_by_key(|release| release.api) || releases.is_empty() {
        return Err(format!("{}: releases stand oldest first", file.display()));
    }
    let rows = releases.iter().map(|release| format!("({}, {:?})", release.api, release.name)).collect::<Vec<_>>();
    let _ = writeln!(
        code,
        "/// API version and release, oldest first.\npub static RELEASES: &[(u16, &str)] = &[{}];",
        rows.join(", ")
    );
    Ok(())
}

fn permissions(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/permissions.toml");
    let Permissions { permission: permissions, misnamed } = table(file)?;
    ordered(file, permissions.iter().map(|permission| &permission.name))?;
    let mut rows = String::new();
    for Permission { name, label, power, privileged, bypass, optional, lets } in &permissions {
        let power = capitalised(power);
        let bypass = capitalised(bypass.as_deref().unwrap_or("no"));
        let _ = writeln!(
            rows,
            "PermissionFacts {{ name: {name:?}, label: {label:?}, power: PermissionPower::{power}, \
             privileged: {privileged}, bypass: Bypass::{bypass}, optional: {optional}, lets: {lets:?} }},"
        );
    }
    let misnamed: Vec<(String, String)> = misnamed.into_iter().collect();
    let _ = writeln!(
        code,
        "/// Powerful user permissions, in ASCII order.\npub static PERMISSIONS: &[PermissionFacts] = &[{rows}];\n\
         /// Spellings that name no permission, and the names that were meant.\n\
         pub static MISNAMED_PERMISSIONS: &[(&str, &str)] = &{misnamed:?};"
    );
    queries(code)?;
    standard_apps(code)?;
    standard_profiles(code)
}

fn queries(code: &mut String) -> Result<(), String> {
    let path = Path::new("rules/schema/queries.toml");
    let Queries { query: queries } = table(path)?;
    let mut rows = String::new();
    for Query { file, object, r#for, tells, none, optional, soql } in &queries {
        if ["token,", "secret", "consumerkey"].iter().any(|word| soql.to_lowercase().contains(word)) {
            return Err(format!("{}: the query {file} selects what nobody may export", path.display()));
        }
        let asked_for = r#for.split('-').map(capitalised).collect::<String>();
        let _ = writeln!(
            rows,
            "Query {{ file: {file:?}, object: {object:?}, asked_for: AskedFor::{asked_for}, tells: {tells:?}, none: {none:?}, \
             optional: {optional}, soql: {soql:?} }},"
        );
    }
    let _ = writeln!(
        code,
        "/// The queries by which an org tells what metadata does not.\npub static QUERIES: &[Query] = &[{rows}];"
    );
    Ok(())
}

fn standard_apps(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/standard_apps.toml");
    let StandardApps { labels, developer_names } = table(file)?;
    ordered(file, labels.iter())?;
    ordered(file, developer_names.iter())?;
    let _ = writeln!(code, "/// Apps of Salesforce's own, by label.\npub static STANDARD_APPS: &[&str] = &{labels:?};");
    let _ = writeln!(
        code,
        "/// Further apps of Salesforce's own, by developer name; `*` at the end stands for any text.\n\
         pub static STANDARD_APP_NAMES: &[&str] = &{developer_names:?};"
    );
    Ok(())
}

fn standard_profiles(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/standard_profiles.toml");
    let StandardProfiles { profile: profiles } = table(file)?;
    ordered(file, profiles.iter().map(|profile| &profile.name))?;
    let mut rows = String::new();
    for StandardProfile { name, file, api_only, broad, localized, grants } in &profiles {
        let file = file.as_ref().unwrap_or(name);
        let _ = writeln!(
            rows,
            "StandardProfile {{ name: {name:?}, file: {file:?}, api_only: {api_only}, broad: {broad}, localized: &{localized:?}, grants: &{grants:?} }},"
        );
    }
    let _ = writeln!(
        code,
        "/// Profiles that every org has, in ASCII order.\npub static STANDARD_PROFILES: &[StandardProfile] = &[{rows}];"
    );
    Ok(())
}

fn placeholders(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/placeholders.toml");
    let Placeholders { tokens, prefixes, words, settings } = table(file)?;
    ordered(file, prefixes.iter())?;
    ordered(file, words.iter())?;
    ordered(file, settings.iter())?;
    let _ = writeln!(
        code,
        "/// Texts of apps that are the same in every org.\npub(super) static SETTING_TEXTS: &[&str] = &{settings:?};\n\
         /// Marks round a placeholder.\npub(super) static PLACEHOLDER_TOKENS: &[(&str, &str)] = &{tokens:?};\n\
         /// How a placeholder begins.\npub(super) static PLACEHOLDER_PREFIXES: &[&str] = &{prefixes:?};\n\
         /// Words that are placeholders.\npub(super) static PLACEHOLDER_WORDS: &[&str] = &{words:?};"
    );
    Ok(())
}

fn internet(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/internet.toml");
    let Internet { tunnels, environments, free_mail, no_mail, networks } = table(file)?;
    for list in [&tunnels, &environments, &free_mail, &no_mail] {
        ordered(file, list.iter())?;
    }
    let networks: Vec<(String, String)> = networks.into_iter().collect();
    let _ = writeln!(
        code,
        "/// Domains whose names lead to whoever asks for them.\npub static TUNNELS: &[&str] = &{tunnels:?};\n\
         /// Parts of host names that mark what is not production.\npub static ENVIRONMENTS: &[&str] = &{environments:?};\n\
         /// Domains in which anybody can have a mailbox.\npub static FREE_MAIL: &[&str] = &{free_mail:?};\n\
         /// Domains in which nobody has a mailbox.\npub static NO_MAIL: &[&str] = &{no_mail:?};\n\
         /// Networks that no packet from the Internet comes from, and what they are.\n\
         pub static NETWORKS: &[(&str, &str)] = &{networks:?};"
    );
    Ok(())
}

fn callbacks(code: &mut String) -> Result<(), String> {
    let file = Path::new("rules/schema/callbacks.toml");
    let Callbacks { placeholder_hosts, home_pages, placeholder_schemes, mobile_sdk_paths, salesforce, client } =
        table(file)?;
    let lists = [&placeholder_hosts, &home_pages, &placeholder_schemes, &mobile_sdk_paths];
    for list in lists.into_iter().chain([&salesforce.hosts, &salesforce.pages, &salesforce.endpoints]) {
        ordered(file, list.iter())?;
    }
    let mut rows = String::new();
    for CallbackClient { name, r#use, scheme, host, port, path } in &client {
        let used_for: String = r#use.split('-').map(capitalised).collect();
        let _ = writeln!(
            rows,
            "CallbackClient {{ name: {name:?}, used_for: CallbackUse::{used_for}, scheme: {scheme:?}, host: {host:?}, \
             port: {port:?}, path: {path:?} }},"
        );
    }
    let SalesforcePages { hosts, pages, endpoints } = salesforce;
    let _ = writeln!(
        code,
        "/// Hosts that nobody's program listens at.\npub(super) static PLACEHOLDER_HOSTS: &[&str] = &{placeholder_hosts:?};\n\
         /// Sites of which only the home page is a stand-in.\npub(super) static HOME_PAGES: &[&str] = &{home_pages:?};\n\
         /// Schemes that belong to no installed app.\n\
         pub(super) static PLACEHOLDER_SCHEMES: &[&str] = &{placeholder_schemes:?};\n\
         /// How callbacks of the Mobile SDK end.\n\
         pub(super) static MOBILE_SDK_PATHS: &[&str] = &{mobile_sdk_paths:?};\n\
         /// Salesforce's own hosts.\npub(super) static SALESFORCE_HOSTS: &[&str] = &{hosts:?};\n\
         /// Pages there that receive no code.\npub(super) static SALESFORCE_PAGES: &[&str] = &{pages:?};\n\
         /// Endpoints there that clients call.\npub(super) static ENDPOINT_PAGES: &[&str] = &{endpoints:?};\n\
         /// Programs whose callbacks are known.\n\
         pub(super) static CALLBACK_CLIENTS: &[CallbackClient] = &[{rows}];"
    );
    Ok(())
}

fn suffixes() -> Result<String, String> {
    let Suffixes { aliases } = table(Path::new("rules/schema/suffixes.toml"))?;
    let rows: Vec<(String, String)> = aliases.into_iter().collect();
    Ok(format!(
        "/// Suffixes that no tool knows, and the ones they stand for.\nstatic SUFFIX_ALIASES: &[(&str, &str)] = &{rows:?};"
    ))
}

/// The names of folders of types that calint reads, and of those that it does not.
fn folders() -> Result<String, String> {
    let file = Path::new("rules/schema/folders.toml");
    let Folders { of_our_types, of_other_types } = table(file)?;
    ordered(file, of_our_types.iter())?;
    ordered(file, of_other_types.iter())?;
    Ok(format!(
        "/// Folders of types that calint reads, sorted.\nstatic OF_OUR_TYPES: &[&str] = &{of_our_types:?};\n\
         /// Folders of types that it does not, sorted.\nstatic OF_OTHER_TYPES: &[&str] = &{of_other_types:?};"
    ))
}

fn table<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    toml::from_str(&text).map_err(|error| place(file, &text, 0, &error))
}

/// Names stand in ASCII order, each once.
fn ordered<'n>(file: &Path, names: impl Iterator<Item = &'n String>) -> Result<(), String> {
    let mut before: Option<&String> = None;
    for name in names {
        if before.is_some_and(|before| before >= name) {
            return Err(format!("{}: {name} is not in ASCII order, or stands twice", file.display()));
        }
        before = Some(name);
    }
    Ok(())
}

// Names and places.

fn place(file: &Path, text: &str, lines_before: usize, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start);
    let line = text[..start].matches('\n').count() + 1 + lines_before;
    format!("{}:{line}: {}", file.display(), error.message())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn snake(name: &str) -> String {
    name.replace('-', "_")
}

fn constant(name: &str) -> String {
    snake(name).to_uppercase()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
