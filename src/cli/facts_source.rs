//! Facts as they are named: `uat=exports/uat`, or a path alone.

use std::path::Path;

use crate::model::FactsSource;

/// Facts as they were named.
pub(super) fn facts_sources(texts: &[String]) -> Vec<FactsSource> {
    texts.iter().map(|text| facts_source(text)).collect()
}

/// `uat=exports/uat`, or a path alone. A path that is there is no name with a path.
pub(super) fn facts_source(text: &str) -> FactsSource {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    match text.split_once('=').filter(|(name, _)| is_name(name) && !Path::new(text).exists()) {
        Some((org, path)) => FactsSource { org: Some(org.to_owned()), path: path.into() },
        None => FactsSource { org: None, path: text.into() },
    }
}
