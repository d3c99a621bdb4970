//! How values are written in Rust.
//!
//! Generated code is text that this file formats. The usual crates for it build syntax trees; each installation from
//! source would have to compile them first, and the values here are only numbers, texts, and lists of them. The
//! compiler checks the text in any case.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::Write;
use std::str::FromStr;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::flow_words::{Condition, ConditionRole, Endpoint, Flow};
use super::levels::{Confidence, Profile, Severity};
use super::needs::Need;
use super::page_words::{Carries, Cover, FixSafety};
use super::source::Source;
use super::table_words::{
    AskedFor, Bypass, CallbackUse, PermissionPower, RetiringFeature, ScopeKind, TokenFormat, ValueKind,
};

/// A value of a page or table as an expression of generated code.
pub(super) trait Literal {
    fn literal(&self) -> String;

    /// What the value alone cannot know while it is read: the place of a part of it.
    fn check(&self, _: &Source) -> Result<(), String> {
        Ok(())
    }
}

/// Numbers, truth values and texts are written in Rust as they are debugged.
macro_rules! plain {
    ($($type:ty),+) => {$(
        impl Literal for $type {
            fn literal(&self) -> String {
                format!("{self:?}")
            }
        }
    )+};
}

plain!(bool, u16, i64, f64, String);

/// Enums of the program, which pages and tables name by their words.
macro_rules! worded {
    ($($type:ident),+) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                word(deserializer)
            }
        }

        impl Literal for $type {
            fn literal(&self) -> String {
                format!("{}::{self:?}", stringify!($type))
            }
        }
    )+};
}

worded!(Condition, ConditionRole, Endpoint, Flow);
worded!(Severity, Confidence, Profile, FixSafety, Carries, Need, Cover);
worded!(AskedFor, Bypass, CallbackUse, PermissionPower, RetiringFeature, ScopeKind, TokenFormat, ValueKind);

/// Reads one of the words of an enum. The error for any other word lists them.
pub(super) fn word<'de, D: Deserializer<'de>, T: FromStr<Err = String>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// One of the words of an enum that the program knows as a text only.
pub(super) struct Word<T>(pub(super) T);

impl<'de, T: FromStr<Err = String>> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        word(deserializer).map(Self)
    }
}

impl<T: Display> Literal for Word<T> {
    fn literal(&self) -> String {
        self.0.to_string().literal()
    }
}

/// A day, such as `2026-11-30`.
#[derive(PartialEq, PartialOrd)]
pub(super) struct Day(String);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts: Vec<usize> = text.split('-').map(str::len).collect();
        if parts == [4, 2, 2] && text.split('-').all(|part| part.parse::<u16>().is_ok()) {
            return Ok(Self(text));
        }
        Err(D::Error::custom(format!("a day is written as 2026-11-30, not {text:?}")))
    }
}

impl Literal for Day {
    fn literal(&self) -> String {
        self.0.literal()
    }
}

/// A day that the program calculates with: `date(2026, 11, 30)`.
#[derive(Deserialize, PartialEq, PartialOrd)]
pub(super) struct Date(Day);

impl Literal for Date {
    fn literal(&self) -> String {
        let parts: Vec<&str> = self.0.0.split('-').map(|part| part.trim_start_matches('0')).collect();
        format!("date({})", parts.join(", "))
    }
}

/// The address of a document.
pub(super) struct Address(String);

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.starts_with("https://") {
            return Ok(Self(text));
        }
        Err(D::Error::custom(format!("an address begins with https://, not {text:?}")))
    }
}

impl Literal for Address {
    fn literal(&self) -> String {
        self.0.literal()
    }
}

/// A long text, packed: the pages are a megabyte, of which a run needs nothing or a few.
#[derive(Default)]
pub(super) struct Packed(pub(super) String);

impl Literal for Packed {
    fn literal(&self) -> String {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(self.0.as_bytes()).expect("a vector takes everything");
        let packed = encoder.finish().expect("a vector takes everything");
        format!("b\"{}\"", packed.escape_ascii())
    }
}

/// Texts in ASCII order, each once.
#[derive(Deserialize)]
pub(super) struct Names(pub(super) Vec<Spanned<String>>);

impl Literal for Names {
    fn literal(&self) -> String {
        self.0.literal()
    }

    fn check(&self, source: &Source) -> Result<(), String> {
        source.expect_order(&self.0)
    }
}

impl<T: Literal> Literal for Spanned<T> {
    fn literal(&self) -> String {
        self.get_ref().literal()
    }
}

impl<T: Literal> Literal for Option<T> {
    fn literal(&self) -> String {
        self.as_ref().map_or("None".to_owned(), |value| format!("Some({})", value.literal()))
    }
}

impl<A: Literal, B: Literal> Literal for (A, B) {
    fn literal(&self) -> String {
        format!("({}, {})", self.0.literal(), self.1.literal())
    }
}

impl<T: Literal> Literal for Vec<T> {
    fn literal(&self) -> String {
        list(self.iter().map(T::literal))
    }
}

impl<K: Literal, V: Literal> Literal for BTreeMap<K, V> {
    fn literal(&self) -> String {
        list(self.iter().map(|(key, value)| format!("({}, {})", key.literal(), value.literal())))
    }
}

/// A list of expressions.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    format!("&[{}]", items.collect::<Vec<_>>().join(", "))
}
