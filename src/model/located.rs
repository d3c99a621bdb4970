//! Values that know their places, and absences that know where the value is missing.
//!
//! A plain `Option` would have two answers, and rules need three: given, absent, and not known. They are one type, so
//! that a rule cannot take an unknown value for an absent one without saying so. An absent value has a place, too,
//! because a finding about a missing element has to point somewhere.
//!
//! The absence of an element says something only if the API version of the file has the element: a file that is older
//! cannot contain it, regardless of the org. So an absence knows that, too, and an older file makes the value unknown.
//! If each rule compared versions by itself, one that forgot would advise an element that its project cannot have.

use crate::schema::is_newer;
use crate::workspace::{Library, Place};

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub place: Place,
}

/// Why a value cannot be used although there may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// The element is there and is empty.
    Blank,
    /// The text is a placeholder that a build fills in.
    Placeholder,
    /// The element may not have this text as its value.
    IllTyped(String),
    /// The file that would contain the element of this name is not in the repository.
    NoFile(&'static str),
    /// The element occurs twice with different values, contains something unreadable, or may have been
    /// lost with the part of the file that could not be read.
    Unreadable,
}

/// A value that may be absent or unusable. Either way there is a place to point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field<T> {
    /// It is there.
    Given(Located<T>),
    /// Something is there, but what it means is not known.
    Unusable(Located<Unusable>),
    /// It is not there.
    Absent(Absence),
}

/// A missing element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// Where it would be.
    pub place: Place,
    /// The first API version with the element; 0 where no table has it.
    pub since: u16,
    /// The API version that counts for the file.
    pub api: u16,
}

impl Absence {
    /// An absence that does not depend on an API version.
    pub(super) fn in_any_version(place: Place) -> Self {
        Self { place, since: 0, api: 0 }
    }

    /// Whether the file is older than the element, so that its absence says nothing.
    fn is_too_old(self) -> bool {
        is_newer(self.since, self.api)
    }
}

impl<T> Field<T> {
    /// The value, if there is a usable one.
    pub fn given(&self) -> Option<&Located<T>> {
        match self {
            Self::Given(located) => Some(located),
            Self::Unusable(_) | Self::Absent(_) => None,
        }
    }

    /// The value, if there is a usable one.
    pub fn value(&self) -> Option<&T> {
        self.given().map(|located| &located.value)
    }

    /// Where it is, or where it is missing.
    pub fn place(&self) -> Place {
        match self {
            Self::Given(located) => located.place,
            Self::Unusable(located) => located.place,
            Self::Absent(absence) => absence.place,
        }
    }

    /// Whether the value is certainly missing: an empty element, or none in a file whose API version has it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Given(_) => false,
            Self::Unusable(located) => located.value == Unusable::Blank,
            Self::Absent(absence) => !absence.is_too_old(),
        }
    }

    /// Whether the value is unknown.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Given(_) => false,
            Self::Unusable(located) => located.value != Unusable::Blank,
            Self::Absent(absence) => absence.is_too_old(),
        }
    }

    /// Whether the file that would contain it is not in the repository.
    pub fn has_no_file(&self) -> bool {
        matches!(self, Self::Unusable(Located { value: Unusable::NoFile(_), .. }))
    }

    /// The name of its element, whether it is there or not.
    pub fn element<'n>(&'n self, library: &'n Library) -> &'n str {
        let place = match self {
            Self::Unusable(Located { value: Unusable::NoFile(name), .. }) => return name,
            _ => self.place(),
        };
        library.element_name(place)
    }

    /// The text, if it is not an allowed value.
    pub fn ill_typed(&self) -> Option<Located<&str>> {
        match self {
            Self::Unusable(Located { value: Unusable::IllTyped(text), place }) => {
                Some(Located { value: text, place: *place })
            }
            _ => None,
        }
    }
}

impl Field<bool> {
    /// Whether the switch is on; absence is the documented default, `false`. Nothing if unknown, as it is in a file
    /// that is older than the switch.
    pub fn is_on(&self) -> Option<bool> {
        self.value().copied().or_else(|| self.is_blank().then_some(false))
    }

    /// Whether the file sets the switch. Unlike [`is_on`](Self::is_on), this answers for a file that is older than the
    /// switch, too: it does not.
    pub fn is_set(&self) -> Option<bool> {
        if matches!(self, Self::Absent(_)) { Some(false) } else { self.is_on() }
    }
}

/// An element that may repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T> {
    /// One entry for each element, in document order.
    pub items: Vec<Field<T>>,
    /// If the list is empty: where its first entry would be.
    pub absence: Field<T>,
}

impl<T> List<T> {
    /// The usable values.
    pub fn given(&self) -> impl Iterator<Item = &Located<T>> {
        self.items.iter().filter_map(Field::given)
    }

    /// Whether there may be a value that is not known.
    pub fn is_unknown(&self) -> bool {
        self.absence.is_unknown() || self.items.iter().any(Field::is_unknown)
    }

    /// Whether a value of some kind is in the list. Nothing if none is seen but an unknown value may be one.
    pub fn holds(&self, test: impl Fn(&T) -> bool) -> Option<bool> {
        let seen = self.given().any(|located| test(&located.value));
        if !seen && self.is_unknown() { None } else { Some(seen) }
    }

    /// Where the list begins: its first element, or the place where that is missing.
    pub fn place(&self) -> Place {
        self.items.first().unwrap_or(&self.absence).place()
    }
}
