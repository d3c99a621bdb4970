//! Addresses without encryption, and their `https` counterparts.

use crate::parse::Span;
use crate::workspace::Place;

use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

/// The scheme that sends everything in clear text.
pub(super) const CLEAR: &str = "http";

/// The address at a place with encryption. Only the scheme is replaced, so that the rest keeps its spelling.
pub(super) fn over_https(address: Place, context: &Context<'_>) -> Option<Fix> {
    let start = address.span.start;
    let end = start + u32::try_from(CLEAR.len()).unwrap_or_default();
    let scheme = Place { span: Span { start, end }, ..address };
    let written = context.library.document(scheme.file)?.slice(scheme.span);
    let is_it = written.eq_ignore_ascii_case(CLEAR);
    is_it.then(|| Fix::risky("replace `http` with `https`", [Change::Write(scheme, "https".to_owned())]))
}
