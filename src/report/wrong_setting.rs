//! What is wrong with a configuration, as a picture of the line that it is about.

use std::io;

use miette::{GraphicalTheme, LabeledSpan, NamedSource};

use crate::config::ConfigProblem;
use crate::parse::Span;
use crate::verdict::{redact, redact_words};

use super::excerpt::Excerpt;
use super::neutral::one_line;
use super::picture::{Picture, handler};

/// Draws one problem.
///
/// # Errors
///
/// miette cannot draw it.
pub fn draw(problem: &ConfigProblem) -> io::Result<String> {
    let span = Span::new(problem.span.start, problem.span.end);
    let excerpt = Excerpt::new(&redact(&problem.file.text), &mut [span]);
    let place = excerpt.place(span);
    let message = one_line(&redact_words(&problem.message));
    let source = NamedSource::new(one_line(&problem.file.shown), excerpt);
    let picture = Picture {
        code: "configuration".to_owned(),
        message: if place.is_some() { message } else { format!("{}: {message}", one_line(&problem.file.shown)) },
        help: one_line(&redact_words(&problem.help)),
        severity: miette::Severity::Error,
        labels: place.map(|place| LabeledSpan::new_primary_with_span(None, place)).into_iter().collect(),
        source: place.is_some().then_some(&source),
    };
    picture.draw(&handler(GraphicalTheme::unicode_nocolor()))
}
