//! The element tree: an arena of elements that all know their places.
//!
//! Elements are in one vector and point to each other by index. If an element owned its children, none could point to
//! its parent, and each would be an allocation of its own. Names and texts are spans of the source and not strings, for
//! the same reason and because a finding needs the place in any case.

use std::fmt::Write as _;
use std::num::NonZeroU32;

use super::decode::Encoding;
use super::lines::{LineIndex, Position, Range};
use super::problem::{Problem, ProblemKind};
use super::span::{Span, to_u32};
use super::text::{Piece, Text};

/// Bytes of names in the longest path that calint shows whole: see [`Document::path`].
const MAX_PATH: usize = 1000;

/// An element of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    /// The element at an index. Counted from 1, so that an optional one takes no more room.
    pub(super) fn new(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(to_u32(index)))
    }

    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// What an element's namespace is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// The namespace of Salesforce metadata.
    Metadata,
    /// No namespace at all.
    None,
    /// Another namespace. The span is the value of its declaration.
    Other(Span),
    /// A prefix that nothing declares.
    Undeclared,
}

impl Namespace {
    /// Whether an element of this namespace is one of ours inside a parent of the other.
    fn belongs_to(self, parent: Self) -> bool {
        self == parent || self == Self::Metadata
    }
}

/// An attribute of a start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// The name, prefix included.
    pub name: Span,
    /// The value between the quotes.
    pub value: Span,
}

#[derive(Debug)]
pub(super) struct Element {
    pub(super) parent: Option<NodeId>,
    pub(super) first_child: Option<NodeId>,
    pub(super) next_sibling: Option<NodeId>,
    /// The local name in the start tag.
    pub(super) name: Span,
    pub(super) start_tag: Span,
    pub(super) span: Span,
    pub(super) namespace: Namespace,
    /// 1-based index among siblings of the same name; 0 for an element without namesakes.
    pub(super) ordinal: u32,
    pub(super) attributes: (u32, u32),
    pub(super) first_piece: Option<u32>,
}

/// All of a document but its text.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) lines: LineIndex,
    pub(super) elements: Vec<Element>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) pieces: Vec<Piece>,
    pub(super) comments: Vec<Span>,
    pub(super) root: Option<NodeId>,
    pub(super) problems: Vec<Problem>,
}

impl Tree {
    /// Everything that takes memory of its own.
    pub(super) fn nodes(&self) -> usize {
        self.elements.len() + self.attributes.len() + self.pieces.len() + self.comments.len()
    }
}

/// One file as a tree, with the problems met on the way.
#[derive(Debug)]
pub struct Document {
    text: String,
    encoding: Encoding,
    tree: Tree,
}

impl Document {
    pub(super) fn new(text: String, encoding: Encoding, tree: Tree) -> Self {
        Self { text, encoding, tree }
    }

    /// How many elements, attributes, texts and comments the tree has.
    pub fn nodes(&self) -> usize {
        self.tree.nodes()
    }

    /// The decoded text of the file, without byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the file's bytes encode the text.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// What is wrong with the file as XML, in document order.
    pub fn problems(&self) -> &[Problem] {
        &self.tree.problems
    }

    /// Whether the tree contains everything that the file contains. If not, an absence proves nothing.
    pub fn is_whole(&self) -> bool {
        self.tree.problems.iter().all(|problem| problem.kind == ProblemKind::Content)
    }

    /// The outermost element.
    pub fn root(&self) -> Option<NodeId> {
        self.tree.root
    }

    /// Comments, markup included, in document order.
    pub fn comments(&self) -> &[Span] {
        &self.tree.comments
    }

    /// The text under a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Lines, columns and file offsets of a span.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    fn position(&self, offset: u32) -> Position {
        self.tree.lines.position(&self.text, offset, self.encoding)
    }

    fn element(&self, node: NodeId) -> &Element {
        self.tree.elements.get(node.index()).expect("a NodeId is made together with its element")
    }

    /// The local name of an element.
    pub fn name(&self, node: NodeId) -> &str {
        self.slice(self.element(node).name)
    }

    /// The namespace of an element.
    pub fn namespace(&self, node: NodeId) -> Namespace {
        self.element(node).namespace
    }

    /// From `<` of the start tag to `>` of the end tag.
    pub fn span(&self, node: NodeId) -> Span {
        self.element(node).span
    }

    /// From `<` to `>` of the start tag.
    pub fn start_tag(&self, node: NodeId) -> Span {
        self.element(node).start_tag
    }

    /// The element around this one.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.element(node).parent
    }

    /// The attributes of the start tag, in document order.
    pub fn attributes(&self, node: NodeId) -> &[Attribute] {
        let (start, end) = self.element(node).attributes;
        self.tree.attributes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Child elements of any namespace, in document order.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.element(node).first_child, |child| self.element(*child).next_sibling)
    }

    /// Child elements that belong to the parent's vocabulary, in document order.
    pub fn own_children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let parent = self.namespace(node);
        self.children(node).filter(move |child| self.namespace(*child).belongs_to(parent))
    }

    /// Child elements of a name that belong to the parent's vocabulary.
    pub fn children_named<'d>(&'d self, node: NodeId, name: &'d str) -> impl Iterator<Item = NodeId> + 'd {
        self.own_children(node).filter(move |child| self.name(*child) == name)
    }

    /// The element's own text: character data, CDATA sections and references, without children's.
    pub fn value(&self, node: NodeId) -> Text<'_> {
        let first = self.element(node).first_piece;
        let piece = |at: u32| self.tree.pieces.get(at as usize);
        let pieces = std::iter::successors(first.and_then(piece), move |before| before.next.and_then(piece));
        Text::new(&self.text, pieces)
    }

    /// The 1-based index among siblings of the same name; 0 for an element without namesakes.
    pub fn ordinal(&self, node: NodeId) -> u32 {
        self.element(node).ordinal
    }

    /// Names from the root to the element, such as `ConnectedApp/oauthConfig/scopes[2]`. An index
    /// (from 1) tells siblings of one name apart. Only the end of a path over 1,000 bytes is shown: a hostile file may
    /// have thousands of elements below 256 long names.
    pub fn path(&self, node: NodeId) -> String {
        let mut length = 0;
        let is_told = |step: &NodeId| {
            length += self.name(*step).len() + 1;
            length <= MAX_PATH
        };
        let steps = std::iter::successors(Some(node), |step| self.parent(*step)).take_while(is_told);
        let mut steps: Vec<NodeId> = steps.collect();
        steps.reverse();
        let is_cut = steps.first().is_some_and(|first| self.parent(*first).is_some());
        let mut path = if is_cut { "…".to_owned() } else { String::new() };
        for step in steps {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(self.name(step));
            let ordinal = self.element(step).ordinal;
            if ordinal > 0 {
                let _ = write!(path, "[{ordinal}]");
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn only_the_end_of_a_long_path_is_told() {
        let path = |depth: usize| {
            let text = format!("<r>{}<b/>", "<aaaaaaaaa>".repeat(depth));
            let document = parse(text.into_bytes());
            let mut node = document.root().expect("it has one");
            while let Some(child) = document.children(node).next() {
                node = child;
            }
            document.path(node)
        };
        assert_eq!(path(2), "r/aaaaaaaaa/aaaaaaaaa/b");
        let long = path(120);
        assert!(long.starts_with("…/aaaaaaaaa/") && long.ends_with("/aaaaaaaaa/b") && long.len() < 1010, "{long}");
    }
}
