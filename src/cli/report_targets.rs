//! Where reports are written: over no file that calint reads. A slip of the pen must not cost an app.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::discover::{NamedKind, absolute, repository_root};

use super::configurations::Configurations;
use super::facts_source::{facts_source, facts_sources};
use super::plan::Plan;

/// Files that decide over a check.
const DECIDING: [&str; 6] =
    ["calint.toml", "calint-baseline.json", "sfdx-project.json", "package.xml", ".gitignore", ".forceignore"];

/// Suffixes of reports. A file of the repository with another name is a program, a key, or a page.
const OF_REPORTS: [&str; 9] = ["json", "sarif", "xml", "csv", "md", "txt", "log", "html", "out"];

/// The files that the reports of a run may not take the place of.
pub(super) struct ReportTargets {
    /// Files, and directories of facts, that the run reads whatever their names.
    inputs: Vec<PathBuf>,
    /// The targets of earlier reports.
    taken: BTreeSet<PathBuf>,
}

impl ReportTargets {
    /// The targets of a run.
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let mut configurations = Configurations::new(plan);
        configurations.of_inputs();
        let directory = &plan.scope.working_directory;
        let selection = plan.selection;
        let facts = facts_sources(&selection.facts).into_iter().map(|source| absolute(directory, &source.path));
        let baseline = selection.baseline.iter().map(|file| absolute(directory, file));
        let configured = configurations.configs.iter().flat_map(inputs_of);
        let inputs = facts.chain(baseline).chain(configured);
        Self { inputs: inputs.filter_map(|path| path.canonicalize().ok()).collect(), taken: BTreeSet::new() }
    }

    /// Takes a path for a report, or says why it may not have it.
    pub(super) fn take(&mut self, path: &Path) -> io::Result<()> {
        let target = real(&std::env::current_dir()?, path);
        // What is no regular file, such as a device, takes several reports and loses nothing.
        if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return Ok(());
        }
        let reason = self.refusal(&target);
        self.taken.insert(target);
        reason.map_or(Ok(()), |reason| Err(io::Error::other(reason)))
    }

    fn refusal(&self, target: &Path) -> Option<&'static str> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let suffix = target.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        if NamedKind::of(&name).is_some() {
            Some("it has the name of a file that calint checks")
        } else if DECIDING.contains(&name.as_ref()) || suffix == "toml" {
            Some("it has the name of a file that decides over a check")
        } else if suffix == "zip" {
            Some("it has the name of an archive that calint checks")
        } else if target.iter().any(|step| step == ".git") {
            Some("it is in `.git`")
        } else if self.taken.contains(target) {
            Some("another report has this name")
        } else if self.inputs.iter().any(|input| target == input || target.starts_with(input) && target.exists()) {
            Some("calint reads this file")
        } else if !OF_REPORTS.contains(&suffix.as_str()) && is_kept(target) {
            Some("the repository has this file, and its name is not that of a report, such as `calint.json`")
        } else {
            None
        }
    }
}

/// Files and directories that a configuration names, and the files of the configuration.
fn inputs_of(config: &Config) -> Vec<PathBuf> {
    let facts = config.facts().into_iter().map(|(folder, text)| absolute(folder, &facts_source(text).path));
    let files = config.files.iter().map(|file| file.path.clone());
    files.chain(facts).chain(config.inventories().map(Path::to_owned)).collect()
}

/// The absolute path without links, as far as it exists.
fn real(directory: &Path, path: &Path) -> PathBuf {
    let path = absolute(directory, path);
    let there = path.ancestors().skip(1).find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    let below = there.as_ref().and_then(|(folder, real)| Some(real.join(path.strip_prefix(folder).ok()?)));
    below.unwrap_or(path)
}

/// Whether a file of a repository would be lost.
fn is_kept(target: &Path) -> bool {
    target.metadata().is_ok_and(|metadata| metadata.len() > 0) && repository_root(target).is_some()
}
