//! Fixes in rounds: apply those that do not get in each other's way, check again, revert what went wrong, until nothing
//! is left to fix. Everything happens in memory.
//!
//! calint compares the whole report after a round with the one before it, instead of trusting each rule to know what
//! its fix does to the others. A fix must remove its finding and must not introduce a new one, in any file. If several
//! fixes of a file go wrong together, calint tries half of them next, so that it finds a single bad one among many in
//! few rounds. A file in which fixes keep going wrong stays as it was: if half of its fixes were applied, the next run
//! would try the others again.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::fix::{Applied, apply};
use crate::rules::Safety;
use crate::verdict::{JudgedFix, Summary};
use crate::workspace::{Draft, Drafts};

use super::batch::{Batch, Kind};
use super::claimed_edits::ClaimedEdits;
use super::contest::{Candidate, blockers, overlap};
use super::first_report::{Beyond, FirstReport, LeftFix, NamedFix};
use super::meanings::{FormerPaths, Meaning, Meanings, former_path};
use super::round_result::RoundResult;

/// calint stops after this many rounds, so that fixes which undo one another end. Other fixes need far fewer.
const MAX_ROUNDS: usize = 200;

/// calint gives up a file after this many fixes that went wrong alone, since each of them costs a whole check.
const MAX_REFUSALS: usize = 5;

/// The result of the rounds.
pub struct Settled {
    /// The files as they would be.
    pub(crate) drafts: Drafts,
    /// The report on them.
    pub(crate) summary: Summary,
    /// What was fixed in each file, by the path that the file has now on the disk.
    pub(crate) fixed: BTreeMap<PathBuf, Vec<NamedFix>>,
    /// Fixes of the first report that were not applied.
    pub(crate) left: Vec<LeftFix>,
    /// Fixes that other options would apply.
    pub(crate) beyond: Beyond,
}

/// The two things that rounds need from outside.
pub struct Workshop<'w, E> {
    /// Checks the files as they would be.
    pub(crate) lint: &'w dyn Fn(&Drafts) -> Result<Summary, E>,
    /// Reads a file as it is.
    pub(crate) read: &'w dyn Fn(&JudgedFix) -> io::Result<Vec<u8>>,
}

/// Applies all fixes of the first report that can be applied.
pub fn settle<E>(safety: Safety, workshop: &Workshop<'_, E>) -> Result<Settled, E> {
    let mut summary = (workshop.lint)(&Drafts::default())?;
    let mut rounds = Rounds::new(&summary, safety);
    loop {
        let chosen = rounds.choose(&summary);
        if rounds.open(&chosen, workshop.read) {
            // A file may have changed since the report on it.
            summary = (workshop.lint)(&rounds.drafts)?;
            rounds.accepted_report = Meanings::of(&summary, &rounds.former);
            continue;
        }
        if chosen.is_empty() || rounds.done >= MAX_ROUNDS {
            return Ok(rounds.finish(summary));
        }
        rounds.apply(&chosen, &summary);
        loop {
            let after = (workshop.lint)(&rounds.drafts)?;
            match rounds.judge(&after) {
                Judgment::Kept => summary = after,
                Judgment::Reverted => {}
                Judgment::PartlyReverted => continue,
            }
            break;
        }
    }
}

/// What became of a round.
enum Judgment {
    Kept,
    /// The files are as they were before the round.
    Reverted,
    /// What is left has to be checked again.
    PartlyReverted,
}

/// A fix that names a finding of a file.
type FixOfFile = (PathBuf, String);

struct Rounds {
    safety: Safety,
    first: FirstReport,
    accepted_report: Meanings,
    drafts: Drafts,
    former: FormerPaths,
    batches: Vec<Batch>,
    /// Fixes that went wrong, and how many had gone right by then: after a further one it may be otherwise.
    refused: BTreeMap<FixOfFile, usize>,
    refusals: BTreeMap<PathBuf, usize>,
    given_up: BTreeMap<PathBuf, String>,
    accepted: usize,
    /// How many fixes of a file are tried at a time, after several together went wrong.
    sizes: BTreeMap<PathBuf, usize>,
    /// How many files are tried at a time, after a round in which any of several files could have gone wrong.
    width: usize,
    fixed: BTreeMap<PathBuf, Vec<NamedFix>>,
    counts: BTreeMap<Meaning, usize>,
    done: usize,
}

impl Rounds {
    fn new(summary: &Summary, safety: Safety) -> Self {
        Self {
            safety,
            first: FirstReport::of(summary, safety),
            accepted_report: Meanings::of(summary, &FormerPaths::new()),
            drafts: Drafts::default(),
            former: FormerPaths::new(),
            batches: Vec::new(),
            refused: BTreeMap::new(),
            refusals: BTreeMap::new(),
            given_up: BTreeMap::new(),
            accepted: 0,
            sizes: BTreeMap::new(),
            width: usize::MAX,
            fixed: BTreeMap::new(),
            counts: BTreeMap::new(),
            done: 0,
        }
    }

    fn finish(self, summary: Summary) -> Settled {
        let shown = self.given_up.values().map(|path| (path.clone(), GIVEN_UP.to_owned())).collect();
        let left = self.first.left(&summary, &self.former, &self.counts, &shown);
        let beyond = Beyond::of(&summary, self.safety);
        Settled { drafts: self.drafts, summary, fixed: self.fixed, left, beyond }
    }

    /// The fixes of the next round.
    fn choose<'s>(&mut self, summary: &'s Summary) -> Vec<Candidate<'s>> {
        let mut candidates = self.first.candidates(summary, self.safety, &self.former);
        candidates.retain(|(finding, fix)| {
            let name = (self.origin(fix), finding.fingerprint.clone());
            self.refused.get(&name) != Some(&self.accepted) && !self.given_up.contains_key(&name.0)
        });
        let blockers = blockers(&candidates);
        for ((finding, fix), blocker) in candidates.iter().zip(&blockers) {
            let Some((other, first)) = blocker.and_then(|index| candidates.get(index)) else { continue };
            if !overlap(fix, first) {
                let reason = format!("the fix of `{}` changes text that it depends on", other.page.name);
                self.first.explain(Meaning::of(finding, &self.former), reason);
            }
        }
        let free = candidates.iter().zip(&blockers).filter(|(_, blocker)| blocker.is_none()).map(|(it, _)| *it);
        let mut free: Vec<Candidate<'s>> = free.collect();
        if free.is_empty() {
            free.extend(candidates.first());
        }
        let first_kind = free.iter().map(|(_, fix)| self.kind(fix)).min();
        free.retain(|(_, fix)| Some(self.kind(fix)) == first_kind);
        self.without_overlaps(&free)
    }

    /// Without fixes that touch what an earlier one of the same round claims.
    fn without_overlaps<'s>(&self, candidates: &[Candidate<'s>]) -> Vec<Candidate<'s>> {
        let mut by_file: BTreeMap<&Path, (ClaimedEdits<'s>, Vec<Candidate<'s>>)> = BTreeMap::new();
        for (finding, fix) in candidates {
            let most = self.sizes.get(&self.origin(fix)).copied().unwrap_or(usize::MAX);
            let is_full = by_file.len() >= self.width && !by_file.contains_key(fix.file.as_path());
            if is_full {
                continue;
            }
            let (claimed, of_file) = by_file.entry(&fix.file).or_default();
            if of_file.len() < most && claimed.claim(finding.page.name, &fix.offer) {
                of_file.push((finding, fix));
            }
        }
        by_file.into_values().flat_map(|(_, of_file)| of_file).collect()
    }

    fn kind(&self, fix: &JudgedFix) -> Kind {
        match &fix.offer {
            _ if self.accepted_report.problems(&former_path(&fix.path, &self.former)) > 0 => Kind::Unlocking,
            offer if offer.removes_identity => Kind::RemovesIdentity,
            _ => Kind::Plain,
        }
    }

    /// The path that the file of a fix has now on the disk.
    fn origin(&self, fix: &JudgedFix) -> PathBuf {
        self.drafts.origin_of(&fix.file).unwrap_or(&fix.file).to_owned()
    }

    /// Reads the files that were not read yet; true if there were any.
    fn open(&mut self, chosen: &[Candidate<'_>], read: &dyn Fn(&JudgedFix) -> io::Result<Vec<u8>>) -> bool {
        let mut is_new = false;
        for (finding, fix) in chosen {
            if self.drafts.origin_of(&fix.file).is_some() {
                continue;
            }
            is_new = true;
            match read(fix) {
                Ok(bytes) => self.drafts.insert(fix.file.clone(), Draft::unchanged(fix.file.clone(), bytes)),
                // The next report says why.
                Err(_) => {
                    self.refused.insert((fix.file.clone(), finding.fingerprint.clone()), self.accepted);
                }
            }
        }
        is_new
    }

    fn judge(&mut self, summary: &Summary) -> Judgment {
        let RoundResult { now, faults, is_unclear } =
            RoundResult::of(summary, &self.batches, &self.accepted_report, &self.former);
        if faults.is_empty() {
            if !self.batches.is_empty() {
                self.width = self.width.saturating_mul(2);
            }
            let batches = std::mem::take(&mut self.batches);
            for batch in batches {
                self.keep(batch);
            }
            self.accepted_report = now;
            return Judgment::Kept;
        }
        if is_unclear {
            self.width = (faults.len() / 2).max(1);
        }
        let given_up = self.given_up.len();
        let mut good = Vec::new();
        for (index, batch) in std::mem::take(&mut self.batches).into_iter().enumerate() {
            match faults.get(&index) {
                // Any of these files may be to blame, so fewer are tried next.
                Some(_) if is_unclear => self.undo(batch),
                Some(reason) => self.revert(batch, reason),
                None => good.push(batch),
            }
        }
        if self.given_up.len() > given_up {
            // The file loses fixes of earlier rounds: what is there now is checked without any new fix.
            for batch in good {
                self.undo(batch);
            }
            return Judgment::PartlyReverted;
        }
        self.batches = good;
        if self.batches.is_empty() { Judgment::Reverted } else { Judgment::PartlyReverted }
    }

    fn keep(&mut self, batch: Batch) {
        self.accepted += 1;
        if let Some(size) = self.sizes.get_mut(&batch.file) {
            *size = size.saturating_mul(2);
        }
        for (meaning, _, name) in batch.fixes {
            *self.counts.entry(meaning).or_default() += 1;
            self.fixed.entry(batch.file.clone()).or_default().push(name);
        }
    }

    /// Reverts fixes that went wrong. A single one is refused; of several, half are tried next.
    fn revert(&mut self, batch: Batch, reason: &str) {
        let (file, path, fixes) = (batch.file.clone(), batch.path.clone(), batch.fixes.clone());
        self.undo(batch);
        let [(meaning, fingerprint, _)] = fixes.as_slice() else {
            self.sizes.insert(file, fixes.len() / 2);
            return;
        };
        self.first.explain(meaning.clone(), reason.to_owned());
        let refusals = self.refusals.entry(file.clone()).or_default();
        // A fix that is tried again, because others went right meanwhile, counts once.
        let is_first = self.refused.insert((file.clone(), fingerprint.clone()), self.accepted).is_none();
        *refusals += usize::from(is_first);
        if *refusals >= MAX_REFUSALS {
            self.give_up(&file, path);
        }
    }

    fn undo(&mut self, batch: Batch) {
        if let Some(new) = &batch.renamed_to {
            self.former.remove(new);
        }
        self.drafts.insert(batch.file, batch.before);
    }

    /// Leaves a file as it was before the run.
    fn give_up(&mut self, file: &Path, path: String) {
        let Some(draft) = self.drafts.get(file).cloned() else { return };
        self.drafts.insert(file.to_owned(), Draft { after: Arc::clone(&draft.before), path: file.to_owned(), ..draft });
        self.former.retain(|_, former| *former != path);
        self.fixed.remove(file);
        self.counts.retain(|meaning, _| meaning.path != path);
        self.given_up.insert(file.to_owned(), path);
    }

    /// Applies a round.
    fn apply(&mut self, chosen: &[Candidate<'_>], summary: &Summary) {
        self.done += 1;
        for of_file in chosen.chunk_by(|(_, a), (_, b)| a.file == b.file) {
            let Some((_, fix)) = of_file.first() else { continue };
            let file = self.origin(fix);
            let Some(before) = self.drafts.get(&file).cloned() else { continue };
            let edits: BTreeSet<_> = of_file.iter().flat_map(|(_, fix)| &fix.offer.edits).collect();
            let Some(Applied { bytes: after, .. }) = apply(&before.after, edits) else {
                // A place that does not fit the text is no place to fix.
                for (finding, _) in of_file {
                    self.refused.insert((file.clone(), finding.fingerprint.clone()), self.accepted);
                    self.first.explain(Meaning::of(finding, &self.former), "it does not fit the text".to_owned());
                }
                continue;
            };
            let path = fix.offer.rename.as_ref().map_or_else(|| fix.file.clone(), |name| fix.file.with_file_name(name));
            let renamed_to = fix.new_path();
            let kind = of_file.iter().map(|(_, fix)| self.kind(fix)).min().unwrap_or(Kind::Plain);
            let mut batch = Batch::of(of_file, (file.clone(), before.clone()), summary, &self.former);
            if let Some(new) = &renamed_to {
                self.former.insert(new.clone(), batch.path.clone());
            }
            (batch.renamed_to, batch.kind) = (renamed_to, kind);
            self.drafts.insert(file, Draft { after: Arc::new(after), path, ..before });
            self.batches.push(batch);
        }
    }
}

/// Why the fixes of a file are left.
const GIVEN_UP: &str = "calint left the whole file as it was, because too many of its fixes failed";
