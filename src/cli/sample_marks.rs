//! Which lines of a sample a rule reports: the page names the element and the text under it, for the tests.

use std::collections::BTreeSet;

use crate::parse::{Document, NodeId, parse};

/// Lines of a sample that its marks are about, from 0. A mark whose place is not found marks no line.
pub(super) fn marked_lines(info: &str, lines: &[&str]) -> BTreeSet<usize> {
    let marks = attributes(info, "finding").zip(attributes(info, "text"));
    let text = lines.join("\n");
    let document = parse(text.clone().into_bytes());
    let starts = marks.filter_map(|(element, under)| {
        // An attribute cannot contain its own quotation mark.
        let under = under.replace('\'', "\"");
        start_in_xml(&document, element, &under).or_else(|| text.find(&under).filter(|_| !under.is_empty()))
    });
    starts.map(|start| text.get(..start).unwrap_or_default().matches('\n').count()).collect()
}

/// Severities of the marks, each once.
pub(super) fn severities(info: &str) -> Vec<&str> {
    let mut severities: Vec<&str> = attributes(info, "severity").collect();
    severities.sort_unstable();
    severities.dedup();
    severities
}

/// Values of `key="…"` in the first line of a block.
pub(super) fn attributes<'i>(info: &'i str, key: &str) -> impl Iterator<Item = &'i str> {
    let marker = format!(" {key}=\"");
    let starts: Vec<usize> = info.match_indices(&marker).map(|(at, found)| at + found.len()).collect();
    starts.into_iter().filter_map(move |start| info.get(start..)?.split('"').next())
}

/// Where the text under a mark begins: in its element, or in the one around it if the element is absent.
fn start_in_xml(document: &Document, path: &str, under: &str) -> Option<usize> {
    let root = document.root()?;
    let parents = std::iter::successors(Some(path), |path| Some(path.rsplit_once('/')?.0));
    let node = parents.into_iter().find_map(|path| find(document, root, path))?;
    let span = document.span(node);
    let inside = document.slice(span).find(under).unwrap_or_default();
    Some(usize::try_from(span.start).ok()? + inside)
}

fn find(document: &Document, node: NodeId, path: &str) -> Option<NodeId> {
    if document.path(node) == path {
        return Some(node);
    }
    document.children(node).find_map(|child| find(document, child, path))
}
