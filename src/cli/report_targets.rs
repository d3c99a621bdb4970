//! Which files a report may replace: an empty file or an earlier report, and nothing else.
//!
//! calint looks for secrets in files of all kinds, so no list of names shows which files it reads. The contents decide,
//! wherever the file is. A hard link to an input has the contents of the input, so calint refuses it as well.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::model::has_suffix_of_export;
use crate::report::is_report;
use crate::workspace::absolute;

use super::baseline_file;
use super::check_arguments::ReportFile;
use super::facts_source::{facts_source, facts_sources};
use super::plan::Plan;
use super::reserved_names::{DECIDES, refused_name};

/// Why each report may not be written, or `None` if it may. The configurations are all of the run, with those of
/// subfolders.
pub(super) fn refusals(reports: &[ReportFile], plan: &Plan<'_>, configs: &[Config]) -> Vec<Option<&'static str>> {
    let mut taken = BTreeSet::new();
    let inputs = if reports.is_empty() { Vec::new() } else { inputs(plan, configs) };
    let refusal = |report: &ReportFile| {
        // A device or a pipe loses nothing and takes several reports. Writing refuses symbolic links.
        if report.path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return None;
        }
        let target = real(&plan.scope.working_directory, &report.path);
        let reason = refused_name(&target).or_else(|| {
            if target.ends_with(baseline_file::FILE_NAME) {
                Some(DECIDES)
            } else if taken.contains(&target) {
                Some("another report has this name; choose another one")
            } else if inputs.iter().any(|input| is_input(&target, input)) {
                Some("calint reads this file; choose another name")
            } else if !may_be_replaced(&target) {
                Some("the file exists and is not a report of calint; delete it or choose another name")
            } else {
                None
            }
        });
        taken.insert(target);
        reason
    };
    reports.iter().map(refusal).collect()
}

/// Files, and directories of facts, that a run reads regardless of their contents.
fn inputs(plan: &Plan<'_>, configs: &[Config]) -> Vec<PathBuf> {
    let (directory, selection) = (&plan.scope.working_directory, plan.selection);
    let facts = facts_sources(&selection.scope.facts).into_iter().map(|source| absolute(directory, &source.path));
    let baseline = selection.baseline.iter().map(|file| absolute(directory, file));
    let inputs = facts.chain(baseline).chain(configs.iter().flat_map(inputs_of));
    inputs.filter_map(|path| path.canonicalize().ok()).collect()
}

/// Whether calint reads a file as an input, or would in the next run.
fn is_input(target: &Path, input: &Path) -> bool {
    target == input || target.starts_with(input) && has_suffix_of_export(target)
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

/// Whether there is no file, or an earlier report. calint keeps a file that it cannot read.
fn may_be_replaced(target: &Path) -> bool {
    !target.exists() || File::open(target).and_then(|file| is_report(BufReader::new(file))).unwrap_or(false)
}
