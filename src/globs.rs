//! Globs that a file or a user gave, compiled within bounds.
//!
//! globset turns a glob into a regular expression and panics if that does not compile, and its parser recurses with
//! every brace. A repository may contain any text, so calint checks length and depth first, and compiles the expression
//! once in a way that returns errors.

use globset::{GlobBuilder, GlobMatcher, GlobSetBuilder};

/// Longer globs are refused. File systems allow no longer names, and few paths are longer.
const MAX_LENGTH: usize = 1000;

/// More deeply nested braces are refused: a pattern written by hand needs fewer.
const MAX_DEPTH: usize = 8;

/// What `*` matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Star {
    /// Anything, in names.
    Anything,
    /// Anything but the end of a folder, in paths.
    WithinFolder,
}

/// Compiles a glob.
///
/// # Errors
///
/// It is no glob, or too long or too deep; the text says why.
pub fn compile(text: &str, star: Star) -> Result<GlobMatcher, String> {
    within_bounds(text)?;
    let glob = GlobBuilder::new(text).literal_separator(star == Star::WithinFolder).build();
    let glob = glob.map_err(|error| error.kind().to_string())?;
    // The set compiles the same expression as the matcher, and returns its errors.
    GlobSetBuilder::new().add(glob.clone()).build().map_err(|error| error.kind().to_string())?;
    Ok(glob.compile_matcher())
}

/// Looks at the length and the depth of a glob that something else compiles.
///
/// # Errors
///
/// It is too long or too deep; the text says which.
pub fn within_bounds(text: &str) -> Result<(), String> {
    if text.len() > MAX_LENGTH {
        return Err(format!("it is longer than {MAX_LENGTH} bytes"));
    }
    if depth(text) > MAX_DEPTH {
        return Err(format!("its braces are nested more than {MAX_DEPTH} deep"));
    }
    Ok(())
}

/// How deep braces are nested at most. An escaped brace counts, too: that errs on the safe side.
fn depth(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for character in text.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::{Star, compile};

    #[test]
    fn ordinary_globs_match() {
        let glob = compile("force-app/**/{A,B}*.xml", Star::WithinFolder).expect("a glob");
        assert!(glob.is_match("force-app/main/Bee.xml") && !glob.is_match("force-app/main/Cee.xml"));
        assert!(!compile("a/*", Star::WithinFolder).expect("a glob").is_match("a/b/c"));
        assert!(compile("a/*", Star::Anything).expect("a glob").is_match("a/b/c"));
    }

    #[test]
    fn hostile_globs_are_errors() {
        let nested = |depth: usize| "{".repeat(depth) + "a" + &"}".repeat(depth);
        for text in [nested(9).as_str(), &nested(250), &nested(100_000), &"a".repeat(1001), "{a", "[z-a]"] {
            assert!(compile(text, Star::WithinFolder).is_err(), "{} bytes", text.len());
        }
        assert!(compile(&nested(8), Star::Anything).is_ok());
        // What globset itself makes of wide alternatives is an error at worst.
        let wide = format!("{{{}}}", vec!["*"; 450].join(","));
        assert!(compile(&wide, Star::Anything).is_ok_and(|glob| glob.is_match("anything")));
    }
}
