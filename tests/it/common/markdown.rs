//! The pages that people read, their code blocks, links, and headings.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::repository;

/// A line before a code block with this mark says why no test runs its commands.
const NOT_RUN: &str = "<!-- not run: ";

/// A page and where it is in the repository.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A code block between two fences.
pub(crate) struct Block {
    pub(crate) language: String,
    pub(crate) lines: String,
    /// Whether a mark says that no test runs it.
    pub(crate) is_not_run: bool,
}

pub(crate) fn page(name: &str) -> Page {
    let text = fs::read_to_string(repository().join(name)).expect("a page of the repository");
    Page { name: name.to_owned(), text }
}

/// The pages directly in a folder, by name.
pub(crate) fn pages_of(folder: &str) -> Vec<Page> {
    let files = fs::read_dir(repository().join(folder)).expect("a folder of the repository");
    let is_page = |path: &PathBuf| path.extension().is_some_and(|it| it == "md");
    let mut names: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).filter(is_page).collect();
    names.sort();
    let name = |path: &Path| format!("{folder}/{}", path.file_name().unwrap_or_default().to_string_lossy());
    names.iter().map(|path| page(&name(path))).collect()
}

/// README.md and the pages of docs/.
pub(crate) fn documentation() -> Vec<Page> {
    let mut pages = vec![page("README.md")];
    pages.extend(pages_of("docs"));
    pages
}

impl Page {
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let parts: Vec<&str> = self.text.split("```").collect();
        let fenced = parts.iter().enumerate().skip(1).step_by(2);
        let block = |(index, block): (usize, &&str)| {
            let (language, lines) = block.split_once('\n').expect("a language");
            let before = parts[index - 1].trim_end().lines().last().unwrap_or_default();
            Block { language: language.to_owned(), lines: lines.to_owned(), is_not_run: before.starts_with(NOT_RUN) }
        };
        fenced.map(block).collect()
    }

    /// The code blocks of a language.
    pub(crate) fn blocks_in(&self, language: &str) -> Vec<String> {
        self.blocks().into_iter().filter(|block| block.language == language).map(|block| block.lines).collect()
    }

    fn events(&self) -> impl Iterator<Item = Event<'_>> {
        Parser::new_ext(&self.text, Options::ENABLE_TABLES)
    }

    /// The texts of headings of a level, as they are read.
    pub(crate) fn headings(&self, levels: &[HeadingLevel]) -> Vec<String> {
        let (mut headings, mut open) = (Vec::new(), None);
        for event in self.events() {
            match event {
                Event::Start(Tag::Heading { level, .. }) if levels.contains(&level) => open = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => headings.extend(open.take()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(open) = &mut open {
                        open.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        headings
    }

    /// The addresses of all links.
    pub(crate) fn links(&self) -> Vec<String> {
        let address = |event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
            _ => None,
        };
        self.events().filter_map(address).collect()
    }

    /// All pieces of inline code.
    pub(crate) fn code(&self) -> Vec<String> {
        let code = |event| if let Event::Code(text) = event { Some(text.into_string()) } else { None };
        self.events().filter_map(code).collect()
    }

    /// The anchors of the page, as GitHub makes them from headings.
    pub(crate) fn anchors(&self) -> Vec<String> {
        use HeadingLevel::{H1, H2, H3, H4};
        let is_kept = |it: &char| it.is_alphanumeric() || matches!(it, '-' | '_' | ' ');
        let slug =
            |heading: String| heading.to_lowercase().chars().filter(is_kept).collect::<String>().replace(' ', "-");
        self.headings(&[H1, H2, H3, H4]).into_iter().map(slug).collect()
    }
}
