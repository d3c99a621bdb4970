//! Changed files as a patch that `git apply` and `patch -p1` take.
//!
//! A patch quotes lines as they are, byte for byte: one that does not cannot be applied. So lines are bytes here and
//! not text, in any encoding and with any line ends. The crate `similar` only compares them; the headers of renames and
//! the quotes around odd paths are Git's own format, which it does not write.

use std::fmt::Write as _;
use std::io::{self, Write};

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// Lines around a change, by which a patch finds its place: as many as Git and `diff -u` write.
const CONTEXT: usize = 3;

/// A changed file.
#[derive(Debug, Clone, Copy)]
pub struct PatchFile<'p> {
    /// Its path from the root of the repository.
    pub old_path: &'p str,
    /// The same afterwards.
    pub new_path: &'p str,
    /// Its content.
    pub before: &'p [u8],
    /// Its content after the fixes.
    pub after: &'p [u8],
}

/// Writes the patch of one file.
///
/// # Errors
///
/// The writer fails.
pub fn write_patch(file: &PatchFile<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (old, new) = (name("a/", file.old_path), name("b/", file.new_path));
    writeln!(out, "diff --git {old} {new}")?;
    if file.old_path != file.new_path {
        let (from, to) = (name("", file.old_path), name("", file.new_path));
        // Git reads the number, and goes by the hunks.
        let alike = if file.before == file.after { 100 } else { 90 };
        writeln!(out, "similarity index {alike}%\nrename from {from}\nrename to {to}")?;
    }
    if file.before == file.after {
        return Ok(());
    }
    writeln!(out, "--- {old}{}\n+++ {new}{}", tab(file.old_path), tab(file.new_path))?;
    let (before, after) = (lines(file.before), lines(file.after));
    let changes = capture_diff_slices(Algorithm::Myers, &before, &after);
    group_diff_ops(changes, CONTEXT).iter().try_for_each(|hunk| write_hunk(hunk, &before, &after, out))
}

fn write_hunk(hunk: &[DiffOp], before: &[&[u8]], after: &[&[u8]], out: &mut dyn Write) -> io::Result<()> {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return Ok(()) };
    let old = first.old_range().start..last.old_range().end;
    let new = first.new_range().start..last.new_range().end;
    // A hunk without lines on one side names the line before it.
    let begins = |range: &std::ops::Range<usize>| range.start + usize::from(!range.is_empty());
    writeln!(out, "@@ -{},{} +{},{} @@", begins(&old), old.len(), begins(&new), new.len())?;
    for change in hunk {
        let (tag, old, new) = change.as_tag_tuple();
        let gone = before.get(old).unwrap_or_default();
        if tag == DiffTag::Equal {
            gone.iter().try_for_each(|line| write_line(b' ', line, out))?;
            continue;
        }
        gone.iter().try_for_each(|line| write_line(b'-', line, out))?;
        after.get(new).unwrap_or_default().iter().try_for_each(|line| write_line(b'+', line, out))?;
    }
    Ok(())
}

fn write_line(sign: u8, line: &[u8], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[sign])?;
    out.write_all(line)?;
    if line.ends_with(b"\n") { Ok(()) } else { out.write_all(b"\n\\ No newline at end of file\n") }
}

/// Lines with their ends.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

/// A path as Git writes it: in quotes where a character would end it or act on a terminal.
fn name(side: &str, path: &str) -> String {
    let path = format!("{side}{path}");
    if !path.contains(|it: char| it.is_control() || matches!(it, '"' | '\\')) {
        return path;
    }
    let mut quoted = String::from("\"");
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b' '..=b'~' => quoted.push(char::from(byte)),
            _ => {
                let _ = write!(quoted, "\\{byte:03o}");
            }
        }
    }
    quoted.push('"');
    quoted
}

/// `patch` ends a name at a blank, unless a tab comes behind it.
fn tab(path: &str) -> &'static str {
    if path.contains(' ') { "\t" } else { "" }
}
