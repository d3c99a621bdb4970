//! A bare walkdir listing of a directory: what a whole-repository run is measured against.

use std::io::{self, Write};

use walkdir::WalkDir;

fn main() -> io::Result<()> {
    // Cargo calls every benchmark with `--bench`; this one has something to do when a script calls it.
    let Some(root) = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) else { return Ok(()) };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for entry in WalkDir::new(root).into_iter().flatten() {
        writeln!(out, "{}", entry.path().display())?;
    }
    out.flush()
}
