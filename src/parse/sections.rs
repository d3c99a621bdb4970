//! The end of an element whose content is not needed, found without reading the content.

use memchr::memchr;
use memchr::memmem::Finder;

/// Looks for ends of elements. Sections of one name follow one another, so the last name is kept.
#[derive(Debug, Default)]
pub(super) struct Sections {
    last: Option<(String, Finder<'static>)>,
}

impl Sections {
    /// The byte behind the end tag of the element whose start tag ends at `from`. Nothing if its inside contains
    /// something that has to be read to be understood: a comment, CDATA, or an element of the same name.
    pub(super) fn end_of(&mut self, name: &str, text: &str, from: usize) -> Option<usize> {
        let rest = text.as_bytes().get(from..)?;
        let inside_length = self.finder(name).find(rest)?;
        let (inside, end_tag) = rest.split_at_checked(inside_length)?;
        let behind_name = end_tag.get("</".len() + name.len()..)?;
        let is_plain = is_balanced(inside, name) && behind_name.first() == Some(&b'>');
        is_plain.then(|| from + inside_length + "</".len() + name.len() + 1)
    }

    fn finder(&mut self, name: &str) -> &Finder<'static> {
        if self.last.as_ref().is_none_or(|(last, _)| last != name) {
            self.last = None;
        }
        let new = || (name.to_owned(), Finder::new(format!("</{name}").as_bytes()).into_owned());
        &self.last.get_or_insert_with(new).1
    }
}

/// Whether tags are all that has to be understood in a text, and as many elements end in it as begin.
fn is_balanced(inside: &[u8], name: &str) -> bool {
    let mut depth = 0_usize;
    // Each tag ends before the next one begins, so that no byte is looked at twice.
    for tag in inside.split(|byte| *byte == b'<').skip(1) {
        let Some(end) = memchr(b'>', tag) else { return false };
        match tag.first() {
            None | Some(b'!' | b'?') => return false,
            Some(b'/') if depth == 0 => return false,
            Some(b'/') => depth -= 1,
            Some(_) if tag.starts_with(name.as_bytes()) => return false,
            Some(_) => depth += usize::from(!tag.get(..end).is_some_and(|tag| tag.ends_with(b"/"))),
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::Sections;

    #[test]
    fn only_a_plain_inside_is_passed_over() {
        let mut sections = Sections::default();
        let mut end = |inside: &str| sections.end_of("a", &format!("<a>{inside}</a>rest"), 3);
        assert_eq!(end("<b>1</b>"), Some(15));
        assert_eq!(end(""), Some(7));
        assert_eq!(end("<b/><c><d/></c>"), Some(22));
        for inside in [
            "<!-- </a> -->",
            "<![CDATA[</a>]]>",
            "<a></a>",
            "<a/>",
            "</ab>",
            "<?x?>",
            "<b>",
            "<b></b></c>",
            "</b><b>",
            "<",
        ] {
            assert_eq!(end(inside), None, "{inside}");
        }
        assert_eq!(sections.end_of("a", "<a><b>cut", 3), None);
    }
}
