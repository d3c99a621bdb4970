//! Values of an enum on the command line, by the words that pages and configurations use.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::choices::Choice;

/// Takes the words of an enum; the help says what each means.
pub(super) fn choice_parser<T: Choice>() -> impl TypedValueParser<Value = T> {
    let word = |value: &T| {
        let word = PossibleValue::new(value.to_string());
        if value.about().is_empty() { word } else { word.help(value.about()) }
    };
    let words = T::ALL.iter().map(word);
    PossibleValuesParser::new(words).try_map(|word| word.parse::<T>())
}
