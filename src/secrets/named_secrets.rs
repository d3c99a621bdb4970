//! Values of custom metadata records and custom labels that are secrets by the name of their field or label.
//!
//! The name alone does not decide: labels of a login page contain "password" and a text for people. The value alone
//! does not either: ids and hashes look as random as secrets. Both together do. The words and shapes are few on
//! purpose, because findings on ordinary texts would teach people to ignore the rule.

use crate::parse::Span;
use crate::schema::is_placeholder;

use super::keys::is_private_key;
use super::named_values::{NamedValue, named_values};

/// A value that is a secret by the name of its field or label.
#[derive(Debug, Clone)]
pub struct NamedSecret {
    /// The name of the field or of the label.
    pub name: String,
    /// Where the value is in the file.
    pub span: Span,
}

/// Last words of names whose value is a secret. `key` is one only behind some words.
const SECRET_WORDS: [&str; 7] = ["secret", "password", "passwd", "pwd", "passphrase", "passcode", "token"];

/// Words before `key` that make it the name of a secret.
const KEYS: [&str; 8] = ["api", "private", "secret", "access", "registration", "subscription", "encryption", "signing"];

/// Shorter values are words, numbers, or switches.
const MIN_LENGTH: usize = 8;

/// Longer values are texts for people.
const MAX_LENGTH: usize = 4096;

/// A field called only `Key` contains a secret if its value is as long as those that programs generate.
const MIN_KEY_LENGTH: usize = 16;

/// The named values that are secrets. A private key is not among them: `private_keys` finds it.
pub fn named_secrets(text: &str) -> Vec<NamedSecret> {
    let is_record = text.contains("<CustomMetadata");
    let is_named = |words: &[String]| is_secret_name(words) || (is_record && is_bare_key(words));
    let is_secret = |value: &NamedValue<'_>| is_named(&words(value.name)) && may_be_secret(*value);
    let values = named_values(text).into_iter().filter(is_secret);
    values.map(|it| NamedSecret { name: it.name.to_owned(), span: it.span }).collect()
}

fn may_be_secret(value: NamedValue<'_>) -> bool {
    let is_long = value.text.len() >= MIN_KEY_LENGTH || !is_bare_key(&words(value.name));
    is_long && looks_generated(value.text) && !is_private_key(value.text)
}

fn is_bare_key(words: &[String]) -> bool {
    matches!(words, [key] if key == "key")
}

/// The words of a name in lower case: `Client_Secret__c` and `ClientSecret` are `client`, `secret`.
fn words(name: &str) -> Vec<String> {
    let name = name.strip_suffix("__c").unwrap_or(name);
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for letter in name.chars() {
        let starts_word = letter.is_ascii_uppercase() && was_lower;
        if letter == '_' || starts_word || words.is_empty() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter != '_') {
            word.push(letter.to_ascii_lowercase());
        }
        was_lower = letter.is_ascii_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_secret_name(words: &[String]) -> bool {
    match words {
        [.., before, key] if key == "key" => {
            KEYS.iter().any(|known| before.strip_suffix(known).is_some_and(|rest| rest.len() <= 3))
        }
        [.., last] => SECRET_WORDS.contains(&last.as_str()) || matches!(last.as_str(), "apikey" | "apipwd"),
        [] => false,
    }
}

/// Whether a value may be a secret: one word of letters and digits or signs that is no address, number, name or text of
/// the user interface.
fn looks_generated(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    let lower = text.to_ascii_lowercase();
    let is_sample = ["password", "secret", "example", "changeme"].iter().any(|word| lower.contains(word));
    (MIN_LENGTH..=MAX_LENGTH).contains(&text.len())
        && is_plain
        && has(u8::is_ascii_alphabetic)
        && has(u8::is_ascii_digit)
        && !is_sample
        && !is_placeholder(text)
        && !is_name(text)
}

/// An address, a path, a reference, or words and numbers in a row, such as `AM_Production_2`.
fn is_name(text: &str) -> bool {
    let parts = || text.split(['_', '-', '.']);
    let is_pure = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_alphabetic()) || part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_mail = text.split_once('@').is_some_and(|(_, domain)| domain.contains('.') && !domain.contains('@'));
    text.contains("://")
        || text.contains("{!")
        || text.starts_with(['/', '$'])
        || is_mail
        || (parts().count() > 1 && parts().all(is_pure))
}

#[cfg(test)]
mod tests {
    use super::{named_secrets, words};

    fn found(name: &str, value: &str) -> usize {
        let record = format!(
            "<CustomMetadata><values><field>{name}__c</field><value xsi:type=\"xsd:string\">{value}</value></values>"
        );
        let label = format!("<CustomLabels><labels><fullName>{name}</fullName><value>{value}</value></labels>");
        named_secrets(&record).len() * 10 + named_secrets(&label).len()
    }

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(words("Client_Secret__c"), ["client", "secret"]);
        assert_eq!(words("TarmikaClientSecret"), ["tarmika", "client", "secret"]);
        assert_eq!(words("API_Key__c"), ["api", "key"]);
    }

    #[test]
    fn secrets_are_known_by_their_name_and_shape() {
        for (name, value) in [
            ("Client_Secret", "7c1e0fa2b9d84e6f"),
            ("ErpClientSecret", "q)_nj9ZJ"),
            ("Erp_API_Token", "b7c490e8-ff7b-2c76-ba75-1ac7f6a9fd61"),
            ("API_Key", "sk-9fK2mQ7vT1xZ"),
            ("OfferAPIPwd", "oqyxx4iqsAN!"),
            ("Password", "#CK4fcYz$KIEz$i"),
        ] {
            assert_eq!(found(name, value), 11, "{name}");
        }
        assert_eq!(found("Key", "rTV3z7rOcZmJe9CeuJoc"), 10, "a label called Key is a text");
    }

    #[test]
    fn texts_of_the_user_interface_are_none() {
        for (name, value) in [
            ("Password", "Password"),
            ("Forgot_Password", "Forgot your password?"),
            ("New_Password", "Enter at least 8 characters"),
            ("Reset_Password", "Mot_de_passe_1"),
            ("Token_URL", "https://erp.acme.example/oauth2/token"),
            ("Access_Token", "/services/oauth2/token"),
            ("Auth_Token", "AM_Production_2"),
            ("Token", "{!$Credential.Erp.Token1}"),
            ("Client_Secret", "REPLACE_ME_1"),
            ("Password", "password123"),
            ("Token_Length", "a1b2c3d4e5f6"),
            ("Document_Key", "0T_088ACME630558"),
            ("Api_Key", "11223344556677889900"),
            ("Client_Secret", "${ERP_SECRET_1}"),
        ] {
            assert_eq!(found(name, value), 0, "{name}: {value}");
        }
    }
}
