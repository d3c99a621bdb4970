//! Copies of one file: the same type, name, and bytes in a backup folder, an archive, or a package folder. A finding in
//! each of them is one finding with several places.
//!
//! Copies are folded here, after everything was checked, and not skipped when they are found: a fix has to change each
//! of them, an acceptance may apply to one folder only, and the same bytes may have other findings in another project.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::parse::{Encoding, Range};
use crate::schema::Severity;
use crate::words::count;
use crate::workspace::{Library, repository_root};

use super::status::Status;
use super::summary::{Judged, JudgedRelated, Summary};

/// Paths of files that have copies in their repository, each with the path that reports show for all of them.
pub(super) fn groups(findings: &[Judged], libraries: &[&Library], base: &Path) -> BTreeMap<String, String> {
    let mut places: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        let component = (finding.component.kind, finding.component.name.as_str());
        places.entry(component).or_default().insert(&finding.place.path);
    }
    let wanted: BTreeSet<&str> = places.values().filter(|paths| paths.len() > 1).flatten().copied().collect();
    let files = libraries.iter().flat_map(|library| library.files()).filter(|file| wanted.contains(file.path.as_str()));
    let texts: BTreeMap<&str, (&str, Encoding)> = files
        .filter_map(|file| Some((file.path.as_str(), file.document.as_ref()?)))
        .map(|(path, document)| (path, (document.text(), document.encoding())))
        .collect();
    let mut groups = BTreeMap::new();
    for paths in places.into_values() {
        let mut by_text: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for path in paths {
            let Some((text, encoding)) = texts.get(path) else { continue };
            by_text.entry((*text, *encoding as u8, repository(base, path))).or_default().push(path);
        }
        for mut copies in by_text.into_values().filter(|copies| copies.len() > 1) {
            // Reports show a file that can be edited, and not its copies in archives.
            copies.sort_unstable_by_key(|path| (path.contains('!'), *path));
            let first = copies.first().copied().unwrap_or_default();
            groups.extend(copies.iter().map(|path| ((*path).to_owned(), first.to_owned())));
        }
    }
    groups
}

/// The repository that a file, or the archive with it, is in.
fn repository(base: &Path, path: &str) -> Option<PathBuf> {
    let on_disk = base.join(path.split('!').next().unwrap_or(path));
    repository_root(on_disk.parent()?).map(Path::to_owned)
}

/// What makes findings in copies of a file the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Same {
    path: String,
    rule: &'static str,
    severity: Severity,
    component: (&'static str, String),
    element: String,
    range: Range,
    message: String,
    status: String,
}

impl Same {
    fn of(finding: &Judged, group: &str) -> Self {
        Self {
            path: group.to_owned(),
            rule: finding.page.name,
            severity: finding.severity,
            component: (finding.component.kind, finding.component.name.clone()),
            element: finding.element.clone(),
            range: finding.place.range,
            message: finding.message.clone(),
            status: if finding.status == Status::Active { String::new() } else { format!("{:?}", finding.status) },
        }
    }
}

impl Summary {
    /// Makes the findings ready for reports: findings of copies become one, apps come first, and the counts follow.
    #[must_use]
    pub fn for_reports(mut self) -> Self {
        // What is folded is folded once.
        let copies = std::mem::take(&mut self.copies);
        self.findings = fold(self.findings, &copies);
        self.set_aside = fold(self.set_aside, &copies);
        self.counts.count(&self.findings, &self.set_aside);
        self
    }
}

/// Folds the findings of copies, and sorts all for reports.
fn fold(findings: Vec<Judged>, copies: &BTreeMap<String, String>) -> Vec<Judged> {
    let mut folded: Vec<Judged> = Vec::with_capacity(findings.len());
    let mut known: BTreeMap<Same, usize> = BTreeMap::new();
    let mut order: Vec<(Reverse<bool>, Judged)> = Vec::with_capacity(findings.len());
    for finding in findings {
        let stands_for_all = copies.get(&finding.place.path).is_some_and(|first| *first == finding.place.path);
        order.push((Reverse(stands_for_all), finding));
    }
    order.sort_by_key(|(first, _)| *first);
    for (_, finding) in order {
        let same = copies.get(&finding.place.path).map(|first| Same::of(&finding, first));
        let earlier = same.as_ref().and_then(|same| known.get(same)).and_then(|index| folded.get_mut(*index));
        if let Some(first) = earlier {
            let message = "the same finding in a copy of the file".to_owned();
            first.related.push(JudgedRelated { place: finding.place, message });
            first.copies += 1;
            continue;
        }
        known.extend(same.map(|same| (same, folded.len())));
        folded.push(finding);
    }
    for finding in folded.iter_mut().filter(|finding| finding.copies > 0 && !copies.is_empty()) {
        finding.message = format!("{} (also in {} of the file)", finding.message, count(finding.copies, "copy"));
    }
    folded.sort_by(|a, b| a.order().cmp(&b.order()));
    folded
}
