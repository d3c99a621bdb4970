//! Acceptances: findings that a person has looked at and accepts, with a reason.
//!
//! An acceptance names a rule, an app, and perhaps a path, and no line or fingerprint: people write it by hand, and it
//! should survive edits. That makes it broad, so calint reports one that matches nothing. It can tell so only if the
//! whole folder of the configuration was scanned and the rule ran.

use std::path::{Path, PathBuf};

use globset::GlobMatcher;
use jiff::civil::Date;

use super::redact::redact_words;
use super::status::{Accepted, Note, NoteLevel};
use super::summary::Judged;

/// Days before its end from which calint mentions an acceptance: enough time to renew it or to fix the finding.
const SOON: i32 = 14;

/// What is accepted.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The rule.
    pub rule: &'static str,
    /// Component names; all without it.
    pub app: Option<GlobMatcher>,
    /// Paths below the folder of the configuration; all without it.
    pub path: Option<GlobMatcher>,
    /// Why.
    pub reason: String,
    /// The last day on which it is valid. Without one it stays valid.
    pub until: Option<Date>,
    /// The file that contains it, as shown, and the line.
    pub origin: (String, u32),
}

/// All acceptances of a run.
#[derive(Debug, Clone, Default)]
pub struct Acceptances {
    /// In the order in which they are tried.
    pub entries: Vec<Acceptance>,
    /// The folder that their paths are relative to, absolute.
    pub folder: PathBuf,
    /// The day to judge by.
    pub today: Date,
}

/// What an acceptance was good for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Use {
    /// It covers a finding.
    met: bool,
    /// All that it could cover was looked at, and its rule ran.
    pub(super) judged: bool,
}

impl Acceptance {
    fn covers(&self, finding: &Judged, below: Option<&Path>) -> bool {
        let of_app = self.app.as_ref().is_none_or(|app| app.is_match(&finding.component.name));
        self.rule == finding.page.name && of_app && self.covers_path(below)
    }

    fn covers_path(&self, below: Option<&Path>) -> bool {
        self.path.as_ref().is_none_or(|path| below.is_some_and(|below| path.is_match(below)))
    }

    fn has_ended(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    fn accepted(&self) -> Accepted {
        let origin = format!("{}:{}", self.origin.0, self.origin.1);
        Accepted { reason: redact_words(&self.reason), until: self.until, origin }
    }
}

impl Acceptances {
    /// A path below the folder of the configuration.
    pub(super) fn below<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.strip_prefix(&self.folder).ok()
    }

    /// The acceptance of a finding at an absolute path; one that has ended comes back beside it.
    pub(super) fn of(&self, finding: &Judged, path: &Path, uses: &mut [Use]) -> (Option<Accepted>, Option<Accepted>) {
        let below = self.below(path);
        let (mut holds, mut ended) = (None, None);
        for (entry, used) in self.entries.iter().zip(uses) {
            if !entry.covers(finding, below) {
                continue;
            }
            used.met = true;
            let which = if entry.has_ended(self.today) { &mut ended } else { &mut holds };
            which.get_or_insert_with(|| entry.accepted());
        }
        (holds, ended)
    }

    /// What there is to say of the acceptances themselves.
    pub(super) fn notes(&self, uses: &[Use], unused: NoteLevel) -> Vec<Note> {
        self.entries.iter().zip(uses).filter_map(|(entry, used)| self.note(entry, *used, unused)).collect()
    }

    fn note(&self, entry: &Acceptance, used: Use, unused: NoteLevel) -> Option<Note> {
        let rule = entry.rule;
        let (level, message) = match entry.until {
            _ if !used.met && used.judged => {
                (unused, format!("no finding needs this acceptance of `{rule}`; delete it"))
            }
            Some(until) if used.met && entry.has_ended(self.today) => {
                (NoteLevel::Warning, format!("this acceptance of `{rule}` ended on {until}, and its findings are back"))
            }
            Some(until) if used.met && self.days_to(until) <= SOON => {
                (NoteLevel::Info, format!("this acceptance of `{rule}` ends on {until}"))
            }
            _ => return None,
        };
        let (path, line) = entry.origin.clone();
        (level != NoteLevel::Off).then_some(Note { path, line, level, message: redact_words(&message) })
    }

    fn days_to(&self, until: Date) -> i32 {
        self.today.until(until).map_or(i32::MAX, |span| span.get_days())
    }
}
