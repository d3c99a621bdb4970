//! What is looked at: directories, named files, stdin, ignore files, links, projects.

use crate::common::{Folder, command, full_app, good_app, run, texts};

const APP: &str = "force-app/main/default/connectedApps/App.connectedApp-meta.xml";

fn paths(folder: &Folder, arguments: &[&str], code: i32) -> Vec<String> {
    texts(&folder.json(arguments, code), "path")
}

#[test]
fn both_formats_and_encoded_names_are_found() {
    let folder = Folder::new();
    folder.file("src/connectedApps/Billing%20Sync.connectedApp", full_app()).file(APP, full_app());
    let report = folder.json(&[], 1);
    assert_eq!(texts(&report, "path"), [APP, "src/connectedApps/Billing%20Sync.connectedApp"]);
    assert_eq!(report["findings"][1]["component"]["name"], "Billing Sync");
    assert_eq!(report["findings"][1]["component"]["type"], "ConnectedApp");
}

#[test]
fn skipped_folders_are_never_entered() {
    let folder = Folder::new();
    folder.file(APP, good_app());
    for skipped in [".git", ".sf", ".sfdx", "node_modules"] {
        folder.file(&format!("{skipped}/X.connectedApp"), full_app());
        folder.file(&format!("sub/{skipped}/deep/X.connectedApp"), full_app());
    }
    assert_eq!(folder.json(&[], 0)["summary"]["files"], 1);
    assert_eq!(folder.json(&["--no-ignore"], 0)["summary"]["files"], 1);
}

#[test]
fn gitignore_is_honored_unless_told_otherwise() {
    let folder = Folder::new();
    folder.file(APP, good_app()).file(".gitignore", "build/\n*.secret.connectedApp\n!keep.secret.connectedApp\n");
    folder.file("build/A.connectedApp", full_app()).file("x.secret.connectedApp", full_app());
    folder.file("keep.secret.connectedApp", full_app());
    folder
        .file("sub/.gitignore", "/local.connectedApp\n")
        .file("sub/local.connectedApp", full_app().replace("Acme", "Sub"));
    folder
        .file("sub/deeper/local.connectedApp", full_app().replace("Acme", "Own"))
        .file("other/local.connectedApp", full_app());
    let kept = ["keep.secret.connectedApp", "other/local.connectedApp", "sub/deeper/local.connectedApp"];
    assert_eq!(paths(&folder, &[], 1), kept);
    assert_eq!(paths(&folder, &["--no-ignore"], 1).len(), 6);
    // Patterns above the named directory count, too.
    assert_eq!(paths(&folder, &["sub"], 1), ["sub/deeper/local.connectedApp"]);
    // calint checks a named file regardless of ignore files, because hooks name committed files.
    assert_eq!(paths(&folder, &["build/A.connectedApp"], 1), ["build/A.connectedApp"]);
}

#[test]
fn forceignore_excludes_nothing() {
    let folder = Folder::new();
    folder.file(APP, full_app()).file(".forceignore", "**/connectedApps/**\n").file("sfdx-project.json", "{}");
    assert_eq!(paths(&folder, &[], 1), [APP]);
}

#[test]
fn a_file_is_linted_once_however_often_it_is_named() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    let dotted = format!("./force-app/../{APP}");
    assert_eq!(paths(&folder, &[".", APP, &dotted, "force-app"], 1), [APP]);
}

#[test]
fn the_order_of_arguments_changes_no_byte() {
    let folder = Folder::new();
    for name in ["b/Z", "a/Y", "c/X"] {
        folder.file(&format!("{name}.connectedApp"), full_app());
    }
    for format in ["full", "concise", "json"] {
        let one = folder.run(&["check", "--format", format, "a", "b", "c"], 1).stdout;
        let other = folder.run(&["check", "--format", format, "c", "b/Z.connectedApp", "a", "b"], 1).stdout;
        assert_eq!(one, other);
    }
}

#[test]
fn many_files_on_many_threads_change_no_byte() {
    let folder = Folder::new();
    for number in 0..600 {
        folder.file(&format!("apps/App{number}.connectedApp"), full_app());
    }
    let report = |threads: &str| {
        let mut command = command(folder.path());
        run(command.args(["check", "--format", "json"]).env("RAYON_NUM_THREADS", threads), 1).stdout
    };
    assert_eq!(report("1"), report("4"));
}

#[test]
fn stdin_is_linted_under_its_name() {
    let folder = Folder::new();
    folder.file("sfdx-project.json", r#"{"packageDirectories":[{"path":"force-app"}],"sourceApiVersion":"66.0"}"#);
    let mut command = command(folder.path());
    let arguments = ["check", "--format", "json", "-", "--stdin-filename", APP];
    let report = run(command.args(arguments).write_stdin(full_app()), 1).json();
    assert_eq!(texts(&report, "path"), [APP]);
    assert_eq!(texts(&report, "rule"), ["full-scope"]);
}

#[test]
fn stdin_of_another_kind_is_skipped() {
    let folder = Folder::new();
    let mut command = command(folder.path());
    let report =
        run(command.args(["check", "--format", "json", "-", "--stdin-filename", "README.md"]).write_stdin("x"), 0);
    assert_eq!(report.json()["summary"]["files"], 0);
}

#[test]
fn machine_paths_are_relative_to_the_repository_or_else_to_the_working_directory() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    let mut inside = command(&folder.path().join("force-app/main"));
    let report = run(inside.args(["check", "--format", "json"]), 1).json();
    assert_eq!(texts(&report, "path"), [APP]);

    let outside = Folder::outside_git();
    outside.file(APP, full_app()).folder("elsewhere");
    assert_eq!(paths(&outside, &["force-app"], 1), [APP]);
    let mut beside = command(&outside.path().join("elsewhere"));
    let report = run(beside.args(["check", "--format", "json", "../force-app"]), 1).json();
    assert_eq!(texts(&report, "path"), [format!("../{APP}")]);
}

#[test]
fn several_repositories_keep_their_names() {
    let folder = Folder::outside_git();
    for repository in ["one", "two"] {
        folder.folder(&format!("{repository}/.git"));
        folder.file(&format!("{repository}/{APP}"), full_app());
    }
    let expected = [format!("one/{APP}"), format!("two/{APP}")];
    assert_eq!(paths(&folder, &[], 1), expected);
    assert_eq!(paths(&folder, &["one", "two"], 1), expected);
    assert_eq!(paths(&folder, &["one"], 1), [APP]);
    for format in ["full", "concise", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "csv", "jsonl"] {
        let reported = folder.run(&["check", "--format", format], 1).stdout;
        assert!(expected.iter().all(|path| reported.contains(path.as_str())), "{format}: {reported}");
    }
    let mut beside = command(&folder.path().join("one"));
    let report = run(beside.args(["check", "--format", "json", ".", "../two"]), 1).json();
    assert_eq!(texts(&report, "path"), [format!("../two/{APP}"), APP.to_owned()]);
    // In a repository, those inside it are folders.
    folder.folder(".git");
    assert_eq!(paths(&folder, &["one"], 1), [APP]);
    assert_eq!(paths(&folder, &["."], 1), expected);
}

#[test]
fn people_read_paths_from_the_current_directory() {
    let folder = Folder::new();
    folder.file(APP, full_app()).file("other/Other.connectedApp", full_app());
    for format in ["full", "concise"] {
        let check = |directory: &str, arguments: &[&str]| {
            let mut command = command(&folder.path().join(directory));
            run(command.args(["check", "--format", format]).args(arguments), 1).stdout
        };
        let (directory, name) = APP.rsplit_once('/').expect("a folder");
        let reported = check(directory, &[]);
        assert!(reported.contains(&format!("{name}:")) && !reported.contains("force-app"), "{reported}");
        assert!(check("force-app", &["../other"]).contains("../other/Other.connectedApp:"));
        assert!(check(".", &[]).contains(&format!("{APP}:")));
    }
}

#[test]
fn a_named_file_of_another_kind_gets_a_line() {
    let folder = Folder::new();
    folder.file(APP, good_app()).file("README.md", "text").file("App.xml", full_app());
    let line = "calint: 1 named file skipped: not a kind that calint reads (README.md)\n";
    assert!(folder.run(&["check", APP, "README.md"], 0).stderr.contains(line));
    assert!(!folder.run(&["check"], 0).stderr.contains("skipped"));
    let names: Vec<String> = (0..5).map(|number| format!("notes{number}.md")).collect();
    for name in &names {
        folder.file(name, "text");
    }
    let check = |verbose: &[&'static str]| {
        let all = ["check"].into_iter().chain(names.iter().map(String::as_str)).chain(verbose.iter().copied());
        folder.run(&all.collect::<Vec<_>>(), 0).stderr
    };
    assert!(check(&[]).contains("calint: 5 named files skipped: not a kind that calint reads\n"));
    assert!(
        check(&["-v"]).contains("not a kind that calint reads (notes0.md, notes1.md, notes2.md, notes3.md, notes4.md)")
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_where_they_are_named() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.file("real/App.connectedApp", full_app());
    symlink(folder.path().join("real"), folder.path().join("linked")).expect("a link can be made");
    symlink(folder.path(), folder.path().join("real/loop")).expect("a link can be made");
    symlink("App.connectedApp", folder.path().join("real/Link.connectedApp")).expect("a link can be made");
    symlink("nowhere", folder.path().join("real/Broken.connectedApp")).expect("a link can be made");
    let report = folder.json(&[], 3);
    assert_eq!(texts(&report, "path"), ["real/App.connectedApp"]);
    let problems = report["problems"].as_array().expect("problems");
    let problems: Vec<_> = problems.iter().filter_map(|it| it["path"].as_str()).collect();
    assert_eq!(problems, ["real/Broken.connectedApp", "real/Link.connectedApp"]);
    assert!(folder.run(&["check"], 3).stdout.contains("it is a symbolic link"));
    // A link that is named is followed.
    assert_eq!(paths(&folder, &["linked/App.connectedApp"], 1), ["linked/App.connectedApp"]);
}

#[cfg(unix)]
#[test]
fn a_directory_that_looks_like_an_app_is_no_app() {
    let folder = Folder::new();
    folder.file(APP, good_app()).folder("Odd.connectedApp");
    assert_eq!(folder.json(&[], 0)["summary"]["files"], 1);
}

#[test]
fn what_managed_packages_bring_is_judged_by_policy_alone() {
    let folder = Folder::new();
    let app = full_app().replace("<isAdminApproved>true", "<isAdminApproved>false");
    folder.file("connectedApps/vendor__Sync.connectedApp", &app).file("connectedApps/Own_Sync.connectedApp", app);
    let report = folder.json(&["--only", "full-scope,self-authorize-allowed"], 1);
    let said: Vec<_> = texts(&report, "rule").into_iter().zip(texts(&report, "path")).collect();
    assert_eq!(said.len(), 3);
    assert!(!said.contains(&("full-scope".to_owned(), "connectedApps/vendor__Sync.connectedApp".to_owned())));
}
