//! `calint check --watch`: another check for each change.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::common::{Folder, full_app, good_app};

/// Longer than any check of one file, on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for a line with some words.
fn wait_for(lines: &Receiver<String>, words: &str) {
    while !lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line has {words:?}")).contains(words) {}
}

#[test]
fn a_change_of_a_file_or_of_the_configuration_is_checked() {
    let folder = Folder::new();
    folder.file("apps/App.connectedApp-meta.xml", full_app());
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("calint"));
    command.current_dir(folder.path()).env_clear().args(["check", "--watch", "--report", "csv=out.csv"]);
    let mut watching = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program starts");
    let stderr = BufReader::new(watching.stderr.take().expect("a pipe"));
    let (sender, lines) = channel();
    thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    wait_for(&lines, "exit 1: something at or above");
    wait_for(&lines, "watching for changes");
    // The report that the check writes is no change.
    assert!(lines.recv_timeout(Duration::from_secs(2)).is_err());
    folder.file("apps/App.connectedApp-meta.xml", good_app());
    wait_for(&lines, "exit 0: nothing at or above");
    folder.file("apps/New.connectedApp-meta.xml", full_app());
    wait_for(&lines, "exit 1: something at or above");
    folder.file("calint.toml", "profil = 1\n");
    wait_for(&lines, "the configuration is wrong in 1 place");
    folder.file("calint.toml", "[rules]\nfull-scope = \"off\"\n");
    wait_for(&lines, "exit 0: nothing at or above");
    watching.kill().expect("it runs");
    watching.wait().expect("it ends");
}

#[test]
fn standard_input_and_fixes_are_not_watched() {
    let folder = Folder::new();
    folder.run(&["check", "--watch", "-", "--stdin-filename", "App.connectedApp"], 2);
    for option in ["--fix", "--fix-only", "--diff"] {
        folder.run(&["check", "--watch", option], 2);
    }
}
