//! Values of an enum on the command line, by the words that pages and configurations use.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::choices::Choice;

/// Takes the words of an enum; the help says what each means.
pub(super) fn choice_parser<T: Choice>() -> impl TypedValueParser<Value = T> {
    let words = T::ALL.iter().map(|value| PossibleValue::new(value.to_string()).help(value.about()));
    PossibleValuesParser::new(words).try_map(|word| word.parse::<T>())
}
