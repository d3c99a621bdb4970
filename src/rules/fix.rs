//! What would fix a finding, in located values. The stage `fix` turns it into edits.
//!
//! A rule says which value should be what, and nothing about bytes: how an element is written, where a new one goes,
//! and how lines end is the same for all rules. A fix made of bytes would have to solve that in each rule, and could
//! not be checked against what a deployment replaces.

use crate::workspace::{FileId, Place};

/// What a fix may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Neither what happens at run time nor who has access.
    Safe,
    /// One of the two: a person should look at it.
    Unsafe,
}

impl Safety {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A fix of one file.
#[derive(Debug, Clone)]
pub struct Fix {
    /// What it may change.
    pub safety: Safety,
    /// What it does: one clause without full stop, in the imperative.
    pub title: String,
    /// How, all or nothing.
    pub changes: Vec<Change>,
    /// Values that make the fix right, besides the places of its finding. A fix that changes one of them comes first,
    /// and calint checks again before it applies this one.
    pub rests_on: Vec<Place>,
}

/// Whether a fix stays within the app or file that its finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// It changes a file of the component that the finding is about.
    Own,
    /// It changes org-wide settings, a profile, a permission set, an app menu, or a file of another component. calint
    /// applies it only if `--only` names the rule.
    Shared,
}

impl Fix {
    /// A fix that changes neither what happens at run time nor who has access.
    pub fn safe(title: impl Into<String>, changes: impl IntoIterator<Item = Change>) -> Self {
        let changes = changes.into_iter().collect();
        Self { safety: Safety::Safe, title: title.into(), changes, rests_on: Vec::new() }
    }

    /// A fix that a person should review.
    pub fn risky(title: impl Into<String>, changes: impl IntoIterator<Item = Change>) -> Self {
        Self { safety: Safety::Unsafe, ..Self::safe(title, changes) }
    }

    /// Names further values that make the fix right.
    #[must_use]
    pub fn resting_on(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.rests_on.extend(places);
        self
    }
}

/// What separates the entries of a list that is one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A comma, with or without a blank.
    Comma,
    /// A line end.
    Line,
}

impl Separator {
    /// The characters at which the text is cut.
    pub fn characters(self) -> &'static [char] {
        match self {
            Self::Comma => &[','],
            Self::Line => &['\n', '\r'],
        }
    }
}

/// A part of a fix. Elements are given by the node of their place, values by its span.
#[derive(Debug, Clone)]
pub enum Change {
    /// The value becomes a text, whether it is given, blank or absent.
    Write(Place, String),
    /// The element that is absent is added with children, given by name and text.
    AddGroup(Place, Vec<(&'static str, String)>),
    /// A further entry of the list that the element contains.
    Append(Place, Separator, String),
    /// Entries of one list are deleted, each with a separator.
    Drop(Vec<Place>, Separator),
    /// The element is deleted.
    Remove(Place),
    /// The element gets another name.
    Respell(Place, &'static str),
    /// The element is deleted, and its children stay.
    Unwrap(Place),
    /// The element moves to another parent of the same file.
    Move(Place, Place),
    /// The source text under the place becomes another one, markup and all.
    Retype(Place, String),
    /// The file gets another name in the same folder.
    Rename(Place, String),
}

impl Change {
    /// The places that it touches, the first one first.
    pub fn places(&self) -> Vec<Place> {
        match self {
            Self::Write(place, _)
            | Self::AddGroup(place, _)
            | Self::Append(place, ..)
            | Self::Remove(place)
            | Self::Respell(place, _)
            | Self::Unwrap(place)
            | Self::Retype(place, _)
            | Self::Rename(place, _) => vec![*place],
            Self::Drop(places, _) => places.clone(),
            Self::Move(place, to) => vec![*place, *to],
        }
    }

    /// The file that it changes.
    pub fn file(&self) -> Option<FileId> {
        self.places().first().map(|place| place.file)
    }
}
