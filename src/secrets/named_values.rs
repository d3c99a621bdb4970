//! Values of custom metadata records and custom labels, with the names of their fields and labels.

use std::sync::LazyLock;

use regex::Regex;

use crate::parse::Span;

/// The value of a field of a custom metadata record, or of a custom label.
#[derive(Debug, Clone, Copy)]
pub struct NamedValue<'t> {
    /// The name of the field or of the label.
    pub name: &'t str,
    /// The value, as the file writes it.
    pub text: &'t str,
    /// Where the value is in the file.
    pub span: Span,
}

static RECORD_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"<field>\s*([A-Za-z0-9_]+)\s*</field>\s*<value(?:\s[^<>]*[^<>/])?>\s*([^<]*[^<\s])\s*</value>")
});

static LABEL_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"<fullName>\s*([A-Za-z0-9_]+)\s*</fullName>"));

static LABEL_VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"<value>\s*([^<]*[^<\s])\s*</value>"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that a test compiles")
}

/// The named values of a text: of a custom metadata record or a file of custom labels, else none.
pub fn named_values(text: &str) -> Vec<NamedValue<'_>> {
    if text.contains("<CustomMetadata") {
        let matches = RECORD_VALUE.captures_iter(text);
        matches.filter_map(|found| Some(named((found.get(1)?.as_str(), found.get(2)?), 0))).collect()
    } else if text.contains("<CustomLabels") {
        text.match_indices("<labels>").filter_map(|(start, _)| label(text, start)).collect()
    } else {
        Vec::new()
    }
}

fn label(text: &str, start: usize) -> Option<NamedValue<'_>> {
    let rest = text.get(start..)?;
    // A label without an end stops at the next one: otherwise a file of such labels would take quadratic time.
    let next = rest.get(1..)?.find("<labels>").map_or(rest.len(), |at| at + 1);
    let block = rest.get(..next)?.split_once("</labels>")?.0;
    let name = LABEL_NAME.captures(block)?.get(1)?.as_str();
    Some(named((name, LABEL_VALUE.captures(block)?.get(1)?), start))
}

fn named<'t>((name, value): (&'t str, regex::Match<'t>), offset: usize) -> NamedValue<'t> {
    let span = Span::new(offset + value.start(), offset + value.end());
    NamedValue { name, text: value.as_str(), span }
}
