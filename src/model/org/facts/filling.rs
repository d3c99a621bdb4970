//! Puts values that only the org states into the fields of an app whose file is not in the project.
//!
//! They go into the same fields as the settings of a file, so rules need no second way to ask. The app keeps which
//! elements came
//! from facts, because a finding cannot point into a file that is not there, and nothing there can be fixed.

use crate::model::app::ByFacts;
use crate::model::located::{Absence, Field, Located};
use crate::schema::EcaPart;
use crate::workspace::{FileId, Place};

/// Fills in fields of one file that is not in the project.
pub(super) struct Filling {
    /// Where to point: the header of the app.
    place: Place,
    part: EcaPart,
    facts: FileId,
    pub(super) filled: Vec<ByFacts>,
}

impl Filling {
    pub(super) fn new(place: Place, part: EcaPart, facts: FileId) -> Self {
        Self { place, part, facts, filled: Vec::new() }
    }

    /// Fills in a value that is known.
    pub(super) fn value<T>(&mut self, field: &mut Field<T>, element: &'static str, value: Option<T>) {
        if value.is_some() {
            self.field(field, element, value);
        }
    }

    /// Fills in a value, or that the org has none.
    pub(super) fn field<T>(&mut self, field: &mut Field<T>, element: &'static str, value: Option<T>) {
        if field.has_no_file() {
            let place = Place { absent: Some(element), ..self.place };
            *field = value
                .map_or(Field::Absent(Absence::in_any_version(place)), |value| Field::Given(Located { value, place }));
            self.filled.push(ByFacts { element, part: self.part, facts: self.facts });
        }
    }
}
