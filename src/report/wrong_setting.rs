//! What is wrong with a configuration, as a picture of the line that it is about.

use std::io;

use miette::{LabeledSpan, NamedSource};

use crate::config::ConfigProblem;
use crate::parse::Span;
use crate::verdict::{redact, redact_words};

use super::excerpt::Excerpt;
use super::neutral::one_line;
use super::picture::{Picture, handler};
use super::screen::Screen;

/// Draws one problem.
///
/// # Errors
///
/// miette cannot draw it.
pub fn draw(problem: &ConfigProblem, screen: Screen) -> io::Result<String> {
    let span = Span::new(problem.span.start, problem.span.end);
    let excerpt = Excerpt::new(&redact(&problem.file.text), &mut [span]);
    let place = excerpt.place(span);
    let message = one_line(&redact_words(&problem.message));
    let source = NamedSource::new(one_line(&problem.file.shown), excerpt);
    let place_line = if place.is_some() { String::new() } else { format!("  --> {}\n", one_line(&problem.file.shown)) };
    let picture = Picture {
        help: one_line(&redact_words(&problem.help)),
        labels: place.map(|place| LabeledSpan::new_primary_with_span(None, place)).into_iter().collect(),
        source: place.is_some().then_some(&source),
    };
    let heading = screen.wrap(&format!("configuration: {message}"), "  ");
    Ok(format!("{heading}\n{place_line}{}", picture.draw(&handler(screen))?))
}
