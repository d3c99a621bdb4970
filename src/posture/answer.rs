//! Whether a condition is met: yes, no, or not known, with the place that says so or with what would tell.
//!
//! An answer is small and copied, because an app has one for each of some fifty conditions, and a run has thousands of
//! apps. It becomes words only in a report for people.

use crate::model::{Field, Unusable};
use crate::schema::Condition;
use crate::workspace::Place;

/// The exports that can replace a file of an app.
const FILE_EXPORTS: [&str; 2] = ["external-client-app-policies", "external-client-app-switches"];

/// Whether a condition is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is met; nothing if that is not known.
    pub met: Option<bool>,
    /// Where the file says it, or where it would.
    pub place: Option<Place>,
    /// What would tell, if it is not known.
    pub lack: Option<Lack>,
}

/// What would tell whether a condition is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// A file of the app, of the type that has this element.
    File(&'static str),
    /// A file of a type of the org.
    OrgFile(&'static str),
    /// An export, by the name of its query.
    Facts(&'static str),
    /// A retrieve of this API version or a later one.
    Version(u16),
    /// A retrieve with a recent API version.
    Retrieve,
    /// The value, which is a placeholder or unreadable, or differs between files.
    Value,
    /// A key of the app in `calint.toml`.
    Declaration(&'static str),
    /// A trial in an org: Salesforce's text and reports contradict each other, or do not say.
    Trial,
    /// Setup: no file contains it.
    Setup,
}

impl Answer {
    /// An answer that is known or not, from a place.
    pub(super) fn at(met: Option<bool>, place: Place) -> Self {
        Self { met, place: Some(place), lack: None }
    }

    /// A known answer that no place says.
    pub(super) fn known(met: impl Into<Option<bool>>) -> Self {
        Self { met: met.into(), place: None, lack: None }
    }

    /// Not known.
    pub(super) fn lacks(lack: Lack) -> Self {
        Self { met: None, place: None, lack: Some(lack) }
    }

    /// The answer of a field; if it is not known, what would tell.
    pub(super) fn of<T>(field: &Field<T>, met: Option<bool>) -> Self {
        let lack = if met.is_none() { Some(lack_of(field)) } else { None };
        Self { met, place: Some(field.place()), lack }
    }

    /// What else would tell, where nothing does.
    pub(super) fn or_lack(self, lack: Lack) -> Self {
        if self.met.is_some() { self } else { Self { lack: Some(lack), ..self } }
    }
}

/// What would tell the value of a field.
pub(super) fn lack_of<T>(field: &Field<T>) -> Lack {
    match field {
        Field::Unusable(unusable) => match unusable.value {
            Unusable::NoFile(element) => Lack::File(element),
            _ => Lack::Value,
        },
        Field::Absent(absence) => Lack::Version(absence.since),
        Field::Given(_) => Lack::Value,
    }
}

impl Lack {
    /// What would tell, as the object of a sentence.
    pub fn words(self, condition: Condition) -> String {
        match self {
            Self::File(element) => {
                let file = format!("the app's file of the type {}", type_of(condition, element));
                let export = FILE_EXPORTS.iter().find(|export| condition.facts().facts.contains(export));
                export.map_or_else(|| file.clone(), |export| format!("{file}, or {export}.json"))
            }
            Self::OrgFile(name) => name.to_owned(),
            Self::Facts(export) => format!("{export}.json"),
            Self::Version(number) => format!("a retrieve with API version {number}.0 or later"),
            Self::Retrieve => "a retrieve with a recent API version".to_owned(),
            Self::Value => "a readable value".to_owned(),
            Self::Declaration(key) => format!("`{key}` in calint.toml"),
            Self::Trial => "a trial in an org".to_owned(),
            Self::Setup => "Setup".to_owned(),
        }
    }
}

/// The type whose files have an element, by the row of a condition.
fn type_of(condition: Condition, element: &str) -> &'static str {
    let rows = condition.facts().external_client_app.iter().filter_map(|path| path.split_once('/'));
    rows.clone().find(|(_, name)| *name == element).or(rows.clone().next()).map_or("", |(of_type, _)| of_type)
}
