//! How much calint reads of an earlier state: Git stores any number of files and bytes in a few kilobytes.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::{Folder, command, full_app, rules, run};

/// Runs Git, and returns what it prints.
fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=Acme", "-c", "user.email=crm@acme.example"]).args(arguments);
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("git starts");
    process.stdin.take().expect("a pipe").write_all(input).expect("git reads");
    let output = process.wait_with_output().expect("git ends");
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

fn repository() -> Folder {
    let folder = Folder::outside_git();
    git(folder.path(), &["init", "-q"], b"");
    folder
}

fn blob(folder: &Folder, bytes: &[u8]) -> String {
    git(folder.path(), &["-c", "core.looseCompression=1", "hash-object", "-w", "--stdin"], bytes)
}

/// Names an object some times in a tree.
fn tree(folder: &Folder, (kind, object): (&str, &str), count: usize, suffix: &str) -> String {
    let mode = if kind == "tree" { "040000" } else { "100644" };
    let row = |number| format!("{mode} {kind} {object}\tn{number:03}{suffix}\n");
    git(folder.path(), &["mktree"], (0..count).map(row).collect::<Vec<_>>().concat().as_bytes())
}

/// A commit of a tree.
fn commit(folder: &Folder, tree: &str) -> String {
    git(folder.path(), &["commit-tree", "-m", "earlier", tree], b"")
}

/// Compares with a commit, and returns what calint prints.
fn since(folder: &Folder, commit: &str, code: i32) -> crate::common::Run {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let arguments = ["check", "--format", "json", "--allow-empty", "--changed-since", commit];
    run(command(folder.path()).env("PATH", path).args(arguments), code)
}

#[test]
fn a_commit_of_over_500000_files_is_refused() {
    let folder = repository();
    let hundred = tree(&folder, ("blob", &blob(&folder, b"")), 100, ".png");
    let many = tree(&folder, ("tree", &hundred), 100, "");
    // Three trees of some kilobytes, and 510,000 files.
    let bomb = tree(&folder, ("tree", &many), 51, "");
    let said = since(&folder, &commit(&folder, &bomb), 2).stderr;
    assert!(said.contains("that commit has over 500000 files"), "{said}");
    since(&folder, &commit(&folder, &many), 0);
}

#[test]
fn of_an_earlier_state_400_mib_are_read() {
    let folder = repository();
    folder.file("Acme.connectedApp", full_app());
    let app = blob(&folder, full_app().as_bytes());
    let data = blob(&folder, &vec![0; 57 * 1024 * 1024]);
    let earlier = |count: usize, suffix: &str| {
        let files = tree(&folder, ("blob", &data), count, suffix);
        let rows = format!("100644 blob {app}\tAcme.connectedApp\n040000 tree {files}\tdata\n");
        commit(&folder, &git(folder.path(), &["mktree"], rows.as_bytes()))
    };
    since(&folder, &earlier(7, ".data"), 0);
    let said = since(&folder, &earlier(8, ".data"), 2).stderr;
    assert!(said.contains("have over 400 MiB") && said.contains("baseline"), "{said}");
    // What calint never opens does not count.
    since(&folder, &earlier(8, ".png"), 0);
}

#[test]
fn a_file_of_over_64_mib_of_an_earlier_state_is_not_read() {
    let folder = repository();
    let app = full_app();
    folder.file("n000.connectedApp", &app);
    let reported = |length: usize, code: i32| {
        let text = format!("{app}{}", " ".repeat(length - app.len()));
        let tree = tree(&folder, ("blob", &blob(&folder, text.as_bytes())), 1, ".connectedApp");
        rules(&since(&folder, &commit(&folder, &tree), code).json())
    };
    assert_eq!(reported(app.len(), 0), Vec::<String>::new());
    assert_eq!(reported(64 * 1024 * 1024 + 1, 1), ["full-scope"], "calint cannot know that it was there before");
}
