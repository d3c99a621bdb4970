//! Counts and lists in messages, so that every message writes them alike.

use std::fmt::Display;

/// A number and its noun, with the regular English plural: `1 profile`, `2 profiles`, `2 policies`.
///
/// [`count_of`] takes nouns with another plural.
#[must_use]
pub fn count<N: Copy + Display + PartialEq + From<u8>>(number: N, noun: &str) -> String {
    count_of(number, noun, &plural(noun))
}

/// A number and the words after it, in the singular or the plural: `1 person`, `2 findings are`.
#[must_use]
pub fn count_of<N: Copy + Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let words = agree(number, one, many);
    format!("{number} {words}")
}

/// The words that agree with a number, without the number: `is` and `are`.
#[must_use]
pub fn agree<'w, N: Copy + PartialEq + From<u8>>(number: N, one: &'w str, many: &'w str) -> &'w str {
    if number == N::from(1) { one } else { many }
}

/// A noun and the names that it is about: ``permission set `A` ``, ``permission sets `A` and `B` ``.
#[must_use]
pub fn named<T: Display>(noun: &str, names: &[T]) -> String {
    let plural = plural(noun);
    format!("{} {}", agree(names.len(), noun, &plural), quoted_list(names))
}

/// The regular English plural of a noun.
fn plural(noun: &str) -> String {
    let before_y = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|ending| noun.ends_with(ending));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if hisses => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

/// `A`, `A and B`, `A, B, and C`
#[must_use]
pub fn list<T: Display>(items: &[T]) -> String {
    joined(items, "and")
}

/// `A`, `A or B`, `A, B, or C`
#[must_use]
pub fn choice<T: Display>(items: &[T]) -> String {
    joined(items, "or")
}

/// The items of a [`list`] in backticks, as messages quote names and values.
#[must_use]
pub fn quoted_list<T: Display>(items: &[T]) -> String {
    list(&quoted(items))
}

/// The items of a [`choice`] in backticks.
#[must_use]
pub fn quoted_choice<T: Display>(items: &[T]) -> String {
    choice(&quoted(items))
}

fn quoted<T: Display>(items: &[T]) -> Vec<String> {
    items.iter().map(|item| format!("`{item}`")).collect()
}

fn joined<T: Display>(items: &[T], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first, second] => format!("{first} {word} {second}"),
        [rest @ .., last] => {
            let rest: Vec<_> = rest.iter().map(T::to_string).collect();
            format!("{}, {word} {last}", rest.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        let told =
            [(0, "profile"), (1, "profile"), (2, "profile"), (2, "policy"), (2, "key"), (2, "address"), (2, "box")];
        let told = told.map(|(number, noun)| count(number, noun));
        assert_eq!(told, ["0 profiles", "1 profile", "2 profiles", "2 policies", "2 keys", "2 addresses", "2 boxes"]);
        assert_eq!(count_of(1, "person is", "people are"), "1 person is");
        assert_eq!(count_of(3_i64, "person is", "people are"), "3 people are");
        assert_eq!((agree(1, "does", "do"), agree(0, "does", "do")), ("does", "do"));
        assert_eq!(named("permission set", &["A"]), "permission set `A`");
        assert_eq!(named("permission set", &["A", "B"]), "permission sets `A` and `B`");
    }

    #[test]
    fn lists_have_a_serial_comma() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["A"]), "A");
        assert_eq!(list(&["A", "B"]), "A and B");
        assert_eq!(list(&["A", "B", "C"]), "A, B, and C");
        assert_eq!(choice(&["A", "B", "C"]), "A, B, or C");
        assert_eq!(quoted_list(&["A", "B", "C"]), "`A`, `B`, and `C`");
        assert_eq!(quoted_choice(&["A", "B"]), "`A` or `B`");
    }
}
