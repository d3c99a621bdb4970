//! How calint knows what it says about the platform, and the documents that say so.

use std::fmt;

/// How a claim about the platform is known. None was verified in an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Salesforce, or the author of the standard, says so.
    Official,
    /// This many independent public reports say so.
    Reports(u8),
    /// It follows from something else that is known.
    Inferred,
}

impl Evidence {
    /// As reports for machines spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Reports(_) => "reports",
            Self::Inferred => "inferred",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Official => f.write_str("official documentation"),
            Self::Reports(1) => f.write_str("1 public report; not verified in an org"),
            Self::Reports(count) => write!(f, "{count} independent public reports; not verified in an org"),
            Self::Inferred => f.write_str("inferred; not verified in an org"),
        }
    }
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

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
