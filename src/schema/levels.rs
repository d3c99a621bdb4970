//! Severity, confidence and profile: how bad, how sure, and for whom. The build script compiles this file, too, and
//! refuses a page with another word.

use crate::choices::choices;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look.
    Info,
    /// It works, but a documented control is broken.
    Warning,
    /// A deployment or a flow fails, or a secret is exposed.
    Error,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A heuristic.
    Low,
    /// Depends on the org's state or on intent.
    Medium,
    /// Follows from the files.
    High,
}

/// Which runs show a rule. Each profile includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// Findings that are rarely disputed.
    Default,
    /// Also findings that depend on context or policy.
    Strict,
    /// Also heuristics, inventory and what cannot be verified.
    Audit,
}

choices!(Severity, "severity", {
    Error => "error": "A deployment or a flow fails, or a secret is exposed",
    Warning => "warning": "It works, but a documented control is broken",
    Info => "info": "Worth a look",
});
choices!(Confidence, "confidence", { High => "high", Medium => "medium", Low => "low" });
choices!(Profile, "profile", {
    Default => "default": "Findings that are rarely disputed",
    Strict => "strict": "Also findings that depend on context or policy",
    Audit => "audit": "Also heuristics and inventory, for a person who reviews",
});
