//! How much calint unpacks: entries of an archive, what an entry unpacks to, and what a run unpacks in all.

use std::io::Write;

use serde_json::Value;

use crate::common::{Folder, full_app, rules, texts, zip};

/// An entry of an archive that is written by hand, so that it may say anything of itself.
struct Packed {
    name: String,
    /// As the archive stores it, deflated.
    bytes: Vec<u8>,
    checksum: [u8; 4],
    /// What it says that it unpacks to.
    size: u32,
}

impl Packed {
    /// A text, with further bytes behind its deflated ones: they are part of the entry, and unpack to nothing.
    fn new(name: &str, text: &str, length: usize) -> Self {
        let archive = zip(&[("a", text.as_bytes())]);
        let directory = archive.windows(4).rposition(|it| it == b"PK\x01\x02").expect("there is a directory");
        let number = |at: usize| u32::from_le_bytes(archive[directory + at..directory + at + 4].try_into().expect("4"));
        let deflated = usize::try_from(number(20)).expect("short");
        let start = 30 + 1 + usize::from(u16::from_le_bytes([archive[28], archive[29]]));
        let mut bytes = archive[start..start + deflated].to_vec();
        bytes.resize(length.max(deflated), 0);
        Self { name: name.to_owned(), bytes, checksum: number(16).to_le_bytes(), size: number(24) }
    }

    /// What a header and the directory both say.
    fn about(&self) -> Vec<u8> {
        let mut about = [20_u16, 0, 8, 0, 33].map(u16::to_le_bytes).concat();
        about.extend(self.checksum);
        about.extend(u32::try_from(self.bytes.len()).expect("short").to_le_bytes());
        about.extend(self.size.to_le_bytes());
        about.extend(u32::try_from(self.name.len()).expect("short").to_le_bytes());
        about
    }
}

/// An archive of some entries.
fn archive(entries: &[Packed]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let start = u32::try_from(archive.len()).expect("short").to_le_bytes();
        archive.extend([b"PK\x03\x04", entry.about().as_slice(), entry.name.as_bytes(), &entry.bytes].concat());
        directory.extend([b"PK\x01\x02\x14\x00", entry.about().as_slice(), &[0; 10], &start].concat());
        directory.extend(entry.name.as_bytes());
    }
    let number = |number: usize| u32::try_from(number).expect("short").to_le_bytes();
    let count = u16::try_from(entries.len()).expect("few").to_le_bytes();
    let end =
        [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &number(directory.len()), &number(archive.len()), &[0, 0]];
    [archive, directory, end.concat()].concat()
}

fn message(report: &Value) -> &str {
    report["problems"][0]["message"].as_str().expect("a text")
}

#[test]
fn an_archive_of_100000_entries_is_read_and_a_longer_one_is_not() {
    let folder = Folder::new();
    let full = full_app();
    // Entries of a folder take the least time, and count like all others.
    let pack = |count: usize| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file("Acme.connectedApp", options).expect("an entry can be begun");
        writer.write_all(full.as_bytes()).expect("an entry can be written");
        (1..count).for_each(|number| writer.add_directory(format!("{number:x}"), options).expect("an entry"));
        writer.finish().expect("the archive can be closed").into_inner()
    };
    folder.file("most.zip", pack(100_000));
    assert_eq!(rules(&folder.json(&["most.zip"], 1)), ["full-scope"]);
    folder.file("most.zip", pack(100_001));
    let report = folder.json(&["most.zip"], 3);
    assert_eq!(message(&report), "cannot be read: the archive has 100001 entries; calint reads 100000 at most");
}

#[test]
fn an_entry_that_unpacks_to_251_times_its_size_is_not_unpacked() {
    let folder = Folder::new();
    // Blanks deflate to a thousandth of their size; further bytes make the entry as large as it has to be.
    let packed = |size: usize| {
        let app = full_app();
        let text = format!("{app}{}", " ".repeat(size - app.len()));
        archive(&[Packed::new("Acme.connectedApp", &text, 8_400)])
    };
    folder.file("a.zip", packed(251 * 8_400 - 1));
    assert_eq!(rules(&folder.json(&["a.zip"], 1)), ["full-scope"]);
    folder.file("a.zip", packed(251 * 8_400));
    let report = folder.json(&["a.zip"], 3);
    assert_eq!(message(&report), "cannot be read: it would unpack to over 250 times its size");
    // Up to 1 MiB the ratio does not matter.
    let small = |size: usize| archive(&[Packed::new("A.connectedApp", &" ".repeat(size), 0)]);
    for (size, words) in [(1024 * 1024, "no element"), (1024 * 1024 + 1, "250 times")] {
        folder.file("a.zip", small(size));
        let report = folder.json(&["a.zip"], 3);
        assert!(message(&report).contains(words), "{size}: {report}");
    }
}

#[test]
fn a_run_unpacks_400_mib_from_all_archives_together() {
    const MIB: u32 = 1024 * 1024;
    let folder = Folder::new();
    // What an archive says of its entries counts, before anything is unpacked.
    let entry = |name: &str, label: &str, size: u32| {
        // Two apps of one text are copies, which are one finding.
        let text = full_app().replace("Acme", label);
        Packed { size, ..Packed::new(name, &text, usize::try_from(size / 250).expect("short")) }
    };
    let last = |size: u32| archive(&[entry("Last.connectedApp", "Last", size)]);
    // Opening an archive counts for 64 KiB, and each of its entries for 128 bytes.
    let left = 400 * MIB - 6 * 64 * MIB - 4 * 64 * 1024 - 7 * 128;
    for name in ["a", "b", "c"] {
        let two = ["One", "Two"].map(|app| entry(&format!("{app}.connectedApp"), &format!("{app} {name}"), 64 * MIB));
        folder.file(&format!("{name}.zip"), archive(&two));
    }
    folder.file("d.zip", last(left));
    assert_eq!(rules(&folder.json(&["."], 1)).len(), 7);
    folder.file("d.zip", last(left + 1));
    let report = folder.json(&["."], 3);
    assert_eq!(report["problems"][0]["path"], "d.zip!Last.connectedApp");
    assert!(message(&report).contains("the archives of this run unpack to over 400 MiB"), "{report}");
    assert_eq!(texts(&report, "path").len(), 6, "what was unpacked before is checked: {report}");
}
