//! Secrets by the name that a text gives them: in URLs, and in assignments such as `client_secret: …`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

/// Last words of names whose value is a secret or half of one, as a pattern.
const NAMES: &str = "secrets?|passwords?|passwd|pwd|passphrase|passcode|tokens?|api[_-]?key|secret[_-]?key|access[_-]?key|\
                     access[_-]?key[_-]?id|private[_-]?key|consumer[_-]?key|client[_-]?id";

/// The user, and the password if there is one, before the host of a URL; of one that was read as a path, too.
static USER: LazyLock<Regex> = LazyLock::new(|| pattern(r#"[A-Za-z]{2,}:/{1,2}([^\s/?\#<>"'`]+)@"#));

/// A parameter of a URL, which may itself be a parameter of another one.
static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?i)(?:[?&;\#]|%3F|%26)(?:[a-z0-9_.-]*?(?:{NAMES})|key|sig|signature|code|assertion|sid)(?:=|%3D)([^\s&;\#<>"'`%]+)"#
    ))
});

/// A name and its value, in whatever notation. `<name>` is an element and judged as such.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?i)(?:{NAMES})["'`]?[ \t]*(?:(?::=|=>|[:=])[ \t]*(?:"([^"<>\n]{{4,}})"|'([^'<>\n]{{4,}})')|(?::=|=>|[:=])[ \t]*([^\s"'`<>,;&]{{4,}})|>\s*([^\s"'`<>,;&]{{4,}}))"#
    ))
});

/// Values that say nothing.
const WORDS: [&str; 4] = ["true", "false", "null", "none"];

/// How far before a name an element may begin.
const LONGEST_NAME: usize = 80;

/// A pattern over bytes: letter case and blanks of all the world's writing make it forty times as long to compile. It
/// never begins or ends a match inside of a character, because it takes or leaves all bytes above 127 alike.
fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?-u){text}")).expect("the pattern is a constant that a test compiles")
}

/// User names, passwords, and secret parameters of the URLs in a text.
pub(super) fn in_urls(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let has_user = text.contains(":/") && text.contains('@');
    let users = has_user.then(|| USER.captures_iter(text.as_bytes())).into_iter().flatten();
    // A parameter has a sign of equality, which may be escaped.
    let has_parameter = text.contains('=') || text.contains("%3");
    let parameters = has_parameter.then(|| PARAMETER.captures_iter(text.as_bytes())).into_iter().flatten();
    users.chain(parameters).filter_map(|found| found.get(1)).map(|found| found.range())
}

/// Values that a text assigns to the name of a secret.
pub(super) fn assigned(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    ASSIGNMENT.captures_iter(text.as_bytes()).filter_map(move |found| {
        let whole = found.get(0)?;
        let value = (1..=4).find_map(|group| found.get(group))?;
        let is_element = found.get(4).is_some() && is_tag(text.get(..whole.start())?);
        let says_nothing = WORDS.iter().any(|word| value.as_bytes().eq_ignore_ascii_case(word.as_bytes()));
        (!is_element && !says_nothing).then(|| value.range())
    })
}

/// Whether the name that a text ends in the middle of is that of a tag.
fn is_tag(before: &str) -> bool {
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
    let name = before.bytes().rev().take(LONGEST_NAME).take_while(in_name).count();
    before
        .len()
        .checked_sub(name + 1)
        .and_then(|at| before.as_bytes().get(at))
        .is_some_and(|it| matches!(it, b'<' | b'/'))
}
