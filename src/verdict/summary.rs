//! The summary of a run: all that reports and the exit code are made of.
//!
//! It has no reference to a model or a file. A report can therefore show nothing that was not cleaned of secrets, and
//! the rounds of a fix run can compare two summaries after the models are gone. Everything that a format needs is
//! computed before, and what costs much only if a format asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::fix::{Edit, Offer};
use crate::model::{Component, Opened};
use crate::parse::{Range, Span};
use crate::rules::{Page, Reach};
use crate::schema::{Confidence, Kind, Severity};
use crate::shapes;
use crate::workspace::Home;

use super::controls::{ControlOf, PackReport};
use super::entry::BaselineReport;
use super::exit::ExitCode;
use super::redact::redact;
use super::status::{Note, Status};
use super::unchecked::Unchecked;

/// What a run came to.
#[derive(Debug, Default)]
pub struct Summary {
    /// The rules that ran, by name.
    pub rules: Vec<&'static Page>,
    /// What counts, by path, place and rule.
    pub findings: Vec<Judged>,
    /// Findings that are accepted or in the baseline, in the same order.
    pub set_aside: Vec<Judged>,
    /// Why the verdict cannot be trusted, by path and place.
    pub problems: Vec<Problem>,
    /// What became of the controls of the packs that were asked for.
    pub packs: Vec<PackReport>,
    /// What there is to say of acceptances and of facts.
    pub notes: Vec<Note>,
    /// What could not be checked.
    pub unchecked: Vec<Unchecked>,
    /// What the org could not answer, with the file that says so.
    pub unanswered: Vec<(String, String)>,
    /// Entries of each configuration that match nothing, by its number.
    pub unmatched: BTreeMap<usize, Unmatched>,
    /// What became of the baselines.
    pub baselines: Vec<BaselineReport>,
    /// Named files of no kind that calint reads.
    pub skipped: Vec<String>,
    /// Paths of files that have copies, each with the path that reports show for all of them.
    pub copies: BTreeMap<String, String>,
    /// The folder that all paths are relative to, absolute.
    pub base: PathBuf,
    /// The directory that the run was started in.
    pub working_directory: PathBuf,
    /// How many of what.
    pub counts: Counts,
    /// The least severities that fail the run, by the configurations.
    pub fail_on: BTreeSet<Severity>,
    /// In one word.
    pub verdict: Verdict,
    /// What the process ends with.
    pub exit_code: ExitCode,
    /// Files that were opened because something named them, by type.
    pub opened: BTreeMap<Kind, Opened>,
    /// Texts to quote from, by path, for every file with a finding, if the policy asks for them.
    pub snippets: BTreeMap<String, Snippet>,
    /// The hash of every line of the files with findings, if the policy asks for them.
    pub line_hashes: BTreeMap<String, Vec<String>>,
}

impl Summary {
    /// The summary of a run that checked nothing, because its configuration is wrong.
    pub fn of_wrong_configuration(problems: Vec<Problem>, base: PathBuf, working_directory: PathBuf) -> Self {
        let (verdict, exit_code) = (Verdict::Incomplete, ExitCode::Usage);
        Self { problems, base, working_directory, verdict, exit_code, ..Self::default() }
    }

    /// Findings that count.
    pub fn active(&self) -> impl Iterator<Item = &Judged> {
        self.findings.iter().filter(|finding| finding.status == Status::Active)
    }

    /// All findings of any status, by path, place and rule.
    pub fn all(&self) -> Vec<&Judged> {
        let mut all: Vec<&Judged> = self.findings.iter().chain(&self.set_aside).collect();
        all.sort_by_key(|finding| finding.order());
        all
    }

    /// Adds what came up after the look, such as files that could not be written.
    pub fn add_problems(&mut self, problems: Vec<Problem>) {
        if !problems.is_empty() {
            self.problems.extend(problems);
            self.problems.sort_by(|a, b| (&a.path, a.range, &a.message).cmp(&(&b.path, b.range, &b.message)));
            self.verdict = Verdict::Incomplete;
            self.exit_code = ExitCode::Incomplete;
        }
    }

    /// The findings that count and have a fix, each with it.
    pub fn fixes(&self) -> impl Iterator<Item = (&Judged, &JudgedFix)> {
        self.active().filter_map(|finding| Some((finding, finding.fix.as_deref()?)))
    }

    /// Problems that no finding reports at the same place. A file that is not well-formed is both a
    /// finding and a problem, and people want to read it once.
    pub fn untold_problems(&self) -> impl Iterator<Item = &Problem> {
        let told: BTreeSet<_> =
            self.findings.iter().map(|it| (&it.place.path, Some(it.place.range), &it.message)).collect();
        self.problems.iter().filter(move |it| !told.contains(&(&it.path, it.range, &it.message)))
    }
}

/// Entries of a configuration that match nothing, if its whole folder was scanned: indices of its lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unmatched {
    /// Declarations of apps.
    pub apps: Vec<usize>,
    /// Exclusions.
    pub exclude: Vec<usize>,
}

/// How many of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that rules looked at.
    pub files: usize,
    /// Apps in them.
    pub apps: usize,
    /// Active errors.
    pub errors: usize,
    /// Active warnings.
    pub warnings: usize,
    /// Active infos.
    pub infos: usize,
    /// Findings that are accepted.
    pub accepted: usize,
    /// Findings in the baseline.
    pub baselined: usize,
    /// Findings that the profile does not show.
    pub hidden: usize,
    /// Findings that the earlier state has, too.
    pub older: usize,
    /// Active findings with a safe fix.
    pub fixable: usize,
    /// Active findings with an unsafe fix.
    pub fixable_unsafe: usize,
    /// Active findings with a fix that `--only` has to name the rule of, and does not.
    pub fixable_named: usize,
}

/// A run in one word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing at or above the threshold.
    #[default]
    Clean,
    /// Something at or above the threshold.
    Findings,
    /// Something in scope could not be looked at.
    Incomplete,
}

impl Verdict {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::Incomplete => "incomplete",
        }
    }
}

/// A place in a file, ready for reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as shown.
    pub path: String,
    /// Lines, columns and bytes of the file.
    pub range: Range,
    /// Bytes of the file's [`Snippet`].
    pub span: Span,
}

/// An app as reports name it. An External Client App has several files and one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppOf {
    /// Its name.
    pub name: String,
    /// Its first file, as shown. Two projects may have apps of one name.
    pub path: String,
}

/// A finding that counts.
#[derive(Debug)]
pub struct Judged {
    /// The page of its rule.
    pub page: &'static Page,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// The component that it is about.
    pub component: Component,
    /// The app in whose files it is.
    pub app: Option<Arc<AppOf>>,
    /// What it says.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The element path.
    pub element: String,
    /// Where.
    pub place: Place,
    /// Other places that matter.
    pub related: Vec<JudgedRelated>,
    /// Its name across edits.
    pub fingerprint: String,
    /// The controls that its rule looks at, in the packs that were asked for.
    pub controls: Vec<ControlOf>,
    /// Whether it counts.
    pub status: Status,
    /// Whether it fails the run if it counts.
    pub fails: bool,
    /// How many copies of the file have the same finding.
    pub copies: usize,
    /// What would fix it.
    pub fix: Option<Box<JudgedFix>>,
}

impl Judged {
    /// Its controls in words: `SBS-OAUTH-002 (sbs)`.
    pub fn controls_told(&self) -> String {
        let told = self.controls.iter().map(|of| format!("{} ({})", of.control.id, of.pack.name));
        told.collect::<Vec<_>>().join(", ")
    }

    /// By path, place and rule.
    pub(super) fn place_order(&self) -> (&str, Range, &str, &str) {
        (&self.place.path, self.place.range, self.page.name, &self.message)
    }

    /// Apps first, then findings about the org; within each by path, place and rule.
    pub(super) fn order(&self) -> (bool, (&str, Range, &str, &str)) {
        (!self.is_of_app(), self.place_order())
    }

    /// Whether it is about an app, and not about the org.
    pub fn is_of_app(&self) -> bool {
        let kind = self.component.kind;
        matches!(kind, "ConnectedApp" | "ExternalClientApplication") || kind.starts_with("ExtlClnt")
    }
}

/// What would fix a finding.
#[derive(Debug)]
pub struct JudgedFix {
    /// The file that it changes, as shown.
    pub path: String,
    /// The same on the disk, or where it would be.
    pub file: PathBuf,
    /// Whether it can be written.
    pub home: Home,
    /// What it does.
    pub offer: Offer,
    /// Whether it changes only files of the finding's own component.
    pub reach: Reach,
    /// Whether `--only` names the rule of the finding.
    pub is_named: bool,
    /// Values that make it right, besides the places of its finding.
    pub rests_on: Vec<Place>,
}

impl JudgedFix {
    /// Whether the run may apply it: files that several components share are changed only if `--only` names the rule.
    pub fn is_in_reach(&self) -> bool {
        self.reach == Reach::Own || self.is_named
    }

    /// The edits as reports show them: none if one of them would show a secret.
    pub fn shown_edits(&self) -> &[Edit] {
        let edits = &self.offer.edits;
        if edits.iter().any(|edit| redact(&edit.text) != edit.text) { &[] } else { edits }
    }

    /// What the file is called afterwards, as shown, if it gets another name.
    pub fn new_path(&self) -> Option<String> {
        let name = shapes::hidden(self.offer.rename.as_ref()?);
        Some(self.path.rsplit_once('/').map_or_else(|| name.clone(), |(folder, _)| format!("{folder}/{name}")))
    }
}

/// Another place that matters.
#[derive(Debug)]
pub struct JudgedRelated {
    /// Where.
    pub place: Place,
    /// Why.
    pub message: String,
}

/// Why the verdict cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or directory, as shown.
    pub path: String,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where in the file.
    pub range: Option<Range>,
}

/// The text of a file without its secrets.
#[derive(Debug, PartialEq, Eq)]
pub struct Snippet(pub String);
