//! What a foreign repository cannot do: make calint read, quote, or write files outside it, or stop the
//! run.

use crate::common::{Folder, full_app, good_app};

const SECRET: &str = "do-not-quote-this-line";

/// A repository below a folder with a file that does not belong to it.
fn beside_a_secret() -> (Folder, Folder) {
    let outside = Folder::outside_git();
    outside.file("secret.toml", SECRET).file("secret.json", format!("{{\"status\": 1, \"name\": \"{SECRET}\"}}"));
    let repository = Folder::new();
    repository.file("App.connectedApp", good_app());
    (repository, outside)
}

fn assert_kept(run: &crate::common::Run) {
    assert!(!run.stdout.contains(SECRET) && !run.stderr.contains(SECRET), "{}{}", run.stdout, run.stderr);
}

#[cfg(unix)]
#[test]
fn no_link_that_is_found_is_read() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = beside_a_secret();
    let target = outside.path().join("secret.toml");
    symlink(&target, folder.path().join("Link.connectedApp")).expect("a link can be made");
    let run = folder.run(&["check", "--profile", "audit"], 3);
    assert!(run.stdout.contains("Link.connectedApp") && run.stdout.contains("is a symbolic link"), "{}", run.stdout);
    assert_kept(&run);
    std::fs::remove_file(folder.path().join("Link.connectedApp")).expect("it is there");
    // An endless file would never be read to its end.
    symlink("/dev/zero", folder.path().join(".gitignore")).expect("a link can be made");
    assert!(folder.run(&["check"], 3).stdout.contains("does not count as an ignore file"));
    std::fs::remove_file(folder.path().join(".gitignore")).expect("it is there");
    folder.file(".gitignore", "#".repeat(1024 * 1024 + 1));
    assert!(folder.run(&["check"], 3).stdout.contains("over 1 MiB"));
}

#[cfg(unix)]
#[test]
fn no_link_in_a_folder_of_facts_leads_outside() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = beside_a_secret();
    folder.file("calint.toml", "facts = [\"exports\"]\n").folder("exports");
    let link = folder.path().join("exports/users.json");
    symlink(outside.path().join("secret.json"), &link).expect("a link can be made");
    let named = outside.path().join("users.json");
    outside.file("users.json", format!("{{\"status\": 1, \"name\": \"{SECRET}\", \"message\": \"{SECRET}\"}}"));
    symlink(&named, folder.path().join("exports/more.json")).expect("a link can be made");
    let report = folder.json(&[], 3);
    let problems: Vec<_> = report["problems"].as_array().expect("a list").iter().map(|it| &it["path"]).collect();
    assert_eq!(problems, ["exports/more.json", "exports/users.json"]);
    assert!(!report.to_string().contains(SECRET), "{report}");
    // A file that the command line names is what the user wants.
    let run = folder.run(&["check", "--facts", "exports/more.json"], 3);
    assert!(run.stdout.contains(SECRET), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn links_of_project_files_that_lead_out_are_told_once() {
    use std::os::unix::fs::symlink;
    for name in ["sfdx-project.json", "package.xml"] {
        let (folder, outside) = beside_a_secret();
        folder.file("Second.connectedApp", good_app());
        symlink(outside.path().join("secret.json"), folder.path().join(name)).expect("a link can be made");
        let report = folder.json(&[], 3);
        let problems = report["problems"].as_array().expect("a list");
        assert_eq!((problems.len(), &problems[0]["path"]), (1, &name.into()), "{report}");
        assert!(report.to_string().contains("leads out of the project") && !report.to_string().contains(SECRET));
    }
}

#[cfg(unix)]
#[test]
fn no_named_link_out_of_an_untrusted_repository_is_read_and_none_is_fixed() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = beside_a_secret();
    outside.file("apps/Elsewhere.connectedApp", full_app());
    symlink(outside.path().join("apps/Elsewhere.connectedApp"), folder.path().join("Link.connectedApp"))
        .expect("a link");
    symlink(outside.path().join("apps"), folder.path().join("linked")).expect("a link can be made");
    symlink("App.connectedApp", folder.path().join("Inner.connectedApp")).expect("a link can be made");
    for named in ["Link.connectedApp", "linked", "linked/Elsewhere.connectedApp"] {
        for option in ["--untrusted", "--fix", "--fix-only"] {
            let is_unsafe = (option != "--untrusted").then_some("--unsafe-fixes");
            let arguments: Vec<&str> = ["check", option, named].into_iter().chain(is_unsafe).collect();
            let run = folder.run(&arguments, 3);
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(option == "--fix-only" || said.contains("leads out of the repository"), "{option} {named}: {said}");
            assert!(!said.contains("full-scope"), "{option} {named}: {said}");
        }
        folder.run(&["check", "--only", "full-scope", named], 1);
    }
    let kept = std::fs::read_to_string(outside.path().join("apps/Elsewhere.connectedApp")).expect("it is there");
    assert_eq!(kept, full_app());
    folder.run(&["check", "--untrusted", "Inner.connectedApp"], 0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_into_a_folder_outside_from_above_the_repository() {
    use std::os::unix::fs::symlink;
    let above = Folder::outside_git();
    above.file("w/App.connectedApp", full_app()).folder("w/.git");
    // The folder outside may be a repository of its own.
    above.folder("kept/.git");
    symlink("../kept", above.path().join("w/reports")).expect("a link can be made");
    symlink("../kept", above.path().join("w/.github")).expect("a link can be made");
    let run = above.run(&["check", "w", "--report", "json=w/reports/out.json"], 3);
    assert!(run.stderr.contains("leads out of the repository"), "{}", run.stderr);
    above.run(&["baseline", "create", "w", "--baseline", "w/reports/b.json"], 3);
    above.run(&["init", "w", "--ci", "github"], 3);
    assert_eq!(std::fs::read_dir(above.path().join("kept")).expect("the folder").count(), 1, "nothing but .git");
    above.file("kept/b.json", "{\"schema\": 1, \"entries\": []}");
    above.run(&["baseline", "create", "w", "--update", "--baseline", "w/reports/b.json"], 3);
    above.run(&["check", "w", "--report", "json=w/out.json"], 1);
}

#[cfg(unix)]
#[test]
fn what_a_project_names_stays_inside() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = beside_a_secret();
    let grants = "<Profile xmlns=\"http://soap.sforce.com/2006/04/metadata\"><custom>true</custom></Profile>";
    outside.file("profiles/Erp.profile-meta.xml", grants);
    folder.file("sfdx-project.json", r#"{"packageDirectories": [{"path": "app"}]}"#);
    folder.file("app/App.connectedApp-meta.xml", good_app());
    symlink(outside.path().join("secret.json"), folder.path().join("package.xml")).expect("a link can be made");
    assert_kept(&folder.run(&["check", "--profile", "audit", "-v"], 3));
}

#[test]
fn facts_and_inventories_of_a_configuration_stay_in_the_repository() {
    let (folder, outside) = beside_a_secret();
    for (key, value) in [("facts", "[\"/\"]".to_owned()), ("facts", format!("[\"uat={}\"]", outside.path().display()))]
    {
        folder.file("calint.toml", format!("{key} = {value}\n"));
        let run = folder.run(&["check"], 2);
        assert!(run.stderr.contains("it is outside the repository"), "{}", run.stderr);
        assert_kept(&run);
    }
    outside.file("inventory.csv", SECRET);
    folder.file("calint.toml", format!("inventory = \"{}\"\n", outside.path().join("inventory.csv").display()));
    let run = folder.run(&["check"], 2);
    assert!(run.stderr.contains("outside the repository"), "{}", run.stderr);
    assert_kept(&run);
    // Facts that are named on the command line may be anywhere.
    folder.file("calint.toml", "");
    folder.run(&["check", "--facts", &outside.path().display().to_string(), "--exit-zero"], 3);
}

#[test]
fn no_glob_or_date_ends_the_run() {
    let nested = |depth: usize| "{".repeat(depth) + "a" + &"}".repeat(depth);
    for depth in [20, 250, 100_000] {
        let folder = Folder::new();
        folder.file("App.connectedApp", full_app());
        let glob = nested(depth);
        for toml in [
            format!("exclude = [\"{glob}\"]\n"),
            format!("[apps.\"{glob}\"]\nflow = \"web-server\"\n"),
            format!("[[accept]]\nrule = \"full-scope\"\napp = \"{glob}\"\nreason = \"a reason\"\n"),
            format!("[[accept]]\nrule = \"full-scope\"\npath = \"{glob}\"\nreason = \"a reason\"\n"),
            format!("[rules]\nconsumer-key-in-source = {{ pinned = [\"{glob}\"] }}\n"),
        ] {
            folder.file("calint.toml", &toml);
            let run = folder.run(&["check"], 2);
            assert!(run.stderr.contains("not a glob"), "{}", run.stderr);
        }
        folder.file("calint.toml", "");
        let replacements = format!("{{\"replacements\": [{{\"glob\": \"{glob}\", \"stringToReplace\": \"x\"}}]}}");
        folder.file("sfdx-project.json", replacements);
        folder.run(&["check"], 1);
        if depth < 1000 {
            folder.run(&["check", "--exclude", &glob], 2);
        }
    }
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    for until in ["9999-12-31", "-9999-01-01", "0000-00-00", "99999-01-01"] {
        folder.file(
            "calint.toml",
            format!("[[accept]]\nrule = \"full-scope\"\nreason = \"a reason\"\nuntil = {until}\n"),
        );
        let code = crate::common::command(folder.path()).args(["check"]).output().expect("it starts").status.code();
        assert!(matches!(code, Some(0..=2)), "{until}: {code:?}");
    }
    folder.file("calint.toml", "");
    for now in ["9999-12-31", "-009999-01-01", "0001-01-01"] {
        let code = crate::common::command(folder.path())
            .args(["check", "--now", now])
            .output()
            .expect("it starts")
            .status
            .code();
        assert!(matches!(code, Some(0..=2)), "{now}: {code:?}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = beside_a_secret();
    folder.file("App.connectedApp", full_app());
    let target = outside.path().join("secret.toml");
    for name in ["calint.sarif", "calint-baseline.json", "calint.toml"] {
        symlink(&target, folder.path().join(name)).expect("a link can be made");
    }
    let arguments = ["check", "--no-config", "--no-baseline", "--report", "sarif=calint.sarif"];
    let run = folder.run(&arguments, 3);
    assert!(run.stderr.contains("symbolic link"), "{}", run.stderr);
    std::fs::remove_file(folder.path().join("calint.toml")).expect("it is there");
    for (arguments, link) in [(["baseline", "create"], None), (["init", "."], Some("calint.toml"))] {
        if let Some(link) = link {
            symlink(&target, folder.path().join(link)).expect("a link can be made");
        }
        let output = crate::common::command(folder.path()).args(arguments).output().expect("it starts");
        assert_ne!(output.status.code(), Some(0), "{arguments:?}");
    }
    assert_eq!(std::fs::read_to_string(&target).expect("it is there"), SECRET);
}

#[test]
fn a_report_is_whole_and_takes_the_place_of_no_app() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    folder.run(&["check", "--report", "csv=out.json"], 1);
    let run = folder.run(&["check", "--report", "json=App.connectedApp"], 3);
    assert!(run.stderr.contains("file that calint checks"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(folder.path().join("App.connectedApp")).expect("it is there"), full_app());
    folder.run(&["check", "--report", "json=out.json"], 1);
    let text = std::fs::read_to_string(folder.path().join("out.json")).expect("it is there");
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    let left = std::fs::read_dir(folder.path()).expect("the folder").flatten().count();
    assert_eq!(left, 3, "the app, the report, and .git");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_the_earlier_report() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app()).folder("out");
    folder.run(&["check", "--report", "csv=out/report.json"], 1);
    let earlier = std::fs::read_to_string(folder.path().join("out/report.json")).expect("it is there");
    // A limit on the size of files is a full disk for one process.
    let script = "ulimit -f 0; trap '' XFSZ; exec \"$0\" check --report json=out/report.json";
    let calint = assert_cmd::cargo::cargo_bin("calint");
    let output = std::process::Command::new("sh").args(["-c", script]).arg(calint).current_dir(folder.path()).output();
    let output = output.expect("sh starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(3) && stderr.contains("File too large"), "{stderr}");
    let text = std::fs::read_to_string(folder.path().join("out/report.json")).expect("it is there");
    assert_eq!(text, earlier);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_into_a_folder_outside() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = beside_a_secret();
    folder.file("App.connectedApp", full_app());
    symlink(outside.path(), folder.path().join("reports")).expect("a link can be made");
    symlink(outside.path(), folder.path().join(".github")).expect("a link can be made");
    let before = std::fs::read_dir(outside.path()).expect("the folder").count();
    let run = folder.run(&["check", "--report", "json=reports/out.json"], 3);
    assert!(run.stderr.contains("leads out of the repository"), "{}", run.stderr);
    folder.run(&["baseline", "create", "--baseline", "reports/b.json"], 3);
    folder.run(&["init", "--ci", "github"], 3);
    assert_eq!(std::fs::read_dir(outside.path()).expect("the folder").count(), before);
    // A folder outside that the command line names by its own path is what the user wants.
    let named = outside.path().join("out.json");
    folder.run(&["check", "--report", &format!("json={}", named.display())], 1);
    symlink(folder.folder("real"), folder.path().join("inside")).expect("a link can be made");
    folder.run(&["check", "--report", "json=inside/out.json"], 1);
    assert!(named.exists() && folder.path().join("real/out.json").exists());
}

#[test]
fn a_report_takes_the_place_of_no_file_that_decides() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    for name in ["calint.toml", "calint-baseline.json", "sfdx-project.json", "package.xml"] {
        let run = folder.run(&["check", "--report", &format!("json={name}")], 3);
        assert!(run.stderr.contains("decides over a check"), "{name}: {}", run.stderr);
        assert!(!folder.path().join(name).exists(), "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_part_of_a_new_file() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    for arguments in ["baseline create", "init ."] {
        let script = format!("ulimit -f 0; trap '' XFSZ; exec \"$0\" {arguments}");
        let calint = assert_cmd::cargo::cargo_bin("calint");
        let output =
            std::process::Command::new("sh").arg("-c").arg(script).arg(calint).current_dir(folder.path()).output();
        let output = output.expect("sh starts");
        assert_eq!(output.status.code(), Some(3), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 2, "the app and .git: {arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_kernel_makes_is_no_file_to_check() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    symlink("/proc/self/environ", folder.path().join("App.connectedApp")).expect("a link can be made");
    // Hooks name the files of a change.
    let report = folder.json(&["App.connectedApp"], 3);
    assert_eq!(report["problems"][0]["message"], "cannot be read: not a regular file");
}
