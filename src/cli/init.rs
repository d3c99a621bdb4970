//! `calint init`: a commented configuration, and on request the snippets that put calint to work.
//!
//! The snippets are whole texts and not made from values, because a person reads and changes them. calint never edits a
//! file that exists: a merge of YAML would lose comments and layout. It prints what to add instead.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::FILE_NAME;
use crate::fix::{refuse_linked_folder, write_whole};
use crate::rules::EDITIONS;
use crate::verdict::ExitCode;
use crate::workspace::file_pattern;

use super::args::{CiSystem, InitArguments};
use super::command_error::CommandError;
use super::output;

const TEMPLATE: &str = include_str!("../config/template.toml");

const PRE_COMMIT: &str = r"repos:
  - repo: local
    hooks:
      - id: calint
        name: calint
        entry: calint check
        language: system
        files: @FILES@
        require_serial: true
";

const GITHUB: &str = r"# OWNER hosts calint, and COMMIT is the commit of it that you have looked at.
name: calint
on: [pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  calint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
      - uses: OWNER/calint@COMMIT
        with:
          changed-since: ${{ github.event.pull_request.base.sha }}
          sarif-file: calint.sarif
      - uses: github/codeql-action/upload-sarif@v4
        if: ${{ !cancelled() && hashFiles('calint.sarif') != '' }}
        with:
          sarif_file: calint.sarif
";

const GITLAB: &str = "# OWNER hosts calint, and COMMIT is the commit of it that you have looked at.
calint:
  image: rust
  before_script:
    - cargo install --locked --git https://github.com/OWNER/calint --rev COMMIT calint
  script:
    - calint check --report gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
";

/// Why calint wrote nothing, or not everything.
#[derive(Debug, thiserror::Error)]
pub(super) enum InitError {
    #[error("{} exists already; `calint config check` checks it", .0.display())]
    There(PathBuf),
    #[error("{} is no folder", .0.display())]
    NoFolder(PathBuf),
    #[error("{}: {error}", path.display())]
    Write { path: PathBuf, error: io::Error },
}

impl From<InitError> for CommandError {
    fn from(error: InitError) -> Self {
        let exit_code = match error {
            InitError::There(_) | InitError::NoFolder(_) => ExitCode::Usage,
            InitError::Write { .. } => ExitCode::Incomplete,
        };
        Self::OfCommand { message: error.to_string(), exit_code }
    }
}

/// Writes a configuration, and what else was asked for.
pub(super) fn run(arguments: &InitArguments) -> Result<ExitCode, CommandError> {
    let folder = &arguments.path;
    if !folder.is_dir() {
        return Err(InitError::NoFolder(folder.clone()).into());
    }
    let folder = folder.strip_prefix(".").unwrap_or(folder);
    let path = folder.join(FILE_NAME);
    if path.exists() {
        return Err(InitError::There(path).into());
    }
    write(&path, &TEMPLATE.replace("@EDITION@", EDITIONS.last().copied().unwrap_or_default()))?;
    if arguments.pre_commit {
        write_or_print(&folder.join(".pre-commit-config.yaml"), &PRE_COMMIT.replace("@FILES@", &file_pattern()))?;
    }
    match arguments.ci {
        Some(CiSystem::Github) => write_or_print(&folder.join(".github/workflows/calint.yml"), GITHUB)?,
        Some(CiSystem::Gitlab) => write_or_print(&folder.join(".gitlab-ci.yml"), GITLAB)?,
        None => {}
    }
    if arguments.ci.is_some() {
        output::say("calint: put the host and the commit of calint in the places of OWNER and COMMIT");
    }
    output::say("calint: next, `calint check`; with many old findings, `calint baseline create`");
    Ok(ExitCode::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let in_folder = || fs::create_dir_all(folder).and_then(|()| write_whole(path, text.as_bytes()));
    let written = refuse_linked_folder(path).and_then(|()| in_folder());
    let lost = written.map_err(|error| InitError::Write { path: path.to_owned(), error })?;
    output::say_lost(path, &lost);
    output::say(&format!("calint: wrote {}", path.display()));
    Ok(())
}

/// Prints what to add if the file exists: it contains more than calint's part.
fn write_or_print(path: &Path, text: &str) -> Result<(), CommandError> {
    if path.exists() {
        output::say(&format!("calint: {} exists already; add this to it", path.display()));
        return output::write_stdout(|out| out.write_all(text.as_bytes()));
    }
    write(path, text)
}
