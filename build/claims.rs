//! The claims of a page: what it says about the platform, and how that is known.
//!
//! No claim was verified in an org, so a page may be no louder than its evidence: an error and a safe fix need official
//! text or three independent reports. The build enforces this because prose cannot: a page could raise its severity in
//! one edit, and a reader would not notice that nothing supports it.

use toml::Spanned;

use super::choices::choices;
use super::levels::Severity;
use super::literal::{Literal, Word};
use super::page_words::{Carries, FixSafety};
use super::references::{Documents, References};
use super::row::row;
use super::source::Source;

row! {
    Claim {
        says: Spanned<String>,
        #[serde(skip)]
        evidence: Evidence,
        carries: Vec<Spanned<Carries>>,
        #[serde(default)]
        sources: References,
    }
    besides {
        #[serde(rename = "evidence")]
        known: Spanned<Word<Known>>,
        #[serde(default)]
        reports: u8,
    }
}

/// How a claim is known, as pages say it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Known {
    Official,
    Reports,
    Inferred,
}

choices!(Known, "evidence", { Official => "official", Reports => "reports", Inferred => "inferred" });

/// The same with the number of independent reports, as the program has it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Evidence {
    Official,
    Reports(u8),
    #[default]
    Inferred,
}

impl Literal for Evidence {
    fn literal(&self) -> String {
        format!("Evidence::{self:?}")
    }
}

impl Evidence {
    /// The evidence. Refuses a number of reports that does not go with its word.
    pub(super) fn of(known: &Spanned<Word<Known>>, reports: u8, source: &Source) -> Result<Self, String> {
        let why = "`reports` is their number, with `evidence = \"reports\"` only";
        Self::counted(known.get_ref().0, reports).ok_or_else(|| source.refusal(known.span(), why))
    }

    fn counted(known: Known, reports: u8) -> Option<Self> {
        match (known, reports) {
            (Known::Official, 0) => Some(Self::Official),
            (Known::Inferred, 0) => Some(Self::Inferred),
            (Known::Reports, count @ 1..) => Some(Self::Reports(count)),
            _ => None,
        }
    }

    /// Whether an error or a safe fix may rest on it.
    fn is_strong(self) -> bool {
        matches!(self, Self::Official | Self::Reports(3..))
    }
}

/// Gives a claim its evidence and its documents. Refuses one that carries more than its evidence allows.
pub(super) fn complete(claim: &mut Claim, source: &Source, documents: &Documents) -> Result<(), String> {
    let known = claim.known.get_ref().0;
    claim.evidence = Evidence::of(&claim.known, claim.reports, source)?;
    if !claim.says.get_ref().ends_with('.') {
        return source.refuse(claim.says.span(), "a claim is a whole sentence and ends with a full stop");
    }
    if known != Known::Inferred && claim.sources.is_empty() {
        return source.refuse(claim.known.span(), format!("a claim with the evidence {known} names its sources"));
    }
    let needs_strong = |it: &&Spanned<Carries>| matches!(it.get_ref(), Carries::Error | Carries::SafeFix);
    if let Some(carried) = claim.carries.iter().find(needs_strong).filter(|_| !claim.evidence.is_strong()) {
        let what = carried.get_ref();
        return source.refuse(carried.span(), format!("{what} needs official text or three independent reports"));
    }
    claim.sources.look_up(source, documents)
}

/// A severity and a safe fix rest on a claim.
pub(super) fn expect_support(
    claims: &[Claim],
    (severity, fix): (&Spanned<Severity>, &Spanned<FixSafety>),
    source: &Source,
) -> Result<(), String> {
    let is_carried = |what: Carries| claims.iter().flat_map(|claim| &claim.carries).any(|it| *it.get_ref() == what);
    let of_severity = match severity.get_ref() {
        Severity::Error => Carries::Error,
        Severity::Warning => Carries::Warning,
        Severity::Info => Carries::Info,
    };
    if !is_carried(of_severity) {
        return source.refuse(severity.span(), format!("no claim carries the severity {of_severity}"));
    }
    let is_safe = matches!(fix.get_ref(), FixSafety::Safe | FixSafety::SafeAndUnsafe);
    if is_safe && !is_carried(Carries::SafeFix) {
        return source.refuse(fix.span(), "no claim carries the safe fix");
    }
    Ok(())
}
