//! The samples of a rule's page: their files, the places of findings, and the guards that keep a rule silent.

use calint::testing::Page;

use crate::common::Folder;

/// A file of a sample, and what is marked in it.
pub(crate) struct SampleFile {
    pub(crate) name: String,
    pub(crate) text: String,
    /// `finding`, `text` and `severity`: the element, the text under the region, and how bad it is.
    pub(crate) marks: Vec<[String; 3]>,
    pub(crate) guards: Vec<Guard>,
}

/// What keeps a rule silent about a Good sample. Without it, the rule reports something.
#[derive(Debug)]
pub(crate) enum Guard {
    /// `guard` and `without`: a text of the file, and the text in its place.
    Text { guard: String, without: String },
    /// `guard-name` and `without-name`: a part of the file's path, and the part in its place.
    Name { guard: String, without: String },
    /// `guard="*"`: the file itself.
    File,
    /// `absent` at the end: the sample does not contain the file, and this is why the rule is silent.
    Absence,
}

impl SampleFile {
    fn of(page: &Page, info: &str, text: &str) -> Self {
        let name = attributes(info, "file").pop().unwrap_or_else(|| panic!("{}: {info}", page.name));
        let marks = attributes(info, "finding").into_iter().zip(attributes(info, "text"));
        let marks =
            marks.zip(attributes(info, "severity")).map(|((it, text), severity)| [it, text, severity]).collect();
        let text_guard = |(guard, without): (String, String)| match guard.as_str() {
            "*" => Guard::File,
            _ => Guard::Text { guard, without },
        };
        let mut guards: Vec<Guard> = pairs(info, "guard", "without").map(text_guard).collect();
        guards.extend(pairs(info, "guard-name", "without-name").map(|(guard, without)| Guard::Name { guard, without }));
        if info.ends_with(" absent") {
            guards.push(Guard::Absence);
        }
        Self { name, text: text.to_owned(), marks, guards }
    }

    /// Whether a sample without changes contains the file.
    fn is_there(&self) -> bool {
        !self.guards.iter().any(|guard| matches!(guard, Guard::Absence))
    }
}

/// Values of `key="…"` in an info string, in order.
fn attributes(info: &str, key: &str) -> Vec<String> {
    let marker = format!(" {key}=\"");
    let after = info.split(&marker).skip(1);
    after.map(|rest| rest.split('"').next().expect("a closing quote").to_owned()).collect()
}

/// Guards of one sort, and their replacements; nothing if the page has none.
fn pairs(info: &str, guard: &str, without: &str) -> impl Iterator<Item = (String, String)> {
    let replacements = attributes(info, without).into_iter().chain(std::iter::repeat(String::new()));
    attributes(info, guard).into_iter().zip(replacements)
}

/// The samples of a section: blocks follow one another, and a `###` heading begins a new sample.
pub(crate) fn samples(page: &Page, section: &str) -> Vec<Vec<SampleFile>> {
    let page_body = page.body();
    let body = page_body.split(&format!("## {section}\n")).nth(1).expect("the section is there");
    let body = body.split("\n## ").next().expect("text before the next section");
    let mut samples = vec![Vec::new()];
    let mut lines = body.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("### ") {
            samples.push(Vec::new());
        } else if let Some(info) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let file = SampleFile::of(page, info, &(text.join("\n") + "\n"));
            samples.last_mut().expect("one is there").push(file);
        }
    }
    samples.retain(|files| !files.is_empty());
    assert!(!samples.is_empty(), "{}: no sample in {section}", page.name);
    samples
}

/// A sample is the root of a Git repository, unless it has a block for a file below `.git` itself.
fn empty_folder(files: &[SampleFile]) -> Folder {
    let tells = files.iter().any(|file| file.name.starts_with(".git/"));
    if tells { Folder::outside_git() } else { Folder::new() }
}

/// The files of a sample in a new folder.
pub(crate) fn written(files: &[SampleFile]) -> Folder {
    let folder = empty_folder(files);
    for file in files.iter().filter(|file| file.is_there()) {
        folder.file(&file.name, &file.text);
    }
    folder
}

/// The files of a sample in a new folder, without a guard of the file at `index`.
pub(crate) fn written_without(files: &[SampleFile], index: usize, removed: &Guard) -> Folder {
    let folder = empty_folder(files);
    for (at, file) in files.iter().enumerate() {
        let (mut name, mut text) = (file.name.clone(), file.text.clone());
        let mut is_there = file.is_there();
        if at == index {
            match removed {
                Guard::Text { guard, without } => text = replaced(&text, guard, without),
                Guard::Name { guard, without } => name = replaced(&name, guard, without),
                Guard::File => is_there = false,
                Guard::Absence => is_there = true,
            }
        }
        if is_there {
            folder.file(&name, text);
        }
    }
    folder
}

fn replaced(text: &str, guard: &str, without: &str) -> String {
    assert!(text.contains(guard), "the sample has no {guard}: {text}");
    text.replace(guard, without)
}
