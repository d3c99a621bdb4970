//! What one may set of a rule: `[[options]]` of a page.
//!
//! The schema and the checks of `calint.toml` follow from it, so a default outside of its own bounds must not get
//! there.

use toml::Spanned;

use super::choices::choices;
use super::literal::{Literal, Word};
use super::row::row;
use super::source::Source;

row! {
    RuleOption {
        name: Spanned<String>,
        #[serde(skip)]
        kind: OptionKind,
        about: String,
    }
    besides {
        r#type: Word<OptionType>,
        minimum: Option<i64>,
        maximum: Option<i64>,
        default: Option<i64>,
    }
}

/// What one may set of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum OptionType {
    Count,
    Names,
}

choices!(OptionType, "type", { Count => "count", Names => "names" });

/// The same with the bounds of a count, as the program has it.
#[derive(Clone, Copy, Default)]
pub(super) enum OptionKind {
    Count {
        minimum: i64,
        maximum: i64,
        default: i64,
    },
    #[default]
    Names,
}

impl Literal for OptionKind {
    fn literal(&self) -> String {
        match self {
            Self::Names => "OptionKind::Names".to_owned(),
            Self::Count { minimum, maximum, default } => {
                format!("OptionKind::Count {{ minimum: {minimum}, maximum: {maximum}, default: {default} }}")
            }
        }
    }
}

/// What an option may be. Refuses bounds that are missing, superfluous, or do not include the default.
pub(super) fn option_kind(option: &RuleOption, front: &Source) -> Result<OptionKind, String> {
    let refuse = |why: &str| front.refuse(option.name.span(), format!("the option {} {why}", option.name.get_ref()));
    match (option.r#type.0, option.minimum, option.maximum, option.default) {
        (OptionType::Names, None, None, None) => Ok(OptionKind::Names),
        (OptionType::Names, ..) => refuse("is a list of names, which has no minimum, maximum, or default"),
        (OptionType::Count, Some(minimum), Some(maximum), Some(default)) => {
            if minimum <= default && default <= maximum {
                return Ok(OptionKind::Count { minimum, maximum, default });
            }
            refuse(&format!("has the default {default}, which is not from {minimum} to {maximum}"))
        }
        (OptionType::Count, ..) => refuse("is a count, which has a minimum, a maximum, and a default"),
    }
}
