//! Reads one project after the other: the files that are linted, and those that they depend on.
//!
//! A hook names one file, and what that file depends on is known only after it was read: other parts of the app, users,
//! then what those users are assigned, then what that grants. So files are opened step by step, each step only if the
//! one before asks for it. To read the whole project first would be simpler, and a hook would take as long as a full
//! run.

use std::borrow::Cow;
use std::collections::HashSet;

use rayon::prelude::*;

use crate::model::app::{App, connected_app, external_files, is_newest, proven_version};
use crate::model::cursor::{Cursor, Reading};
use crate::model::declared::Options;
use crate::model::org::{
    AuthProvider, Catalog, LabelReader, NamedCredential, NamedLists, OrgFacts, OrgFiles, PermissionReader, Permissions,
    TokenExchangeHandler, Users, user_definitions,
};
use crate::parse::Document;
use crate::schema::{ApiVersion, Kind, Need};
use crate::workspace::{
    Census, FileId, ForceIgnore, Found, LazySources, Library, Names, ProjectRoot, ReadError, Source,
};

use super::project_file::{PackageDirectory, ProjectFile};
use super::replacements::{Replacements, Replacing};
use super::source_file::{ForeignRoot, SourceFile};
use super::{Project, project_file};

/// Why a file is opened that is not linted.
const WHY: &str = "an app that is linted depends on it";

/// The files of a project that rules look at.
#[derive(Default)]
pub struct Linted<'f> {
    /// Files that were read.
    pub(crate) files: Vec<(&'f Source, FileId)>,
    /// Lists of permissions, which are not read yet.
    pub(crate) lists: Vec<&'f Source>,
}

/// What is needed to read a project.
pub struct ProjectReader<'f> {
    pub(crate) options: &'f Options,
    pub(crate) found: &'f Found,
    pub(crate) names: Names,
    pub(crate) library: Library,
    /// What facts say of the org.
    pub(crate) org: OrgFacts,
}

impl ProjectReader<'_> {
    /// Reads a project of which these files are linted; nothing if there are none.
    pub(crate) fn project(&mut self, Linted { files: sources, lists }: &Linted<'_>) -> Option<Project> {
        let root = &sources.first().map(|(source, _)| *source).or(lists.first().copied())?.project;
        let file = self.project_file(root);
        let mut linted: Vec<SourceFile> =
            sources.iter().map(|(source, id)| self.source_file(source, *id, &file)).collect();
        self.note_foreign_roots(&linted);
        let mut apps = self.connected_apps(&linted);
        let mut others = self.unopened(root);
        let named: Vec<&Source> = sources.iter().map(|(source, _)| *source).chain(lists.iter().copied()).collect();
        // Only an External Client App has parts that may be missing among the named files.
        let has_parts = linted.iter().any(|source| source.kind.is_eca());
        let census = Census::of(self.options.needs).with(Census { apps: has_parts, ..Census::default() });
        if census != Census::default() || asks_for_more(&linted, &apps) {
            others.complete((root, &file.folders), &named, (census, &self.names));
        }
        let looked_up = self.looked_up((&others, &file), &linted);
        let all: Vec<&SourceFile> = linted.iter().chain(&looked_up).collect();
        apps.extend(external_files::apps(&all, &self.library));
        if !looked_up.is_empty() {
            apps.retain(|app| is_linted(app, &linted));
        }
        self.complete(&mut apps);
        let auth_providers = self.auth_providers(&apps, (&linted, &others), &file);
        let org = self.org_files(&all);
        let is_whole = root.is_marked && others.is_whole();
        let users = self.users(root, &apps, &org.token_exchange_handlers);
        let has_user = has_known_user(&apps, &users);
        if has_user {
            let census = census.with(Census { permission_lists: true, ..Census::default() });
            others.complete((root, &file.folders), &named, (census, &self.names));
        }
        let named_lists = self.named_lists(&others, &apps, &users);
        linted.extend(self.lists(lists, &named_lists, &file));
        let labels = LabelReader { memory: self.library.memory(), named: &named_lists };
        let catalog = Catalog::new(&others, &linted, (self.options.needs, labels));
        let permissions = self.permissions(&others, &catalog, &apps, &users);
        Some(Project {
            root: root.path.to_path_buf(),
            others: Vec::new(),
            now: self.options.now,
            api_version: self.declared_version(&file),
            is_whole,
            ignores_global_settings: has_parts && ignores_global_settings(root, &self.library),
            force_ignore: force_ignore(root, &file.package_directories, &self.library),
            package_directories: file.package_directories,
            namespace: file.namespace,
            manifest: file.manifest,
            sources: linted,
            app_of_file: app_of_file(&apps),
            apps,
            org,
            auth_providers,
            catalog,
            scratch_org_edition: has_user.then(|| user_definitions::edition(root, &self.library)).flatten(),
            declared: self.options.declared.org.clone(),
            users,
            permissions,
            apps_with_access: self.org.apps_with_access.clone(),
            tokens: self.org.tokens.clone(),
            logins: self.org.logins.clone(),
            organization: self.org.organization.clone(),
        })
    }
}

impl<'f> ProjectReader<'f> {
    fn project_file(&mut self, root: &ProjectRoot) -> ProjectFile {
        let file = project_file::read(root, &mut self.names, &mut self.library);
        match self.options.replacing {
            Replacing::Ignore => ProjectFile { replacements: Replacements::default(), ..file },
            Replacing::Honor => file,
        }
    }

    fn source_file(&self, source: &Source, file: FileId, project: &ProjectFile) -> SourceFile {
        let document = self.library.document(file);
        let root = document.and_then(|document| document.root().map(|root| document.name(root)));
        let by_root = root.and_then(Kind::of_root).filter(|kind| kind.is_linted());
        let text = document.map_or("", Document::text);
        SourceFile {
            file,
            kind: by_root.unwrap_or(source.kind),
            promised: source.kind,
            wrong_suffix: source.wrong_suffix.clone(),
            name: source.name.clone(),
            api: self.api_of(document, project),
            replaced: project.replacements.spans(&source.project.path, &source.path, text),
            path: source.path.clone(),
            configuration: source.configuration,
            home: source.home(),
        }
    }

    /// The version that the project declares, or a higher one that a file proves.
    fn api_of(&self, document: Option<&Document>, project: &ProjectFile) -> u16 {
        let declared = self.declared_version(project).number;
        let proven = document.filter(|_| !is_newest(declared)).map_or(0, proven_version);
        declared.max(proven)
    }

    fn declared_version(&self, project: &ProjectFile) -> ApiVersion {
        self.options.api_version.or(project.api_version).unwrap_or_else(ApiVersion::newest)
    }

    /// Reports files whose root belongs to no type: calint checks nothing in them.
    fn note_foreign_roots(&mut self, linted: &[SourceFile]) {
        for source in linted {
            let Some(document) = self.library.document(source.file) else { continue };
            let Some(foreign) = ForeignRoot::of(document, source.kind) else { continue };
            let range = Some(document.range(document.start_tag(foreign.root)));
            let path = self.library.file(source.file).path.clone();
            let trouble = ReadError { path, message: foreign.message, help: foreign.help, range };
            self.library.troubles.push(trouble);
        }
    }

    /// Adds to apps what is not in their files: policies that only facts state, and what is declared.
    fn complete(&self, apps: &mut [App]) {
        for app in apps {
            if let Some(policy) = self.org.policies.get(&app.component.name.to_lowercase()) {
                policy.complete(app);
            }
            if let Some(switches) = self.org.switches.get(&app.component.name.to_lowercase()) {
                switches.complete(app);
            }
            app.intent = self.options.declared.of(&app.component.name);
            if let Some(client) = &mut app.oauth {
                client.is_declared_machine_only = app.intent.is_machine_only();
            }
        }
    }

    fn connected_apps(&self, linted: &[SourceFile]) -> Vec<App> {
        let read = |source: &SourceFile| {
            let reading = Reading::new(source, &self.library).filter(|_| source.kind == Kind::ConnectedApp)?;
            connected_app::read(&reading, source)
        };
        linted.par_iter().with_min_len(256).filter_map(read).collect()
    }

    /// The files of the project that were met, but are not linted.
    fn unopened(&self, root: &ProjectRoot) -> LazySources<'f> {
        let is_in = |source: &&Source| source.project.path.as_os_str() == root.path.as_os_str();
        let met = self.found.unopened.iter().filter(is_in).map(Cow::Borrowed).collect();
        let was_walked = self.found.walked.iter().any(|walked| root.path.starts_with(walked));
        let memory = self.library.memory().clone();
        if was_walked || root.is_archive() { LazySources::all(met, memory) } else { LazySources::met(met, memory) }
    }

    /// The lists of permissions that users have and that apps name.
    fn named_lists(&self, others: &LazySources, apps: &[App], users: &Users) -> NamedLists {
        let mut named = NamedLists::default();
        for user in run_as_users(apps).filter_map(|username| users.find(username)) {
            named.of_user(user);
        }
        let groups = others.of(|kind| kind == Kind::PermissionSetGroup).filter(|group| named.contains(&group.name));
        let groups: Vec<_> = groups.filter_map(|group| self.library.memory().tree(group)).collect();
        for group in groups {
            named.of_group(&group);
        }
        // Without labels it is unknown which permission sets the apps mean.
        for app in apps.iter().filter(|_| self.options.needs.has(Need::Labels)) {
            for name in app.access.permission_set_names.given() {
                named.add(&name.value);
            }
            for name in app.access.profile_names.given() {
                named.profile(&name.value);
            }
        }
        named
    }

    /// Reads the lists of permissions that rules look through.
    fn lists(&mut self, lists: &[&Source], named: &NamedLists, project: &ProjectFile) -> Vec<SourceFile> {
        let files = self.library.load(lists, named);
        let read = lists.iter().zip(files).filter_map(|(source, file)| Some((source, file?)));
        let read: Vec<SourceFile> = read.map(|(source, file)| self.source_file(source, file, project)).collect();
        self.note_foreign_roots(&read);
        read
    }

    /// Opens files that apps are made of or depend on, and that the command line does not name.
    fn looked_up(
        &mut self,
        (others, project): (&LazySources<'_>, &ProjectFile),
        linted: &[SourceFile],
    ) -> Vec<SourceFile> {
        let has_parts = linted.iter().any(|source| source.kind.is_eca());
        let is_wanted = |kind: Kind| match kind {
            Kind::Eca(_) => has_parts,
            kind => kind.decides_over_apps(),
        };
        let wanted: Vec<&Source> = others.of(is_wanted).collect();
        let mut files = Vec::new();
        for source in wanted {
            if let Some(id) = self.library.open(source, WHY) {
                files.push(self.source_file(source, id, project));
            }
        }
        files
    }

    /// The auth providers that callbacks of apps lead to, linted or not, and linted ones with the key of an app.
    fn auth_providers(
        &mut self,
        apps: &[App],
        (linted, others): (&[SourceFile], &LazySources<'_>),
        project: &ProjectFile,
    ) -> Vec<AuthProvider> {
        let is_wanted = |name: &str| apps.iter().any(|app| app.leads_to_auth_provider(name));
        let known = linted.iter().filter(|source| source.kind == Kind::AuthProvider).map(|source| &source.path);
        let known: HashSet<_> = known.collect();
        let providers = others.of(|kind| kind == Kind::AuthProvider).filter(|source| is_wanted(&source.name));
        let wanted: Vec<&Source> = providers.filter(|source| !known.contains(&source.path)).collect();
        let mut looked_up = Vec::new();
        for source in wanted {
            let id = self.library.open(source, WHY);
            looked_up.extend(id.map(|id| self.source_file(source, id, project)));
        }
        let read = |source: &SourceFile| {
            let reading = Reading::new(source, &self.library)?;
            Cursor::root(&reading, source.kind).map(|root| AuthProvider::read(root, &source.name))
        };
        let of_kind = |kind| linted.iter().filter(move |source| source.kind == kind);
        let read = of_kind(Kind::AuthProvider).chain(&looked_up).filter_map(read);
        let mut providers: Vec<AuthProvider> =
            read.filter(|provider| apps.iter().any(|app| provider.is_for(app))).collect();
        for credential in of_kind(Kind::NamedCredential).filter_map(|source| self.named_credential(source)) {
            let is_its = |provider: &&mut AuthProvider| provider.name.eq_ignore_ascii_case(&credential.provider);
            if let Some(provider) = providers.iter_mut().find(is_its) {
                provider.credentials.push(credential);
            }
        }
        providers
    }

    fn named_credential(&self, source: &SourceFile) -> Option<NamedCredential> {
        let reading = Reading::new(source, &self.library)?;
        NamedCredential::read(Cursor::root(&reading, source.kind)?, &source.name)
    }

    /// What the files say of the org itself.
    fn org_files(&self, files: &[&SourceFile]) -> OrgFiles {
        let mut org = OrgFiles::default();
        for file in files {
            let Some(reading) = Reading::new(file, &self.library) else { continue };
            if let Some(root) = Cursor::root(&reading, file.kind) {
                org.add((file.kind, &file.name), root);
            }
        }
        org
    }

    /// What is known of users: facts, and the user definitions of the project if an app or a handler names a user.
    fn users(&mut self, root: &ProjectRoot, apps: &[App], handlers: &[TokenExchangeHandler]) -> Users {
        let mut users = self.org.users.clone();
        if names_user(apps, handlers) {
            user_definitions::read(root, &mut self.names, &mut self.library, &mut users);
        }
        users
    }

    /// Opens the profiles and permission sets that run-as users have and that apps name.
    fn permissions(&mut self, others: &LazySources<'_>, catalog: &Catalog, apps: &[App], users: &Users) -> Permissions {
        let mut reader = PermissionReader::new(others, &mut self.library, &self.org);
        for user in run_as_users(apps).filter_map(|username| users.find(username)) {
            reader.user(user);
        }
        // Without labels it is unknown which permission sets the apps mean.
        for app in apps.iter().filter(|_| catalog.has_labels()) {
            for name in app.access.permission_set_names.given() {
                if let Some((Kind::PermissionSet, api_name)) = catalog.permission_set(&name.value) {
                    reader.open(Kind::PermissionSet, api_name);
                }
            }
            for name in app.access.profile_names.given() {
                reader.open(Kind::Profile, &name.value);
            }
        }
        reader.finish()
    }
}

/// The users that apps run as.
fn run_as_users(apps: &[App]) -> impl Iterator<Item = &str> {
    let clients = apps.iter().filter_map(|app| app.oauth.as_ref());
    clients.filter_map(|client| client.oauth_client_credential_user.value().map(String::as_str))
}

/// Whether an app or a token exchange handler names a user that something runs as.
fn names_user(apps: &[App], handlers: &[TokenExchangeHandler]) -> bool {
    let of_plugins = apps.iter().map(|app| &app.plugin.execution_user);
    let of_handlers = handlers.iter().flat_map(|handler| &handler.enablements).map(|it| &it.apex_execution_user);
    run_as_users(apps).next().is_some() || of_plugins.chain(of_handlers).any(|user| user.given().is_some())
}

fn has_known_user(apps: &[App], users: &Users) -> bool {
    run_as_users(apps).any(|username| users.find(username).is_some())
}

/// Whether a file of an app is linted, of those in the order of their files.
fn is_linted(app: &App, linted: &[SourceFile]) -> bool {
    app.files().iter().any(|file| linted.binary_search_by_key(file, |source| source.file).is_ok())
}

/// Which app each file belongs to, by file.
fn app_of_file(apps: &[App]) -> Vec<(FileId, usize)> {
    let mut of_file: Vec<(FileId, usize)> = Vec::with_capacity(apps.len());
    for (index, app) in apps.iter().enumerate() {
        of_file.extend(app.files().into_iter().map(|file| (file, index)));
    }
    of_file.sort_unstable();
    of_file
}

/// Whether a linted file may depend on files that the command line does not name.
fn asks_for_more(linted: &[SourceFile], apps: &[App]) -> bool {
    let is_part = |source: &SourceFile| source.kind.is_eca() || source.kind == Kind::OauthTokenExchangeHandler;
    let asks_org = |app: &App| {
        app.oauth.as_ref().is_some_and(|client| {
            let switches = [&client.is_code_credential_enabled, &client.is_client_credential_enabled];
            switches.iter().any(|switch| switch.is_on() == Some(true))
        })
    };
    let names_provider = |app: &App| app.auth_provider_names().next().is_some();
    linted.iter().any(is_part) || apps.iter().any(|app| asks_org(app) || names_provider(app))
}

/// What `.forceignore` keeps out of packages, if the project builds any.
fn force_ignore(root: &ProjectRoot, directories: &[PackageDirectory], library: &Library) -> ForceIgnore {
    let builds = directories.iter().any(|directory| directory.is_built);
    let bytes = builds.then(|| library.read(root, ".forceignore").ok()).flatten();
    bytes.map_or_else(ForceIgnore::default, |bytes| ForceIgnore::new(&root.path, &bytes))
}

/// Whether an ignore file at the root names the files with consumer data.
fn ignores_global_settings(root: &ProjectRoot, library: &Library) -> bool {
    const NAMES: [&str; 2] = ["ecaGlblOauth", "extlClntAppGlobalOauthSets"];
    let files = [".gitignore", ".forceignore"].iter().filter_map(|name| library.read(root, name).ok());
    let mut texts = files.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    texts.any(|text| NAMES.iter().any(|name| text.contains(name)))
}
