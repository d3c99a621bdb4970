//! The pages of `rules/<group>/<rule>.md`, compiled in by the build script.
//!
//! The structs are written here and the values are generated, so that the compiler checks each page, and so that
//! reports, `explain`, and the checks of `calint.toml` read the same fields. The body stays Markdown: it is shown as it
//! is, and only SARIF needs its sections.

use std::ops::Range;
use std::sync::LazyLock;

use crate::packed::unpacked;

use crate::schema::{Confidence, Evidence, Profile, Reference, Severity};

use super::fix::Safety;
use super::page_words::{Carries, FixSafety};

/// What a rule says of itself.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// Kebab-case name of the defect.
    pub name: &'static str,
    /// The folder of the page.
    pub group: &'static str,
    /// One sentence without full stop.
    pub summary: &'static str,
    /// Severity of the main case.
    pub severity: Severity,
    /// Confidence of the main case.
    pub confidence: Confidence,
    /// The first profile that shows it.
    pub profile: Profile,
    /// The version of calint that brought it.
    pub since: &'static str,
    /// The edition of the rules that brought it, as in `2026.11`.
    pub edition: &'static str,
    /// Metadata types.
    pub applies_to: &'static [&'static str],
    /// Whether it checks apps of managed packages, whose subscriber can change policies only.
    pub managed: bool,
    /// Weaknesses, as `CWE-250`.
    pub cwe: &'static [&'static str],
    /// 0.1 to 10.0, for rules on security.
    pub security_severity: Option<f64>,
    /// Whether it can fix what it finds.
    pub fix: FixSafety,
    /// What one may set of it in `calint.toml`.
    pub options: &'static [RuleOption],
    /// Documents to read, the best first.
    pub references: &'static [&'static Reference],
    /// What it says about the platform's behavior, the main claim first.
    pub claims: &'static [Claim],
    /// The body up to its samples, and the body behind them, in the texts of all pages.
    before: Range<usize>,
    after: Range<usize>,
    /// The samples, in the samples of all pages.
    samples: Range<usize>,
}

/// The bodies of all pages without their samples. The first run that shows a page unpacks them.
static TEXTS: LazyLock<String> = LazyLock::new(|| unpacked(PACKED_TEXTS));

/// The samples of all pages.
static SAMPLES: LazyLock<String> = LazyLock::new(|| unpacked(PACKED_SAMPLES));

fn part(of: &'static str, range: &Range<usize>) -> &'static str {
    of.get(range.clone()).unwrap_or_default()
}

impl Page {
    /// The page below the front matter, in Markdown.
    pub fn body(&self) -> String {
        let [before, after] = self.body_without_samples();
        [before, part(&SAMPLES, &self.samples), after].concat()
    }

    /// The same without the samples: what is before them and behind them.
    pub fn body_without_samples(&self) -> [&'static str; 2] {
        [&self.before, &self.after].map(|range| part(&TEXTS, range))
    }

    /// The best document to read.
    pub fn url(&self) -> &'static str {
        self.references.first().map_or("", |reference| reference.url)
    }

    /// The address of this page, where calint's repository is read.
    pub fn address(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.name)
    }

    /// How the claim is known on which findings of a severity rest: the first that carries it, else the main one.
    pub fn evidence(&self, severity: Severity) -> Option<Evidence> {
        let carries = |claim: &&Claim| claim.carries.iter().any(|it| it.severity() == Some(severity));
        self.claims.iter().find(carries).or(self.claims.first()).map(|claim| claim.evidence)
    }
}

/// A claim about the platform's behavior.
#[derive(Debug, PartialEq, Eq)]
pub struct Claim {
    /// A whole sentence.
    pub says: &'static str,
    /// How it is known.
    pub evidence: Evidence,
    /// What rests on it.
    pub carries: &'static [Carries],
    /// Documents that say so.
    pub sources: &'static [&'static Reference],
}

impl Carries {
    /// The severity of the findings that rest on it.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::SafeFix => None,
        }
    }
}

/// What one may set of a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleOption {
    /// Its key.
    pub name: &'static str,
    /// What it may be.
    pub kind: OptionKind,
    /// One sentence without full stop.
    pub about: &'static str,
}

/// What an option may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// A whole number within bounds.
    Count {
        /// The least.
        minimum: i64,
        /// The greatest.
        maximum: i64,
        /// Without a setting.
        default: i64,
    },
    /// A list of names or globs, empty without a setting.
    Names,
}

impl FixSafety {
    /// Whether a fix of a safety may be offered.
    pub fn allows(self, safety: Safety) -> bool {
        match self {
            Self::None => false,
            Self::Safe => safety == Safety::Safe,
            Self::Unsafe => safety == Safety::Unsafe,
            Self::SafeAndUnsafe => true,
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));
