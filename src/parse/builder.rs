//! The tree under construction: open elements, end tags that fit or do not, limits.
//!
//! Structure is decided here and not in the walk over events. An end tag that does not fit closes elements up to the
//! one that it names, so that one lost tag does not make the rest of the file unreadable. The last child of each name
//! is remembered while an element is open: a search among the siblings would make a long list take quadratic time.

use std::collections::HashMap;

use super::decode::{Decoded, Encoding};
use super::lines::LineIndex;
use super::namespaces::Namespaces;
use super::problem::{Problem, ProblemKind};
use super::span::{Span, to_u32};
use super::text::{Piece, PieceKind};
use super::tree::{Attribute, Element, Namespace, NodeId, Tree};

/// Problems kept per file: the first ones show the cause.
const MAX_PROBLEMS: usize = 20;

const MATCH_TAGS: &str = "give every element one start tag and one end tag of the same name";

/// An element whose end tag was not met yet.
struct Open<'d> {
    node: NodeId,
    /// The name as written, prefix included.
    name: &'d str,
    /// The last child of each name.
    children: HashMap<&'d str, NodeId>,
    /// The last child of all.
    last_child: Option<NodeId>,
    /// The last stretch of its own text.
    last_piece: Option<u32>,
}

/// The tree as far as it was read.
pub(super) struct Builder<'d> {
    pub(super) text: &'d str,
    encoding: Encoding,
    tree: Tree,
    open: Vec<Open<'d>>,
    namespaces: Namespaces<'d>,
    stopped: bool,
    /// How many problems there were.
    met: usize,
    /// The first problem that was not kept, and whether one of those hides elements.
    untold: Option<(Span, ProblemKind)>,
}

impl<'d> Builder<'d> {
    pub(super) fn new(decoded: &'d Decoded) -> Self {
        let tree = Tree {
            lines: LineIndex::new(&decoded.text),
            elements: Vec::new(),
            attributes: Vec::new(),
            pieces: Vec::new(),
            comments: Vec::new(),
            root: None,
            problems: decoded.problem.iter().cloned().collect(),
        };
        Self {
            text: &decoded.text,
            encoding: decoded.encoding,
            tree,
            open: Vec::new(),
            namespaces: Namespaces::default(),
            stopped: false,
            met: 0,
            untold: None,
        }
    }

    pub(super) fn finish(mut self) -> Tree {
        if let Some((span, kind)) = self.untold {
            let message =
                format!("the file has further problems from here on; calint reports the first {MAX_PROBLEMS}");
            self.tree.problems.push(Problem {
                span,
                message,
                help: "correct the first ones, and run calint again",
                kind,
            });
        }
        self.tree.problems.sort_by_key(|problem| problem.span);
        // Room to grow is no longer needed.
        self.tree.elements.shrink_to_fit();
        self.tree.attributes.shrink_to_fit();
        self.tree.pieces.shrink_to_fit();
        self.tree
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The name of the innermost open element, as written.
    pub(super) fn innermost(&self) -> &'d str {
        self.open.last().map_or("", |open| open.name)
    }

    pub(super) fn has_root(&self) -> bool {
        self.tree.root.is_some()
    }

    /// Everything that takes memory or time of its own.
    pub(super) fn nodes(&self) -> usize {
        self.tree.nodes() + self.met
    }

    pub(super) fn slice(&self, span: Span) -> &'d str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    pub(super) fn problem(&mut self, span: Span, message: String, help: &'static str, kind: ProblemKind) {
        self.met += 1;
        if self.tree.problems.len() < MAX_PROBLEMS {
            self.tree.problems.push(Problem { span, message, help, kind });
        } else {
            let (first, worst) = self.untold.get_or_insert((span, kind));
            *first = span.min(*first);
            if kind == ProblemKind::Structure {
                *worst = kind;
            }
        }
    }

    /// Notes the problem after which calint reads no further. It is kept even if the file already has the most
    /// problems.
    pub(super) fn stop(&mut self, span: Span, message: String, help: &'static str) {
        self.tree.problems.push(Problem { span, message, help, kind: ProblemKind::Structure });
        self.stopped = true;
    }

    pub(super) fn comment(&mut self, span: Span) {
        self.tree.comments.push(span);
    }

    /// Opens an element; its attributes follow.
    pub(super) fn open(&mut self, name: &'d str, start_tag: Span) {
        let node = NodeId::new(self.tree.elements.len());
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        let name_end = start_tag.start as usize + 1 + name.len();
        let at = to_u32(self.tree.attributes.len());
        self.tree.elements.push(Element {
            parent: self.open.last().map(|parent| parent.node),
            first_child: None,
            next_sibling: None,
            name: Span::new(name_end - local.len(), name_end),
            start_tag,
            span: start_tag,
            namespace: Namespace::None,
            ordinal: 0,
            attributes: (at, at),
            first_piece: None,
        });
        self.link(node, local);
        self.open.push(Open { node, name, children: HashMap::new(), last_child: None, last_piece: None });
        self.namespaces.open();
    }

    /// Adds a new element below the innermost open one, or makes it the root.
    fn link(&mut self, node: NodeId, local: &'d str) {
        let Some(parent) = self.open.last_mut() else {
            return self.link_root(node);
        };
        let parent_node = parent.node;
        let namesake = parent.children.insert(local, node);
        let last = parent.last_child.replace(node);
        if let Some(namesake) = namesake {
            let before = self.element(namesake).map_or(0, |element| {
                element.ordinal = element.ordinal.max(1);
                element.ordinal
            });
            self.with(node, |element| element.ordinal = before + 1);
        }
        match last {
            Some(last) => self.with(last, |element| element.next_sibling = Some(node)),
            None => self.with(parent_node, |element| element.first_child = Some(node)),
        }
    }

    fn link_root(&mut self, node: NodeId) {
        if self.tree.root.is_none() {
            self.tree.root = Some(node);
            return;
        }
        let Some(span) = self.element(node).map(|element| element.start_tag) else { return };
        let message = "a second root element".to_owned();
        self.problem(
            span,
            message,
            "a file contains one component: delete this one or move it to its own \
                                     file",
            ProblemKind::Structure,
        );
    }

    fn element(&mut self, node: NodeId) -> Option<&mut Element> {
        self.tree.elements.get_mut(node.index())
    }

    fn with(&mut self, node: NodeId, change: impl FnOnce(&mut Element)) {
        if let Some(element) = self.element(node) {
            change(element);
        }
    }

    pub(super) fn attribute(&mut self, name: Span, value: Span) {
        self.tree.attributes.push(Attribute { name, value });
        let prefix = match self.slice(name) {
            "xmlns" => Some(""),
            other => other.strip_prefix("xmlns:"),
        };
        if let Some(prefix) = prefix {
            self.namespaces.declare(prefix, self.slice(value), value);
        }
    }

    /// All attributes of the innermost element are read: its namespace is known.
    pub(super) fn attributes_done(&mut self) {
        let end = to_u32(self.tree.attributes.len());
        let Some(open) = self.open.last() else { return };
        let prefix = open.name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let (node, namespace) = (open.node, self.namespaces.resolve(prefix));
        self.with(node, |element| {
            element.attributes.1 = end;
            element.namespace = namespace;
        });
    }

    pub(super) fn piece(&mut self, source: Span, kind: PieceKind) {
        let at = to_u32(self.tree.pieces.len());
        let Some(open) = self.open.last_mut() else { return };
        let (node, last) = (open.node, open.last_piece.replace(at));
        self.tree.pieces.push(Piece { source, kind, next: None });
        match last.and_then(|last| self.tree.pieces.get_mut(last as usize)) {
            Some(last) => last.next = Some(at),
            None => self.with(node, |element| element.first_piece = Some(at)),
        }
    }

    /// Closes the innermost element.
    pub(super) fn close(&mut self, end: u32) {
        self.namespaces.close();
        if let Some(open) = self.open.pop() {
            self.with(open.node, |element| element.span.end = end);
        }
    }

    /// Meets an end tag, which may belong to another element than the innermost one.
    pub(super) fn end_tag(&mut self, name: &str, span: Span) {
        let Some(innermost) = self.open.last() else {
            let message = format!("`</{name}>` closes nothing");
            return self.problem(span, message, MATCH_TAGS, ProblemKind::Structure);
        };
        if innermost.name == name {
            return self.close(span.end);
        }
        let opened = innermost.name;
        let line = self.line_of(innermost.node);
        let message = format!("`</{name}>` does not close `<{opened}>` of line {line}");
        self.problem(span, message, MATCH_TAGS, ProblemKind::Structure);
        if let Some(depth) = self.open.iter().rposition(|open| open.name == name) {
            while self.open.len() > depth + 1 {
                self.close(span.start);
            }
            self.close(span.end);
        }
    }

    fn line_of(&self, node: NodeId) -> u32 {
        let start = self.tree.elements.get(node.index()).map_or(0, |element| element.start_tag.start);
        self.tree.lines.position(self.text, start, self.encoding).line
    }

    /// Compares the declared encoding with the one that the bytes have.
    pub(super) fn declared_encoding(&mut self, declared: &str, span: Span) {
        let name = declared.to_ascii_lowercase();
        let fits = match name.as_str() {
            "utf-8" | "utf8" => self.encoding != Encoding::Utf16,
            "utf-16" | "utf-16le" | "utf-16be" => self.encoding == Encoding::Utf16,
            _ => self.encoding != Encoding::Utf16 && self.text.is_ascii(),
        };
        if !fits {
            let message = format!("the file declares the encoding {declared}, but is not written in it");
            let help = "save the file as UTF-8 and declare encoding=\"UTF-8\"";
            self.problem(span, message, help, ProblemKind::Content);
        }
    }

    /// Closes what is still open at the end of the file.
    pub(super) fn end_of_file(&mut self) {
        let end = self.text.trim_end_matches(['\n', '\r']).len();
        let last = self.text.get(..end).and_then(|text| text.chars().next_back());
        let span = Span::new(end - last.map_or(0, char::len_utf8), end);
        let told = self.stopped || self.tree.problems.iter().any(|problem| problem.kind == ProblemKind::Structure);
        if let (Some(open), false) = (self.open.last(), told) {
            let (name, line) = (open.name, self.line_of(open.node));
            let message = format!("the file ends inside `<{name}>`, which line {line} opens");
            self.problem(span, message, "the file is cut off: retrieve it again", ProblemKind::Structure);
        } else if self.tree.root.is_none() && self.tree.problems.is_empty() {
            let message = if end == 0 { "the file is empty" } else { "the file contains no element" };
            self.problem(span, message.to_owned(), "delete the file, or retrieve it again", ProblemKind::Structure);
        }
        while !self.open.is_empty() {
            self.close(to_u32(self.text.len()));
        }
    }
}
