//! A finding: what a rule says about a place.

use crate::schema::{Confidence, Profile, Severity};
use crate::workspace::Place;

use super::fix::Fix;

/// What a rule says about a place. Rule and component are added by the run.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Where: the value, or the start tag of the parent of what is absent.
    pub place: Place,
    /// One sentence without full stop that names app and value.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The value in its normal form, for the fingerprint. Never a secret: reports and baselines show fingerprints, and
    /// anyone who knows the other parts could try secrets until the hash fits.
    pub value: String,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// Severity, where it is not the page's.
    pub severity: Option<Severity>,
    /// Confidence, where it is not the page's.
    pub confidence: Option<Confidence>,
    /// First profile that shows it, where it is not the page's.
    pub profile: Option<Profile>,
    /// What would fix it.
    pub fix: Option<Box<Fix>>,
}

/// Another place that matters for a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// Why, in a few words.
    pub message: String,
}

impl Finding {
    /// A finding with the page's severity, confidence and profile.
    pub fn new(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
            help: help.into(),
            value: String::new(),
            related: Vec::new(),
            severity: None,
            confidence: None,
            profile: None,
            fix: None,
        }
    }

    /// The value in its normal form: two findings of one rule at one element differ by it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Another severity than the page's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Another confidence than the page's.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// Another profile than the page's.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// What would fix it.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into().map(Box::new);
        self
    }
}
