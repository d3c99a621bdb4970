//! Which names the root zone of the DNS has, so that calint can see where the domain of a username ends.
//!
//! The list is a text, not rows in the program's tables: a run looks up few names in it, and 1,400 rows would take more
//! room in the program than their letters.

/// The list, with a comment at its top.
const NAMES: &str = include_str!("../../rules/schema/top_level_domains.txt");

/// Whether a name, in any letter case, is a top-level domain: `com`, `uk`, `xn--p1ai`.
pub fn is_top_level_domain(name: &str) -> bool {
    NAMES.lines().any(|line| line.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::{NAMES, is_top_level_domain};

    #[test]
    fn the_list_is_whole_and_in_order() {
        let names: Vec<&str> = NAMES.lines().skip_while(|line| line.starts_with('#')).collect();
        assert!(names.is_sorted_by(|one, other| one < other));
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(names.iter().all(|name| name.len() > 1 && name.bytes().all(is_letter)));
        // Countries have two letters each, and no other name has.
        let countries = names.iter().filter(|name| name.len() == 2).count();
        assert!((240..260).contains(&countries) && names.len() > 1400, "{countries} of {}", names.len());
    }

    #[test]
    fn names_of_sandboxes_are_none() {
        for name in ["com", "COM", "uk", "bd", "dev", "xn--p1ai", "zw"] {
            assert!(is_top_level_domain(name), "{name}");
        }
        for name in ["uat", "full", "sandbox", "staging", "example", "onion", "", "#"] {
            assert!(!is_top_level_domain(name), "{name}");
        }
    }
}
