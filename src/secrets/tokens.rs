//! Salesforce's own secrets in any text, by the shapes that they have been seen in.
//!
//! Salesforce does not specify the shapes, so each pattern is as long as what was seen and asks for a mark and for
//! randomness: a short pattern would match ids, hashes, and samples. A consumer secret has no mark of its own, since it
//! consists of digits only. It counts where a consumer key is near, because people write the two together.

use std::sync::LazyLock;

use regex::{Match, Regex};

use crate::parse::Span;
use crate::schema::is_placeholder;

use super::named_values::named_values;
use super::secret::Secret;

/// A secret of Salesforce's own in a text.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
    /// The secret itself, of which messages show the length.
    pub secret: Secret,
}

/// What a secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `force://…`: a login for the command line, refresh token included.
    AuthUrl,
    /// An access token, which is a session.
    Session,
    /// A refresh token.
    RefreshToken,
    /// A consumer secret beside its consumer key.
    ConsumerSecret,
}

/// Least entropy of a token in bits for each character. Random ones have about five.
const MIN_ENTROPY: f64 = 3.5;

/// Lines around a consumer key in which its secret may be: people write the two next to each other.
const NEAR: usize = 6;

/// Bytes around a consumer key in which its secret may be, if lines are long. This bounds the work on one long line.
const NEAR_BYTES: usize = 2048;

/// Parts of tokens in Salesforce's own documentation.
const DOCUMENTED: [&str; 6] = [
    "EXAMPLE",
    "AQcAQH0dMHZfz972Szmpkb58urFRkgeBGsxL",
    "AR8AQP0jITN80ESEsj5EbaZTFG0RNBaT1cyWk7TrqoDjoNIWQ2ME",
    "5Aep8614iLM.Dq661ePDmPEgaAW9Oh_L3JKkDpB4xReb54",
    "3MVG9lKcPoNINVBIPJjdw1J9LLM82H",
    "3MVG9lKcPoNINVBIPJjdw1J9LLJbP_pqwoJYyuisjQhr_LLurNDv7AgQvDTZwCoZuDZrXcPCmBv4o.8ds.5iE",
];

static AUTH_URL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"force://[A-Za-z0-9._-]*:[A-Za-z0-9._-]*:([A-Za-z0-9._=%+/!-]{40,})@[A-Za-z0-9.-]+"));

/// The id of the org, and 96 characters in every session that was seen. A shorter text is not a session.
static SESSION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9._]{90,})"));

static REFRESH_TOKEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(5Aep[A-Za-z0-9._]{40,})"));

static CONSUMER_KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r"3MVG9[A-Za-z0-9._]{60,}"));

/// Digits of the shortest secret: old consumers have decimal numbers of 13 digits or more.
const SHORTEST_SECRET: usize = 13;

/// An assignment of something called a secret: hexadecimal digits, or the numbers of old consumers.
static SECRET: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?i-u)secret["'\s]*(?:[:=]|=>|>)\s*["']?([0-9A-F]{64}|[0-9]{13,19})\b"#));

/// What a consumer secret looks like if its name is in another element, as in a custom metadata record.
static SECRET_VALUE: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:[0-9A-Fa-f]{64}|[0-9]{13,19})$"));

/// The patterns above are constants.
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that a test compiles")
}

/// All tokens of a text, in order; each stretch once.
pub fn tokens(text: &str) -> Vec<Token> {
    let shapes = [
        ("force://", &AUTH_URL, TokenKind::AuthUrl),
        ("00D", &SESSION, TokenKind::Session),
        ("5Aep", &REFRESH_TOKEN, TokenKind::RefreshToken),
    ];
    let mut found: Vec<Token> = Vec::new();
    for (mark, regex, kind) in shapes {
        if memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_none() {
            continue;
        }
        let matches = regex.captures_iter(text).filter_map(|captures| Some((captures.get(0)?, captures.get(1)?)));
        let real = matches.filter(|(_, secret)| is_real(secret.as_str()));
        found.extend(real.map(|(whole, secret)| token(kind, Span::new(whole.start(), whole.end()), secret.as_str())));
    }
    found.extend(consumer_secrets(text));
    found.sort_by_key(|token| token.span);
    // An auth URL contains a refresh token, which is not a second finding.
    let mut end = 0;
    found.retain(|token| {
        let is_new = token.span.start >= end;
        end = end.max(token.span.end);
        is_new
    });
    found
}

/// Secrets in the lines around a consumer key.
fn consumer_secrets(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let surroundings = surroundings_of_keys(text);
    for (start, end) in &surroundings {
        let stretch = text.get(*start..*end).filter(|stretch| may_have_secret(stretch)).into_iter();
        let secrets = stretch.flat_map(|stretch| SECRET.captures_iter(stretch)).filter_map(|it| it.get(1));
        let real = secrets.filter(|secret| is_varied(secret.as_str()));
        let place = |it: &Match<'_>| Span::new(start + it.start(), start + it.end());
        found.extend(real.map(|it| token(TokenKind::ConsumerSecret, place(&it), it.as_str())));
    }
    if !surroundings.is_empty() {
        found.extend(secrets_of_record(text));
    }
    found
}

/// Whether a text has as many digits in a row as the shortest secret.
fn may_have_secret(text: &str) -> bool {
    text.as_bytes().split(|byte| !byte.is_ascii_hexdigit()).any(|digits| digits.len() >= SHORTEST_SECRET)
}

fn token(kind: TokenKind, span: Span, secret: &str) -> Token {
    Token { kind, span, secret: Secret::new(secret) }
}

/// The stretches of a text around its consumer keys. Keys that are close to each other share one stretch, so that no
/// part of a text with many keys is searched twice.
fn surroundings_of_keys(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    // The pattern is compiled only where it may match, because that takes longer than the check of a small file.
    if memchr::memmem::find(text.as_bytes(), b"3MVG9").is_none() {
        return found;
    }
    for key in CONSUMER_KEY.find_iter(text).filter(|key| !is_documented(key.as_str())) {
        let first = boundary(text, key.start().saturating_sub(NEAR_BYTES));
        let last = boundary(text, (key.end() + NEAR_BYTES).min(text.len()));
        let before = text.get(first..key.start()).unwrap_or_default();
        let behind = text.get(key.end()..last).unwrap_or_default();
        let start = before.rmatch_indices('\n').nth(NEAR).map_or(first, |(at, _)| first + at);
        let end = behind.match_indices('\n').nth(NEAR).map_or(last, |(at, _)| key.end() + at);
        match found.last_mut().filter(|known| start <= known.1) {
            Some(known) => known.1 = known.1.max(end),
            None => found.push((start, end)),
        }
    }
    found
}

/// The first byte of a character at or before a byte.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Secrets in a record that also has a consumer key, by the name of their field.
fn secrets_of_record(text: &str) -> Vec<Token> {
    let is_named = |name: &str| name.trim_end_matches("__c").to_ascii_lowercase().ends_with("secret");
    let secrets = named_values(text).into_iter().filter(|value| is_named(value.name));
    let real = secrets.filter(|value| SECRET_VALUE.is_match(value.text) && is_varied(value.text));
    real.map(|value| token(TokenKind::ConsumerSecret, value.span, value.text)).collect()
}

fn is_real(secret: &str) -> bool {
    entropy(secret) >= MIN_ENTROPY && !is_documented(secret) && !is_placeholder(secret) && !secret.contains("...")
}

/// Digits alone have less entropy than tokens.
fn is_varied(secret: &str) -> bool {
    entropy(secret) >= 2.5
}

fn is_documented(text: &str) -> bool {
    DOCUMENTED.iter().any(|sample| text.contains(sample))
}

/// Shannon entropy in bits for each character.
fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let length = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    let share = |count: &u32| f64::from(*count) / length;
    counts.iter().filter(|count| **count > 0).map(share).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, tokens};

    /// Characters that look random, made here.
    fn noise(length: usize) -> String {
        let digits = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let mut state: u64 = 42;
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(digits[usize::try_from(state >> 33).unwrap_or(0) % digits.len()])
        };
        (0..length).map(next).collect()
    }

    fn kinds(text: &str) -> Vec<TokenKind> {
        tokens(text).iter().map(|token| token.kind).collect()
    }

    #[test]
    fn shapes_are_known_in_any_text() {
        let long = noise(90);
        assert_eq!(kinds(&format!("x force://PlatformCLI::{long}@acme.my.salesforce.com y")), [TokenKind::AuthUrl]);
        assert_eq!(kinds(&format!("force://PlatformCLI::5Aep{long}@acme.my.salesforce.com")), [TokenKind::AuthUrl]);
        assert_eq!(kinds(&format!("TOKEN=00D5g000004AbCd!{long}")), [TokenKind::Session]);
        assert_eq!(kinds(&format!("\"5Aep{long}\"")), [TokenKind::RefreshToken]);
        let secret = "0123456789ABCDEF".repeat(4);
        for text in [
            format!("key: 3MVG9{long}\nclient_secret: {secret}"),
            format!("\"consumerSecret\": \"{secret}\",\n\"consumerKey\": \"3MVG9{long}\""),
            format!("<consumerKey>3MVG9{long}</consumerKey><consumerSecret>{secret}</consumerSecret>"),
            format!(
                "<CustomMetadata><values><field>Id__c</field><value>3MVG9{long}</value></values>\n<values>\n\
                 <field>Client_Secret__c</field>\n<value xsi:type=\"xsd:string\">{secret}</value>\n</values>"
            ),
        ] {
            assert_eq!(kinds(&text), [TokenKind::ConsumerSecret], "{text}");
        }
    }

    #[test]
    fn samples_and_masks_are_not() {
        let long = noise(90);
        for text in [
            "force://<clientId>:<clientSecret>:<refreshToken>@<instanceUrl>".to_owned(),
            "force://PlatformCLI::$TOKEN@acme.my.salesforce.com".to_owned(),
            format!("force://PlatformCLI::{}@x.example", "x".repeat(40)),
            format!("00D000000000000!{}", "A".repeat(80)),
            "00DE0X0A0M0PeLE!AQcAQH0dMHEXAMPLEzmpkb58urFRkgeBGsxL_QJWwYMfAbUeeG7c1EXAMPLEDUkWe6H34r1AAwOR8B8fLEz6nEXAMPLE"
                .to_owned(),
            format!("key: 3MVG9{long}"),
            format!("secret: {}", "0123456789ABCDEF".repeat(4)),
            format!("key: 3MVG9{long}\nsecret: {}", "0".repeat(64)),
        ] {
            assert!(tokens(&text).is_empty(), "{text}");
        }
    }
}
