//! Links between pages lead to a file that exists, and to a heading in it.

use std::path::{Component, Path, PathBuf};

use crate::common::markdown::{Page, page, pages_of};
use crate::common::repository;

fn pages() -> Vec<Page> {
    let mut pages: Vec<Page> =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "rules/README.md"].map(page).into();
    pages.extend(["docs", "docs/rules"].map(pages_of).into_iter().flatten());
    pages
}

/// A path without `..`.
fn resolved(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut whole, part| {
        if part == Component::ParentDir {
            whole.pop();
        } else {
            whole.push(part);
        }
        whole
    })
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut count = 0;
    for from in pages() {
        let folder = Path::new(&from.name).parent().unwrap_or(Path::new(""));
        for link in from.links().iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let to = if path.is_empty() { PathBuf::from(&from.name) } else { resolved(&folder.join(path)) };
            assert!(repository().join(&to).exists(), "{}: no file {link}", from.name);
            let has_anchor = || page(&to.to_string_lossy()).anchors().iter().any(|it| it == anchor);
            assert!(anchor.is_empty() || has_anchor(), "{}: no heading {link}", from.name);
            count += 1;
        }
    }
    assert!(count > 130, "{count}");
}

#[test]
fn every_page_of_docs_is_in_the_index() {
    let (index, site) = (page("docs/README.md").links(), page(".mkdocs.yml").text);
    for other in pages_of("docs").iter().filter(|page| page.name != "docs/README.md") {
        let name = other.name.trim_start_matches("docs/");
        assert!(index.iter().any(|link| link == name), "docs/README.md has no link to {name}");
        assert!(site.contains(&format!(": {name}\n")), "the navigation in .mkdocs.yml has no {name}");
    }
}

#[test]
fn the_changelog_has_a_section_for_this_version() {
    let heading = concat!("\n## [", env!("CARGO_PKG_VERSION"), "] - ");
    assert!(page("CHANGELOG.md").text.contains(heading), "CHANGELOG.md has no section{heading}");
}
