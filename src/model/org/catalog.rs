//! What a project has by name, without opening it: permission sets, profiles, Apex classes, certificates.
//!
//! Most rules about references only ask whether a component exists, and its file name answers that. Labels are in the
//! files, and apps name permission sets by label, so all permission sets are opened if a shown rule asks about labels,
//! and only then.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::project::SourceFile;
use crate::schema::{Kind, Need, StandardProfile};
use crate::workspace::{LazySources, Memory, Needs, Source};

use super::named_lists::NamedLists;

/// What a project has by name.
#[derive(Debug, Default)]
pub struct Catalog {
    names: BTreeMap<Kind, BTreeSet<String>>,
    /// API names of permission sets and groups by label in lower case, if labels were asked for.
    labels: Option<BTreeMap<String, (Kind, String)>>,
}

/// What the labels of permission sets are read with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LabelReader<'r> {
    /// What was read before.
    pub(crate) memory: &'r Memory,
    /// The lists of which more than the label is kept.
    pub(crate) named: &'r NamedLists,
}

impl Catalog {
    /// Gathers names, and labels if they are asked for.
    pub(crate) fn new(
        unopened: &LazySources<'_>,
        linted: &[SourceFile],
        (needs, reader): (Needs, LabelReader<'_>),
    ) -> Self {
        let (mut names, mut last): (BTreeMap<Kind, BTreeSet<String>>, _) = (BTreeMap::new(), None);
        let linted = linted.iter().map(|source| (source.kind, &source.name));
        for (kind, name) in linted.chain(unopened.of(|_| true).map(|source| (source.kind, &source.name))) {
            // An Apex class has two files, one behind the other.
            if last != Some((kind, name)) {
                names.entry(kind).or_default().insert(name.clone());
            }
            last = Some((kind, name));
        }
        let labels = needs.has(Need::Labels).then(|| read_labels(unopened, reader));
        Self { names, labels }
    }

    /// Whether there is any file of a type.
    pub fn has(&self, kind: Kind) -> bool {
        self.names.get(&kind).is_some_and(|names| !names.is_empty())
    }

    /// All names of a type.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.names.get(&kind).into_iter().flatten().map(String::as_str)
    }

    /// Whether there is a file of a type and name, letter case ignored.
    pub fn contains(&self, kind: Kind, name: &str) -> bool {
        self.names(kind).any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether labels of permission sets are known.
    pub fn has_labels(&self) -> bool {
        self.labels.is_some()
    }

    /// The permission set or group that an app means, by API name or by label.
    pub fn permission_set(&self, name: &str) -> Option<(Kind, &str)> {
        let by_name = [Kind::PermissionSet, Kind::PermissionSetGroup].into_iter().find_map(|kind| {
            let known = self.names(kind).find(|known| known.eq_ignore_ascii_case(name))?;
            Some((kind, known))
        });
        let by_label = || self.labels.as_ref()?.get(&name.to_lowercase()).map(|(kind, name)| (*kind, name.as_str()));
        by_name.or_else(by_label)
    }

    /// Whether there is a profile of a name, whichever of its names that is.
    pub fn has_profile(&self, name: &str) -> bool {
        let standard = StandardProfile::find(name);
        self.contains(Kind::Profile, name)
            || standard.is_some_and(|standard| {
                self.contains(Kind::Profile, standard.name) || self.contains(Kind::Profile, standard.file)
            })
    }
}

/// The labels of permission sets. A file that cannot be read has none: if something names the file, opening it reports
/// why.
fn read_labels(unopened: &LazySources<'_>, reader: LabelReader<'_>) -> BTreeMap<String, (Kind, String)> {
    let is_set = |kind| matches!(kind, Kind::PermissionSet | Kind::PermissionSetGroup);
    let sources: Vec<&Source> = unopened.of(is_set).collect();
    let labels: Vec<_> = sources.par_iter().with_min_len(16).filter_map(|source| label(source, reader)).collect();
    labels.into_iter().rev().collect()
}

fn label(source: &Source, LabelReader { memory, named }: LabelReader<'_>) -> Option<(String, (Kind, String))> {
    Some((memory.label(source, named)?, (source.kind, source.name.clone())))
}
