//! The configuration of a run: a file, laid over the policies that it extends.
//!
//! The files stay apart, and a value is looked up in them when it is needed, instead of being merged into one table. So
//! each value still knows its file and line. Messages need that: what a policy locks is an error at the line that
//! loosens it, with the line of the lock.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::model::{Declarations, DeclaredOrg};
use crate::rules::{Pack, Page, RuleSettings, Settings};
use crate::schema::{Profile, Severity};
use crate::verdict::Acceptance;
use crate::workspace::{Names, absolute, read_file};

use super::discovery::within_repository;
use super::file::{At, ConfigFile, Set};
use super::keys;
use super::layer::{Layer, Level, UnusedLevel};
use super::problem::{ConfigError, ConfigProblem};

/// Files in a chain of policies. calint takes a longer chain for one that extends itself.
const MAX_DEPTH: usize = 10;

/// Bytes (256 KiB) of the longest file: each app and each finding is compared with all that is declared and accepted.
const MAX_LENGTH: usize = 256 * 1024;

/// The severity that fails a run if nothing else is set.
const FAIL_ON: Severity = Severity::Warning;

/// A valid configuration.
#[derive(Debug, Default)]
pub struct Config {
    /// The files: the repository's own, then the policy that it extends, and so on.
    pub files: Vec<ConfigFile>,
    /// What each of them sets.
    pub layers: Vec<Layer>,
    /// Whether the command line named it. Nothing in the repository can change what it locks.
    pub is_named: bool,
}

/// Reads a file that calint found, and what it extends. Refuses a link: anyone who may change the repository could make
/// calint show lines of any file with it.
///
/// # Errors
///
/// All that is wrong in any of them, each with its place.
pub fn load_found(path: &Path, names: &mut Names) -> Result<Config, ConfigError> {
    if path.is_symlink() {
        let file = ConfigFile::new(path.to_owned(), names.file(path).to_string(), "");
        let message = "is a symbolic link, which calint does not follow".to_owned();
        let help = "replace it with a file, or name the file with --config".to_owned();
        return Err(ConfigError { problems: vec![ConfigProblem { file, span: 0..0, message, help }] });
    }
    load(path, names)
}

/// Reads a file that the user named, and what it extends.
///
/// # Errors
///
/// All that is wrong in any of them, each with its place.
pub fn load(path: &Path, names: &mut Names) -> Result<Config, ConfigError> {
    let mut config = Config::default();
    let mut problems = Vec::new();
    let mut next = Some((names.absolute(path), None));
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    while let Some((path, from)) = next.take() {
        let again = !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()));
        let allowed = if from.is_some() { within_repository(&path, config.folder()) } else { Ok(()) };
        let file = match allowed.and_then(|()| open(&path, names)) {
            Ok(_) if again || config.files.len() >= MAX_DEPTH => Err("it extends itself".to_owned()),
            opened => opened,
        };
        match file {
            Ok(file) => {
                let (layer, wrong) = keys::read(&file, config.files.len());
                problems.extend(wrong);
                next = layer.extends.as_ref().map(|extends| (policy(&file, &extends.value), Some(extends.at.clone())));
                config.files.push(file);
                config.layers.push(layer);
            }
            Err(reason) => problems.push(unreadable(&config, (&path, reason), from, names)),
        }
    }
    problems.extend(config.loosened());
    problems.extend(config.facts_outside());
    if problems.is_empty() { Ok(config) } else { Err(ConfigError { problems }) }
}

fn open(path: &Path, names: &mut Names) -> Result<ConfigFile, String> {
    // Mistakes are shown with their lines; a file that is no configuration keeps its own to itself.
    if path.extension().is_none_or(|suffix| suffix != "toml") {
        return Err("its name does not end with .toml".to_owned());
    }
    let bytes = read_file(path).map_err(|error| error.to_string())?;
    if bytes.len() > MAX_LENGTH {
        return Err("it is over 256 KiB, the limit of a configuration".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(ConfigFile::new(path.to_owned(), names.file(path).to_string(), text))
}

/// The path of a policy, relative to the file that extends it.
fn policy(file: &ConfigFile, extends: &str) -> PathBuf {
    let folder = file.path.parent().unwrap_or(&file.path);
    crate::workspace::absolute(folder, Path::new(extends))
}

fn unreadable(config: &Config, (path, reason): (&Path, String), from: Option<At>, names: &mut Names) -> ConfigProblem {
    let shown = names.file(path).to_string();
    let message = format!("{shown} cannot be read: {reason}");
    let help = "name an existing file that calint may read".to_owned();
    let asking = from.and_then(|at| Some((config.files.get(at.file)?.clone(), at.span)));
    let (file, span) = asking.unwrap_or_else(|| (ConfigFile::new(path.to_owned(), shown, ""), 0..0));
    ConfigProblem { file, span, message, help }
}

impl Config {
    /// Where a value is set, as `calint.toml:12`.
    pub fn place(&self, at: &At) -> String {
        let file = self.files.get(at.file);
        file.map_or_else(String::new, |file| format!("{}:{}", file.shown, file.line(&at.span)))
    }

    /// A problem at a place of one of its files.
    ///
    /// # Panics
    ///
    /// The place is in another configuration.
    pub fn problem(&self, at: &At, message: String, help: &str) -> ConfigProblem {
        let file = self.files.get(at.file).expect("a place is made together with its file").clone();
        ConfigProblem { file, span: at.span.clone(), message, help: help.to_owned() }
    }

    /// The folder of the repository's own file, to which its globs are relative.
    pub fn folder(&self) -> Option<&Path> {
        self.files.first().and_then(|file| file.path.parent())
    }

    /// A value of the nearest file that sets it.
    pub fn first<'c, T>(&'c self, value: impl Fn(&'c Layer) -> Option<&'c Set<T>>) -> Option<&'c Set<T>> {
        self.layers.iter().find_map(value)
    }

    /// What is shown.
    pub fn profile(&self) -> Option<&Set<Profile>> {
        self.first(|layer| layer.profile.as_ref())
    }

    /// Benchmarks, of all files.
    pub fn packs(&self) -> impl Iterator<Item = &Set<&'static Pack>> {
        self.layers.iter().flat_map(|layer| &layer.packs)
    }

    /// What fails the run.
    pub fn fail_on(&self) -> Option<&Set<Severity>> {
        self.first(|layer| layer.fail_on.as_ref())
    }

    /// Whether named directories may contain nothing to lint.
    pub fn allows_empty(&self) -> bool {
        self.first(|layer| layer.allow_empty.as_ref()).is_some_and(|set| set.value)
    }

    /// What calint does about acceptances that match no finding.
    pub fn unused_acceptances(&self) -> UnusedLevel {
        self.first(|layer| layer.unused_acceptances.as_ref()).map_or(UnusedLevel::Warning, |set| set.value)
    }

    /// The level of a rule, if a file sets one.
    pub fn level(&self, rule: &str) -> Option<Set<Level>> {
        let of_rule = self.layers.iter().flat_map(|layer| &layer.rules).filter(|(page, _)| page.name == rule);
        let mut levels = of_rule.filter_map(|(_, set)| set.value.level.map(|value| Set { value, at: set.at.clone() }));
        levels.next()
    }

    /// Severities and options of all rules.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        for (page, set) in self.layers.iter().rev().flat_map(|layer| &layer.rules) {
            let severity = set.value.level.and_then(|level| match level {
                Level::At(severity) => Some(severity),
                Level::Off => None,
            });
            settings.set(page, RuleSettings { severity, ..set.value.options.clone() });
        }
        settings
    }

    /// Rules that a policy locks, or a configuration that the command line names, each with what fails a run by that
    /// policy.
    pub fn locked(&self) -> BTreeMap<&'static str, Severity> {
        let mut locked = BTreeMap::new();
        for (index, layer) in self.layers.iter().enumerate().skip(usize::from(!self.is_named)) {
            let below = self.layers.iter().skip(index).find_map(|layer| layer.fail_on.as_ref());
            let fail_on = below.map_or(FAIL_ON, |set| set.value);
            locked.extend(layer.locked.iter().map(|page| (page.value.name, fail_on)));
        }
        locked
    }

    /// What is accepted, by all files.
    pub fn accepted(&self) -> Vec<Acceptance> {
        self.layers.iter().flat_map(|layer| &layer.accept).map(|set| set.value.clone()).collect()
    }

    /// What is declared of apps and the org.
    pub fn declarations(&self) -> Declarations {
        let apps = self.layers.iter().rev().flat_map(|layer| &layer.apps);
        let mut managed = crate::model::Managed::default();
        for of_file in self.layers.iter().map(|layer| &layer.org.managed) {
            managed.apps.extend_from_slice(&of_file.apps);
            managed.permission_sets.extend_from_slice(&of_file.permission_sets);
            managed.profiles.extend_from_slice(&of_file.profiles);
            managed.components.extend_from_slice(&of_file.components);
        }
        let is_so = |of: fn(&Layer) -> Option<&Set<bool>>| self.first(of).is_some_and(|set| set.value);
        Declarations {
            apps: apps.map(|apps| apps.declared.clone()).collect(),
            org: DeclaredOrg {
                has_mobile_users: is_so(|layer| layer.org.has_mobile_users.as_ref()),
                may_create_connected_apps: is_so(|layer| layer.org.may_create_connected_apps.as_ref()),
                release: self.first(|layer| layer.org.release.as_ref()).map(|set| set.value),
                edition: self.first(|layer| layer.org.edition.as_ref()).map(|set| set.value.clone()),
                sandboxes_of_one_org: is_so(|layer| layer.org.sandboxes_of_one_org.as_ref()),
                inventory: self.first(|layer| layer.inventory.as_ref()).map(|set| set.value.clone()),
                managed,
            },
        }
    }

    /// Facts, each with the folder that its path is relative to.
    pub fn facts(&self) -> Vec<(&Path, &str)> {
        let of_layer = self.layers.iter().zip(&self.files);
        let facts = of_layer.flat_map(|(layer, file)| layer.facts.iter().map(move |set| (file, set)));
        facts.map(|(file, set)| (file.path.parent().unwrap_or(Path::new("")), set.value.as_str())).collect()
    }

    /// The files of all inventories, absolute.
    pub fn inventories(&self) -> impl Iterator<Item = &Path> {
        self.layers.iter().filter_map(|layer| Some(layer.inventory.as_ref()?.value.file.as_path()))
    }

    /// Problems for entries of the repository's own file that match nothing. The arguments are indices into all
    /// declared apps and into its exclusions.
    pub fn in_vain(&self, apps: &[usize], exclude: &[usize]) -> Vec<ConfigProblem> {
        let below: usize = self.layers.iter().skip(1).map(|layer| layer.apps.len()).sum();
        let Some(own) = self.layers.first() else { return Vec::new() };
        let apps = apps.iter().filter_map(|index| own.apps.get(index.checked_sub(below)?));
        let exclude = exclude.iter().filter_map(|index| own.exclude.get(*index));
        let apps = apps.map(|apps| {
            self.problem(&apps.at, "no app has such a name".to_owned(), "delete this, or correct the name")
        });
        let exclude = exclude
            .map(|glob| self.problem(&glob.at, "this excludes no file".to_owned(), "delete this, or correct the glob"));
        apps.chain(exclude).collect()
    }

    /// Facts that lead out of the repository, whether a name of an org is before the path or not.
    fn facts_outside(&self) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        for (layer, file) in self.layers.iter().zip(&self.files) {
            let Some(folder) = file.path.parent() else { continue };
            for facts in &layer.facts {
                let path = facts.value.split_once('=').map_or(facts.value.as_str(), |(_, path)| path);
                let paths = [path, facts.value.as_str()].map(|path| absolute(folder, Path::new(path)));
                if let Some(Err(reason)) =
                    paths.iter().map(|path| within_repository(path, Some(folder))).find(Result::is_err)
                {
                    let message = format!("the facts cannot be read: {reason}");
                    problems.push(self.problem(&facts.at, message, "name facts outside with --facts"));
                }
            }
        }
        problems
    }

    /// Where a file loosens what a policy below it locks.
    fn loosened(&self) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        for (index, layer) in self.layers.iter().enumerate() {
            let below = self.layers.get(index + 1..).unwrap_or_default();
            let lock = |rule: &str| below.iter().flat_map(|layer| &layer.locked).find(|page| page.value.name == rule);
            for (page, set) in &layer.rules {
                let is_looser = !set.value.options.options.is_empty()
                    || set.value.level.is_some_and(|level| is_looser(level, page, below));
                if let Some(lock) = lock(page.name).filter(|_| is_looser) {
                    problems.push(self.locked_by(&set.at, page.name, lock));
                }
            }
            for set in &layer.accept {
                if let Some(lock) = lock(set.value.rule) {
                    problems.push(self.locked_by(&set.at, set.value.rule, lock));
                }
            }
            let allowing = layer.apps.iter().filter_map(|apps| apps.allowed_scopes_at.as_ref());
            for (at, lock) in allowing.filter_map(|at| Some((at, lock("full-scope")?))) {
                problems.push(self.locked_by(at, "full-scope", lock));
            }
        }
        problems
    }

    fn locked_by(&self, at: &At, rule: &str, lock: &Set<&'static Page>) -> ConfigProblem {
        let message = format!("`{rule}` is locked by {} and cannot be loosened here", self.place(&lock.at));
        self.problem(at, message, "delete this, or ask the owners of the policy")
    }
}

fn is_looser(level: Level, page: &Page, below: &[Layer]) -> bool {
    let set = below.iter().flat_map(|layer| &layer.rules).filter(|(other, _)| other.name == page.name);
    let before = set.into_iter().find_map(|(_, set)| set.value.level).unwrap_or(Level::At(page.severity));
    match (level, before) {
        (_, Level::Off) => false,
        (Level::Off, Level::At(_)) => true,
        (Level::At(now), Level::At(before)) => now < before,
    }
}
