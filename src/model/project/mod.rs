//! A project: its apps, its settings, and what is known of the users that its apps run as.
//!
//! A [`Project`] cannot read a file, only [`ProjectReader`] can. So a rule cannot cause work that depends on the size
//! of a project, and one place decides which files to open before any rule runs.

pub mod other_files;
mod packaged_form;
mod project_file;
mod project_reader;
mod replaced_settings;
mod replacements;
mod source_file;

pub use other_files::OtherFile;
pub use packaged_form::{PACKAGED_FORM, is_packaged_form, names_package, settings_beside_form};
pub use project_file::{Manifest, PackageDirectory, from_json};
pub use project_reader::{Linted, ProjectReader};
pub use replaced_settings::replaces_setting;
pub use replacements::Replacing;
pub use source_file::{ForeignRoot, SourceFile};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::schema::ApiVersion;
use crate::workspace::{FileId, ForceIgnore};

use super::app::App;
use super::declared::DeclaredOrg;
use super::org::{
    AppLogins, AppTokens, AuthProvider, Catalog, Logins, OrgFiles, Organization, Permissions, Tokens, Users,
};

/// A folder with `sfdx-project.json` or `package.xml`, or the folder that was named.
#[derive(Debug)]
pub struct Project {
    /// Its folder; in an archive, behind the path of the archive and a `!`.
    pub root: PathBuf,
    /// The version that the files are written for.
    pub api_version: ApiVersion,
    /// Whether all files of the project are known, so that a missing file does not exist.
    pub is_whole: bool,
    /// The package directories that `sfdx-project.json` names.
    pub package_directories: Vec<PackageDirectory>,
    /// The namespace of its packages, which managed packages have.
    pub namespace: Option<String>,
    /// What its `.forceignore` keeps out of deployments and packages.
    pub force_ignore: ForceIgnore,
    /// What a `package.xml` at the root lists.
    pub manifest: Option<Manifest>,
    /// Whether an ignore file of the project names the files with consumer data.
    pub ignores_global_settings: bool,
    /// The files that are linted, in order.
    pub sources: Vec<SourceFile>,
    /// The apps: connected apps in the order of their files, then External Client Apps by name.
    pub apps: Vec<App>,
    /// Which app each file belongs to, by file.
    pub(crate) app_of_file: Vec<(FileId, usize)>,
    /// What its files say of the org itself.
    pub org: OrgFiles,
    /// Auth providers that callbacks of its apps lead to.
    pub auth_providers: Vec<AuthProvider>,
    /// Files beside the metadata with a mark of a secret, in order, if a rule asks for them.
    pub others: Vec<OtherFile>,
    /// The moment to judge by.
    pub now: Timestamp,
    /// What it has by name.
    pub catalog: Catalog,
    /// What is declared of the org.
    pub declared: DeclaredOrg,
    /// What is known of users.
    pub users: Users,
    /// The edition of the scratch orgs that user definitions are for.
    pub scratch_org_edition: Option<String>,
    /// What is known of the profiles and permission sets that users and apps name.
    pub permissions: Permissions,
    /// Labels of apps that some profile or permission set may use, by the facts of the org.
    pub apps_with_access: BTreeSet<String>,
    /// Tokens of all apps, if the org was asked for them.
    pub tokens: Option<Tokens>,
    /// Logins to all apps in the days before the export, if the org was asked for them.
    pub logins: Option<Logins>,
    /// The org that the facts are from.
    pub organization: Option<Organization>,
}

impl Project {
    /// The day to judge by.
    pub fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }

    /// Whether rules look at a file; the others were only looked up.
    pub fn is_linted(&self, file: FileId) -> bool {
        self.sources.binary_search_by_key(&file, |source| source.file).is_ok() || self.is_other(file)
    }

    /// The configuration of a file that is linted.
    pub fn configuration_of(&self, file: FileId) -> Option<usize> {
        let other = || self.others.binary_search_by_key(&file, |other| other.file).ok();
        let other = || other().and_then(|index| self.others.get(index)).map(|other| other.configuration);
        self.source(file).map(|source| source.configuration).or_else(other)
    }

    /// Whether a file is one beside the metadata.
    fn is_other(&self, file: FileId) -> bool {
        self.others.binary_search_by_key(&file, |other| other.file).is_ok()
    }

    /// The app that a file belongs to.
    pub fn app_of(&self, file: FileId) -> Option<&App> {
        let found = self.app_of_file.binary_search_by_key(&file, |(file, _)| *file);
        found.ok().and_then(|index| self.app_of_file.get(index)).and_then(|(_, app)| self.apps.get(*app))
    }

    /// The auth providers that log people in with an app.
    pub fn auth_providers_of(&self, app: &App) -> impl Iterator<Item = &AuthProvider> {
        self.auth_providers.iter().filter(|provider| provider.is_for(app))
    }

    /// How much an app is used, as far as its tokens show.
    pub fn tokens_of(&self, app: &App) -> Option<AppTokens> {
        self.tokens.as_ref()?.of(app.details.label.value()?)
    }

    /// The logins to an app in the days before the export.
    pub fn logins_of(&self, app: &App) -> Option<AppLogins> {
        self.logins.as_ref()?.of(app.details.label.value()?)
    }

    /// The package directory that a linted file is in: the innermost, where they nest.
    pub fn package_directory_of(&self, file: FileId) -> Option<&PackageDirectory> {
        let path = &self.source(file)?.path;
        let containing = self.package_directories.iter().filter(|directory| path.starts_with(&directory.path));
        containing.max_by_key(|directory| directory.path.as_os_str().len())
    }

    /// Whether `sf package version create` would put a linted file into a package.
    pub fn is_in_built_package(&self, file: FileId) -> bool {
        let is_ignored = |path: &Path| self.force_ignore.covers(path);
        self.package_directory_of(file).is_some_and(|directory| directory.is_built)
            && self.source(file).is_some_and(|source| !is_ignored(&source.path))
    }

    /// Whether an app is an External Client App that a second-generation package distributes. Such a package contains
    /// its header and its OAuth settings only, and its version cannot be created with the other files.
    pub fn is_packaged_external_client_app(&self, app: &App) -> bool {
        let state = app.external.as_ref().and_then(|external| external.distribution_state.value());
        let is_in_package = |file| self.package_directory_of(file).is_some_and(|directory| directory.is_package);
        state.is_some_and(|state| state == "Packaged") && app.files().into_iter().any(is_in_package)
    }

    /// The linted file of an id.
    pub fn source(&self, file: FileId) -> Option<&SourceFile> {
        let found = self.sources.binary_search_by_key(&file, |source| source.file);
        found.ok().and_then(|index| self.sources.get(index))
    }
}
