//! Words by which pages, tables, the command line, and configurations name the values of an enum.
//!
//! Each enum has its words in one list, [`choices`], from which follow how it is written, how it is read, and what a
//! refusal of another word says. The build script compiles these lists as well: a page with a wrong word is refused by
//! the list that the program uses, and a new value of an enum cannot be forgotten in a second one.

use std::fmt::Display;
use std::str::FromStr;

use crate::words::choice;

/// An enum whose values have words.
pub(crate) trait Choice: Copy + Display + FromStr<Err = String> + Send + Sync + 'static {
    /// What is chosen.
    const SUBJECT: &'static str;
    /// Every value, in the order in which messages list them.
    const ALL: &'static [Self];

    /// What a value means, as a sentence without full stop; empty where its word says all.
    fn about(self) -> &'static str;
}

/// Gives an enum its words, in the order in which messages list them: `ALL`, `as_str`, `Display`, `FromStr`, and
/// `Choice`. A word may have a sentence that says what it means, for the help of the command line and the JSON Schema.
macro_rules! choices {
    ($type:ident, $subject:literal, { $($variant:ident => $word:literal $(: $about:literal)?),+ $(,)? }) => {
        impl $type {
            /// Every value, in the order in which messages list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl $crate::choices::Choice for $type {
            const SUBJECT: &'static str = $subject;
            const ALL: &'static [Self] = Self::ALL;

            fn about(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($about)?),)+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                let found = Self::ALL.iter().find(|it| it.as_str() == word).copied();
                found.ok_or_else(|| $crate::choices::refusal($subject, Self::ALL, word))
            }
        }
    };
}

pub(crate) use choices;

/// `severity is error, warning, or info, not "warn"`
pub(crate) fn refusal<T: std::fmt::Display>(subject: &str, allowed: &[T], word: &str) -> String {
    format!("{subject} is {}, not {word:?}", choice(allowed))
}
