//! The configurations of a run: each file has the nearest one upward, and calint reads each of them once.
//!
//! Which configurations there are is known only when the search for files ends, because a repository may have one in
//! any folder. So the search asks for the configuration of each file that it finds. A mistake in one does not stop the
//! search: it is kept, and one run reports the mistakes of all configurations.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::Terms;
use crate::config::{Config, ConfigError, FILE_NAME, Nearest};
use crate::workspace::{Governor, Names, Treatment};
use crate::{config, workspace};

use super::command_error::CommandError;
use super::plan::{Plan, PlanError};
use super::selection::Configuration;
use super::terms::terms;

/// The configurations that a run has met so far.
pub(super) struct Configurations<'p> {
    plan: &'p Plan<'p>,
    names: Names,
    nearest: Nearest,
    /// The configuration of each folder, by number.
    by_folder: HashMap<PathBuf, usize>,
    by_file: HashMap<Option<PathBuf>, usize>,
    pub(super) configs: Vec<Config>,
    pub(super) terms: Vec<Terms>,
    treatments: Vec<Arc<Treatment>>,
    wrong_settings: Vec<ConfigError>,
    wrong_arguments: Option<PlanError>,
}

impl<'p> Configurations<'p> {
    /// No configurations, until something asks for one.
    pub(super) fn new(plan: &'p Plan<'p>) -> Self {
        let directory = plan.scope.working_directory.clone();
        Self {
            plan,
            names: Names::new(directory).relative_to(workspace::base(&plan.scope)),
            nearest: Nearest::new(FILE_NAME, plan.limits()),
            by_folder: HashMap::new(),
            by_file: HashMap::new(),
            configs: Vec::new(),
            terms: Vec::new(),
            treatments: Vec::new(),
            wrong_settings: Vec::new(),
            wrong_arguments: None,
        }
    }

    /// Reads the configurations of everything that was named, so that calint reports a wrong one even if it finds no
    /// file.
    pub(super) fn of_inputs(&mut self) {
        for input in &self.plan.scope.inputs {
            self.of_folder(&workspace::folder_of(input, &self.plan.scope.working_directory));
        }
    }

    /// All that is wrong with the configurations, or with the command line beside them.
    pub(super) fn check(&mut self) -> Result<(), CommandError> {
        let mut by_place = BTreeMap::new();
        for problem in self.wrong_settings.drain(..).flat_map(|error| error.problems) {
            by_place.insert((problem.file.shown.clone(), problem.span.start, problem.message.clone()), problem);
        }
        if !by_place.is_empty() {
            return Err(ConfigError { problems: by_place.into_values().collect() }.into());
        }
        self.wrong_arguments.take().map_or(Ok(()), |error| Err(error.into()))
    }

    fn of_folder(&mut self, folder: &Path) -> usize {
        if let Some(known) = self.by_folder.get(folder) {
            return *known;
        }
        let nearest = &mut self.nearest;
        let file = file_of(&self.plan.selection.scope.configuration, || nearest.of(folder), &self.names);
        let number = match self.by_file.get(&file) {
            Some(known) => *known,
            None => self.read(file),
        };
        self.by_folder.insert(folder.to_owned(), number);
        number
    }

    fn read(&mut self, file: Option<PathBuf>) -> usize {
        let number = self.configs.len();
        let config = load(&self.plan.selection.scope.configuration, file.as_deref(), &mut self.names);
        let config = config.unwrap_or_else(|error| {
            self.wrong_settings.push(error);
            Config::default()
        });
        match terms(self.plan, &config, number) {
            Ok((terms, treatment)) => {
                self.configs.push(config);
                self.terms.push(terms);
                self.treatments.push(treatment);
                self.by_file.insert(file, number);
                number
            }
            Err(error) => {
                self.wrong_arguments.get_or_insert(error);
                0
            }
        }
    }
}

impl Governor for Configurations<'_> {
    fn treatment(&mut self, path: &Path) -> Arc<Treatment> {
        let number = self.of_folder(path.parent().unwrap_or(path));
        // If the command line is wrong, the run ends with that mistake and never uses this.
        let nothing = || {
            let scope = &self.plan.scope;
            Arc::new(Treatment { configuration: 0, needs: scope.needs, exclude: Vec::new(), allows_empty: false })
        };
        self.treatments.get(number).map_or_else(nothing, Arc::clone)
    }
}

/// The configuration file of a folder, as the command line allows.
fn file_of(arguments: &Configuration, nearest: impl FnOnce() -> Option<PathBuf>, names: &Names) -> Option<PathBuf> {
    match &arguments.config {
        _ if arguments.no_config => None,
        Some(file) => Some(names.absolute(file)),
        None => nearest(),
    }
}

fn load(arguments: &Configuration, file: Option<&Path>, names: &mut Names) -> Result<Config, ConfigError> {
    let Some(file) = file else { return Ok(Config::default()) };
    match arguments.config {
        Some(_) => config::load(file, names).map(|config| Config { is_named: true, ..config }),
        None => config::load_found(file, names),
    }
}

/// The configuration in force for a path.
pub(super) fn of_path(arguments: &Configuration, path: &Path, directory: &Path) -> Result<Config, ConfigError> {
    let path = workspace::absolute(directory, path);
    let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
    let limits = [directory.to_owned()];
    let mut names = Names::new(directory.to_owned());
    let file = file_of(arguments, || config::nearest(folder, FILE_NAME, &limits), &names);
    load(arguments, file.as_deref(), &mut names)
}
