//! The words that pages and packs choose from, besides the levels.
//!
//! They are apart from what they describe because the build script compiles this file, too, and refuses a page with
//! another word.

use crate::choices::choices;

/// Whether a rule can fix what it finds.
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

choices!(FixSafety, "fix", {
    None => "none",
    Safe => "safe",
    Unsafe => "unsafe",
    SafeAndUnsafe => "safe and unsafe",
});

/// What may rest on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// Findings that are errors.
    Error,
    /// Findings that are warnings.
    Warning,
    /// Findings that are infos.
    Info,
    /// A fix that needs no look.
    SafeFix,
}

choices!(Carries, "what a claim carries", {
    Error => "error",
    Warning => "warning",
    Info => "info",
    SafeFix => "safe fix",
});

/// How much of a control files show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// All of it.
    Full,
    /// A part.
    Partial,
    /// What a person needs to judge it.
    Evidence,
    /// Nothing.
    None,
}

choices!(Cover, "cover", {
    Full => "full",
    Partial => "partial",
    Evidence => "evidence",
    None => "none",
});
