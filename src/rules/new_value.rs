//! A value that a rule asks for, in the words of the file that it is for.
//!
//! The two kinds of app name one setting differently, and a message names the element that the user will write. So a
//! rule says which field it means, and the name comes from where that field is or would be. A rule with the name in its
//! text would need one for each kind of app, and could give the help of one field and the fix of another.

use std::fmt;

use crate::model::Field;
use crate::workspace::Place;

use super::fix::{Change, Fix};
use super::rule::Context;

/// An element with the value that it should have.
#[derive(Debug, Clone)]
pub(super) struct NewValue {
    /// The element, or where it is missing.
    pub(super) place: Place,
    /// The name of the element.
    pub(super) element: String,
    /// The text that it should have.
    pub(super) value: String,
}

impl Context<'_> {
    /// A value for a field.
    pub(super) fn new_value<T>(&self, field: &Field<T>, value: impl Into<String>) -> NewValue {
        NewValue { place: field.place(), element: self.name_of(field), value: value.into() }
    }

    /// A value for the element at a place.
    pub(super) fn new_value_at(&self, place: Place, value: impl Into<String>) -> NewValue {
        NewValue { place, element: self.library.element_name(place).to_owned(), value: value.into() }
    }

    /// The name of the element of a field.
    pub(super) fn name_of<T>(&self, field: &Field<T>) -> String {
        field.element(self.library).to_owned()
    }
}

impl fmt::Display for NewValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { element, value, .. } = self;
        write!(f, "<{element}>{value}</{element}>")
    }
}

impl Fix {
    /// Gives an element a new value. A person should review it, because nearly every setting changes who has access.
    pub(super) fn set(new: &NewValue) -> Self {
        Self::risky(format!("set `{new}`"), [Change::Write(new.place, new.value.clone())])
    }

    /// The same where neither access nor behavior changes.
    pub(super) fn set_safely(new: &NewValue) -> Self {
        Self { safety: super::fix::Safety::Safe, ..Self::set(new) }
    }
}
