//! `calint init`: a commented configuration, and on request the snippets that run calint before commits and in CI.
//!
//! The snippets are whole texts and not made from values, because a person reads and changes them. calint never edits a
//! file that exists: a merge of YAML would lose comments and layout. It prints what to add instead. Hooks and workflows
//! are at the top of the repository, because Git hosts and pre-commit read them nowhere else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{FILE_NAME, nearest};
use crate::fix::{refuse_linked_folder, write_whole};
use crate::rules::EDITIONS;
use crate::verdict::ExitCode;
use crate::workspace::{absolute, default_branch, file_pattern, repository_root};

use super::args::{CiSystem, InitArguments};
use super::command_error::CommandError;
use super::{output, plan};

const TEMPLATE: &str = include_str!("../config/template.toml");
const PRE_COMMIT: &str = include_str!("snippets/pre-commit.yaml");
const GITHUB: &str = include_str!("snippets/github.yml");
const GITLAB: &str = include_str!("snippets/gitlab.yml");

/// Why calint wrote nothing, or not everything.
#[derive(Debug, thiserror::Error)]
pub(super) enum InitError {
    #[error(
        "{} exists already; `calint config check` checks it, and `--pre-commit` and `--ci` add a hook and a workflow",
        .0.display()
    )]
    Exists(PathBuf),
    #[error("{} is no folder", .0.display())]
    NoFolder(PathBuf),
    #[error("{}: {error}", path.display())]
    Write { path: PathBuf, error: io::Error },
}

impl From<InitError> for CommandError {
    fn from(error: InitError) -> Self {
        let exit_code = match error {
            InitError::Exists(_) | InitError::NoFolder(_) => ExitCode::Usage,
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
    let place = Place::of(folder, &plan::working_directory()?);
    write_configuration(&place, arguments)?;
    if arguments.pre_commit {
        place.write_or_print(".pre-commit-config.yaml", ("below `repos:`", &hook(&place)))?;
        output::say("calint: `pre-commit install` switches the hook on in a clone");
    }
    if let Some(system) = arguments.ci {
        let (name, text) = workflow(system, &place);
        place.write_or_print(name, ("to it", &text))?;
        output::say(&format!("calint: in {name}, replace OWNER by the host of calint and COMMIT by a commit of it"));
    }
    output::say("calint: next, `calint check`; with many old findings, `calint baseline create`");
    Ok(ExitCode::Clean)
}

/// Where the files go.
struct Place {
    /// The folder of the configuration, as the user may type it.
    folder: PathBuf,
    /// The top of its repository, as the user may type it.
    root: PathBuf,
    /// The configuration that is in force in the folder, as the user may type it.
    configuration: Option<PathBuf>,
    absolute_folder: PathBuf,
    /// The folder from the top of the repository, with `/`. Empty at the top.
    below: String,
}

impl Place {
    fn of(folder: &Path, working_directory: &Path) -> Self {
        let absolute_folder = absolute(working_directory, folder);
        let top = repository_root(&absolute_folder).unwrap_or(&absolute_folder).to_owned();
        let folder = folder.strip_prefix(".").unwrap_or(folder).to_owned();
        let shown = |path: &Path| pathdiff::diff_paths(path, working_directory).unwrap_or_else(|| path.to_owned());
        let root = if top == absolute_folder { folder.clone() } else { shown(&top) };
        let configuration = nearest(&absolute_folder, FILE_NAME, &[]).map(|file| shown(&file));
        let below = absolute_folder.strip_prefix(&top).unwrap_or(Path::new(""));
        let below: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Self { below: below.join("/"), root, configuration, folder, absolute_folder }
    }

    /// Writes a file at the top of the repository. Prints what to add if the file exists, because it may contain more
    /// than calint's part.
    fn write_or_print(&self, name: &str, (where_to, text): (&str, &str)) -> Result<(), CommandError> {
        let path = self.root.join(name);
        if !path.exists() {
            return write(&path, text);
        }
        output::say(&format!("calint: {} exists already; add this {where_to}", path.display()));
        let part = text.strip_prefix("repos:\n").unwrap_or(text);
        output::write_stdout(|out| out.write_all(part.as_bytes()))
    }
}

/// Writes the configuration unless there is one. A second one in a subfolder would replace the first for that folder,
/// so calint writes it only if nothing else was asked for.
fn write_configuration(place: &Place, arguments: &InitArguments) -> Result<(), CommandError> {
    let path = place.folder.join(FILE_NAME);
    let adds_more = arguments.pre_commit || arguments.ci.is_some();
    if path.exists() && !adds_more {
        return Err(InitError::Exists(path).into());
    }
    if let Some(known) = place.configuration.as_ref().filter(|_| adds_more) {
        output::say(&format!("calint: kept {}", known.display()));
        return Ok(());
    }
    write(&path, &TEMPLATE.replace("@EDITION@", EDITIONS.last().copied().unwrap_or_default()))?;
    if let Some(known) = &place.configuration {
        output::say(&format!("calint: it replaces {} here; with `extends` it would build on it", known.display()));
    }
    Ok(())
}

/// The hook, for the files of the folder.
fn hook(place: &Place) -> String {
    let pattern = file_pattern();
    let files = match place.below.as_str() {
        "" => pattern,
        // The pattern may begin at the slash behind the folder, so that it is looked at and not used up.
        below => format!("'{}'", format!("^{}(?=/).*{pattern}", regex::escape(below)).replace('\'', "''")),
    };
    PRE_COMMIT.replace("@FILES@", &files)
}

/// The file of a CI system from the top of the repository, and its text.
fn workflow(system: CiSystem, place: &Place) -> (&'static str, String) {
    let folder = if place.below.is_empty() { "." } else { &place.below };
    match system {
        CiSystem::Github => {
            let branch = default_branch(&place.absolute_folder);
            let text = GITHUB.replace("@BRANCH@", &quoted(&branch)).replace("@PATHS@", &quoted(folder));
            (".github/workflows/calint.yml", text)
        }
        CiSystem::Gitlab => {
            let check = format!(
                ".calint/bin/calint check --report gitlab=gl-code-quality-report.json -- {}",
                shell_word(folder)
            );
            (".gitlab-ci.yml", GITLAB.replace("@CHECK@", &quoted(&check)))
        }
    }
}

/// A text in YAML, where every JSON text is one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text as one word of a shell.
fn shell_word(text: &str) -> String {
    let is_plain = text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '/' | '.' | '_' | '-'));
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
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
