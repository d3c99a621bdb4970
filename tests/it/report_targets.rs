//! Where reports and baselines go: over no file that calint reads, and what they replace loses nothing unsaid.

use std::fs;

use crate::common::{Folder, full_app};

const BASELINE: &str = "{\"schema\": 1, \"entries\": []}";

/// Runs a check whose report would cost a file, which stays.
fn assert_refused(folder: &Folder, arguments: &[&str], target: &str) {
    let path = folder.path().join(target);
    let before = fs::read(&path).ok();
    let report = format!("json={target}");
    let run = folder.run(&[&["check", "--report", &report], arguments].concat(), 3);
    assert!(run.stderr.contains(target), "{target}: {}", run.stderr);
    assert_eq!(fs::read(&path).ok(), before, "{target}");
}

#[test]
fn a_report_takes_the_place_of_nothing_that_calint_reads() {
    let folder = Folder::new();
    folder
        .file("App.connectedApp", full_app())
        .file("facts/users.json", "{\"status\": 0, \"result\": {\"records\": []}}");
    folder.file("policy.toml", "").file("bl.json", BASELINE).file("deploy.sh", "sf project deploy start\n");
    folder.file("apps.csv", "app,owner,purpose,criticality\nFull,Acme,billing,low\n");
    folder.file(".gitignore", "*.log\n").file(".forceignore", "x\n").file(".git/config", "[core]\n");
    folder.file("a.zip", "PK");
    assert_refused(&folder, &["--facts", "facts"], "facts/users.json");
    assert_refused(&folder, &["--facts", "uat=facts"], "facts/users.json");
    assert_refused(&folder, &["--config", "policy.toml"], "policy.toml");
    assert_refused(&folder, &["--baseline", "bl.json"], "bl.json");
    for name in ["a.zip", "b.zip", "deploy.sh", ".gitignore", ".forceignore", ".git/config", ".git/new.json"] {
        assert_refused(&folder, &["App.connectedApp"], name);
    }
    fs::remove_file(folder.path().join("a.zip")).expect("it is there");
    folder.file("calint.toml", "extends = \"policy.toml\"\nfacts = [\"facts\"]\ninventory = \"apps.csv\"\n");
    for name in ["policy.toml", "apps.csv", "facts/users.json"] {
        assert_refused(&folder, &["."], name);
    }
    // A file of such a name outside of the run is nobody's.
    folder.run(&["check", "--no-config", "--report", "csv=apps.csv", "."], 1);
    folder.run(&["check", "--no-config", "--report", "json=facts/new.json", "."], 1);
}

#[test]
fn a_report_takes_the_place_of_no_other_report_of_the_run() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    let run = folder.run(&["check", "--report", "csv=out.csv", "--report", "json=./out.csv"], 3);
    assert!(run.stderr.contains("another report has this name"), "{}", run.stderr);
    let text = fs::read_to_string(folder.path().join("out.csv")).expect("the first report");
    assert!(!text.starts_with('{'), "{text}");
    #[cfg(unix)]
    folder.run(&["check", "--report", "csv=/dev/null", "--report", "json=/dev/null"], 1);
}

#[cfg(unix)]
#[test]
fn a_report_keeps_the_owner_and_calint_says_what_it_does_not_keep() {
    use std::os::unix::fs::{MetadataExt, chown};
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app()).file("r.json", "{}").file("b.json", BASELINE);
    for (name, arguments) in [
        ("r.json", &["check", "--exit-zero", "--report", "json=r.json"][..]),
        ("b.json", &["baseline", "create", "--update", "--baseline", "b.json"]),
    ] {
        let path = folder.path().join(name);
        let is_ours = chown(&path, Some(65534), Some(65534)).is_err(); // Only root may give files away.
        fs::hard_link(&path, folder.path().join(format!("copy-{name}"))).expect("a hard link can be made");
        let before = fs::metadata(&path).expect("the file is there");
        let run = folder.run(arguments, 0);
        let after = fs::metadata(&path).expect("the file is there");
        assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()), "given away: {}", !is_ours);
        assert!(run.stderr.contains("hard links: they keep the old text"), "{name}: {}", run.stderr);
    }
}

#[test]
fn temporary_files_of_killed_runs_go_where_calint_writes_or_fixes() {
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(600);
    for (left, code, arguments) in [
        ("out/.calint-a1B2c3", 1, &["check", "--report", "json=out/r.json"][..]),
        ("out/.calint-a1B2c3", 0, &["baseline", "create", "--baseline", "out/b.json"]),
        (".calint-a1B2c3", 0, &["init", "."]),
        // A file that needs no fix has a folder as well.
        ("good/.calint-a1B2c3", 0, &["check", "--fix", "--unsafe-fixes"]),
    ] {
        let folder = Folder::new();
        folder.file("App.connectedApp", full_app()).file("good/Good.connectedApp", crate::common::good_app());
        folder.file(left, "half");
        let file = fs::File::options().append(true).open(folder.path().join(left));
        file.expect("the file is there").set_modified(old).expect("the time can be set");
        folder.run(&["check", "--diff", "--exit-zero"], 0);
        assert!(folder.path().join(left).exists(), "a run that writes nothing deletes nothing");
        folder.run(arguments, code);
        assert!(!folder.path().join(left).exists(), "{arguments:?}");
    }
}
