//! Values that know their places, and absences that know where the value is missing.
//!
//! A plain `Option` would have two answers, and rules need three: given, absent, and not known. They are one type, so
//! that a rule cannot take an unknown value for an absent one without saying so. An absent value has a place, too,
//! because a finding about a missing element has to point somewhere.

use crate::workspace::Place;

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
    /// The file that would contain it is not in the repository.
    NoFile,
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
    Absent(Place),
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
            Self::Absent(place) => *place,
        }
    }

    /// Whether the value is certainly missing: no element, or an empty one.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Given(_) => false,
            Self::Unusable(located) => located.value == Unusable::Blank,
            Self::Absent(_) => true,
        }
    }

    /// Whether the value is unknown.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unusable(located) if located.value != Unusable::Blank)
    }

    /// Whether the file that would contain it is not in the repository.
    pub fn has_no_file(&self) -> bool {
        matches!(self, Self::Unusable(located) if located.value == Unusable::NoFile)
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
    /// Whether the switch is on; absence is the documented default, `false`. Nothing if unknown.
    pub fn is_on(&self) -> Option<bool> {
        match self {
            Self::Given(located) => Some(located.value),
            Self::Absent(_) => Some(false),
            Self::Unusable(located) => (located.value == Unusable::Blank).then_some(false),
        }
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
