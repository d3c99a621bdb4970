//! Whether a finding counts, and what there is to say of acceptances.

use jiff::civil::Date;

/// Whether a finding counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Active,
    /// A person accepts it, with a reason.
    Accepted(Accepted),
    /// It was there when calint was adopted.
    Baselined,
}

impl Status {
    /// The word in reports.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Accepted(_) => "accepted",
            Self::Baselined => "baselined",
        }
    }

    /// Why it does not count; nothing if it does.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Active => None,
            Self::Accepted(accepted) => {
                let until = accepted.until.map_or_else(String::new, |until| format!(" until {until}"));
                Some(format!("accepted{until} in {}: {}", accepted.origin, accepted.reason))
            }
            Self::Baselined => Some("in the baseline".to_owned()),
        }
    }
}

/// Something to say of acceptances, not of apps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The file that it is about, as shown.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// How much it matters.
    pub level: NoteLevel,
    /// One sentence without full stop.
    pub message: String,
}

/// How much a note matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteLevel {
    /// calint does not print it.
    Off,
    /// For information.
    Info,
    /// A person should act.
    #[default]
    Warning,
    /// It fails the run.
    Error,
}

impl NoteLevel {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Why a finding is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// In the words of the person who accepted it.
    pub reason: String,
    /// The last day on which it is valid.
    pub until: Option<Date>,
    /// Where it is accepted, as `calint.toml:12`.
    pub origin: String,
}
