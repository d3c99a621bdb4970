//! Secrets by the name that a text gives them: in URLs, and in assignments such as `client_secret: …`.
//!
//! Texts without names are masked elsewhere, by their shapes. Here the name decides, in any notation, so the patterns
//! are long and take longer to compile than a small file takes to check. Before a pattern is compiled, a few plain
//! searches decide whether it can match at all, and most texts never need it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

/// Last words of names whose value is a secret or half of one, as a pattern.
const NAMES: &str = "secrets?|passwords?|passwd|pwd|passphrase|passcode|tokens?|api[_-]?key|secret[_-]?key|access[_-]?key|\
                     access[_-]?key[_-]?id|private[_-]?key|consumer[_-]?key|client[_-]?id";

/// The same for parameters of URLs, which may write `_` and `-` as escapes, and which programs sign.
const PARAMETERS: &str = "(?:[a-z0-9_.-]|%5F|%2D)*?(?:secrets?|passwords?|passwd|pwd|passphrase|passcode|tokens?|bearer|\
                          credentials?|session[_-]?id|(?:api|secret|access|private|consumer)(?:[_-]|%5F|%2D)?key|\
                          key(?:[_-]|%5F|%2D)?id|client(?:[_-]|%5F|%2D)?id)|\
                          (?:(?:[a-z0-9_.-]|%5F|%2D)*?(?:[_.-]|%5F|%2D))?(?:key|sig|signature|assertion|auth)|code|sid";

/// How each of these names ends.
const ENDS: [&str; 12] = [
    "secret",
    "secrets",
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "token",
    "tokens",
    "key",
    "id",
];

/// A parameter of a URL, which may itself be a parameter of another one.
static PARAMETER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r#"(?i)(?:[?&;\#]|%3F|%26)(?:{PARAMETERS})(?:=|%3D)([^\s&;\#<>"'`%]+)"#)));

/// A name and its value, in any notation. `<name>` is an element, which `secret_elements` handles.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?i)(?:{NAMES})["'`]?[ \t]*(?:(?::=|=>|[:=])[ \t]*(?:"([^"<>\n]{{4,}})"|'([^'<>\n]{{4,}})')|(?::=|=>|[:=])[ \t]*([^\s"'`<>,;&]{{4,}})|>\s*([^\s"'`<>,;&]{{4,}}))"#
    ))
});

/// Values that say nothing.
const WORDS: [&str; 4] = ["true", "false", "null", "none"];

/// How many characters before a name an element may begin. No element of metadata has a longer name.
const LONGEST_NAME: usize = 80;

/// A pattern over bytes. One over characters takes longer to compile, because it has to know the letter case and the
/// blanks of all writing systems. It never begins or ends a match inside of a character, because it treats all bytes
/// above 127 alike.
fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?-u){text}")).expect("the pattern is a constant that a test compiles")
}

/// User names, passwords, and secret parameters of the URLs in a text.
pub(super) fn in_urls(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let parameters = may_have_parameters(text).then(|| PARAMETER.captures_iter(text.as_bytes())).into_iter().flatten();
    users(text).chain(parameters.filter_map(|found| found.get(1)).map(|found| found.range()))
}

/// The users, and the passwords if there are any, before the hosts of URLs.
fn users(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    // Every message is asked, and hardly any has this sign.
    let text = if text.contains('@') { text } else { "" };
    // A URL that was read as a path has one slash; browsers take backslashes, too.
    let with_scheme = [":/", ":\\"].into_iter().flat_map(|start| text.match_indices(start));
    let of_scheme = with_scheme.filter_map(|(at, _)| {
        let is_scheme = text.get(..at)?.bytes().rev().take_while(u8::is_ascii_alphabetic).take(2).count() == 2;
        user(text, at + 1).filter(|_| is_scheme)
    });
    // Without a scheme only a password tells it from a path.
    let is_password = |user: &Range<usize>| text.get(user.clone()).is_some_and(|it| it.contains(':'));
    let without = text.match_indices("//").filter(|(at, _)| !text.get(..*at).is_some_and(|it| it.ends_with(':')));
    of_scheme.chain(without.filter_map(move |(at, _)| user(text, at).filter(is_password)))
}

/// What is before the `@` of a host, behind one or two slashes at a place.
fn user(text: &str, slashes: usize) -> Option<Range<usize>> {
    let is_slash = |it: &u8| matches!(it, b'/' | b'\\');
    let start = slashes + text.as_bytes().get(slashes..)?.iter().take(2).take_while(|it| is_slash(it)).count();
    let rest = text.get(start..)?;
    let is_end = |it: char| it.is_whitespace() || matches!(it, '/' | '\\' | '?' | '#' | '<' | '>' | '"' | '\'' | '`');
    let length = rest.get(..rest.find(is_end).unwrap_or(rest.len()))?.rfind('@')?;
    (length > 0).then(|| start..start + length)
}

/// Whether something in a text looks like the parameter of a URL. The pattern is compiled only then: that takes longer
/// than the check of a small file, and most texts have none.
fn may_have_parameters(text: &str) -> bool {
    if memchr::memchr2(b'=', b'%', text.as_bytes()).is_none() {
        return false;
    }
    let equals = ["=", "%3D", "%3d"].into_iter().flat_map(|sign| text.match_indices(sign));
    equals.filter_map(|(at, _)| text.get(..at)).any(|before| {
        let before = before.trim_end_matches(|it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-'));
        before.ends_with(['?', '&', ';', '#', '%'])
    })
}

/// Whether a text may assign something to the name of a secret, for the same reason. The name of an element does not
/// count.
fn may_assign(text: &str) -> bool {
    text.match_indices([':', '=', '>']).filter_map(|(at, sign)| Some((text.get(..at)?, sign))).any(|(before, sign)| {
        let before = before.trim_end_matches([' ', '\t']);
        let name = before.strip_suffix(['"', '\'', '`']).unwrap_or(before);
        ENDS.iter().any(|end| ends_with(name, end)) && !(sign == ">" && is_tag(name))
    })
}

/// Whether a text ends with a word, in any letter case.
fn ends_with(text: &str, word: &str) -> bool {
    let end = text.len().checked_sub(word.len()).and_then(|at| text.as_bytes().get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(word.as_bytes()))
}

/// Values that a text assigns to the name of a secret.
pub(super) fn assigned(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let found = may_assign(text).then(|| ASSIGNMENT.captures_iter(text.as_bytes())).into_iter().flatten();
    found.filter_map(move |found| {
        let whole = found.get(0)?;
        let value = (1..=4).find_map(|group| found.get(group))?;
        let is_element = found.get(4).is_some() && is_tag(text.get(..whole.start())?);
        let says_nothing = WORDS.iter().any(|word| value.as_bytes().eq_ignore_ascii_case(word.as_bytes()));
        (!is_element && !says_nothing).then(|| value.range())
    })
}

/// Whether the name that a text ends with, or ends in the middle of, is the name of a tag.
fn is_tag(before: &str) -> bool {
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
    let name = before.bytes().rev().take(LONGEST_NAME).take_while(in_name).count();
    before
        .len()
        .checked_sub(name + 1)
        .and_then(|at| before.as_bytes().get(at))
        .is_some_and(|it| matches!(it, b'<' | b'/'))
}
