//! Compiles `rules/` into static data, and refuses a page or a table that contradicts itself.
//!
//! calint parses no file of `rules/` at run time: the program starts without reading a file, and a mistake in a page
//! shows in the next build instead of at a user's. A refusal names the file, the line, and the allowed values, because
//! people who write pages need not know Rust. So this script checks every word and number itself; an error of the
//! compiler would point into generated code. It takes the words from the program: the files of `src` that list them are
//! modules of this script, too.
//!
//! The tests include this file as a module, `tests/it/main.rs`: Cargo runs no tests of a build script.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    clippy::exit,
    unreachable_pub,
    reason = "a build script talks to Cargo by stdout, and nothing imports what is public in the program's files here"
)]

#[path = "../src/choices.rs"]
#[allow(dead_code, reason = "a page needs no help of the command line")]
pub(crate) mod choices;
#[path = "../src/schema/flow_words.rs"]
mod flow_words;
#[path = "../src/schema/levels.rs"]
mod levels;
#[path = "../src/schema/needs.rs"]
mod needs;
#[path = "../src/rules/page_words.rs"]
mod page_words;
#[path = "../src/schema/table_words.rs"]
mod table_words;
#[path = "../src/words.rs"]
#[allow(dead_code, reason = "refusals need only some of what messages need")]
pub(crate) mod words;

mod claims;
mod editions;
mod flows;
mod lists;
mod literal;
mod options;
mod packs;
mod pages;
mod references;
#[cfg(test)]
mod refusals;
mod registry;
mod row;
mod scopes;
mod source;
mod tables;
mod types;

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use self::editions::Editions;
use self::literal::{Literal, Packed};
use self::pages::Page;
use self::references::Documents;
use self::source::Source;

/// The JSON Schema of `calint.toml`, which a test writes.
const SCHEMA: &str = "src/config/calint.schema.json";

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed={SCHEMA}");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    match written() {
        Ok(files) => {
            for (name, code) in files {
                fs::write(out.join(name), code).expect("OUT_DIR can be written");
            }
        }
        Err(refusal) => {
            println!("cargo::error={refusal}");
            process::exit(1);
        }
    }
}

/// The files of generated code, by name.
fn written() -> Result<Vec<(&'static str, String)>, String> {
    let editions = Editions::read()?;
    println!("cargo::rustc-env=CALINT_VERSION={}", version(editions.newest()));
    let documents = Documents::read()?;
    let pages = pages::read(&editions, &documents)?;
    let names: Vec<&str> = pages.iter().map(Page::name).collect();
    let others = [
        ("pages.rs", pages::code(&editions, &pages)),
        ("registry.rs", registry::code(&pages)),
        ("packs.rs", packs::code(&names)?),
        ("suffixes.rs", lists::suffixes()?),
        ("folders.rs", lists::folders()?),
        ("schema.rs", schema()?),
    ];
    let tables = tables::code(&documents)?;
    // At this point, all texts that refer to documents have been read.
    Ok(others.into_iter().chain(tables).chain([("documents.rs", documents.code())]).collect())
}

fn schema() -> Result<String, String> {
    let text = Packed(Source::open(Path::new(SCHEMA))?.text).literal();
    Ok(format!("/// The schema, which `json_schema` unpacks.\nstatic SCHEMA: &[u8] = {text};\n"))
}

/// Version, commit and rule edition: `0.1.0 (4f2c1ab; rules 2026.11)`.
fn version(edition: &str) -> String {
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    // A source archive has no history.
    let git = process::Command::new("git").args(["rev-parse", "--short=9", "HEAD"]).output();
    let commit = git.ok().filter(|git| git.status.success() && Path::new(".git").exists());
    let commit = commit.map(|git| format!("{}; ", String::from_utf8_lossy(&git.stdout).trim()));
    for file in [".git/HEAD", ".git/refs/heads"] {
        if Path::new(file).exists() {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    format!("{version} ({}rules {edition})", commit.unwrap_or_default())
}
