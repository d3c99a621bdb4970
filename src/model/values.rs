//! The values that connected-app elements may have.
//!
//! A value is parsed once, when it is read, and a rule never sees the text. A text that fits no value is kept as such,
//! for the rule that reports wrong values.

use crate::schema::{SCOPES, ScopeFacts, ScopeKind};

/// How the app treats the org's IP restrictions (`oauthPolicy/ipRelaxation`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IpRelaxation {
    /// `ENFORCE`
    Enforce,
    /// `BYPASS`: never applied
    Bypass,
    /// `BYPASS_2FACTOR`: skipped from trusted ranges or after identity verification
    BypassSecondFactor,
    /// `ENFORCE_RELAXREFRESH`: not applied when a refresh token is exchanged
    EnforceRelaxRefresh,
}

impl IpRelaxation {
    /// Reads the value, letter case ignored.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_uppercase().as_str() {
            "ENFORCE" => Some(Self::Enforce),
            "BYPASS" => Some(Self::Bypass),
            "BYPASS_2FACTOR" => Some(Self::BypassSecondFactor),
            "ENFORCE_RELAXREFRESH" => Some(Self::EnforceRelaxRefresh),
            _ => None,
        }
    }
}

/// The unit of a refresh token's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// `HOURS`
    Hours,
    /// `DAYS`
    Days,
    /// `MONTHS`
    Months,
}

/// A length of time as the policy writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How many units; at least 1.
    pub count: u32,
    /// Of what.
    pub unit: TimeUnit,
}

/// How long refresh tokens live (`oauthPolicy/refreshTokenPolicy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshTokenPolicy {
    /// `zero`: dead on arrival
    Zero,
    /// `infinite`: until revoked
    Infinite,
    /// `specific_lifetime:N:U`: a fixed time from issue
    Lifetime(Span),
    /// `specific_inactivity:N:U`: as long as it is used within the time
    Inactivity(Span),
}

impl RefreshTokenPolicy {
    /// Reads the value, letter case ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let mut parts = lower.split(':');
        let policy = match (parts.next()?, parts.next(), parts.next()) {
            ("zero", None, None) => Self::Zero,
            ("infinite", None, None) => Self::Infinite,
            ("specific_lifetime", Some(count), Some(unit)) => Self::Lifetime(Span::parse(count, unit)?),
            ("specific_inactivity", Some(count), Some(unit)) => Self::Inactivity(Span::parse(count, unit)?),
            _ => return None,
        };
        parts.next().is_none().then_some(policy)
    }
}

impl Span {
    /// The same in hours; a month has 30 days, as Salesforce counts.
    pub fn hours(self) -> u64 {
        let unit = match self.unit {
            TimeUnit::Hours => 1,
            TimeUnit::Days => 24,
            TimeUnit::Months => 30 * 24,
        };
        u64::from(self.count) * unit
    }

    pub(super) fn parse(count: &str, unit: &str) -> Option<Self> {
        let starts_well = count.starts_with(|digit: char| matches!(digit, '1'..='9'));
        let unit = match unit {
            "hours" => TimeUnit::Hours,
            "days" => TimeUnit::Days,
            "months" => TimeUnit::Months,
            _ => return None,
        };
        starts_well.then(|| count.parse().ok()).flatten().map(|count| Self { count, unit })
    }
}

/// A scope as the file spells it, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The spelling in the file.
    pub text: String,
    /// The row of the table, if the spelling is the metadata's own.
    pub facts: Option<&'static ScopeFacts>,
}

impl Scope {
    /// Reads a scope as a `ConnectedApp` spells it.
    pub fn of_connected_app(text: &str) -> Self {
        let facts = SCOPES.iter().find(|scope| scope.name == text);
        Self { text: text.to_owned(), facts }
    }

    /// Reads a scope as an External Client App spells it.
    pub fn of_external_client_app(text: &str) -> Self {
        let facts = SCOPES.iter().find(|scope| scope.eca == text);
        Self { text: text.to_owned(), facts }
    }

    /// Whether it is of a kind. `RefreshToken` and `OfflineAccess` are two names of one kind.
    pub fn is(&self, kind: ScopeKind) -> bool {
        self.facts.is_some_and(|facts| facts.kind == kind)
    }

    /// Whether it is for more than to know who the user is, and to stay logged in.
    pub fn reaches_data(&self) -> bool {
        !self.is(ScopeKind::Identity) && !self.is(ScopeKind::Refresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refresh_token_policies_follow_the_grammar() {
        let days = |count| Span { count, unit: TimeUnit::Days };
        assert_eq!(
            RefreshTokenPolicy::parse("specific_lifetime:90:DAYS"),
            Some(RefreshTokenPolicy::Lifetime(days(90)))
        );
        assert_eq!(RefreshTokenPolicy::parse("Infinite"), Some(RefreshTokenPolicy::Infinite));
        for wrong in [
            "",
            "never",
            "specific_lifetime:0:DAYS",
            "specific_lifetime:+1:DAYS",
            "specific_lifetime:1:DAY",
            "zero:1",
            "specific_inactivity:1:DAYS:x",
            "specific_lifetime:01:DAYS",
        ] {
            assert_eq!(RefreshTokenPolicy::parse(wrong), None, "{wrong}");
        }
    }
}
