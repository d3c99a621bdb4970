//! How calint tells its own earlier reports from all other files, so that a report replaces nothing else.
//!
//! JSON, SARIF, and `JUnit` name calint in their first lines, and CSV begins with calint's columns. In the other
//! formats every line needs the shape of the format, and at least one has a heading or the name of a rule, which only
//! calint writes. An empty file is a report without findings in some formats. Two others without findings look the same
//! from every tool: `[]` for GitLab, and `<checkstyle>` without files. They contain nothing that could be lost, so they
//! count as reports.

use std::io::{self, BufRead, Read};

use super::format::FORMATS;
use super::mark::Line;

/// The longest line of a report, in bytes (16 MiB). A file with a longer one is no report.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// Whether a text is a report that calint wrote, in any format.
///
/// # Errors
///
/// The text cannot be read.
pub fn is_report(mut text: impl BufRead) -> io::Result<bool> {
    let mut formats: Vec<_> = FORMATS.iter().map(|format| (format, false)).collect();
    let mut bytes = Vec::new();
    let mut number = 0;
    while text.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)? > 0 {
        let Ok(line) = std::str::from_utf8(&bytes) else { return Ok(false) };
        // A checkout on Windows may have changed the ends of lines.
        let line = line.trim_end_matches(['\n', '\r']);
        let mut is_certain = false;
        formats.retain_mut(|(format, is_marked)| {
            let line = (format.line)(number, line);
            is_certain |= line == Some(Line::Certain);
            *is_marked |= line == Some(Line::Mark);
            line.is_some()
        });
        if is_certain || formats.is_empty() {
            return Ok(is_certain);
        }
        bytes.clear();
        number += 1;
    }
    Ok(number == 0 || formats.iter().any(|(_, is_marked)| *is_marked))
}

#[cfg(test)]
mod tests {
    use super::is_report;

    fn is(text: impl AsRef<[u8]>) -> bool {
        is_report(text.as_ref()).expect("memory can be read")
    }

    #[test]
    fn ends_of_lines_and_layout_of_git_change_nothing() {
        let lines = "a.app:1:2: error[full-scope] x\nb.app: problem[unreadable-input] y\n";
        for text in [lines.to_owned(), lines.replace('\n', "\r\n"), lines.trim_end().to_owned()] {
            assert!(is(&text), "{text}");
        }
        assert!(!is(lines.as_bytes().iter().copied().chain(*b"\xff\n").collect::<Vec<_>>()), "a report is UTF-8");
    }

    #[test]
    fn a_long_line_takes_no_time() {
        for part in [": ", ": error[", "] ", "file=", ",title=calint ", "\"rule\":\"", "["] {
            assert!(!is(part.repeat(200_000)), "{part}");
        }
    }

    #[test]
    fn what_other_tools_and_people_write_is_no_report() {
        for text in [
            "\n",
            " ",
            "{",
            "[\n",
            "[\n]\n",
            "[]\n[]\n",
            "  indented\n",
            "problem\n\n  of mine\n",
            "Ann: problem: the login fails\n",
            "a.py:1:2: error[unresolved-import] x\n",
            "a.app:1:2: error[full-scope] x\nand a line of mine\n",
            "::error file=a.js,line=1,title=ESLint::x\n",
            "{\n  \"schema\": 1,\n  \"tool\": {\n    \"name\": \"other\",\n",
            "{\n  \"schema\": 1,\n  \"entries\": []\n}\n",
            "{\"schema\":1,\"tool_version\":\"1\",\"rule\":\"no-undef\"}\n",
            "[\n  {\n    \"description\": \"x\",\n    \"check_name\": \"no-undef\",\n  }\n]\n",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"jest tests\" tests=\"1\">\n",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n  <file name=\"a\">\n    \
             <error line=\"1\" source=\"eslint.no-undef\"/>\n",
            "rule,severity,message\nfull-scope,error,x\n",
            "## calint: how we use it\n",
            "## calint: findings to act on: 1 error, 0 warnings, 0 infos in 1 file, 1 app\n\nWe talk of it on Monday.\n",
        ] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn reports_without_findings_are_reports() {
        for text in
            ["", "[]\n", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n</checkstyle>\n"]
        {
            assert!(is(text), "{text}");
        }
    }
}
