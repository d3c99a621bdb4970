//! Secrets out of the text that reports quote.
//!
//! Works on the text, not on the tree, so that it also covers files that no tree can be made of, and what was
//! commented out. It errs on the side of hiding too much: a masked value costs a reader little, and a report may be
//! public. Offsets stay: each byte of a secret becomes one `*`, so that a mark made before still points to the right
//! place.

use std::ops::Range;

use crate::secrets::{named_secrets, private_keys, tokens};
use crate::shapes;

use super::outside_root::outside_root;
use super::secret_elements::secret_elements;
use super::secret_values::{assigned, in_urls};

/// The text of a file with every secret masked.
pub fn redact(text: &str) -> String {
    let keys = private_keys(text).into_iter().map(|block| block.whole);
    let named = named_secrets(text).into_iter().map(|secret| secret.span);
    let spans = keys.chain(tokens(text).into_iter().map(|token| token.span)).chain(named);
    let mut secrets: Vec<Range<usize>> = spans.map(|span| span.start as usize..span.end as usize).collect();
    secrets.extend(shapes::secrets(text));
    secrets.extend(in_urls(text));
    secrets.extend(assigned(text));
    secrets.extend(secret_elements(text));
    masked(text, secrets)
}

/// The same for an XML file. It masks everything outside of the root, because no finding is about that text.
pub(super) fn redact_document(text: &str) -> String {
    redact(&masked(text, outside_root(text)))
}

/// A sentence, a name, or a path of elements without the secrets that a value in it may contain.
pub fn redact_words(text: &str) -> String {
    let tokens = tokens(text).into_iter().map(|token| token.span.start as usize..token.span.end as usize);
    masked(text, tokens.chain(shapes::secrets(text)).chain(in_urls(text)).collect())
}

/// The value of a finding as fingerprints may depend on it: without secrets, and without their length. A hash of a
/// short secret would be as good as the secret.
pub(super) fn without_secrets(value: &str) -> Option<String> {
    let redacted = redact(value);
    if redacted == value {
        return None;
    }
    let mut short = String::with_capacity(redacted.len());
    for character in redacted.chars() {
        if character != '*' || !short.ends_with('*') {
            short.push(character);
        }
    }
    Some(short)
}

/// The text with some stretches masked.
fn masked(text: &str, mut stretches: Vec<Range<usize>>) -> String {
    stretches.sort_unstable_by_key(|stretch| (stretch.start, stretch.end));
    let mut redacted = String::with_capacity(text.len());
    let mut at = 0;
    for stretch in stretches {
        let start = at.max(stretch.start);
        redacted.push_str(text.get(at..start).unwrap_or_default());
        mask(text.get(start..stretch.end).unwrap_or_default(), &mut redacted);
        at = start.max(stretch.end);
    }
    redacted.push_str(text.get(at..).unwrap_or_default());
    redacted
}

/// Line ends and blanks stay, so that the text keeps its shape.
fn mask(secret: &str, redacted: &mut String) {
    for character in secret.chars() {
        if character.is_ascii_whitespace() {
            redacted.push(character);
        } else {
            redacted.extend(std::iter::repeat_n('*', character.len_utf8()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{redact, redact_document, redact_words};

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let cases = [
            ("<consumerSecret>ab é\nc</consumerSecret>", "<consumerSecret>** **\n*</consumerSecret>"),
            ("<m:consumerKey a='1'>k</m:consumerKey>", "<m:consumerKey *='*'>*</m:consumerKey>"),
            ("<CONSUMERSECRET><![CDATA[x]]></CONSUMERSECRET>", "<CONSUMERSECRET>*************</CONSUMERSECRET>"),
            ("<!-- <consumerSecret>x</consumerSecret> -->", "<!-- <consumerSecret>*</consumerSecret> -->"),
            ("<consumerSecret>cut off", "<consumerSecret>*** ***"),
            ("<consumerSecrets>x</consumerSecrets>", "<consumerSecrets>*</consumerSecrets>"),
            ("<api_Key>x</api_Key>", "<api_Key>*</api_Key>"),
            ("<clientId>x</clientId><pwd>y</pwd>", "<clientId>*</clientId><pwd>*</pwd>"),
            ("<consumerSecret value=\"x y\"/>", "<consumerSecret *****=\"* *\"/>"),
            ("<consumerSecret x</consumerSecret>", "<consumerSecret *</consumerSecret>"),
            ("consumerSecret>longer</consumerSecret>", "consumerSecret>******</consumerSecret>"),
            ("<a password = 'long words'>", "<a password = '**** *****'>"),
            ("<consumerSecret><!-- </x> -->s</consumerSecret>", "<consumerSecret>**** **** ****</consumerSecret>"),
            ("<consumerSecret></x>s<y/></consumerSecret>", "<consumerSecret>*****<y/></consumerSecret>"),
            ("<parameterValue xsi:type=\"xsd:string\">s<", "<parameterValue xsi:type=\"xsd:string\">**"),
            ("<consumerSecret/>longer<x/>", "<consumerSecret/>******<x/>"),
            ("<pwd>x</pwd>longer</pwd>", "<pwd>*</pwd>******</pwd>"),
            ("<!-- client_secret: longer -->", "<!-- client_secret: ****** -->"),
            ("https://user:p@ss@acme.example/x", "https://*********@acme.example/x"),
            ("https://x/cb?a=b&amp;client_secret=s3;x", "https://x/cb?a=b&amp;client_secret=**;x"),
            ("x?retURL=%3Fclient_secret%3Ds3%26a%3Db", "x?retURL=%3Fclient_secret%3D**%26a%3Db"),
            ("https://x/cb?CLIENT%5FSECRET=s3", "https://x/cb?CLIENT%5FSECRET=**"),
            ("https://x/cb?api%2Dkey=s3&auth=x", "https://x/cb?api%2Dkey=**&auth=*"),
            (
                "https://x/cb?subscription-key=s3#client_assertion=y",
                "https://x/cb?subscription-key=**#client_assertion=*",
            ),
            ("https://x/cb?X-Amz-Signature=s3;jsessionid=y", "https://x/cb?X-Amz-Signature=**;jsessionid=*"),
            ("//user:pw@acme.example/x", "//*******@acme.example/x"),
            ("http:\\\\user:pw@acme.example", "http:\\\\*******@acme.example"),
            (
                "<consumerSecret2>x</consumerSecret2><bearer>y</bearer>",
                "<consumerSecret2>*</consumerSecret2><bearer>*</bearer>",
            ),
        ];
        for (text, redacted) in cases {
            assert_eq!(redact(text), redacted);
            assert_eq!(redact(text).len(), text.len());
        }
    }

    #[test]
    fn switches_and_other_texts_stay() {
        for text in [
            "<isConsumerSecretOptional>true</isConsumerSecretOptional><consumerKey/><label>a<b</label>",
            "<isSecretRequiredForRefreshToken>false</isSecretRequiredForRefreshToken>",
            "<refreshTokenPolicy>infinite</refreshTokenPolicy><tokenUrl>https://acme.example/token</tokenUrl>",
            "<callbackUrl>https://acme.example/cb?a=b#c=d</callbackUrl>",
            "<certificate>MIIC</certificate>",
            "<callbackUrl>https://acme.example/cb?monkey=a&country_code=49&author=b</callbackUrl>",
            "// see a@acme.example, and //acme.example/x@2",
        ] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn sentences_lose_values_and_keep_words() {
        let secret = "0123456789abcdef".repeat(4);
        let masked = format!("unknown scope `{}`", "*".repeat(64));
        assert_eq!(redact_words(&format!("unknown scope `{secret}`")), masked);
        assert_eq!(
            redact_words("the consumer secret: `x`; see https://a.example"),
            "the consumer secret: `x`; see https://a.example"
        );
        assert_eq!(redact_words("`https://u:p@a.example?token=x`"), "`https://***@a.example?token=*`");
    }

    #[test]
    fn nothing_is_quoted_from_outside_the_root() {
        let cases = [
            ("<?xml version=\"1.0\"?>\nabc<A>x</A>", "<?xml version=\"1.0\"?>\n***<A>x</A>"),
            ("<A>x</A>\nabc <!-- d -->", "<A>x</A>\n*** <!-- d -->"),
            ("<!DOCTYPE A [<!ENTITY s \">x\">]><A>&s;</A>", "********* * ********* * *******<A>&s;</A>"),
            ("<?x y?><A><?target x y?></A>", "*** ***<A>******** * ***</A>"),
            ("<A>x", "<A>x"),
            ("abc", "***"),
        ];
        for (text, redacted) in cases {
            assert_eq!(redact_document(text), redacted);
        }
    }
}
