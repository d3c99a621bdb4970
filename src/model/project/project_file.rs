//! What a project says of itself: `sfdx-project.json`, and `package.xml` at its root.
//!
//! The two files are strangers' input that decides where calint reads, so paths that lead out of the project are
//! refused here. A file that cannot be understood is reported and not ignored: without its replacements, calint would
//! check texts that never reach an org.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::parse;
use crate::schema::{ApiVersion, VersionOrigin};
use crate::workspace::{Library, Names, ProjectRoot, ReadError, absolute};

use super::replacements::{RawReplacement, Replacements};

const NAME: &str = "sfdx-project.json";
const PACKAGE_XML: &str = "package.xml";

/// What a project says of itself.
#[derive(Debug)]
pub(crate) struct ProjectFile {
    /// The version that the files are written for.
    pub(crate) api_version: Option<ApiVersion>,
    /// The package directories that exist, or the project's folder.
    pub(crate) folders: Vec<PathBuf>,
    /// The package directories by name.
    pub(crate) package_directories: Vec<PackageDirectory>,
    /// The namespace of its packages.
    pub(crate) namespace: Option<String>,
    /// Texts that a deployment exchanges.
    pub(crate) replacements: Replacements,
    /// What `package.xml` lists.
    pub(crate) manifest: Option<Manifest>,
}

/// A folder that is deployed.
#[derive(Debug, Clone)]
pub struct PackageDirectory {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a package of its own, which is installed apart from the others.
    pub is_package: bool,
    /// Whether `sf package version create` makes that package. Other tools deploy some packages as source, and say so
    /// by a type.
    pub is_built: bool,
}

/// Types of packages that other tools deploy as source. Source: the documents of sfp, flxbl's deployment tool.
const DEPLOYED_TYPES: [&str; 3] = ["source", "data", "diff"];

/// What `package.xml` lists: type and member.
#[derive(Debug, Default)]
pub struct Manifest(Vec<(String, String)>);

impl Manifest {
    /// Whether a component is listed, by its name or by `*`.
    pub fn lists(&self, kind: &str, name: &str) -> bool {
        self.0.iter().any(|(listed, member)| listed == kind && (member == "*" || member == name))
    }
}

/// `sfdx-project.json`, as far as it matters here.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Raw {
    package_directories: Vec<RawDirectory>,
    namespace: Option<String>,
    source_api_version: Option<String>,
    replacements: Vec<RawReplacement>,
}

#[derive(Debug, Deserialize)]
struct RawDirectory {
    path: String,
    package: Option<String>,
    r#type: Option<String>,
}

/// Reads what a project says of itself. A file that cannot be understood is trouble.
pub(crate) fn read(root: &ProjectRoot, names: &mut Names, library: &mut Library) -> ProjectFile {
    for name in [NAME, PACKAGE_XML].into_iter().filter(|name| root.links_outside(name)) {
        let message = "is a symbolic link that leads out of the project, which calint does not follow".to_owned();
        let help = "replace the link with the file".to_owned();
        library.troubles.push(ReadError { path: root.shown(name, names), message, help, range: None });
    }
    let raw = raw(root, names, library);
    let (package_version, manifest) = package_xml(root, library);
    let source_version = raw.source_api_version.as_deref();
    let package_directories = package_directories(root, &raw.package_directories, names, library);
    let mut folders: Vec<PathBuf> =
        package_directories.iter().map(|it| it.path.clone()).filter(|folder| folder.is_dir()).collect();
    if folders.is_empty() {
        folders.push(root.path.to_path_buf());
    }
    ProjectFile {
        api_version: package_version
            .or_else(|| source_version.and_then(|text| ApiVersion::parse(text, VersionOrigin::ProjectFile))),
        folders,
        package_directories,
        namespace: raw.namespace.filter(|namespace| !namespace.is_empty()),
        replacements: Replacements::new(raw.replacements),
        manifest,
    }
}

/// The package directories. One that leads out of the project is trouble, and calint does not search it: `/` would be
/// the whole machine.
fn package_directories(
    root: &ProjectRoot,
    raw: &[RawDirectory],
    names: &mut Names,
    library: &mut Library,
) -> Vec<PackageDirectory> {
    let (inside, outside): (Vec<_>, Vec<_>) =
        raw.iter().map(|it| directory(root, it)).partition(|it| is_inside(root, &it.path));
    if !outside.is_empty() {
        let message = "names a package directory outside the project, which calint does not search".to_owned();
        let help = "name folders of the project in `packageDirectories`".to_owned();
        library.troubles.push(ReadError { path: root.shown(NAME, names), message, help, range: None });
    }
    inside
}

fn directory(root: &ProjectRoot, raw: &RawDirectory) -> PackageDirectory {
    let is_package = raw.package.as_deref().is_some_and(|package| !package.is_empty());
    let is_deployed = raw.r#type.as_deref().is_some_and(|kind| DEPLOYED_TYPES.contains(&kind));
    let path = absolute(&root.path, Path::new(&raw.path));
    PackageDirectory { path, is_package, is_built: is_package && !is_deployed }
}

/// Whether a folder is in the project, by its name and by where links lead.
fn is_inside(root: &ProjectRoot, folder: &Path) -> bool {
    let leads_out = |(root, folder): (PathBuf, PathBuf)| !folder.starts_with(root);
    let real = root.path.canonicalize().ok().zip(folder.canonicalize().ok());
    folder.starts_with(&root.path) && !real.is_some_and(leads_out)
}

/// Bytes of the longest JSON file of a project (4 MiB). As values, one of 64 MiB would take a gigabyte.
const MAX_JSON: usize = 4 * 1024 * 1024;

/// Reads the JSON of a file of the project.
///
/// # Errors
///
/// It is something else, or too long; in one sentence without full stop.
pub fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    if bytes.len() > MAX_JSON {
        return Err("the file is longer than 4 MiB".to_owned());
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn raw(root: &ProjectRoot, names: &mut Names, library: &mut Library) -> Raw {
    let Ok(bytes) = library.read(root, NAME) else { return Raw::default() };
    from_json(&bytes).unwrap_or_else(|error| {
        library.troubles.push(ReadError {
            path: root.shown(NAME, names),
            message: format!("cannot be read as a project file: {error}"),
            help: "correct it: it contains the API version and the replacements of the project".to_owned(),
            range: None,
        });
        Raw::default()
    })
}

/// `<version>` and the members of a `package.xml` at the root. A manifest that cannot be read to its end lists nothing
/// that one may rely on; it does not cost the verdict on apps.
fn package_xml(root: &ProjectRoot, library: &Library) -> (Option<ApiVersion>, Option<Manifest>) {
    let Ok(bytes) = library.read(root, PACKAGE_XML) else { return (None, None) };
    let package = parse::read_package_xml(bytes.to_vec());
    let version = package.version.and_then(|version| ApiVersion::parse(&version, VersionOrigin::PackageXml));
    let members =
        |(kind, members): (String, Vec<String>)| members.into_iter().map(move |member| (kind.clone(), member));
    let manifest = package.is_whole.then(|| Manifest(package.types.into_iter().flat_map(members).collect()));
    (version, manifest)
}
