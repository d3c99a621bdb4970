//! What the lines of each format look like, by which calint knows its own earlier reports.
//!
//! There is one function for a line and not one for a whole report, so that the caller can stop at the first line that
//! no report contains, and keeps one line in memory and not the file. Patterns with `*` suffice, because the formats
//! are calint's own. A parser for each would be a second definition of the format, and could differ from its writer.

use crate::rules::find_rule;

/// What reports name in place of a rule if calint cannot read something.
pub(super) const UNREADABLE_INPUT: &str = "unreadable-input";

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// What a line says of the file that contains it. Lines that a report does not contain are none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The file is a report, and the lines after it do not matter.
    Certain,
    /// Only calint writes such a line.
    Mark,
    /// A report may contain such a line, and so may other files.
    Possible,
}

/// A line of `full`. What belongs to a finding is indented.
pub(super) fn of_full(number: usize, line: &str) -> Option<Line> {
    let is_heading = || rule_behind_severity(line).is_some_and(|rest| rest.starts_with("]: "));
    let is_count = || is_like(line, "*: and * more of * (-v shows them)");
    let is_part = || number > 0 && (line.is_empty() || line.starts_with(' '));
    if is_heading() { Some(Line::Mark) } else { (is_count() || is_part()).then_some(Line::Possible) }
}

/// What follows the name of a rule, where a text begins with `error[` and one.
fn rule_behind_severity(text: &str) -> Option<&str> {
    let rule = ["error[", "warning[", "info[", "problem["].iter().find_map(|severity| text.strip_prefix(severity))?;
    // A line can be long, so the search ends with the name.
    let end = rule.find(|it: char| it != '-' && !it.is_ascii_alphanumeric())?;
    let (rule, rest) = rule.split_at_checked(end)?;
    is_rule(rule).then_some(rest)
}

/// A line of `concise`. The path may contain anything.
pub(super) fn of_concise(_: usize, line: &str) -> Option<Line> {
    let names_rule = |text: &str| rule_behind_severity(text).is_some_and(|rest| rest.starts_with("] "));
    let mut starts = line.match_indices(": ").filter_map(|(at, colon)| line.get(at + colon.len()..));
    starts.any(names_rule).then_some(Line::Mark)
}

pub(super) fn of_json(number: usize, line: &str) -> Option<Line> {
    opening(&["{", "  \"schema\": *,", "  \"tool\": {", "    \"name\": \"calint\","], number, line)
}

pub(super) fn of_jsonl(_: usize, line: &str) -> Option<Line> {
    let rule = line.split_once("\"rule\":\"").and_then(|(_, rest)| rest.split('"').next());
    let is_row = is_like(line, "{\"schema\":*,\"tool_version\":\"*\",\"rule\":*}");
    (is_row && rule.is_some_and(is_rule)).then_some(Line::Mark)
}

pub(super) fn of_sarif(number: usize, line: &str) -> Option<Line> {
    let lines = [
        "{",
        "  \"$schema\": *,",
        "  \"version\": *,",
        "  \"runs\": [",
        "    {",
        "      \"tool\": {",
        "        \"driver\": {",
        "          \"name\": \"calint\",",
    ];
    opening(&lines, number, line)
}

pub(super) fn of_github(_: usize, line: &str) -> Option<Line> {
    is_like(line, "::* file=*,title=calint *::*").then_some(Line::Mark)
}

pub(super) fn of_gitlab(number: usize, line: &str) -> Option<Line> {
    let check = line.trim_start().strip_prefix("\"check_name\": \"");
    match (number, check) {
        (0, _) if line == "[]" => Some(Line::Mark),
        (0, _) => (line == "[").then_some(Line::Possible),
        (_, Some(rest)) => rest.strip_suffix("\",").is_some_and(is_rule).then_some(Line::Mark),
        (_, None) => (line.starts_with(' ') || line == "]").then_some(Line::Possible),
    }
}

pub(super) fn of_junit(number: usize, line: &str) -> Option<Line> {
    opening(&[XML, "<testsuites name=\"calint\" *>"], number, line)
}

pub(super) fn of_checkstyle(number: usize, line: &str) -> Option<Line> {
    match number {
        0 => (line == XML).then_some(Line::Possible),
        1 => is_like(line, "<checkstyle version=\"*\">").then_some(Line::Possible),
        2 if line == "</checkstyle>" => Some(Line::Mark),
        _ if is_like(line, "    <error * source=\"calint.*\"/>") => Some(Line::Mark),
        _ => (is_like(line, "  <file name=\"*\">") || ["  </file>", "</checkstyle>"].contains(&line))
            .then_some(Line::Possible),
    }
}

/// A line of `markdown`.
pub(super) fn of_markdown(number: usize, line: &str) -> Option<Line> {
    if number == 0 {
        return is_like(line, "## calint: *: * error*, * warning*, * info* in * file*, * app*").then_some(Line::Mark);
    }
    let is_of_list = line.is_empty() || line == "Not checked:" || line.starts_with("- ") || line.starts_with("  ");
    let is_link = || is_like(line, "[*]: https://*");
    let is_count = line.starts_with(|it: char| it.is_ascii_digit()) && line.ends_with('.');
    (is_of_list || is_count || line.starts_with("### ") || is_link()).then_some(Line::Possible)
}

/// A line of `csv`. Later versions may have more columns.
pub(super) fn of_csv(number: usize, line: &str) -> Option<Line> {
    let columns = "rule,severity,confidence,path,line,column,end_line,end_column,component_type,component,element,*";
    opening(&[columns], number, line)
}

/// What a line says of a file whose first lines decide.
fn opening(lines: &[&str], number: usize, line: &str) -> Option<Line> {
    match lines.get(number) {
        Some(pattern) if !is_like(line, pattern) => None,
        Some(_) if number + 1 < lines.len() => Some(Line::Possible),
        _ => Some(Line::Certain),
    }
}

/// Whether reports name a rule so. Rules keep their names.
fn is_rule(name: &str) -> bool {
    name == UNREADABLE_INPUT || find_rule(name).is_some()
}

/// Whether a line matches a pattern, in which `*` matches any text.
fn is_like(line: &str, pattern: &str) -> bool {
    let Some((start, pattern)) = pattern.split_once('*') else { return line == pattern };
    line.strip_prefix(start).is_some_and(|line| ends_like(line, pattern))
}

/// Whether any end of a line matches a pattern.
fn ends_like(line: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => line.ends_with(pattern),
        Some((part, pattern)) => line.split_once(part).is_some_and(|(_, line)| ends_like(line, pattern)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn stars_stand_for_any_text() {
        for (line, pattern) in
            [("a", "a"), ("abc", "a*c"), ("ac", "a*c"), ("a,b,c", "*,*"), ("", "*"), ("aXbXc", "a*b*c")]
        {
            assert!(is_like(line, pattern), "{line} {pattern}");
        }
        for (line, pattern) in [("ab", "a"), ("ab", "b*"), ("ab", "*a"), ("a", "*,*"), ("acb", "a*b*c"), ("a", "a*a")] {
            assert!(!is_like(line, pattern), "{line} {pattern}");
        }
    }
}
