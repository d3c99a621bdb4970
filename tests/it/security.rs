//! SECURITY.md names the tests that hold calint to each row of its table.

use std::fs;

use crate::common::repository;

/// The rows of the table, each with the names in its last column.
fn rows() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(repository().join("SECURITY.md")).expect("SECURITY.md");
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Can a repository"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "a question, an answer, and tests: {line}");
        let names = cells[2].split(", ").map(|name| name.trim_matches('`').to_owned());
        (cells[0].to_owned(), names.collect())
    };
    rows.map(row).collect()
}

/// Whether a file of the tests has a test function of that name.
fn is_test(name: &str) -> bool {
    let Some((module, function)) = name.split_once("::") else { return repository().join(name).is_file() };
    let Ok(text) = fs::read_to_string(repository().join(format!("tests/it/{module}.rs"))) else { return false };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let begins = |line: &&str| line.strip_prefix("fn ").is_some_and(|rest| rest.split('(').next() == Some(function));
    let Some(at) = lines.iter().position(begins) else { return false };
    lines[..at].iter().rev().take_while(|line| line.starts_with("#[")).any(|line| *line == "#[test]")
}

#[test]
fn every_row_names_tests_that_exist() {
    let rows = rows();
    assert!(rows.len() > 15, "the table has {} rows: does the test still read it?", rows.len());
    for (question, names) in rows {
        assert!(!names.is_empty());
        for name in names {
            assert!(is_test(&name), "{question} {name} is no test");
        }
    }
    assert!(is_test("security::every_row_names_tests_that_exist"));
    for name in ["security::rows", "security::nothing", "nowhere::nothing", "nowhere"] {
        assert!(!is_test(name), "{name}");
    }
}
