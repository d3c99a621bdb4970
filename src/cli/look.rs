//! One look at all that was named: find the files and their configurations, run the rules, judge.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::RequestError;
use crate::config::{Config, ConfigError};
use crate::verdict::{Baselines, RunPolicy, Summary};
use crate::workspace::{Overlay, discover_by};

use super::baseline_file;
use super::baseline_file::Purpose;
use super::command_error::CommandError;
use super::configurations::Configurations;
use super::plan::Plan;

/// What a look came to.
pub(super) struct Looked {
    pub(super) summary: Summary,
    /// The configurations that apply to some of the files.
    pub(super) configs: Vec<Config>,
    /// The baselines that the findings were compared with.
    pub(super) baselines: Baselines,
    /// The folders of the files that were checked.
    pub(super) folders: BTreeSet<PathBuf>,
}

/// Checks files as they would be, and refuses configurations that turn out to be wrong.
pub(super) fn look(plan: &Plan<'_>, overlay: Overlay, purpose: Purpose) -> Result<Looked, CommandError> {
    let mut configurations = Configurations::new(plan);
    configurations.of_inputs();
    let found = discover_by(&plan.with(overlay), &mut configurations).map_err(RequestError::from)?;
    configurations.check()?;
    let baselines = if plan.uses_baselines {
        baseline_file::of_files(plan, (&found, &configurations.configs), purpose)?
    } else {
        Baselines::default()
    };
    let run = RunPolicy { baselines, ..plan.run.clone() };
    let summary = crate::lint(&found, &configurations.terms, &run).map_err(RequestError::from)?;
    in_vain(&summary, &configurations.configs)?;
    let folders = found.sources.iter().filter_map(|source| source.path.parent()).map(Path::to_owned).collect();
    Ok(Looked { summary, configs: configurations.configs, baselines: run.baselines, folders })
}

/// Checks an earlier state of the repository by the configurations of today. A configuration that cannot be read there
/// decides nothing.
pub(super) fn look_back(plan: &Plan<'_>) -> Result<Summary, CommandError> {
    let mut configurations = Configurations::new(plan);
    let found = discover_by(&plan.scope, &mut configurations).map_err(RequestError::from)?;
    Ok(crate::lint(&found, &configurations.terms, &plan.run).map_err(RequestError::from)?)
}

/// Refuses patterns of a configuration that match nothing although calint scanned the whole folder.
fn in_vain(summary: &Summary, configs: &[Config]) -> Result<(), CommandError> {
    let of_config = summary.unmatched.iter().filter_map(|(number, it)| Some((configs.get(*number)?, it)));
    let problems: Vec<_> = of_config.flat_map(|(config, it)| config.in_vain(&it.apps, &it.exclude)).collect();
    if problems.is_empty() { Ok(()) } else { Err(ConfigError { problems }.into()) }
}
