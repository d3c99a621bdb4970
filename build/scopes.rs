//! The table of OAuth scopes, and how it is known since when Salesforce has something.

use serde::Deserializer;
use toml::Spanned;

use super::choices::choices;
use super::lists::read;
use super::literal::word;
use super::row::{lists, row};
use super::table_words::{ScopeKind, TokenFormat};

/// How the first version of an element, a type or a scope is known.
#[derive(Debug, Clone, Copy, PartialEq)]
enum SinceKnown {
    /// A WSDL, the guide or the release notes tell it.
    Published,
    /// It is only the first version whose types were published with it.
    Inferred,
}

choices!(SinceKnown, "since-known", { Published => "published", Inferred => "inferred" });

/// Reads `since-known`; without it, a version is published.
pub(super) fn is_inferred<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    word(deserializer).map(|known: SinceKnown| known == SinceKnown::Inferred)
}

lists! {
    Scopes {
        /// OAuth scopes, in ASCII order.
        scope: Vec<ScopeFacts> => "pub static SCOPES: &[ScopeFacts]";
    }
}

row! {
    ScopeFacts {
        name: Spanned<String>,
        wire: String,
        #[serde(default)]
        eca: String,
        since: u16,
        #[serde(default, rename = "since-known", deserialize_with = "is_inferred")]
        is_since_inferred: bool,
        kind: ScopeKind,
        #[serde(default)]
        implies: Vec<Spanned<String>>,
        #[serde(default)]
        aliases: Vec<String>,
        #[serde(default)]
        family: String,
        tokens: Option<TokenFormat>,
        summary: String,
    }
}

/// The scopes. A scope implies known ones, or `*`; External Client Apps spell it as connected apps do unless the row
/// says otherwise.
pub(super) fn scopes() -> Result<String, String> {
    let (source, mut table) = read::<Scopes>("scopes")?;
    source.expect_order(table.scope.iter().map(|scope| &scope.name))?;
    let is_known = |name: &str| name == "*" || table.scope.iter().any(|scope| scope.name.get_ref() == name);
    if let Some(name) = table.scope.iter().flat_map(|scope| &scope.implies).find(|name| !is_known(name.get_ref())) {
        return source.refuse(name.span(), format!("no scope is called {}", name.get_ref()));
    }
    for scope in table.scope.iter_mut().filter(|scope| scope.eca.is_empty()) {
        scope.eca.clone_from(scope.name.get_ref());
    }
    table.code(&source)
}
