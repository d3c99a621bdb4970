//! Repairs in rounds: apply what does not get in each other's way, look again, take back what went wrong, until
//! nothing is left to repair. Everything happens in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::discover::{Draft, Overlay};
use crate::fix::{Applied, apply};
use crate::rules::{Safety, Severity};
use crate::verdict::{Judged, JudgedFix, Summary};

use super::taken::Taken;

/// After so many rounds the rest is left: repairs that undo one another would never settle.
const MAX_ROUNDS: usize = 50;

/// What came of the rounds.
pub(super) struct Settled {
    /// The files as they would be.
    pub(super) overlay: Overlay,
    /// What is left then.
    pub(super) summary: Summary,
    /// How many findings were repaired in each file, by the path that it has now.
    pub(super) fixed: BTreeMap<PathBuf, usize>,
    /// How many repairs did not do what they should and were taken back.
    pub(super) refused: usize,
}

/// The two things that rounds need from outside.
pub(super) struct Workshop<'w, E> {
    /// Looks at the files as they would be.
    pub(super) lint: &'w dyn Fn(&Overlay) -> Result<Summary, E>,
    /// Reads a file as it is.
    pub(super) read: &'w dyn Fn(&JudgedFix) -> io::Result<Vec<u8>>,
}

/// Repairs all that can be.
pub(super) fn settle<E>(safety: Safety, workshop: &Workshop<'_, E>) -> Result<Settled, E> {
    let mut rounds = Rounds { safety, ..Rounds::default() };
    loop {
        let summary = (workshop.lint)(&rounds.overlay)?;
        if !rounds.accept(&summary) {
            continue; // Something was taken back: look at what is there now.
        }
        let chosen = rounds.choose(&summary);
        if rounds.open(&chosen, workshop.read) {
            continue; // What was read may differ from what was looked at before.
        }
        if chosen.is_empty() || rounds.done >= MAX_ROUNDS {
            let refused = rounds.refused_of(&summary);
            let Rounds { overlay, fixed, .. } = rounds;
            return Ok(Settled { overlay, summary, fixed, refused });
        }
        rounds.apply(&chosen, &summary);
    }
}

/// What a finding says: rule, element without indices, and message.
type Meaning = (&'static str, String, String);

/// A repair that names a finding of a file.
type Refused = (PathBuf, String);

/// A file in the round that was applied last.
struct Batch {
    /// The file as it is now.
    file: PathBuf,
    /// The draft before the round.
    before: Draft,
    /// The names of the findings that were repaired.
    fingerprints: Vec<String>,
    /// What they said, how often.
    repaired: BTreeMap<Meaning, usize>,
    /// The bytes that are new, in the new text.
    regions: Vec<RangeInclusive<u64>>,
    /// What was said of the file before, how often.
    said: BTreeMap<Meaning, usize>,
    /// How many problems the file had before.
    problems: usize,
    /// The path, as shown, after the round.
    shown: String,
    /// Whether the file could not be understood before: then everything that is said of it now is new.
    is_unlocked: bool,
}

struct Rounds {
    safety: Safety,
    overlay: Overlay,
    batches: Vec<Batch>,
    /// Repairs that went wrong, and how many had gone right by then: after a further one it may be otherwise.
    refused: BTreeMap<Refused, usize>,
    accepted: usize,
    /// Files in which one repair is tried at a time, because several together went wrong.
    careful: BTreeSet<PathBuf>,
    fixed: BTreeMap<PathBuf, usize>,
    done: usize,
}

impl Default for Rounds {
    fn default() -> Self {
        Self {
            safety: Safety::Safe,
            overlay: Overlay::default(),
            batches: Vec::new(),
            refused: BTreeMap::new(),
            accepted: 0,
            careful: BTreeSet::new(),
            fixed: BTreeMap::new(),
            done: 0,
        }
    }
}

/// A finding with its repair.
type Chosen<'s> = (&'s Judged, &'s JudgedFix);

impl Rounds {
    /// Looks at what the last round did; false if some of it was taken back.
    fn accept(&mut self, summary: &Summary) -> bool {
        let batches = std::mem::take(&mut self.batches);
        let mut is_good = true;
        for batch in batches {
            if batch.is_good(summary) {
                self.accepted += 1;
                *self.fixed.entry(batch.file).or_default() += batch.fingerprints.len();
                continue;
            }
            is_good = false;
            if let [fingerprint] = batch.fingerprints.as_slice() {
                self.refused.insert((batch.file.clone(), fingerprint.clone()), self.accepted);
            } else {
                self.careful.insert(batch.file.clone());
            }
            self.overlay.insert(batch.file, batch.before);
        }
        is_good
    }

    /// Repairs of one round: in the order of their places, without those that would get in the way of an earlier one.
    fn choose<'s>(&self, summary: &'s Summary) -> Vec<Chosen<'s>> {
        let mut by_file: BTreeMap<&Path, (Taken<'s>, Vec<Chosen<'s>>)> = BTreeMap::new();
        for (finding, fix) in summary.fixes(self.safety) {
            let file = self.overlay.origin_of(&fix.file).unwrap_or(&fix.file);
            let (taken, of_file) = by_file.entry(&fix.file).or_default();
            let is_refused = self.refused.get(&(file.to_owned(), finding.fingerprint.clone())) == Some(&self.accepted);
            let is_free = of_file.is_empty() || !self.careful.contains(file);
            if !is_refused && is_free && taken.take(finding.page.name, &fix.offer) {
                of_file.push((finding, fix));
            }
        }
        by_file.into_values().flat_map(|(_, of_file)| of_file).collect()
    }

    /// How many repairs of what is left went wrong.
    fn refused_of(&self, summary: &Summary) -> usize {
        let names = summary.fixes(self.safety).map(|(finding, fix)| {
            let file = self.overlay.origin_of(&fix.file).unwrap_or(&fix.file);
            (file.to_owned(), finding.fingerprint.clone())
        });
        names.filter(|name| self.refused.contains_key(name)).count()
    }

    /// Reads the files that were not read yet; true if there were any.
    fn open(&mut self, chosen: &[Chosen<'_>], read: &dyn Fn(&JudgedFix) -> io::Result<Vec<u8>>) -> bool {
        let mut is_new = false;
        for (finding, fix) in chosen {
            if self.overlay.origin_of(&fix.file).is_some() {
                continue;
            }
            is_new = true;
            match read(fix) {
                Ok(bytes) => self.overlay.insert(fix.file.clone(), Draft::unchanged(fix.file.clone(), bytes)),
                // The next look tells why.
                Err(_) => {
                    self.refused.insert((fix.file.clone(), finding.fingerprint.clone()), self.accepted);
                }
            }
        }
        is_new
    }

    /// Applies a round.
    fn apply(&mut self, chosen: &[Chosen<'_>], summary: &Summary) {
        self.done += 1;
        for of_file in chosen.chunk_by(|(_, a), (_, b)| a.file == b.file) {
            let Some((_, fix)) = of_file.first() else { continue };
            let Some(file) = self.overlay.origin_of(&fix.file).map(Path::to_owned) else { continue };
            let Some(before) = self.overlay.get(&file).cloned() else { continue };
            let edits: BTreeSet<_> = of_file.iter().flat_map(|(_, fix)| &fix.offer.edits).collect();
            let Some(Applied { bytes: after, regions }) = apply(&before.after, edits) else {
                // A place that does not fit the text is no place to repair.
                let names = of_file.iter().map(|(finding, _)| (file.clone(), finding.fingerprint.clone()));
                self.refused.extend(names.map(|name| (name, self.accepted)));
                continue;
            };
            let path = fix.offer.rename.as_ref().map_or_else(|| fix.file.clone(), |name| fix.file.with_file_name(name));
            let shown = fix.new_path().unwrap_or_else(|| fix.path.clone());
            self.overlay.insert(file.clone(), Draft { after: Arc::new(after), path, ..before.clone() });
            self.batches.push(Batch {
                file,
                before,
                fingerprints: of_file.iter().map(|(finding, _)| finding.fingerprint.clone()).collect(),
                repaired: counted(of_file.iter().map(|(finding, _)| *finding)),
                regions,
                said: said(summary, &fix.path),
                problems: problems(summary, &fix.path),
                shown,
                is_unlocked: fix.offer.rename.is_some() || problems(summary, &fix.path) > 0,
            });
        }
    }
}

impl Batch {
    /// Whether what was repaired is gone, and nothing bad came in its place.
    fn is_good(&self, summary: &Summary) -> bool {
        let now = said(summary, &self.shown);
        let count = |of: &BTreeMap<Meaning, usize>, meaning: &Meaning| of.get(meaning).copied().unwrap_or_default();
        let is_gone =
            |(meaning, repaired): (&Meaning, &usize)| count(&now, meaning) + repaired <= count(&self.said, meaning);
        let is_new = |finding: &&Judged| {
            let meaning = meaning(finding);
            count(&now, &meaning) > count(&self.said, &meaning)
        };
        let here = of_file(summary, &self.shown).iter().filter(|finding| finding.severity >= Severity::Warning);
        let mut new = here.filter(is_new);
        problems(summary, &self.shown) <= self.problems
            && self.repaired.iter().all(is_gone)
            && (self.is_unlocked || !new.any(|finding| self.is_at_a_repair(finding)))
    }

    fn is_at_a_repair(&self, finding: &Judged) -> bool {
        let range = finding.place.range;
        self.regions.iter().any(|region| range.start.offset <= *region.end() && *region.start() <= range.end.offset)
    }
}

fn meaning(finding: &Judged) -> Meaning {
    let steps = finding.element.split('/').map(|step| step.split('[').next().unwrap_or(step));
    (finding.page.name, steps.collect::<Vec<_>>().join("/"), finding.message.clone())
}

/// What is said of a file, how often.
fn said(summary: &Summary, path: &str) -> BTreeMap<Meaning, usize> {
    counted(of_file(summary, path).iter())
}

fn counted<'j>(findings: impl Iterator<Item = &'j Judged>) -> BTreeMap<Meaning, usize> {
    let mut counted = BTreeMap::new();
    for finding in findings {
        *counted.entry(meaning(finding)).or_default() += 1;
    }
    counted
}

/// The findings of a file; all of them stand in the order of their paths.
fn of_file<'s>(summary: &'s Summary, path: &str) -> &'s [Judged] {
    let findings = &summary.findings;
    let start = findings.partition_point(|finding| finding.place.path.as_str() < path);
    let end = findings.partition_point(|finding| finding.place.path.as_str() <= path);
    findings.get(start..end).unwrap_or_default()
}

fn problems(summary: &Summary, path: &str) -> usize {
    summary.problems.iter().filter(|problem| problem.path == path).count()
}
