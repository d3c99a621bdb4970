//! Values that no output may show.
//!
//! A secret is a type of its own that cannot be printed, because every message of every rule would otherwise have to
//! remember not to print it.

use std::fmt;

/// A value that no output may show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text itself, for comparisons only: what is shown or kept must not depend on it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// How many characters it has. Messages may show this and nothing else of it.
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// What a message may show of it: its length. Even two digits would make an old secret of 13 digits a hundred times
    /// easier to guess.
    pub fn redacted(&self) -> String {
        crate::words::count(self.length(), "character")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.redacted())
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_never_prints_itself() {
        let secret = Secret::new("ACMEACMEACME");
        assert_eq!(format!("{secret:?}"), "Secret(12 characters)");
    }
}
