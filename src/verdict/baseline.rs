//! The baseline: findings that were there when calint was adopted. They fail nothing; new ones do.
//!
//! An entry identifies a finding by rule, app, element, and value, and not by line, date, or count, so that edits
//! elsewhere leave the file alone and two branches seldom touch the same line of it. A moved or renamed file is
//! recognized by all of its entries together, because one entry alone may match many files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::shapes;

use super::entry::Entry;
use super::summary::Judged;

/// Rules whose fingerprints once depended on the secret that a finding is about, or on the text of a broken file.
pub(super) const ON_SECRETS: [&str; 7] = [
    "adjacent-secret-in-source",
    "consumer-key-in-source",
    "consumer-secret-in-source",
    "duplicate-app-or-policy",
    "invalid-xml",
    "private-key-in-source",
    "salesforce-token-in-source",
];

/// All entries of a baseline.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// Sorted, each once.
    pub entries: Vec<Entry>,
    /// The file, absolute.
    pub file: PathBuf,
    /// The folder that their paths are relative to, absolute.
    pub folder: PathBuf,
    /// Paths of entries that are no longer there.
    pub gone: BTreeSet<String>,
}

/// The baselines of a run.
#[derive(Debug, Clone, Default)]
pub struct Baselines {
    /// Each once.
    pub list: Vec<Baseline>,
    /// Which of them applies to the files of a folder, by index.
    pub of_folder: HashMap<PathBuf, usize>,
}

impl Baselines {
    /// The baseline of a file, by index.
    pub(super) fn of(&self, file: &Path) -> Option<usize> {
        file.parent().and_then(|folder| self.of_folder.get(folder)).copied()
    }
}

/// A finding that looks for its entry.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Index of the finding.
    pub(super) index: usize,
    pub(super) entry: Entry,
    /// Whether the fingerprint once depended on a secret.
    pub(super) is_rewritten: bool,
}

/// Which findings are in the baseline, which entries were met, and which files went where.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) findings: BTreeSet<usize>,
    pub(super) entries: BTreeSet<usize>,
    pub(super) moved: Vec<(Entry, Entry)>,
}

impl Baseline {
    /// The path of a file as entries write it.
    pub fn path(&self, absolute: &Path) -> String {
        let relative = pathdiff::diff_paths(absolute, &self.folder).unwrap_or_else(|| absolute.to_owned());
        let steps: Vec<_> = relative.iter().map(|step| step.to_string_lossy()).collect();
        shapes::hidden(&steps.join("/"))
    }

    pub(super) fn entry(&self, finding: &Judged, absolute: &Path, shape: String) -> Entry {
        Entry {
            path: self.path(absolute),
            rule: finding.page.name.to_owned(),
            component: format!("{} {}", finding.component.kind, finding.component.name),
            element: super::fingerprint::without_indices(&finding.element),
            fingerprint: finding.fingerprint.clone(),
            shape,
        }
    }

    pub(super) fn matched(&self, candidates: &[Candidate]) -> Matched {
        let mut matched = Matched::default();
        self.match_in_place(candidates, &mut matched);
        self.match_rewritten(candidates, &mut matched);
        self.match_elsewhere(candidates, &mut matched, |entry| vec![entry.rule.clone(), entry.fingerprint.clone()]);
        self.match_elsewhere(candidates, &mut matched, |entry| vec![entry.rule.clone(), entry.shape.clone()]);
        matched.moved.sort_unstable();
        matched.moved.dedup();
        matched
    }

    fn match_in_place(&self, candidates: &[Candidate], matched: &mut Matched) {
        let key = |entry: &Entry| (entry.path.clone(), entry.rule.clone(), entry.fingerprint.clone());
        let known: BTreeMap<_, usize> = self.entries.iter().enumerate().map(|(at, entry)| (key(entry), at)).collect();
        for candidate in candidates {
            if let Some(at) = known.get(&key(&candidate.entry)) {
                matched.findings.insert(candidate.index);
                matched.entries.insert(*at);
            }
        }
    }

    /// Fingerprints of secrets once depended on the secret, so an entry of then has another one. It is the entry of a
    /// finding of the same rule in the same element.
    fn match_rewritten(&self, candidates: &[Candidate], matched: &mut Matched) {
        let key = |entry: &Entry| [&entry.path, &entry.rule, &entry.component, &entry.element].map(String::clone);
        let is_open = |it: &&Candidate| it.is_rewritten && !matched.findings.contains(&it.index);
        let rewritten: Vec<&Candidate> = candidates.iter().filter(is_open).collect();
        let wanted: BTreeSet<[String; 4]> = rewritten.iter().map(|it| key(&it.entry)).collect();
        let mut left: BTreeMap<[String; 4], Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate().rev() {
            if !matched.entries.contains(&at) && wanted.contains(&key(entry)) {
                left.entry(key(entry)).or_default().push(at);
            }
        }
        for candidate in rewritten {
            if let Some(at) = left.get_mut(&key(&candidate.entry)).and_then(Vec::pop) {
                matched.findings.insert(candidate.index);
                matched.entries.insert(at);
                matched.moved.extend(self.entries.get(at).map(|entry| (entry.clone(), candidate.entry.clone())));
            }
        }
    }

    /// Finds files that are gone as files that no entry names: each entry of the old file must have a finding in the
    /// new one.
    fn match_elsewhere(&self, candidates: &[Candidate], matched: &mut Matched, key: impl Fn(&Entry) -> Vec<String>) {
        let known: BTreeSet<&str> = self.entries.iter().map(|entry| entry.path.as_str()).collect();
        let mut gone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if self.gone.contains(&entry.path) && !matched.entries.contains(&at) {
                gone.entry(&entry.path).or_default().push(at);
            }
        }
        let mut new: BTreeMap<&str, Vec<&Candidate>> = BTreeMap::new();
        let unmatched = candidates.iter().filter(|it| !matched.findings.contains(&it.index));
        for candidate in unmatched.filter(|it| !known.contains(it.entry.path.as_str())) {
            new.entry(&candidate.entry.path).or_default().push(candidate);
        }
        let mut homes: BTreeMap<Vec<String>, BTreeSet<&str>> = BTreeMap::new();
        for candidate in new.values().flatten() {
            homes.entry(key(&candidate.entry)).or_default().insert(&candidate.entry.path);
        }
        for entries in gone.into_values() {
            let wanted = entries.iter().filter_map(|at| self.entries.get(*at)).map(&key).collect::<Vec<_>>();
            let likely = wanted.first().and_then(|first| homes.get(first));
            let mut pairs =
                likely.into_iter().flatten().filter_map(|path| Some((*path, pair(&wanted, new.get(path)?, &key)?)));
            let Some((path, found)) = pairs.next() else { continue };
            for candidate in new.remove(path).into_iter().flatten() {
                homes.entry(key(&candidate.entry)).or_default().remove(path);
            }
            for (at, candidate) in entries.iter().zip(found) {
                matched.findings.insert(candidate.index);
                matched.entries.insert(*at);
                matched.moved.extend(self.entries.get(*at).map(|entry| (entry.clone(), candidate.entry.clone())));
            }
        }
    }
}

/// A finding for each wanted key; nothing if one has none.
fn pair<'c>(
    wanted: &[Vec<String>],
    found: &[&'c Candidate],
    key: &impl Fn(&Entry) -> Vec<String>,
) -> Option<Vec<&'c Candidate>> {
    let mut left: Vec<&Candidate> = found.to_vec();
    let take = |wanted: &Vec<String>| Some(left.swap_remove(left.iter().position(|it| key(&it.entry) == *wanted)?));
    wanted.iter().map(take).collect()
}
