//! What the manifest of an export and the names of its files say beyond the records: what was asked, what the org could
//! not answer, what the answers leave out, and which org it was.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::words::count;
use crate::workspace::{ReadError, RepoPath};

use super::file::{DatedBy, Exported, FactsFile};
use super::manifest::{MANIFEST, State, manifest_of};
use super::object::Object;
use super::org::Asked;
use super::organization::Organization;
use super::reader::{ReadFile, Reader};
use super::recipe::{Recipe, Unanswered};

/// Objects of which Salesforce does not return all records.
const LIMITED: [Object; 2] = [Object::OauthToken, Object::LoginHistory];

/// What is known of an answer before its records are read.
pub(super) struct Expected {
    /// The object that was asked for.
    pub(super) object: Option<Object>,
    /// What an answer without records means.
    pub(super) none: Option<&'static str>,
    /// When the org was asked, by the manifest.
    pub(super) exported: Option<Timestamp>,
    /// How many records the query found, by the manifest.
    rows: Option<usize>,
}

impl Reader<'_> {
    /// Reads the manifest of a folder, once.
    pub(super) fn load_manifest(&mut self, folder: &Path) {
        if self.manifests.contains_key(folder) {
            return;
        }
        let manifest = manifest_of(folder, self.library.memory()).unwrap_or_else(|message| {
            let shown = self.names.file(&folder.join(MANIFEST));
            self.trouble(&shown, None, message);
            None
        });
        self.manifests.insert(folder.to_owned(), manifest);
    }

    /// What is known of an answer by its name and by the manifest beside it.
    pub(super) fn expected(&self, folder: &Path, path: &Path, recipe: Option<&Recipe>) -> Expected {
        let manifest = self.manifests.get(folder).and_then(Option::as_ref);
        let asked = manifest.and_then(|manifest| manifest.query(path));
        let query = recipe.map(|recipe| recipe.query);
        let object = query.map(|query| query.object).or(asked.map(|asked| asked.object.as_str()));
        Expected {
            object: object.and_then(Object::named),
            // A query of another name may have asked for less.
            none: query.map(|query| query.none),
            exported: manifest.map(|manifest| manifest.exported),
            rows: asked.and_then(|asked| asked.rows),
        }
    }

    /// Compares the records of an answer with how many the query found.
    pub(super) fn compare(&mut self, expected: &Expected, read: usize, facts: &FactsFile) {
        let Some(found) = expected.rows.filter(|found| read < *found && facts.unanswered.is_none()) else { return };
        if let Some(object) = expected.object.filter(|object| LIMITED.contains(object)) {
            self.cut.insert(object);
        } else {
            self.trouble(
                &facts.path,
                None,
                format!("contains {read} of {} that the query found", count(found, "record")),
            );
        }
    }

    /// Whether the manifest of a folder names queries.
    pub(super) fn names_queries(&mut self, folder: &Path) -> bool {
        self.load_manifest(folder);
        let manifest = self.manifests.get(folder).and_then(Option::as_ref);
        manifest.is_some_and(|manifest| !manifest.is_time_alone())
    }

    /// Adds the queries without an answer that the manifest of a folder names.
    pub(super) fn unanswered_queries(&mut self, folder: &Path) {
        self.load_manifest(folder);
        let Some(manifest) = self.manifests.get(folder).and_then(Option::as_ref) else { return };
        let at = manifest.exported;
        let open: Vec<_> = manifest.unanswered().map(|query| (query.name.clone(), query.state)).collect();
        for (name, state) in open {
            self.unanswered_query(&folder.join(format!("{name}.json")), state, at);
        }
    }

    /// Adds a query without an answer. One that calint does not print tells nothing.
    fn unanswered_query(&mut self, path: &Path, state: State, at: Timestamp) {
        let Some(recipe) = Recipe::of(path) else { return };
        let shown = self.names.file(path);
        let unanswered = if state == State::AbsentColumn { recipe.absent() } else { recipe.failed() };
        if unanswered.is_none() {
            let message =
                "has no answer: its query failed when the facts were exported, and `errors/` next to it has the reason";
            return self.trouble(&shown, None, message.to_owned());
        }
        let exported = Some(Exported { at, by: DatedBy::Manifest });
        self.unanswered.push(FactsFile { unanswered, ..FactsFile::new(shown, exported) });
    }

    /// What the printed queries asked for, so that what is not among the answers is not there.
    pub(super) fn asked(&self) -> Asked {
        let of = |object| self.files.iter().filter(move |file| file.object() == Some(object));
        let is_with = |file: &ReadFile, other: &ReadFile| {
            let same = file.recipe.as_ref().zip(other.recipe.as_ref()).is_some_and(|(a, b)| a.asks_for_users_of(b));
            same && file.folder == other.folder
        };
        let has_licenses = |file: &&ReadFile| of(Object::PermissionSetLicenseAssign).any(|other| is_with(file, other));
        let all = self.files.iter().map(|file| &file.facts).chain(&self.unanswered);
        let lacks = all.filter_map(|file| match file.unanswered {
            Some(Unanswered::NoPermission(permission)) => Some(permission.to_owned()),
            _ => None,
        });
        Asked {
            objects: self.files.iter().filter_map(ReadFile::object).collect(),
            nobody_is_frozen: !self.rows.iter().any(|row| row.object == Object::UserLogin),
            logins_until: of(Object::LoginHistory).filter_map(|file| file.facts.exported).map(day_of).min(),
            cut: self.cut.clone(),
            licenses_of: of(Object::User).filter(has_licenses).map(|file| file.id).collect(),
            lacking_permissions: lacks.collect(),
        }
    }

    /// The org by the manifests. If the answers are from several orgs, that is trouble, and none of them counts: what
    /// is
    /// true of one org would be reported for another.
    pub(super) fn organization(&mut self) -> Option<Organization> {
        let all = self.organizations();
        let (first, its_path) = all.first()?;
        if let Some((other, path)) = all.iter().find(|(other, _)| !other.is(first)) {
            let message = format!(
                "is from the org {}, and {} is from the org {}",
                other.describe(),
                its_path.as_str(),
                first.describe()
            );
            let help =
                "name the folder of one org, or name both, as in `--facts prod=DIR --facts uat=DIR --target prod`";
            let error = ReadError { path: path.clone(), message, help: help.to_owned(), range: None };
            self.library.troubles.push(error);
            self.rows.clear();
            return None;
        }
        Some(first.clone())
    }

    /// The orgs that manifests and answers name, with the file that does.
    fn organizations(&mut self) -> Vec<(Organization, RepoPath)> {
        let names = &mut *self.names;
        let by_manifest = self.manifests.iter().filter_map(|(folder, manifest)| {
            let org = manifest.as_ref()?.org.clone()?;
            Some((org, names.file(&folder.join(MANIFEST))))
        });
        let mut all: Vec<_> = by_manifest.collect();
        for row in self.rows.iter().filter(|row| row.object == Object::Organization) {
            let file = self.files.iter().find(|file| file.id == row.file);
            // A broken record is reported when all records are put together.
            let org = Organization::read(&row.row).ok().flatten();
            all.extend(org.zip(file.map(|file| file.facts.path.clone())));
        }
        all
    }
}

/// The day of an export, in UTC.
fn day_of(exported: Exported) -> Date {
    exported.at.to_zoned(TimeZone::UTC).date()
}
