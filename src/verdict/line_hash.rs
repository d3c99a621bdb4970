//! The hash by which GitHub code scanning recognizes a line, computed as its own upload action does it. Alerts then
//! survive edits in the file, no matter which program uploads the report.
//!
//! A rolling hash over the first 100 characters from the start of a line that are neither blanks nor tabs, on into the
//! following lines; equal hashes of one file are numbered. The details are GitHub's and not a choice: another hash
//! would make every alert a new one. Source: `fingerprints.ts` of codeql-action.

use std::collections::{HashMap, VecDeque};

/// Characters that a hash depends on, as in `fingerprints.ts`.
const WINDOW: usize = 100;

const FACTOR: u64 = 37;

/// The unit that marks the end of the file, as in `fingerprints.ts`.
const END: u16 = 65535;

/// The hash of every line of a text, the first line first.
pub(super) fn line_hashes(text: &str) -> Vec<String> {
    let mut rolling = Rolling::new();
    let mut was_carriage_return = false;
    for unit in text.encode_utf16().chain([END]) {
        let is_rest_of_line_end = was_carriage_return && unit == u16::from(b'\n');
        was_carriage_return = unit == u16::from(b'\r');
        if unit == u16::from(b' ') || unit == u16::from(b'\t') || is_rest_of_line_end {
            was_carriage_return = false;
            continue;
        }
        rolling.take(if was_carriage_return { u16::from(b'\n') } else { unit });
    }
    rolling.finish()
}

/// A UTF-16 unit, and whether it begins a line.
#[derive(Clone, Copy, Default)]
struct Unit {
    value: u16,
    begins_line: bool,
}

struct Rolling {
    hash: u64,
    /// The last characters.
    window: VecDeque<Unit>,
    is_line_start: bool,
    /// What a character counts once it leaves the window.
    leaving: u64,
    seen: HashMap<u64, usize>,
    hashes: Vec<String>,
}

impl Rolling {
    fn new() -> Self {
        let leaving = (0..WINDOW).fold(1_u64, |product, _| product.wrapping_mul(FACTOR));
        let window = VecDeque::from(vec![Unit::default(); WINDOW]);
        Self { hash: 0, window, is_line_start: true, leaving, seen: HashMap::new(), hashes: Vec::new() }
    }

    fn take(&mut self, unit: u16) {
        let begins_line = self.is_line_start;
        self.is_line_start = unit == u16::from(b'\n');
        self.push(Unit { value: unit, begins_line });
    }

    /// Moves the window on. A line's hash is ready when its first character leaves.
    fn push(&mut self, unit: Unit) {
        let left = self.window.pop_front().unwrap_or_default();
        if left.begins_line {
            let count = self.seen.entry(self.hash).or_default();
            *count += 1;
            self.hashes.push(format!("{:x}:{count}", self.hash));
        }
        self.window.push_back(unit);
        self.hash = (self.hash.wrapping_mul(FACTOR))
            .wrapping_add(u64::from(unit.value))
            .wrapping_sub(self.leaving.wrapping_mul(u64::from(left.value)));
    }

    fn finish(mut self) -> Vec<String> {
        for _ in 0..WINDOW {
            self.push(Unit::default());
        }
        self.hashes
    }
}

#[cfg(test)]
mod tests {
    use super::line_hashes;

    #[test]
    fn hashes_are_those_that_github_computes() {
        // Recorded from the tests of codeql-action.
        assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            line_hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
            [
                "8b7cf3e952e7aeb2:1",
                "b1ae1287ec4718d9:1",
                "bff680108adb0fcc:1",
                "c6805c5e1288b612:1",
                "b86d3392aea1be30:1",
                "e6ceba753e1a442:1"
            ]
        );
        let with_end = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        let text = " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n";
        assert_eq!(line_hashes(text), with_end);
        assert_eq!(line_hashes(&text.replace('\n', "\r")), with_end);
        assert_eq!(line_hashes(&text.replace('\n', "\r\n")), with_end);
    }
}
