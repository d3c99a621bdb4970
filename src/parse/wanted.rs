//! How much of a file becomes a tree.

/// The deepest nesting that is read (the limit of libxml2, too).
pub const MAX_DEPTH: usize = 256;

/// Bytes of the longest name of an element. No type of metadata has a name a third as long, and every place below an
/// element is shown with the names above it.
pub(super) const MAX_NAME: usize = 200;

/// Elements, attributes, texts, comments and problems that a component may have. An app has a few hundred; the
/// limit keeps what rules say of a hostile file within bounds.
pub const MAX_NODES: usize = 50_000;

/// The same for a file that is only looked up: profiles have some hundred thousand.
pub const MAX_NODES_LOOKED_UP: usize = 1_000_000;

/// Which elements become part of the tree.
pub(super) enum Wanted<'n> {
    All,
    /// Below the root only these.
    Sections(&'n [&'n str]),
}

impl Wanted<'_> {
    pub(super) fn max_nodes(&self) -> usize {
        match self {
            Self::All => MAX_NODES,
            Self::Sections(_) => MAX_NODES_LOOKED_UP,
        }
    }

    /// Whether an element at a depth (the root has 0) is passed by.
    pub(super) fn passes_by(&self, depth: usize, name: &str) -> bool {
        matches!(self, Self::Sections(names) if depth == 1 && !names.contains(&name))
    }
}
