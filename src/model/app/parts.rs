//! The files of one External Client App while its fields are read.
//!
//! A field may be in a file that is not in the repository: then it is unknown, not absent. It may be in several files
//! of one type: then it is what all of them say, and unknown if they differ. The readers of fields ask these parts as
//! if they were one element, so that no field can forget one of the two cases.

use crate::model::cursor::Cursor;
use crate::model::located::{Field, List, Located, Unusable};
use crate::schema::{EcaPart, Kind};
use crate::workspace::Place;

/// Some files of one app, each by its root element.
pub(crate) struct Parts<'r, 'd> {
    roots: Vec<(EcaPart, Cursor<'r, 'd>)>,
    /// Where to point when the wanted file is not there.
    fallback: Place,
}

impl<'r, 'd> Parts<'r, 'd> {
    /// The files of an app; nothing if there are none.
    pub(crate) fn new(mut roots: Vec<(EcaPart, Cursor<'r, 'd>)>) -> Option<Self> {
        roots.sort_by_key(|(part, _)| *part);
        let fallback = roots.first()?.1.place();
        Some(Self { roots, fallback })
    }

    /// The files of one type.
    pub(crate) fn of(&self, part: EcaPart) -> Self {
        let roots = self.roots.iter().filter(|(other, _)| *other == part).copied().collect();
        Self { roots, fallback: self.fallback }
    }

    /// Whether there is a file.
    pub(crate) fn is_there(&self) -> bool {
        !self.roots.is_empty()
    }

    /// The root of the first file.
    pub(crate) fn place(&self) -> Place {
        self.roots.first().map_or(self.fallback, |(_, root)| root.place())
    }

    /// The file of a type, as a field.
    pub(crate) fn presence(&self, part: EcaPart) -> Field<()> {
        let files = self.of(part);
        if files.is_there() {
            Field::Given(Located { value: (), place: files.place() })
        } else {
            self.no_file(Kind::Eca(part).type_name())
        }
    }

    fn no_file<T>(&self, name: &'static str) -> Field<T> {
        Field::Unusable(Located { value: Unusable::NoFile(name), place: self.fallback })
    }

    /// What all files say of a field.
    fn agreed<T: PartialEq>(&self, name: &'static str, read: impl Fn(Cursor<'r, 'd>) -> Field<T>) -> Field<T> {
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
        agreed.unwrap_or_else(|| self.no_file(name))
    }

    pub(crate) fn field<T: PartialEq>(&self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Field<T> {
        self.agreed(name, |root| root.field(name, &parse))
    }

    pub(crate) fn text(&self, name: &'static str) -> Field<String> {
        self.agreed(name, |root| root.text(name))
    }

    pub(crate) fn boolean(&self, name: &'static str) -> Field<bool> {
        self.agreed(name, |root| root.boolean(name))
    }

    pub(crate) fn integer(&self, name: &'static str) -> Field<i64> {
        self.agreed(name, |root| root.integer(name))
    }

    /// Whether an element is in one of the files.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.first_child(name).is_some()
    }

    /// The first element of a name.
    pub(crate) fn first_child(&self, name: &str) -> Option<Cursor<'r, 'd>> {
        self.roots.iter().find_map(|(_, root)| root.child(name))
    }

    /// All elements of a name.
    pub(crate) fn children(&self, name: &str) -> Vec<Cursor<'r, 'd>> {
        self.roots.iter().flat_map(|(_, root)| root.children(name)).collect()
    }

    /// Where an element is missing.
    pub(crate) fn absence<T>(&self, name: &'static str) -> Field<T> {
        self.roots.first().map_or_else(|| self.no_file(name), |(_, root)| root.absence(name))
    }

    /// An element whose text is a list.
    pub fn split<T>(&self, name: &'static str, separators: &[char], parse: impl Fn(&str) -> Option<T>) -> List<T> {
        let mut whole = List { items: Vec::new(), absence: self.no_file(name) };
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
