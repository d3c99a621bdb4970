//! The tables of `rules/schema/`, compiled in by `build.rs`.

/// What an OAuth scope opens, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// Everything the user can reach.
    All,
    /// The data APIs.
    Api,
    /// The API of one product.
    Product,
    /// One feature of the platform.
    Feature,
    /// Sessions of the user interface.
    Interface,
    /// Who the user is.
    Identity,
    /// A refresh token.
    Refresh,
}

/// A row of `rules/schema/scopes.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct ScopeFacts {
    /// Spelling in a `ConnectedApp`.
    pub name: &'static str,
    /// Spelling in the `scope` parameter of an OAuth request.
    pub wire: &'static str,
    /// Spelling in an External Client App.
    pub eca: &'static str,
    /// First API version; 47 stands for "47 or earlier".
    pub since: u16,
    /// What it opens.
    pub kind: ScopeKind,
    /// Scopes that it contains; `*` for all.
    pub implies: &'static [&'static str],
    /// Other spellings met in real files.
    pub aliases: &'static [&'static str],
    /// What a token with it can reach.
    pub summary: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
