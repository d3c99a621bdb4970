//! What stdout and stderr show: colors, links, the width of a line, and which characters draw pictures.

use std::env;
use std::io::{self, IsTerminal};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use supports_hyperlinks::Stream;
use terminal_size::{Height, Width, terminal_size_of};

use crate::report::{Drawing, Links, Screen, Style};

use super::color::ColorWhen;

/// Fewer columns than these leave no room for a text beside its line numbers.
const MIN_WIDTH: usize = 40;

/// What stdout shows.
pub(super) fn stdout(when: ColorWhen) -> Screen {
    screen(style(when, &io::stdout()), terminal_size_of(io::stdout()), Stream::Stdout)
}

/// What stderr shows.
pub(super) fn stderr(when: ColorWhen) -> Screen {
    screen(style(when, &io::stderr()), terminal_size_of(io::stderr()), Stream::Stderr)
}

fn screen(style: Style, size: Option<(Width, Height)>, stream: Stream) -> Screen {
    let has_links = style == Style::Colored && supports_hyperlinks::on(stream);
    let links = if has_links { Links::Shown } else { Links::Absent };
    Screen { style, width: columns(size.map(|(width, _)| width)), links, drawing: drawing() }
}

/// What a patch is shown on. A variable that forces colors does not reach a file or a pipe here, because `git apply`
/// would refuse them.
pub(super) fn of_patch(when: ColorWhen) -> Screen {
    let is_automatic = when == ColorWhen::Auto && !io::stdout().is_terminal();
    if is_automatic { Screen::FILE } else { stdout(when) }
}

/// Whether a stream gets colors.
fn style(when: ColorWhen, stream: &impl RawStream) -> Style {
    let choice = match when.or_forced() {
        ColorWhen::Always => ColorChoice::Always,
        ColorWhen::Never => ColorChoice::Never,
        ColorWhen::Auto => AutoStream::choice(stream),
    };
    if choice == ColorChoice::Never { Style::Plain } else { Style::Colored }
}

/// The columns of a terminal, else what `COLUMNS` says. A pipe has lines of any length, so that a search finds a whole
/// message.
fn columns(terminal: Option<Width>) -> Option<usize> {
    let width = terminal.map(|Width(columns)| usize::from(columns));
    let asked = || env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse::<usize>().ok());
    width.or_else(asked).filter(|columns| *columns > 0).map(|columns| columns.max(MIN_WIDTH))
}

/// A locale of the C standard has no box characters. Without any locale the terminal decides, and most have them.
fn drawing() -> Drawing {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(|name| env::var(name).ok());
    let locale = named.into_iter().find(|locale| !locale.is_empty());
    match locale.as_deref() {
        Some("C" | "POSIX") => Drawing::Ascii,
        _ => Drawing::Unicode,
    }
}
