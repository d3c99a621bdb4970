//! `package.xml` read as a stream, without a tree.
//!
//! A manifest is only looked up and has no findings, so no place in it is ever shown. A tree would cost memory for each
//! member and need a limit on the length, and a manifest of a whole org is long for good reasons.

use quick_xml::events::Event;

use super::decode;
use super::reader::{reader, referenced};

/// What a `package.xml` says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PackageXml {
    /// Types with their members, in the order of the file.
    pub types: Vec<(String, Vec<String>)>,
    /// The API version, as it is written.
    pub version: Option<String>,
    /// Whether the file could be read to its end.
    pub is_whole: bool,
}

/// The `<types>` element that is being read.
#[derive(Default)]
struct Types {
    name: Option<String>,
    members: Vec<String>,
}

/// Reads a `package.xml`. What cannot be understood ends the reading.
pub fn read_package_xml(bytes: Vec<u8>) -> PackageXml {
    let decoded = decode::decode(bytes);
    let text = decoded.text.trim_start_matches('\u{FEFF}');
    let mut package = PackageXml::default();
    let (mut path, mut value, mut types) = (Vec::new(), String::new(), Types::default());
    let mut reader = reader(text);
    loop {
        let start = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                path.push(tag.local_name().as_ref().to_owned());
                value.clear();
            }
            Ok(Event::End(_)) => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                package.take(&names, value.trim(), &mut types);
                value.clear();
                if path.pop().is_none() {
                    return package;
                }
            }
            Ok(Event::Text(_)) => value.push_str(text.get(start..position(&reader)).unwrap_or_default()),
            Ok(Event::GeneralRef(name)) => value.extend(referenced(name.as_ref())),
            Ok(Event::Eof) => {
                package.is_whole = path.is_empty();
                return package;
            }
            Ok(_) => {}
            Err(_) => return package,
        }
    }
}

fn position(reader: &quick_xml::Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

impl PackageXml {
    /// Takes over the text of an element that ends.
    fn take(&mut self, path: &[&str], text: &str, types: &mut Types) {
        match path {
            [_, "version"] => self.version = Some(text.to_owned()),
            [_, "types", "name"] => types.name = Some(text.to_owned()),
            [_, "types", "members"] => types.members.push(text.to_owned()),
            [_, "types"] => {
                let Types { name, members } = std::mem::take(types);
                self.types.extend(name.map(|name| (name, members)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read_package_xml;

    #[test]
    fn types_and_version_are_read_in_any_order() {
        let text = "<?xml version=\"1.0\"?><!-- all --><Package xmlns=\"x\"><types><members> A&amp;B </members><members>*\
                    </members><name>ConnectedApp</name></types><version>66.0</version></Package>";
        let read = read_package_xml(text.as_bytes().to_vec());
        assert_eq!(read.types, [("ConnectedApp".to_owned(), vec!["A&B".to_owned(), "*".to_owned()])]);
        assert_eq!((read.version.as_deref(), read.is_whole), (Some("66.0"), true));
    }

    #[test]
    fn a_cut_file_is_not_whole() {
        for text in ["<Package><version>66.0</version>", "</Package>", "<Package><types></Package>"] {
            assert!(!read_package_xml(text.as_bytes().to_vec()).is_whole, "{text}");
        }
    }
}
