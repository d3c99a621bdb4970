//! The files of one External Client App while its fields are read.
//!
//! A field may be in a file that is not in the repository: then it is unknown, not absent. It may be in several files
//! of one type: then it is what all of them say, and unknown if they differ. The readers of fields ask these parts as
//! if they were one element, so that no field can forget one of the two cases.

use crate::discover::EcaPart;

use super::cursor::Cursor;
use super::located::{Field, List, Located, Unusable};
use super::place::Place;

/// Some files of one app, each by its root element.
pub(super) struct Parts<'r, 'd> {
    roots: Vec<(EcaPart, Cursor<'r, 'd>)>,
    /// Where to point when the wanted file is not there.
    fallback: Place,
}

impl<'r, 'd> Parts<'r, 'd> {
    /// The files of an app; nothing if there are none.
    pub(super) fn new(mut roots: Vec<(EcaPart, Cursor<'r, 'd>)>) -> Option<Self> {
        roots.sort_by_key(|(part, _)| *part);
        let fallback = roots.first()?.1.place();
        Some(Self { roots, fallback })
    }

    /// The files of one type.
    pub(super) fn of(&self, part: EcaPart) -> Self {
        let roots = self.roots.iter().filter(|(other, _)| *other == part).copied().collect();
        Self { roots, fallback: self.fallback }
    }

    /// Whether there is a file.
    pub(super) fn is_there(&self) -> bool {
        !self.roots.is_empty()
    }

    /// The root of the first file.
    pub(super) fn place(&self) -> Place {
        self.roots.first().map_or(self.fallback, |(_, root)| root.place())
    }

    /// The file itself, as a field.
    pub(super) fn presence(&self) -> Field<()> {
        if self.is_there() { Field::Given(Located { value: (), place: self.place() }) } else { self.no_file() }
    }

    fn no_file<T>(&self) -> Field<T> {
        Field::Unusable(Located { value: Unusable::NoFile, place: self.fallback })
    }

    /// What all files say of a field.
    fn agreed<T: PartialEq>(&self, read: impl Fn(Cursor<'r, 'd>) -> Field<T>) -> Field<T> {
        let mut agreed: Option<Field<T>> = None;
        for (_, root) in &self.roots {
            let field = read(*root);
            agreed = Some(match agreed {
                None => field,
                Some(before) if field.is_blank() || before.value() == field.value() => before,
                Some(before) if before.is_blank() => field,
                Some(before) => Field::Unusable(Located { value: Unusable::Unreadable, place: before.place() }),
            });
        }
        agreed.unwrap_or_else(|| self.no_file())
    }

    pub(super) fn field<T: PartialEq>(&self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Field<T> {
        self.agreed(|root| root.field(name, &parse))
    }

    pub(super) fn text(&self, name: &'static str) -> Field<String> {
        self.agreed(|root| root.text(name))
    }

    pub(super) fn boolean(&self, name: &'static str) -> Field<bool> {
        self.agreed(|root| root.boolean(name))
    }

    pub(super) fn integer(&self, name: &'static str) -> Field<i64> {
        self.agreed(|root| root.integer(name))
    }

    /// Whether an element is in one of the files.
    pub(super) fn has(&self, name: &str) -> bool {
        self.first_child(name).is_some()
    }

    /// The first element of a name.
    pub(super) fn first_child(&self, name: &str) -> Option<Cursor<'r, 'd>> {
        self.roots.iter().find_map(|(_, root)| root.child(name))
    }

    /// All elements of a name.
    pub(super) fn children(&self, name: &str) -> Vec<Cursor<'r, 'd>> {
        self.roots.iter().flat_map(|(_, root)| root.children(name)).collect()
    }

    /// Where an element is missing.
    pub(super) fn absence<T>(&self, name: &'static str) -> Field<T> {
        self.roots.first().map_or_else(|| self.no_file(), |(_, root)| root.absence(name))
    }

    /// An element that may repeat.
    pub(super) fn list(&self, name: &'static str) -> List<String> {
        let lists = self.roots.iter().map(|(_, root)| root.list(name, |text| Some(text.to_owned())));
        List { items: lists.flat_map(|list| list.items).collect(), absence: self.absence(name) }
    }

    /// An element whose text is a list.
    pub(super) fn split<T>(
        &self,
        name: &'static str,
        separators: &[char],
        parse: impl Fn(&str) -> Option<T>,
    ) -> List<T> {
        let mut whole = List { items: Vec::new(), absence: self.no_file() };
        for (index, (_, root)) in self.roots.iter().enumerate() {
            let list = root.parts(name, separators, &parse);
            whole.items.extend(list.items);
            if index == 0 {
                whole.absence = list.absence;
            }
        }
        whole
    }
}
