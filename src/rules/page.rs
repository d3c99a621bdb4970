//! The pages of `rules/<group>/<rule>.md`, compiled in by `build.rs`.

use super::fix::Safety;
use super::levels::{Confidence, Profile, Severity};

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
    /// Whether it speaks on apps of managed packages, whose subscriber can change policies only.
    pub managed: bool,
    /// Weaknesses, as `CWE-250`.
    pub cwe: &'static [&'static str],
    /// 0.1 to 10.0, for rules on security.
    pub security_severity: Option<f64>,
    /// Whether it can repair what it finds.
    pub fix: FixSafety,
    /// What one may set of it in `calint.toml`.
    pub options: &'static [RuleOption],
    /// Documents to read, the best first.
    pub references: &'static [Reference],
    /// The page below the front matter, in Markdown.
    pub body: &'static str,
}

impl Page {
    /// The best document to read.
    pub fn url(&self) -> &'static str {
        self.references.first().map_or("", |reference| reference.url)
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

/// A document to read.
#[derive(Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its title.
    pub title: &'static str,
    /// Its address.
    pub url: &'static str,
    /// The day of the notes that our statements rest on.
    pub read: &'static str,
}

/// Whether a rule can repair what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixSafety {
    /// No: a person must choose.
    None,
    /// Yes, and it changes neither what happens at run time nor who has access.
    Safe,
    /// Yes, and a person should look at it.
    Unsafe,
    /// Some findings in one way, some in the other.
    SafeAndUnsafe,
}

impl FixSafety {
    /// Whether a repair of a safety may be offered.
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
