//! A name for a finding that survives edits elsewhere in the file.
//!
//! It is made of meaning (rule, component, element path, normalized value), never of line numbers.

use sha2::{Digest, Sha256};

use super::summary::Judged;

/// Bytes of the hash that are kept: 128 bits, so that two findings do not get one fingerprint by chance.
const LENGTH: usize = 16;

/// Hashes what a finding about a value means. `ordinal` (from 1) tells apart equal findings of one file.
pub(super) fn fingerprint(finding: &Judged, value: &str, ordinal: usize) -> String {
    hash(finding, (&finding.component.name, value), ordinal)
}

/// The same without the name of the component, for files that were renamed.
pub(super) fn shape(finding: &Judged, value: &str) -> String {
    hash(finding, ("", value), 1)
}

fn hash(finding: &Judged, (name, value): (&str, &str), ordinal: usize) -> String {
    let element = without_indices(&finding.element);
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = ["calint", finding.page.name, finding.component.kind, name, &element, &value];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    if ordinal > 1 {
        hash.update(ordinal.to_string().as_bytes());
    }
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    hash.finalize().iter().take(LENGTH).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A path without indices: a list that grows at its start shifts them, and nothing else changes.
pub(super) fn without_indices(path: &str) -> String {
    let steps = path.split('/').map(|step| step.split('[').next().unwrap_or(step));
    steps.collect::<Vec<_>>().join("/")
}
