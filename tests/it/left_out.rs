//! calint counts unchecked files and says what to do, and silently skips ordinary files.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::common::{Folder, Run, full_app, good_app, rules, zip};

const APP: &str = "force-app/Good.connectedApp-meta.xml";

/// A project with an app without a fault.
fn project() -> Folder {
    let folder = Folder::new();
    folder.file(APP, good_app());
    folder
}

/// The same in a repository of Git.
fn repository() -> Folder {
    let folder = Folder::outside_git();
    git(&folder, &["init", "-q"]);
    folder.file(APP, good_app());
    folder
}

fn git(folder: &Folder, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@acme.example"];
    let status = Command::new("git").current_dir(folder.path()).args(identity).args(arguments).output();
    assert!(status.is_ok_and(|output| output.status.success()), "{arguments:?}");
}

/// What is left out, by reason and path.
fn left_out(folder: &Folder, arguments: &[&str]) -> Vec<(String, String)> {
    let report = folder.json(arguments, 0);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let entries = report["unchecked"].as_array().into_iter().flatten();
    let mut left_out: Vec<_> = entries.map(|entry| (text(&entry["what"]), text(&entry["path"]))).collect();
    left_out.sort();
    left_out
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(what, path)| ((*what).to_owned(), (*path).to_owned())).collect()
}

/// The lines on stderr, which end with the closing line.
fn lines(run: &Run) -> Vec<&str> {
    run.stderr.lines().collect()
}

#[test]
fn an_ordinary_project_gets_no_word() {
    let folder = repository();
    folder.file(".gitignore", "node_modules/\n.sfdx/\nbuild/\n*.log\n").file("build/App.class", "x").file("a.log", "x");
    folder.file("node_modules/tool/Sample.connectedApp", full_app()).file(".sfdx/Old.connectedApp", full_app());
    folder.file(".sf/config.json", "{}").file("pictures.zip", zip(&[("a.png", b"no metadata")]));
    folder.file("pointer.zip", "version https://git-lfs.example/spec/v1\n");
    assert_eq!(left_out(&folder, &[]), []);
    let run = folder.run(&["check"], 0);
    assert!(matches!(lines(&run)[..], [line] if line.starts_with("calint: 1 file, 1 app: 0 errors")), "{}", run.stderr);
}

#[test]
fn apps_that_an_ignore_file_excludes_are_counted() {
    let folder = repository();
    folder.file(".gitignore", "build/\n*Local*\n");
    folder.file("build/deep/A.connectedApp", full_app()).file("build/node_modules/B.connectedApp", full_app());
    folder.file("Local.ecaOauth", full_app()).file("Local.profile", "<Profile/>");
    let expected = pairs(&[("ignored-file", "Local.ecaOauth"), ("ignored-file", "build/deep/A.connectedApp")]);
    assert_eq!(left_out(&folder, &[]), expected);
    let run = folder.run(&["check"], 0);
    let line = "calint: 2 app files not checked (Local.ecaOauth, build/deep/A.connectedApp): excluded by an ignore \
                file; use \
                `--no-ignore`";
    assert_eq!(lines(&run).first(), Some(&line));
    assert!(run.stderr.contains("calint: 1 file, 1 app (2 app files not checked): 0 errors"), "{}", run.stderr);
    let markdown = folder.run(&["check", "--format", "markdown"], 0).stdout;
    assert!(markdown.contains("2 app files not checked"), "{markdown}");
    // What the command line names is checked, and so is what Git tracks.
    let report = folder.json(&[".", "build/deep/A.connectedApp"], 1);
    assert_eq!((rules(&report).len(), report["unchecked"].as_array().map(Vec::len)), (1, Some(1)));
    git(&folder, &["add", "-f", "build/deep"]);
    let report = folder.json(&[], 1);
    assert_eq!((rules(&report).len(), &report["unchecked"][0]["path"]), (1, &"Local.ecaOauth".into()));
}

#[test]
fn a_large_ignored_folder_is_named_where_git_does_not_know_it() {
    for (folder, expected) in [(repository(), pairs(&[])), (project(), pairs(&[("ignored-folder", "build")]))] {
        folder.file(".gitignore", "build/\n");
        for number in 0..1_001 {
            folder.file(&format!("build/{number}.connectedApp"), "");
        }
        assert_eq!(left_out(&folder, &[]), expected);
    }
}

#[test]
fn apps_in_folders_that_are_not_entered_are_counted() {
    let folder = project();
    for skipped in ["node_modules", ".sf", ".sfdx"] {
        folder.file(&format!("sub/{skipped}/deep/X.connectedApp"), full_app());
    }
    let expected = [".sf", ".sfdx", "node_modules"].map(|it| format!("sub/{it}/deep/X.connectedApp"));
    let expected: Vec<_> = expected.iter().map(|path| ("file-in-skipped-folder", path.as_str())).collect();
    assert_eq!(left_out(&folder, &[]), pairs(&expected));
    assert!(folder.run(&["check"], 0).stderr.contains("name the files or their folder"));
    let report = folder.json(&[".", "sub/node_modules", "sub/.sf", "sub/.sfdx"], 1);
    assert_eq!((rules(&report).len(), report.get("unchecked")), (1, None), "copies are one finding");
    for number in 0..1_001 {
        folder.file(&format!("sub/node_modules/tool/{number}.js"), "");
    }
    let expected: Vec<_> = expected.iter().take(2).copied().chain([("skipped-folder", "sub/node_modules")]).collect();
    assert_eq!(left_out(&folder, &[]), pairs(&expected));
}

#[test]
fn what_git_tracks_in_such_a_folder_is_counted_although_it_is_ignored() {
    let folder = repository();
    folder.file(".gitignore", "node_modules/\n").file("node_modules/X.connectedApp", full_app());
    assert_eq!(left_out(&folder, &[]), []);
    git(&folder, &["add", "-f", "-A"]);
    assert_eq!(left_out(&folder, &[]), pairs(&[("file-in-skipped-folder", "node_modules/X.connectedApp")]));
}

#[cfg(unix)]
#[test]
fn links_that_lead_to_apps_elsewhere_are_counted() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = (project(), Folder::outside_git());
    let link = |target: &std::path::Path, name: &str| symlink(target, folder.path().join(name)).expect("a link");
    // A link into what is walked hides nothing, and neither does one to nowhere or to a folder without apps.
    link(&folder.path().join("force-app"), "same");
    link(std::path::Path::new("nowhere"), "dangling");
    assert_eq!(left_out(&folder, &[]), []);
    folder.file("shared/Other.connectedApp", full_app()).file("docs/readme.md", "text");
    link(&folder.path().join("shared"), "force-app/shared");
    link(&folder.path().join("docs"), "force-app/docs");
    assert_eq!(left_out(&folder, &["force-app"]), pairs(&[("link", "force-app/shared")]));
    fs::remove_dir_all(folder.path().join("shared")).expect("it can be removed");
    outside.file("retrieve.zip", zip(&[("Full.connectedApp", full_app().as_bytes())]));
    link(outside.path(), "outside");
    link(&outside.path().join("retrieve.zip"), "linked.zip");
    assert_eq!(left_out(&folder, &[]), pairs(&[("link", "linked.zip"), ("link", "outside")]));
    assert!(
        folder.run(&["check"], 0).stderr.contains("2 links not checked (linked.zip, outside): calint follows only")
    );
    let report = folder.json(&[".", "outside"], 1);
    assert_eq!(report.get("unchecked"), None, "the archive is in the folder that is named: {report}");
}

#[cfg(unix)]
#[test]
fn a_tracked_link_that_is_ignored_is_told_like_any_other() {
    use std::os::unix::fs::symlink;
    let folder = repository();
    symlink("/etc", folder.path().join("etc")).expect("a link");
    symlink("/etc/hosts", folder.path().join("Hosts.connectedApp")).expect("a link");
    folder.file(".gitignore", "etc\n*Hosts*\n");
    folder.json(&[], 0);
    git(&folder, &["add", "-f", "-A"]);
    let report = folder.json(&[], 3);
    assert_eq!(report["problems"][0]["path"], "Hosts.connectedApp");
    assert_eq!(report["unchecked"][0]["what"], "link");
}

#[test]
fn excluded_apps_are_counted() {
    let folder = project();
    folder.file("old/A.connectedApp", full_app()).file("old/A.profile", "<Profile/>").file("old/B.eca", full_app());
    folder.file("retrieve.zip", zip(&[("old/C.connectedApp", full_app().as_bytes())]));
    folder.file("calint.toml", "exclude = [\"**/old/**\"]\n");
    let paths = ["old/A.connectedApp", "old/B.eca", "retrieve.zip!old/C.connectedApp"].map(|it| ("excluded-file", it));
    assert_eq!(left_out(&folder, &[]), pairs(&paths));
    assert_eq!(left_out(&folder, &["--no-config", "--exclude", "**/old/**"]), pairs(&paths));
    let run = folder.run(&["check"], 0);
    assert!(run.stderr.contains("calint: 3 app files not checked (old/A"), "{}", run.stderr);
    assert!(run.stderr.contains("1 app (3 app files not checked): 0 errors"), "{}", run.stderr);
}

#[test]
fn names_that_end_in_another_letter_case_are_counted() {
    let folder = project();
    folder.file("force-app/Odd.connectedApp-meta.XML", full_app()).file("force-app/Odd.profile-META.xml", "x");
    folder.file("retrieve.zip", zip(&[("Odd.eca-META.xml", full_app().as_bytes())]));
    let expected =
        [("letter-case", "force-app/Odd.connectedApp-meta.XML"), ("letter-case", "retrieve.zip!Odd.eca-META.xml")];
    assert_eq!(left_out(&folder, &[]), pairs(&expected));
}

#[test]
fn archives_that_are_not_read_are_counted() {
    let folder = project();
    let inner = zip(&[("Full.connectedApp", full_app().as_bytes())]);
    folder.file("cut.zip", &inner[..inner.len() / 2]).file("outer.zip", zip(&[("a/inner.zip", &inner)]));
    let expected = [("damaged-archive", "cut.zip"), ("nested-archive", "outer.zip!a/inner.zip")];
    assert_eq!(left_out(&folder, &[]), pairs(&expected));
}

#[test]
fn an_archive_whose_only_app_leads_out_is_a_problem() {
    let folder = project();
    folder.file("pictures.zip", zip(&[("../a.png", b"no metadata")]));
    folder.json(&[], 0);
    folder.file("slip.zip", zip(&[("../Full.connectedApp", full_app().as_bytes())]));
    for arguments in [&["slip.zip"][..], &["."]] {
        let report = folder.json(arguments, 3);
        assert_eq!(report["problems"][0]["path"], "slip.zip");
        assert_eq!(report["problems"].as_array().map(Vec::len), Some(1));
    }
}

/// A project with an app that asks for too much, of which a deployment replaces a text.
fn replacing(text: &str) -> Folder {
    let folder = Folder::new();
    let project = format!(
        r#"{{"packageDirectories": [{{"path": "force-app"}}], "replacements": [{{"glob": "**/*.xml", "stringToReplace": {text:?}, "replaceWithEnv": "X"}}]}}"#
    );
    let app = full_app().replace("<scopes>", "<!-- by hand --><scopes>");
    folder.file("sfdx-project.json", project).file("force-app/App.connectedApp-meta.xml", app);
    folder
}

#[test]
fn settings_that_a_deployment_replaces_are_counted() {
    let path = "force-app/App.connectedApp-meta.xml";
    for text in ["Full", "ull", "<scopes>", "</scopes>\n", "<!-- by hand -->", "Full</scopes>"] {
        let folder = replacing(text);
        assert_eq!(
            left_out(&folder, &["--only", "full-scope", "--exit-zero"]),
            pairs(&[("replaced-setting", path)]),
            "{text}"
        );
        let report = folder.json(&["--only", "full-scope", "--untrusted"], 1);
        assert_eq!((rules(&report).len(), report.get("unchecked")), (1, None), "as it is written: {text}");
    }
    let run = replacing("Full").run(&["check", "--only", "full-scope"], 0);
    let line = "calint: 1 app not fully checked: a deployment replaces settings with `replacements` in \
                sfdx-project.json; \
                `--untrusted` checks the file as it is";
    assert!(lines(&run).contains(&line), "{}", run.stderr);
}

#[test]
fn names_and_addresses_that_a_deployment_replaces_are_ordinary() {
    for text in ["https://erp.acme.example/oauth/callback", "crm@acme.example", "ERP Integration", "not there"] {
        let report = replacing(text).json(&["--only", "full-scope"], 1);
        assert_eq!((rules(&report).len(), report.get("unchecked")), (1, None), "{text}");
    }
}

#[test]
fn a_file_of_which_very_much_is_replaced_counts_as_replaced() {
    let scopes = |count: usize| {
        let scopes =
            "<scopes>Full</scopes>".to_owned() + &"<callbackUrl>https://a.example/x</callbackUrl>".repeat(count);
        full_app().replace("<scopes>Full</scopes>", &scopes)
    };
    for (count, code) in [(100, 1), (101, 0)] {
        let folder = replacing("a.example/x");
        folder.file("force-app/App.connectedApp-meta.xml", scopes(count));
        folder.run(&["check", "--only", "full-scope"], code);
        folder.run(&["check", "--only", "full-scope", "--untrusted"], 1);
    }
}

#[test]
fn replacements_are_read_within_bounds() {
    let folder = replacing("not there");
    let entry =
        |what: &str, text: &str| format!(r#"{{"glob": "**/*.xml", "{what}": "{text}", "replaceWithEnv": "X"}}"#);
    let project = |entries: &[String]| format!(r#"{{"replacements": [{}]}}"#, entries.join(","));
    // An expression of any size is one that calint does not understand: it may replace anything.
    folder.file("sfdx-project.json", project(&[entry("regexToReplace", r"\\w{1000}-no")]));
    assert_eq!(left_out(&folder, &["--only", "full-scope"]).len(), 1);
    folder.file("sfdx-project.json", project(&[entry("regexToReplace", r"\\w{3}-no")]));
    folder.run(&["check", "--only", "full-scope"], 1);
    for (others, code) in [(299, 0), (300, 1)] {
        let mut entries = vec![entry("stringToReplace", "not there"); others];
        entries.push(entry("stringToReplace", "Full"));
        folder.file("sfdx-project.json", project(&entries));
        folder.run(&["check", "--only", "full-scope"], code);
    }
}
