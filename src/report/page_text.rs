//! A rule's page as texts for readers that show no page.

use crate::rules::Page;

/// Characters of a description that GitHub takes.
const MAX_DESCRIPTION: usize = 1024;

/// What a rule checks: the first paragraph, and the list behind it if it does not end a sentence.
pub(super) fn description(page: &Page) -> String {
    let body = page.body_without_samples();
    let mut paragraphs = section(&body, "What it checks").split("\n\n");
    let first = paragraphs.next().unwrap_or_default();
    let list = paragraphs.next().filter(|_| !first.ends_with('.'));
    let text = plain(&list.map_or_else(|| first.to_owned(), |list| format!("{first}\n\n{list}")));
    match text.char_indices().nth(MAX_DESCRIPTION) {
        None => text,
        Some(_) => text.chars().take(MAX_DESCRIPTION - 1).chain(['…']).collect(),
    }
}

/// Why it matters, how to fix it and when to accept it, in Markdown.
pub(super) fn help(page: &Page) -> String {
    let body = page.body_without_samples();
    let sections = ["Why it matters", "How to fix", "When to accept"];
    let texts = sections.map(|heading| format!("## {heading}\n\n{}\n", section(&body, heading)));
    texts.join("\n")
}

/// A section of a page that is not one of samples.
fn section<'b>(body: &[&'b str; 2], heading: &str) -> &'b str {
    let heading = format!("## {heading}\n");
    let after = body.iter().find_map(|part| part.split_once(&heading)).map_or("", |(_, after)| after);
    after.split("\n## ").next().unwrap_or_default().trim()
}

/// A page's Markdown as plain text: no marks, and one line for each paragraph and list item.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for line in markdown.lines() {
        if line.is_empty() {
            text.push_str("\n\n");
        } else if !text.is_empty() && !text.ends_with('\n') {
            text.push(if is_item(line) { '\n' } else { ' ' });
        }
        text.push_str(&line.trim_start_matches('#').trim_start().replace('`', ""));
    }
    text
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let unnumbered = line.trim_start_matches(|it: char| it.is_ascii_digit());
    line.starts_with("- ") || (unnumbered.len() < line.len() && unnumbered.starts_with(". "))
}
