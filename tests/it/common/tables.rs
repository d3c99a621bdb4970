//! Tables in Markdown for the pages that tests generate.

use calint::testing::{Evidence, Reference};

fn row(cells: &[String]) -> String {
    let clean = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " "));
    format!("| {} |\n", clean.collect::<Vec<_>>().join(" | "))
}

/// A table in Markdown.
pub(crate) fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head: Vec<String> = head.iter().map(|&name| name.to_owned()).collect();
    let rule = "|---".repeat(head.len());
    format!("{}{rule}|\n{}", row(&head), rows.map(|cells| row(&cells)).collect::<String>())
}

/// Names in code, each on a line of its own.
pub(crate) fn code<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// How something is known, with links to its sources.
pub(crate) fn known_by(evidence: Evidence, sources: &[&Reference]) -> String {
    let words = match evidence {
        Evidence::Official => "official".to_owned(),
        Evidence::Reports(1) => "1 public report".to_owned(),
        Evidence::Reports(count) => format!("{count} public reports"),
        Evidence::Inferred => "inferred".to_owned(),
    };
    let links = sources.iter().zip(1..).map(|(source, number)| format!(" [[{number}]]({})", source.url));
    words + &links.collect::<String>()
}
