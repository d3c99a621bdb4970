//! The projects of a run: their apps, their API version, and the users that their apps run as.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;

use crate::discover::{Found, Kind, Names, Source, read_file};
use crate::parse::{self, Document, NodeId, Span};

use super::api_version::{ApiVersion, VersionOrigin};
use super::app::App;
use super::connected_app;
use super::cursor::Reading;
use super::external_files::{self, PartFile};
use super::facts::{self, FactsError};
use super::library::{Library, Trouble};
use super::permissions::{PermissionFile, PermissionFiles};
use super::place::FileId;
use super::replacements::{RawReplacement, Replacements};
use super::user_definitions;
use super::users::{Assignments, Users};

/// What the command line says of projects and users.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The API version that outranks what the project says.
    pub api_version: Option<u16>,
    /// Files and directories with exported facts.
    pub facts: Vec<PathBuf>,
    /// The directory that relative names start from.
    pub working_directory: PathBuf,
}

/// All that a run knows.
#[derive(Debug)]
pub struct Model {
    /// The files.
    pub library: Library,
    /// The projects, by their folder.
    pub projects: Vec<Project>,
}

/// A folder with `sfdx-project.json` or `package.xml`, or the folder that was named.
#[derive(Debug)]
pub struct Project {
    /// The version that the files are written for.
    pub api_version: ApiVersion,
    /// The files that are linted, in order.
    pub sources: Vec<LintedFile>,
    /// The apps: connected apps in the order of their files, then External Client Apps by name.
    pub apps: Vec<App>,
    /// What is known of users.
    pub users: Users,
    /// Profiles and permission sets that the run-as users have.
    pub permissions: Vec<PermissionFile>,
}

impl Project {
    /// Whether rules look at a file; the others were only looked up.
    pub fn is_linted(&self, file: FileId) -> bool {
        self.sources.binary_search_by_key(&file, |source| source.file).is_ok()
    }
}

/// A file that rules look at.
#[derive(Debug)]
pub struct LintedFile {
    /// The file.
    pub file: FileId,
    /// The type that its suffix tells.
    pub kind: Kind,
    /// The component that its name tells.
    pub name: String,
    /// Stretches that a deployment replaces.
    pub replaced: Vec<Span>,
}

/// `sfdx-project.json`, as far as it matters here.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ProjectFile {
    package_directories: Vec<PackageDirectory>,
    source_api_version: Option<String>,
    replacements: Vec<RawReplacement>,
}

#[derive(Debug, Deserialize)]
struct PackageDirectory {
    path: String,
}

impl Model {
    /// Reads all that was found.
    ///
    /// # Errors
    ///
    /// The options name facts that are not there.
    pub fn read(found: &Found, options: &Options) -> Result<Self, FactsError> {
        let mut library = Library::default();
        let mut names = Names::new(options.working_directory.clone());
        let users = facts::read(&options.facts, &mut names, &mut library)?;
        let files = library.load(&found.sources);
        library.troubles.extend(found.unreadable.iter().cloned().map(Trouble::from));
        let mut by_root: BTreeMap<&Path, Vec<(&Source, FileId)>> = BTreeMap::new();
        for (source, file) in found.sources.iter().zip(files) {
            if let Some(file) = file {
                by_root.entry(&source.project).or_default().push((source, file));
            }
        }
        let mut reader = ProjectReader { options, walked: &found.walked, names, library, users };
        let projects = by_root.into_iter().map(|(root, sources)| reader.project(root, &sources)).collect();
        Ok(Self { library: reader.library, projects })
    }
}

struct ProjectReader<'o> {
    options: &'o Options,
    /// Directories whose files are all known.
    walked: &'o [PathBuf],
    names: Names,
    library: Library,
    users: Users,
}

impl ProjectReader<'_> {
    fn project(&mut self, root: &Path, sources: &[(&Source, FileId)]) -> Project {
        let file = self.project_file(root);
        let package_version = self.package_version(root);
        let flag = self.options.api_version.map(|number| ApiVersion { number, origin: VersionOrigin::CommandLine });
        let source_version = file.source_api_version.as_deref();
        let file_version = source_version.and_then(|text| ApiVersion::parse(text, VersionOrigin::ProjectFile));
        let folders = package_folders(root, &file.package_directories);
        let replacements = Replacements::new(file.replacements);
        let mut apps = self.connected_apps(root, sources, &replacements);
        apps.extend(self.external_client_apps(root, sources, &folders, &replacements));
        self.note_foreign_roots(sources);
        let (users, permissions) = self.run_as_users(root, &folders, &apps);
        let linted = |(source, file): &(&Source, FileId)| LintedFile {
            file: *file,
            kind: source.kind,
            name: source.name.clone(),
            replaced: self.replaced(root, source, (*file, &replacements)),
        };
        Project {
            api_version: flag.or(package_version).or(file_version).unwrap_or_else(ApiVersion::newest),
            sources: sources.iter().map(linted).collect(),
            apps,
            users,
            permissions,
        }
    }

    fn project_file(&mut self, root: &Path) -> ProjectFile {
        let path = root.join("sfdx-project.json");
        let Ok(bytes) = read_file(&path) else { return ProjectFile::default() };
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        serde_json::from_slice(bytes).unwrap_or_else(|error| {
            self.library.troubles.push(Trouble {
                path: self.names.file(&path),
                message: format!("cannot be read as a project file: {error}"),
                help: "repair it: the API version and the replacements of the project stand there".to_owned(),
                range: None,
            });
            ProjectFile::default()
        })
    }

    /// `<version>` of a `package.xml` at the root.
    fn package_version(&mut self, root: &Path) -> Option<ApiVersion> {
        let path = root.join("package.xml");
        let bytes = read_file(&path).ok()?;
        let file = self.library.add(self.names.file(&path), Some(parse::parse(bytes)));
        let document = self.library.document(file)?;
        let version = document.children_named(document.root()?, "version").next()?;
        let text = document.value(version);
        text.trimmed().and_then(|value| ApiVersion::parse(value.text, VersionOrigin::PackageXml))
    }

    fn connected_apps(&self, root: &Path, sources: &[(&Source, FileId)], replacements: &Replacements) -> Vec<App> {
        let read = |(source, file): &(&Source, FileId)| {
            let document = self.library.document(*file).filter(|_| source.kind == Kind::ConnectedApp)?;
            let replaced = self.replaced(root, source, (*file, replacements));
            connected_app::read(&Reading { file: *file, document, replaced }, &source.name)
        };
        sources.par_iter().with_min_len(256).filter_map(read).collect()
    }

    /// The stretches of a file that a deployment replaces.
    fn replaced(&self, root: &Path, source: &Source, (file, replacements): (FileId, &Replacements)) -> Vec<Span> {
        let text = self.library.document(file).map_or("", |document| document.text());
        replacements.spans(root, &source.path, text)
    }

    /// Apps of which a file is in scope, with their other files wherever in the project they are.
    fn external_client_apps(
        &mut self,
        root: &Path,
        sources: &[(&Source, FileId)],
        folders: &[PathBuf],
        replacements: &Replacements,
    ) -> Vec<App> {
        let mut files: Vec<PartFile> = sources.iter().filter_map(|(source, file)| part_file(source, *file)).collect();
        if files.is_empty() {
            return Vec::new();
        }
        if !self.walked.iter().any(|walked| root.starts_with(walked)) {
            files.extend(external_files::load_others(folders, &files, &mut self.names, &mut self.library));
        }
        external_files::apps(root, &files, &self.library, replacements)
    }

    /// A file with another root than its name promises holds no app: nothing of it was looked at.
    fn note_foreign_roots(&mut self, sources: &[(&Source, FileId)]) {
        for (source, file) in sources {
            let Some(document) = self.library.document(*file) else { continue };
            let Some(foreign) = ForeignRoot::of(document, source.kind) else { continue };
            let range = Some(document.range(document.start_tag(foreign.root)));
            let trouble = Trouble { path: source.shown.clone(), message: foreign.message, help: foreign.help, range };
            self.library.troubles.push(trouble);
        }
    }

    /// Users that apps run as, and the profiles and permission sets that they have.
    fn run_as_users(&mut self, root: &Path, folders: &[PathBuf], apps: &[App]) -> (Users, Vec<PermissionFile>) {
        let mut users = self.users.clone();
        let clients = apps.iter().filter_map(|app| app.oauth.as_ref());
        let run_as: Vec<&str> =
            clients.filter_map(|client| client.oauth_client_credential_user.value().map(String::as_str)).collect();
        if run_as.is_empty() {
            return (users, Vec::new());
        }
        user_definitions::read(root, &mut self.names, &mut self.library, &mut users);
        let wanted = wanted_components(&run_as, &users);
        if wanted.is_empty() {
            return (users, Vec::new());
        }
        let files = PermissionFiles::find(folders);
        let mut permissions = Vec::new();
        for (kind, name) in wanted {
            permissions.extend(files.open(kind, &name, &mut self.names, &mut self.library));
        }
        (users, permissions)
    }
}

/// A root element that is not the one which the file name promises.
#[derive(Debug)]
pub struct ForeignRoot {
    /// The element.
    pub root: NodeId,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl ForeignRoot {
    /// Compares the root of a file with what its name promises.
    pub fn of(document: &Document, kind: Kind) -> Option<Self> {
        let expected = kind.type_name();
        let root = document.root().filter(|root| document.name(*root) != expected)?;
        let name = document.name(root);
        Some(Self {
            root,
            message: format!("the root element is `{name}`, but the file name promises a `{expected}`"),
            help: format!("put a `{expected}` into the file, or give the file the suffix of a `{name}`"),
        })
    }
}

/// A source as a file of an External Client App, if it is one.
fn part_file(source: &Source, file: FileId) -> Option<PartFile> {
    let Kind::Eca(part) = source.kind else { return None };
    Some(PartFile { part, name: source.name.clone(), path: source.path.clone(), file })
}

/// Profiles and permission sets of the users, each once.
fn wanted_components(usernames: &[&str], users: &Users) -> Vec<(Kind, String)> {
    let mut wanted = Vec::new();
    for user in usernames.iter().filter_map(|username| users.find(username)) {
        wanted.extend(user.profile.iter().map(|name| (Kind::Profile, name.clone())));
        if let Assignments::All(names) = &user.permission_sets {
            wanted.extend(names.iter().map(|name| (Kind::PermissionSet, name.clone())));
        }
    }
    wanted.sort();
    wanted.dedup();
    wanted
}

/// The package directories that exist, or the project's folder.
fn package_folders(root: &Path, packages: &[PackageDirectory]) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = packages
        .iter()
        .map(|package| crate::discover::absolute(root, Path::new(&package.path)))
        .filter(|folder| folder.is_dir())
        .collect();
    if folders.is_empty() { vec![root.to_owned()] } else { folders }
}
