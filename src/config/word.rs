//! Words of a configuration file for the values of an enum.
//!
//! The enums belong to the stages that use them, and each has its words in one list, `choices!`. A second enum for
//! the file would have to be kept equal by hand. A wrong word is refused with the text of serde's own enums, because
//! this file can also contain such enums.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, EnumAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::choices::Choice;

/// A value by its word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<T>(pub(super) T);

impl<'de, T: Choice> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum(T::SUBJECT, &[], Words(PhantomData))
    }
}

struct Words<T>(PhantomData<T>);

impl<'de, T: Choice> Visitor<'de> for Words<T> {
    type Value = Word<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&expected::<T>())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (word, rest) = access.variant_seed(self)?;
        rest.unit_variant()?;
        Ok(word)
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Self::Value, E> {
        let refusal = || E::custom(format_args!("unknown variant `{word}`, expected {}", expected::<T>()));
        word.parse().map(Word).map_err(|_| refusal())
    }
}

impl<'de, T: Choice> DeserializeSeed<'de> for Words<T> {
    type Value = Word<T>;

    fn deserialize<D: Deserializer<'de>>(self, word: D) -> Result<Self::Value, D::Error> {
        word.deserialize_identifier(self)
    }
}

/// `` one of `error`, `warning`, `info` ``
fn expected<T: Choice>() -> String {
    let words: Vec<String> = T::ALL.iter().map(|value| format!("`{value}`")).collect();
    format!("one of {}", words.join(", "))
}

/// The schema of a choice whose words speak for themselves.
#[cfg(test)]
pub(super) struct Plain<T>(PhantomData<T>);

#[cfg(test)]
mod schema {
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use serde_json::{Value, json};

    use crate::choices::Choice;

    use super::{Plain, Word};

    fn name<T: Choice>() -> std::borrow::Cow<'static, str> {
        let (first, rest) = T::SUBJECT.split_at(1);
        format!("Raw{}{rest}", first.to_uppercase()).into()
    }

    impl<T: Choice> JsonSchema for Plain<T> {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            name::<T>()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            let words: Vec<String> = T::ALL.iter().map(T::to_string).collect();
            json_schema!({ "type": "string", "enum": words })
        }
    }

    impl<T: Choice> JsonSchema for Word<T> {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            name::<T>()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            if T::ALL.iter().all(|value| value.about().is_empty()) {
                return Plain::<T>::json_schema(generator);
            }
            let word = |value: &T| json!({ "description": format!("{}.", value.about()), "type": "string", "const": value.to_string() });
            let words: Vec<Value> = T::ALL.iter().map(word).collect();
            json_schema!({ "oneOf": words })
        }
    }
}
