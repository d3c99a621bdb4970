//! One look at all that was named: find the files and their configurations, run the rules, judge.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{Config, ConfigError};
use crate::verdict::{Baselines, RunPolicy, Summary};
use crate::workspace::{Drafts, Memory, Workspace};
use crate::{Insight, RequestError, Terms};

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
}

/// Files and all that decides about them. It can check the files again as they would be.
pub(super) struct Look {
    workspace: Workspace,
    pub(super) configs: Vec<Config>,
    terms: Vec<Terms>,
    run: RunPolicy,
}

/// Checks all that was named once.
pub(super) fn look(plan: &Plan<'_>, purpose: Purpose) -> Result<Looked, CommandError> {
    let look = Look::open(plan, purpose, Memory::default())?;
    let summary = look.check()?;
    Ok(Looked { summary, configs: look.configs, baselines: look.run.baselines })
}

impl Look {
    /// Finds the files, their configurations and baselines, and refuses configurations that are wrong.
    pub(super) fn open(plan: &Plan<'_>, purpose: Purpose, memory: Memory) -> Result<Self, CommandError> {
        let mut configurations = Configurations::new(plan);
        configurations.of_inputs();
        let workspace = Workspace::open(&plan.scope, &mut configurations, memory).map_err(RequestError::from)?;
        configurations.check()?;
        let baselines = if plan.uses_baselines {
            baseline_file::of_files(plan, (workspace.on_disk(), &configurations.configs), purpose)?
        } else {
            Baselines::default()
        };
        let run = RunPolicy { baselines, ..plan.run.clone() };
        Ok(Self { workspace, configs: configurations.configs, terms: configurations.terms, run })
    }

    /// Checks the files as they would be.
    pub(super) fn check_drafts(&mut self, drafts: &Drafts) -> Result<Summary, CommandError> {
        self.workspace.draft(drafts.clone());
        self.check()
    }

    /// The folders of the files that it checks.
    pub(super) fn folders(&self) -> BTreeSet<&Path> {
        self.workspace.on_disk().sources.iter().filter_map(|source| source.path.parent()).collect()
    }

    /// What the apps open, and what counts.
    pub(super) fn insight(&self) -> Result<Insight, CommandError> {
        let insight = crate::insight(&self.workspace, &self.terms, &self.run).map_err(RequestError::from)?;
        in_vain(&insight.summary, &self.configs)?;
        Ok(insight)
    }

    fn check(&self) -> Result<Summary, CommandError> {
        let summary = crate::lint(&self.workspace, &self.terms, &self.run).map_err(RequestError::from)?;
        in_vain(&summary, &self.configs)?;
        Ok(summary)
    }
}

/// Checks an earlier state of the repository by the configurations of today. A configuration that cannot be read there
/// decides nothing.
pub(super) fn look_back(plan: &Plan<'_>) -> Result<Summary, CommandError> {
    let mut configurations = Configurations::new(plan);
    let workspace = Workspace::open(&plan.scope, &mut configurations, Memory::default()).map_err(RequestError::from)?;
    Ok(crate::lint(&workspace, &configurations.terms, &plan.run).map_err(RequestError::from)?)
}

/// Refuses patterns of a configuration that match nothing although calint scanned the whole folder.
fn in_vain(summary: &Summary, configs: &[Config]) -> Result<(), CommandError> {
    let of_config = summary.unmatched.iter().filter_map(|(number, it)| Some((configs.get(*number)?, it)));
    let problems: Vec<_> = of_config.flat_map(|(config, it)| config.in_vain(&it.apps, &it.exclude)).collect();
    if problems.is_empty() { Ok(()) } else { Err(ConfigError { problems }.into()) }
}
