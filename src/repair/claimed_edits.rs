//! The bytes and elements that the fixes of one file claim in one round, so that no two fixes touch the same ones.
//!
//! Bytes alone are not enough. Two rules may edit different bytes of one element, and each assumes that the rest of it
//! stays. Stretches that only touch are refused, too: the order of an insertion and a deletion at one place would
//! decide the text. The stretches are in an ordered map, because a hostile file may have thousands of fixes in one
//! round.

use std::collections::{BTreeMap, BTreeSet};

use crate::fix::{Edit, Offer};

/// What the fixes of one round claim in one file.
#[derive(Default)]
pub(crate) struct ClaimedEdits<'o> {
    /// Bytes that change: where each stretch ends, by where it begins.
    stretches: BTreeMap<u64, u64>,
    edits: BTreeSet<&'o Edit>,
    /// Elements, each with the rule that fixes it. A fix of another rule does not know what becomes of the element.
    elements: BTreeMap<&'o str, &'static str>,
    is_renamed: bool,
}

impl<'o> ClaimedEdits<'o> {
    /// Claims what a fix needs. Returns false if an earlier fix claims some of it. Two findings may share the same
    /// edits.
    pub(crate) fn claim(&mut self, rule: &'static str, offer: &'o Offer) -> bool {
        if self.is_renamed || (offer.rename.is_some() && !self.edits.is_empty()) {
            return false;
        }
        let is_known = !offer.edits.is_empty() && offer.edits.iter().all(|edit| self.edits.contains(edit));
        let is_free = || {
            let is_anothers =
                |element: &String| self.elements.get(element.as_str()).is_some_and(|other| *other != rule);
            !offer.claims.iter().any(is_anothers) && !offer.edits.iter().any(|edit| self.is_claimed(edit))
        };
        if !is_known && !is_free() {
            return false;
        }
        self.is_renamed = offer.rename.is_some();
        self.elements.extend(offer.claims.iter().map(|element| (element.as_str(), rule)));
        self.stretches.extend(offer.edits.iter().map(stretch));
        self.edits.extend(&offer.edits);
        true
    }

    /// Whether an earlier fix claims a byte of the edit, or a stretch that the new text would touch.
    fn is_claimed(&self, edit: &Edit) -> bool {
        let (start, end) = stretch(edit);
        // Stretches do not overlap, so they end in the order in which they begin.
        let near = self.stretches.range(..=end).rev().take_while(|(_, other_end)| **other_end >= start);
        let mut overlaps = near.map(|(other_start, other_end)| {
            let both_go = start < end && other_start < other_end;
            !both_go || (*other_start < end && start < *other_end)
        });
        overlaps.any(|overlaps| overlaps)
    }
}

fn stretch(edit: &Edit) -> (u64, u64) {
    (edit.range.start.offset, edit.range.end.offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Span, parse};
    use crate::rules::Safety;

    fn offer(edits: &[(usize, usize, &str)], element: &str) -> Offer {
        let document = parse(vec![b'x'; 40]);
        let edits = edits.iter().map(|(start, end, text)| Edit {
            range: document.range(Span::new(*start, *end)),
            text: (*text).to_owned(),
        });
        Offer {
            safety: Safety::Safe,
            title: String::new(),
            edits: edits.collect(),
            rename: None,
            claims: [element.to_owned()].into(),
            removes_identity: false,
        }
    }

    #[test]
    fn bytes_and_elements_are_claimed_once() {
        let first = offer(&[(10, 20, "a"), (30, 30, "b")], "scopes");
        let others = [
            ("one", offer(&[(20, 25, "")], "label"), true),
            ("one", offer(&[(19, 25, "")], "label"), false),
            ("one", offer(&[(5, 10, "")], "scopes"), true),
            ("two", offer(&[(5, 10, "")], "scopes"), false),
            ("two", offer(&[(0, 40, "")], "label"), false),
            ("two", offer(&[(12, 12, "c")], "label"), false),
            ("two", offer(&[(20, 20, "c")], "label"), false),
            ("two", offer(&[(30, 30, "c")], "label"), false),
            ("two", offer(&[(25, 30, "")], "label"), false),
            ("two", offer(&[(10, 20, "a"), (30, 30, "b")], "scopes"), true),
        ];
        for (rule, other, expected) in &others {
            let mut claimed = ClaimedEdits::default();
            assert!(claimed.claim("one", &first));
            assert_eq!(claimed.claim(rule, other), *expected, "{other:?}");
        }
    }
}
