//! Which of the printed queries a file answers.
//!
//! An empty answer is worth a lot: "no user is frozen" is a fact. But it has no columns, so only the name of the file
//! can say what was asked, and calint prints these names itself. The same is true of a failure: that an org does not
//! have a permission is a fact only if the query for this permission failed for that reason.

use std::path::Path;

use crate::schema::{PERMISSIONS, QUERIES, Query};

/// A printed query as a file name identifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recipe {
    pub(super) query: &'static Query,
    /// The permission that some orgs lack, if the query asks for one.
    permission: Option<&'static str>,
    /// The number of the part, if the names of the project do not fit into one query.
    part: String,
}

/// A query that the org could not answer, and that needs no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unanswered {
    /// The org does not have this user permission.
    NoPermission(&'static str),
    /// The org, or the user who asked, cannot read the object or one of its columns.
    NotReadable(&'static Query),
    /// The query failed for another reason.
    Failed(&'static Query),
}

impl Recipe {
    /// The query whose answer has the name of this file.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let stem = path.file_stem()?.to_str()?.to_ascii_lowercase();
        let optional = || PERMISSIONS.iter().filter(|row| row.optional).map(|row| row.name);
        let names = QUERIES.iter().flat_map(|query| {
            let is_for_each = query.file.contains("{optional}");
            let permissions: Vec<_> = if is_for_each { optional().map(Some).collect() } else { vec![None] };
            permissions.into_iter().map(move |permission| (query, permission))
        });
        let mut found = names.filter_map(|(query, permission)| {
            let file = query.file.replace("{optional}", permission.unwrap_or_default()).to_ascii_lowercase();
            let part = stem.strip_prefix(&file)?;
            let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let is_it = part.is_empty() || part.strip_prefix('-').is_some_and(is_number);
            is_it.then(|| Self { query, permission, part: part.to_owned() })
        });
        found.next()
    }

    /// Whether both queries ask for the same users.
    pub(super) fn asks_for_users_of(&self, other: &Self) -> bool {
        self.part == other.part
    }

    /// What the failure of the query says of the org, if the query may fail.
    pub(super) fn unanswered(&self, failure: &str) -> Option<Unanswered> {
        if let Some(permission) = self.permission {
            let column = format!("No such column 'Permissions{permission}'").to_ascii_lowercase();
            let is_missing = failure.to_ascii_lowercase().contains(&column);
            return is_missing.then_some(Unanswered::NoPermission(permission));
        }
        let may_fail = self.query.optional && UNKNOWN_TO_ORG.iter().any(|text| failure.contains(text));
        may_fail.then_some(Unanswered::NotReadable(self.query))
    }

    /// What it means that the org has no such column or object, as a manifest says; nothing if every org has it.
    pub(super) fn absent(&self) -> Option<Unanswered> {
        let of_object = || self.query.optional.then_some(Unanswered::NotReadable(self.query));
        self.permission.map(Unanswered::NoPermission).or_else(of_object)
    }

    /// What it means that the query failed for another reason; nothing if its answer is needed.
    pub(super) fn failed(&self) -> Option<Unanswered> {
        self.query.optional.then_some(Unanswered::Failed(self.query))
    }
}

/// Texts in the error of a query of which one says that the org does not have what the query names.
pub const UNKNOWN_TO_ORG: [&str; 4] = ["INVALID_TYPE", "INVALID_FIELD", "No such column", "is not supported"];

impl Unanswered {
    /// What it says of the org, as a sentence without full stop.
    pub fn describe(&self) -> String {
        match self {
            Self::NoPermission(permission) => format!("this org lacks the permission `{permission}`"),
            Self::NotReadable(query) => {
                format!("this org, or the user who ran the query, cannot read `{}` with these columns", query.object)
            }
            Self::Failed(query) => {
                format!("the query on `{}` failed; `errors/` next to it has the reason", query.object)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(path: &str) -> Option<&'static str> {
        Recipe::of(Path::new(path)).map(|recipe| recipe.query.object)
    }

    #[test]
    fn a_name_identifies_the_query() {
        assert_eq!(answered("facts/frozen-users.json"), Some("UserLogin"));
        assert_eq!(answered("Assignments-2.JSON"), Some("PermissionSetAssignment"));
        assert_eq!(answered("permission-set-groups.csv"), Some("PermissionSetGroup"));
        assert_eq!(answered("permissions-UseAnyApiClient-3.json"), Some("PermissionSet"));
        for other in ["frozen.json", "users-.json", "users-old.json", "permissions-Nonsense.json"] {
            assert_eq!(answered(other), None, "{other}");
        }
    }

    #[test]
    fn only_the_optional_column_may_be_missing() {
        let recipe = Recipe::of(Path::new("permissions-UseAnyApiClient.json")).expect("a query of that name");
        let missing = |column: &str| recipe.unanswered(&format!("INVALID_FIELD: No such column '{column}' on entity"));
        assert_eq!(missing("PermissionsUseAnyApiClient"), Some(Unanswered::NoPermission("UseAnyApiClient")));
        assert_eq!(missing("HasActivationRequired"), None);
        let users = Recipe::of(Path::new("users.json")).expect("a query of that name");
        assert_eq!(users.unanswered("INVALID_FIELD: No such column 'Email'"), None);
    }
}
