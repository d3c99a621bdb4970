//! Work and memory are bounded for every repository.

use crate::common::{Folder, rules, run};

#[cfg(target_os = "linux")]
#[test]
fn without_threads_one_thread_does_the_work() {
    let folder = Folder::new();
    folder.file("a/Acme.connectedApp-meta.xml", crate::common::full_app());
    let mut command = assert_cmd::Command::new("sh");
    // A stack of 4 GB does not fit into 2 GB of addresses, so that not even the first thread begins.
    let script = format!("ulimit -v 2000000; RUST_MIN_STACK=4000000000 exec {} check a", env!("CARGO_BIN_EXE_calint"));
    command.arg("-c").arg(script).current_dir(folder.path());
    let reported = run(&mut command, 1);
    assert!(reported.stdout.contains("full-scope"), "{}", reported.stdout);
}

/// An app with so many elements that no version has.
fn with_unknown_elements(count: usize) -> String {
    crate::common::good_app().replace("</ConnectedApp>", &format!("{}</ConnectedApp>", "<a/>".repeat(count)))
}

#[test]
fn what_is_too_much_to_keep_is_counted_and_told() {
    let folder = Folder::new();
    folder.file("a/Bad.connectedApp-meta.xml", with_unknown_elements(1_001));
    folder.file("a/Good.connectedApp-meta.xml", with_unknown_elements(1_000));
    let arguments = ["--only", "unknown-element", "a"];
    let report = folder.json(&arguments, 3);
    assert_eq!(rules(&report).len(), 2_000);
    let problems = report["problems"].as_array().expect("there are some");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0]["message"], "has 1 more finding of `unknown-element` than calint keeps");
    assert!(problems[0]["path"].as_str().expect("a text").ends_with("Bad.connectedApp-meta.xml"));
    // What no profile shows is neither kept nor a reason for a problem.
    let report = folder.json(&["a"], 0);
    assert!(rules(&report).is_empty() && report["summary"]["hidden"].as_u64() > Some(2_000), "{report}");
}

#[test]
fn further_problems_of_a_file_are_told_and_count_toward_its_length() {
    let folder = Folder::new();
    let app = |text: &str| crate::common::good_app().replace("</ConnectedApp>", &format!("{text}</ConnectedApp>"));
    folder.file("a/Few.connectedApp-meta.xml", app(&"&b;".repeat(20)));
    folder.file("b/Many.connectedApp-meta.xml", app(&"&b;".repeat(21)));
    // A problem that calint does not report separately may still hide elements.
    folder.file("c/Cut.connectedApp-meta.xml", app(&format!("{}</x>", "&b;".repeat(20))));
    // Neither a text outside the root nor a start tag has a length of its own.
    folder.file("d/Outside.connectedApp-meta.xml", format!("{}{}", crate::common::good_app(), "&".repeat(60_000)));
    let attributes: Vec<String> = (0..60_000).map(|number| format!(" a{number}=\"\"")).collect();
    let attributes = attributes.concat();
    folder.file("e/Attributes.connectedApp-meta.xml", app(&format!("<a{attributes}/>")));
    let messages = |name: &str| -> Vec<String> {
        let report = folder.json(&["--only", "missing-required-element", name], 3);
        let problems = report["problems"].as_array().expect("there are some");
        problems.iter().map(|problem| problem["message"].as_str().expect("a text").to_owned()).collect()
    };
    assert_eq!(messages("a").len(), 20);
    let many = messages("b");
    assert_eq!(many.len(), 21);
    assert!(many.iter().any(|it| it.contains("further problems from here on")), "{many:?}");
    assert_eq!(messages("c").len(), 21);
    for name in ["d", "e"] {
        let reported = messages(name);
        assert!(reported.iter().any(|it| it.contains("more than 50000 elements")), "{name}: {reported:?}");
    }
}

#[test]
fn an_attribute_that_stands_twice_is_a_problem() {
    let folder = Folder::new();
    folder.file("A.connectedApp-meta.xml", crate::common::good_app().replace("<label>", "<label a='' b='' a=''>"));
    let report = folder.json(&["."], 3);
    let message = report["problems"][0]["message"].as_str().expect("a text");
    assert_eq!(message, "the start tag of `label` is broken: it has the attribute `a` twice");
}

#[test]
fn a_name_that_is_too_long_ends_the_walk() {
    let folder = Folder::new();
    let app = |length: usize| {
        let name = "x".repeat(length);
        crate::common::good_app().replace("</ConnectedApp>", &format!("<{name}></{name}></ConnectedApp>"))
    };
    folder.file("a/Long.connectedApp-meta.xml", app(200));
    folder.file("b/Longer.connectedApp-meta.xml", app(201));
    folder.json(&["--only", "unknown-element", "a"], 1);
    let report = folder.json(&["--only", "unknown-element", "b"], 3);
    let message = report["problems"][0]["message"].as_str().expect("a text");
    assert!(message.starts_with("the name of an element is more than 200 bytes long"), "{message}");
}

/// An archive whose entries all share the bytes of the first.
fn overlapping(names: &[String], bytes: &[u8]) -> Vec<u8> {
    let plain = crate::common::zip(&[(names[0].as_str(), bytes)]);
    let at = plain.windows(4).position(|it| it == b"PK\x01\x02").expect("there is a directory");
    let end = plain.windows(4).rposition(|it| it == b"PK\x05\x06").expect("it has an end");
    let (before, entry, mut tail) = (&plain[..at], &plain[at..end], plain[end..].to_vec());
    let mut archive = before.to_vec();
    let mut length = 0;
    for name in names {
        assert_eq!(name.len(), names[0].len());
        let mut entry = entry.to_vec();
        entry[46..46 + name.len()].copy_from_slice(name.as_bytes());
        length += entry.len();
        archive.extend(entry);
    }
    let count = u16::try_from(names.len()).expect("few").to_le_bytes();
    tail[8..10].copy_from_slice(&count);
    tail[10..12].copy_from_slice(&count);
    tail[12..16].copy_from_slice(&u32::try_from(length).expect("short").to_le_bytes());
    archive.extend(tail);
    archive
}

#[test]
fn entries_that_overlap_are_refused() {
    let folder = Folder::new();
    let names = |count: usize| (0..count).map(|at| format!("connectedApps/A{at}.connectedApp")).collect::<Vec<_>>();
    let app = crate::common::good_app();
    folder.file("a/one.zip", overlapping(&names(1), app.as_bytes()));
    folder.file("b/two.zip", overlapping(&names(2), app.as_bytes()));
    folder.file("c/pictures.zip", overlapping(&["a.png".to_owned(), "b.png".to_owned()], app.as_bytes()));
    folder.json(&["a"], 0);
    folder.json(&["--allow-empty", "c"], 0);
    for named in ["b", "b/two.zip"] {
        let report = folder.json(&["--allow-empty", named], 3);
        let message = report["problems"][0]["message"].as_str().expect("a text");
        assert_eq!(message, "cannot be read: entries of the archive overlap", "{named}");
    }
}

/// An app that makes calint look through its project, because a program logs in by it.
fn machine_app() -> String {
    let oauth = "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        \
                 <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
                 <oauthClientCredentialUser>etl@acme.example</oauthClientCredentialUser>\n        <scopes>Api</scopes>";
    crate::common::app(oauth, "    <permissionSetName>ETL</permissionSetName>")
}

#[test]
fn package_directories_outside_the_project_are_not_looked_at() {
    let folder = Folder::new();
    let app = machine_app();
    folder.file("p/force-app/connectedApps/Acme.connectedApp-meta.xml", app);
    folder.file("p/inside/readme.txt", "a folder of the project");
    for (path, count) in [("inside", 0), ("./inside/../inside", 0), ("/", 1), ("../outside", 1), ("inside/../..", 1)] {
        let project = format!("{{\"packageDirectories\": [{{\"path\": \"force-app\"}}, {{\"path\": \"{path}\"}}]}}");
        folder.file("p/sfdx-project.json", project);
        let report = folder.json(&["--only", "full-scope", "p"], if count > 0 { 3 } else { 0 });
        let problems = report["problems"].as_array().expect("a list");
        assert_eq!(problems.len(), count, "{path}: {problems:?}");
        assert!(problems.iter().all(|it| it["message"].as_str().is_some_and(|it| it.contains("outside the project"))));
    }
}

#[test]
fn an_ignore_file_without_measure_does_not_count_and_is_told() {
    let folder = Folder::new();
    folder.file("Acme.connectedApp-meta.xml", crate::common::full_app());
    let patterns = |count: usize| format!("{}*.connectedApp-meta.xml\n", "a*b\n".repeat(count));
    folder.file(".gitignore", patterns(19_999));
    assert!(rules(&folder.json(&["--allow-empty", "."], 0)).is_empty());
    folder.file(".gitignore", patterns(20_000));
    let report = folder.json(&["."], 3);
    assert_eq!(rules(&report), ["full-scope"]);
    assert!(report["problems"][0]["message"].as_str().is_some_and(|it| it.contains("too many patterns")), "{report}");
}

#[test]
fn a_file_of_64_mib_is_read_and_a_longer_one_is_not() {
    let folder = Folder::new();
    folder.file("A.connectedApp-meta.xml", "");
    let file = std::fs::File::options().write(true).open(folder.path().join("A.connectedApp-meta.xml"));
    let file = file.expect("it is there");
    let reported = |length: u64| {
        // A sparse file takes no room on the disk.
        file.set_len(length).expect("a file can be lengthened");
        let report = folder.json(&["."], 3);
        report["problems"][0]["message"].as_str().expect("a text").to_owned()
    };
    let limit = 64 * 1024 * 1024;
    assert!(reported(limit).contains("forbids the character U+0000"), "{}", reported(limit));
    assert!(reported(limit + 1).contains("over 64 MiB"), "{}", reported(limit + 1));
}

#[test]
fn no_pattern_of_an_ignore_file_ends_the_run() {
    let folder = Folder::new();
    folder.file("Acme.connectedApp", crate::common::full_app()).file("Hidden.connectedApp", crate::common::full_app());
    for depth in [9, 250, 100_000] {
        let pattern = "{".repeat(depth) + "Acme.connectedApp" + &"}".repeat(depth);
        folder.file(".gitignore", format!("{pattern}\n{}\nHidden.*\n", "[a".repeat(600)));
        let report = folder.json(&["."], 1);
        assert_eq!(crate::common::texts(&report, "path"), ["Acme.connectedApp"], "{depth}");
    }
}

#[test]
fn json_files_of_a_project_have_4_mib_at_most() {
    let folder = Folder::new();
    let app = machine_app();
    folder.file("app/Acme.connectedApp-meta.xml", app);
    let padded = |json: &str, length: usize| json.replace('}', &format!("{}}}", " ".repeat(length - json.len())));
    let project = "{\"packageDirectories\": [{\"path\": \"app\"}], \"name\": \"acme\"";
    let project = |length: usize| format!("{project}{}}}", " ".repeat(length - project.len() - 1));
    let limit = 4 * 1024 * 1024;
    folder.file("sfdx-project.json", project(limit));
    folder.file("config/a-user-def.json", padded("{\"Username\": \"etl@acme.example\"}", limit));
    folder.json(&["--only", "full-scope", "."], 0);
    folder.file("sfdx-project.json", project(limit + 1));
    folder.file("config/a-user-def.json", padded("{\"Username\": \"etl@acme.example\"}", limit + 1));
    let report = folder.json(&["--only", "full-scope", "."], 3);
    let problems = report["problems"].as_array().expect("a list");
    let reported: Vec<_> = problems.iter().filter_map(|problem| problem["path"].as_str()).collect();
    assert_eq!(reported, ["config/a-user-def.json", "sfdx-project.json"]);
    assert!(problems.iter().all(|it| it["message"].as_str().is_some_and(|it| it.ends_with("longer than 4 MiB"))));
}
