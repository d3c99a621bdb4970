//! Edits applied to the bytes of a file.

use std::ops::RangeInclusive;

use super::offer::Edit;

/// A file with its edits.
#[derive(Debug, PartialEq, Eq)]
pub struct Applied {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where the edits are in them, in order.
    pub regions: Vec<RangeInclusive<u64>>,
}

/// Applies edits to the bytes of a file; nothing if an edit does not fit them, or if two overlap. What the edits do not
/// name stays as it is.
pub fn apply<'e>(bytes: &[u8], edits: impl IntoIterator<Item = &'e Edit>) -> Option<Applied> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.range.start.offset, edit.range.end.offset));
    let mut changed = Vec::with_capacity(bytes.len());
    let mut regions = Vec::with_capacity(edits.len());
    let mut done = 0;
    for edit in edits {
        let start = usize::try_from(edit.range.start.offset).ok()?;
        let end = usize::try_from(edit.range.end.offset).ok()?;
        changed.extend_from_slice(bytes.get(done..start)?);
        bytes.get(start..end)?;
        let begins = changed.len() as u64;
        changed.extend(encoded(&edit.text, bytes));
        regions.push(begins..=changed.len() as u64);
        done = end;
    }
    changed.extend_from_slice(bytes.get(done..)?);
    Some(Applied { bytes: changed, regions })
}

/// A text in the encoding that a file says it has.
fn encoded(text: &str, file: &[u8]) -> Vec<u8> {
    match file {
        [0xFF, 0xFE, ..] => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        [0xFE, 0xFF, ..] => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Span, parse};

    fn edit(bytes: &[u8], start: usize, end: usize, text: &str) -> Edit {
        let range = parse(bytes.to_vec()).range(Span::new(start, end));
        Edit { range, text: text.to_owned() }
    }

    #[test]
    fn the_rest_stays_in_every_encoding() {
        let source = "<a>é😀</a>";
        let wide = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| {
            [mark.to_vec(), source.encode_utf16().flat_map(unit).collect()].concat()
        };
        let marked = [b"\xEF\xBB\xBF".to_vec(), source.as_bytes().to_vec()].concat();
        let little = wide(u16::to_le_bytes, [0xFF, 0xFE]);
        let big = wide(u16::to_be_bytes, [0xFE, 0xFF]);
        for bytes in [source.as_bytes().to_vec(), marked, little, big] {
            let edits = [edit(&bytes, 5, 9, "ü"), edit(&bytes, 3, 3, "x")];
            let changed = apply(&bytes, &edits).expect("the edits fit").bytes;
            assert_eq!(parse(changed.clone()).text(), "<a>xéü</a>");
            assert_eq!(changed.get(..2), bytes.get(..2));
        }
    }

    #[test]
    fn edits_that_overlap_or_do_not_fit_are_refused() {
        let bytes = b"<a>abc</a>";
        assert_eq!(apply(bytes, &[edit(bytes, 3, 5, ""), edit(bytes, 4, 6, "")]), None);
        let beyond = edit(b"<a>abc</a>         ", 12, 14, "");
        assert_eq!(apply(bytes, &[beyond]), None);
    }
}
