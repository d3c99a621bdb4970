//! What names look like.

use crate::schema::{has_namespace, is_namespace};

/// How alike two names must be for one to be suggested for the other, by Jaro-Winkler (0 to 1). One wrong letter in a
/// name of four letters leaves 0.83 or more.
const ALIKE: f64 = 0.8;

/// Bytes of the longest name for which another is suggested: comparing takes longer for longer names.
const LONGEST: usize = 100;

/// Whether a managed package contains what is named: `ns__Name`, or `ns.Name` for a class.
pub(super) fn is_namespaced(name: &str) -> bool {
    let is_identifier = |text: &str| text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_');
    has_namespace(name)
        || name.split_once('.').is_some_and(|(before, after)| is_namespace(before) && is_identifier(after))
}

/// Whether it is the id of a record of some kind: 15 or 18 letters and digits behind a key prefix.
pub(super) fn is_record_id(text: &str, prefix: &str) -> bool {
    text.starts_with(prefix) && matches!(text.len(), 15 | 18) && text.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// The nearest of some names, as the end of a sentence.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    let alike = known.map(|known| (strsim::jaro_winkler(&known.to_lowercase(), &name), known));
    let best = alike.filter(|(likeness, _)| *likeness >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    best.map(|(_, known)| known)
}
