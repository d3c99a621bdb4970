//! Where reports and baselines go: over no file that calint reads, and what they replace loses nothing unsaid.

use std::fs;

use calint::testing::FORMATS;

use crate::common::{Folder, command, full_app};

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
    // The next run would take a new file in a folder of facts for facts.
    assert_refused(&folder, &["."], "facts/new.json");
    folder.run(&["check", "--no-config", "--report", "json=facts/new.json", "."], 1);
    assert_refused(&folder, &["."], "facts/new.json");
    // The next run may have the configuration.
    assert_refused(&folder, &["--no-config", "."], "apps.csv");
}

#[test]
fn a_report_takes_the_place_of_nothing_that_a_configuration_of_a_subfolder_names() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app()).file("sub/Sub.connectedApp", full_app());
    folder.file("sub/calint.toml", "extends = \"../policy.toml\"\nfacts = [\"facts\", \"empty.json\"]\n");
    folder.file("policy.toml", "inventory = \"apps.csv\"\n").file("apps.csv", "app,owner,purpose,criticality\n");
    folder.file("sub/facts/users.json", "{\"status\": 0, \"result\": {\"records\": []}}").file("sub/empty.json", "[]");
    for name in ["policy.toml", "apps.csv", "sub/facts/users.json", "sub/facts/new.json", "sub/empty.json"] {
        assert_refused(&folder, &["."], name);
        assert_refused(&folder, &["--fix", "."], name);
    }
    folder.run(&["check", "--report", "json=sub/out.json", "."], 1);
}

/// What other tools and people write under names that reports have, too.
const OF_OTHERS: [(&str, &str); 16] = [
    ("README.md", "# Billing\n\nToken of the old app: none.\n"),
    ("package.json", "{\n  \"name\": \"billing\",\n  \"version\": \"1.0.0\"\n}\n"),
    ("tsconfig.json", "{ \"compilerOptions\": { \"strict\": true } }\n"),
    ("data.csv", "rule,severity,message\nfull-scope,error,mine\n"),
    ("notes.txt", "problem: none\n"),
    ("lines.txt", "src/a.py:1:2: error[unresolved-import] Cannot resolve\n"),
    ("page.html", "<!DOCTYPE html>\n<title>Billing</title>\n"),
    ("build.log", "started\nfinished\n"),
    ("run.out", "::error file=a.js,line=1,title=ESLint::no-undef\n"),
    ("blank.txt", "\n"),
    ("deploy.sh", "sf project deploy start\n"),
    (
        "test-results.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"jest tests\" tests=\"1\">\n</testsuites>\n",
    ),
    (
        "style.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n  <file name=\"a.js\">\n    \
         <error line=\"1\" severity=\"error\" message=\"x\" source=\"eslint.no-undef\"/>\n  </file>\n</checkstyle>\n",
    ),
    (
        "other.sarif",
        "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n      \
         \"tool\": {\n        \"driver\": {\n          \"name\": \"calintus\",\n",
    ),
    (
        "quality.json",
        "[\n  {\n    \"description\": \"x\",\n    \"check_name\": \"no-undef\",\n    \"fingerprint\": \"7815696ecbf1c96e\"\n  }\n]\n",
    ),
    ("lines.jsonl", "{\"schema\":1,\"rule\":\"full-scope\"}\n"),
];

#[test]
fn a_report_takes_the_place_of_no_file_of_another_tool_or_a_person() {
    let (folder, elsewhere) = (Folder::new(), Folder::outside_git());
    folder.file("App.connectedApp", full_app());
    let mut reports = Vec::new();
    for (index, (name, text)) in OF_OTHERS.iter().enumerate() {
        folder.file(name, text);
        elsewhere.file(name, text);
        let format = FORMATS[index % FORMATS.len()].name;
        reports.extend([format!("--report={format}={name}"), format!("--report=json={}", shown(&elsewhere, name))]);
    }
    let before = OF_OTHERS.map(|(name, _)| fs::read(folder.path().join(name)).expect("it is there"));
    let arguments: Vec<&str> = ["check", "."].into_iter().chain(reports.iter().map(String::as_str)).collect();
    let stderr = folder.run(&[&arguments[..], &["--report=json=new.json"]].concat(), 3).stderr;
    for ((name, text), before) in OF_OTHERS.iter().zip(before) {
        for path in [(*name).to_owned(), shown(&elsewhere, name)] {
            let line = format!(
                "the report {path} could not be written: the file exists and is not a report of calint; \
                 delete it or choose another name"
            );
            assert!(stderr.contains(&line), "{path}: {stderr}");
        }
        assert_eq!(fs::read(folder.path().join(name)).expect("it is there"), before, "{name}");
        assert_eq!(fs::read_to_string(elsewhere.path().join(name)).expect("it is there"), *text, "{name}");
    }
    assert!(folder.path().join("new.json").exists(), "a refused report costs no other");
}

/// The path of a file as an option takes it.
fn shown(folder: &Folder, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

/// Each format with so many of those behind it in the list.
fn pairs(others: usize) -> Vec<(&'static str, &'static str)> {
    let of = |at: usize| (0..=others).map(move |by| (FORMATS[at].name, FORMATS[(at + by) % FORMATS.len()].name));
    (0..FORMATS.len()).flat_map(of).collect()
}

/// Writes reports in the place of earlier ones, each pair the format of the earlier and of the later report.
fn assert_each_replaces(folder: &Folder, options: &[&str], pairs: &[(&'static str, &'static str)]) {
    let write = |name: fn(&(&'static str, &'static str)) -> &'static str| {
        let report =
            |pair: &(&'static str, &'static str)| format!("--report={}=reports/{}-{}.out", name(pair), pair.0, pair.1);
        let reports: Vec<String> = pairs.iter().map(report).collect();
        let mut check = command(folder.path());
        let output = check.args(["check", "--allow-empty"]).args(options).args(reports).output().expect("it starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() != Some(2) && !stderr.contains("could not be written"), "{stderr}");
    };
    folder.folder("reports");
    write(|pair| pair.0);
    for _ in 0..2 {
        write(|pair| pair.1);
        for (from, to) in pairs {
            let read = |name: String| fs::read_to_string(folder.path().join(name)).expect("a report");
            let (report, usual) = (read(format!("reports/{from}-{to}.out")), read(format!("reports/{to}-{to}.out")));
            assert_eq!(report, usual, "{from} {to} {options:?}");
        }
    }
}

#[test]
fn a_report_of_each_format_takes_the_place_of_earlier_reports_of_each_format() {
    let folder = Folder::new();
    // Reports without findings, of which some are empty.
    assert_each_replaces(&folder, &[], &pairs(1));
    for name in ["A.connectedApp", "B [x]: error[y]: z.connectedApp"] {
        folder.hostile_file(name, full_app().replace("<scopes>Full</scopes>", &"<scopes>Full</scopes>".repeat(6)));
    }
    assert_each_replaces(&folder, &["--profile", "audit"], &pairs(FORMATS.len() - 1));
    assert_each_replaces(&folder, &["-v", "--profile", "audit", "--pack", "sbs"], &pairs(1));
    folder.file("Cut.connectedApp", "<ConnectedApp");
    assert_each_replaces(&folder, &[], &pairs(1));
    // Problems and no findings.
    assert_each_replaces(&folder, &["Cut.connectedApp", "--skip", "invalid-xml"], &pairs(1));
}

#[cfg(unix)]
#[test]
fn a_report_takes_the_place_of_no_other_name_of_an_input() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app()).file("notes.txt", "mine\n");
    for (input, name) in [("App.connectedApp", "app.json"), ("notes.txt", "notes.json")] {
        fs::hard_link(folder.path().join(input), folder.path().join(name)).expect("a hard link can be made");
        assert_refused(&folder, &["."], name);
        let link = format!("link-{name}");
        std::os::unix::fs::symlink(input, folder.path().join(&link)).expect("a link can be made");
        assert_refused(&folder, &["."], &link);
    }
}

#[test]
fn a_baseline_takes_the_place_of_baselines_only() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app()).folder(".git");
    for (name, text) in OF_OTHERS.into_iter().chain([("r.json", ""), ("facts.json", "[]")]) {
        folder.file(name, text);
        for update in [&[][..], &["--update"]] {
            folder.run(&[&["baseline", "create", "--baseline", name], update].concat(), 2);
        }
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("it is there"), text, "{name}");
    }
    for name in ["New.connectedApp", "sfdx-project.json", "new.toml", "new.zip", ".gitignore", ".git/new.json"] {
        let run = folder.run(&["baseline", "create", "--baseline", name], 3);
        assert!(run.stderr.contains(name), "{}", run.stderr);
        assert!(!folder.path().join(name).exists(), "{name}");
    }
    folder.file("b.json", BASELINE).run(&["baseline", "create", "--update", "--baseline", "b.json"], 0);
    assert!(fs::read_to_string(folder.path().join("b.json")).expect("it is there").contains("full-scope"));
}

#[test]
fn init_takes_the_place_of_nothing() {
    let files = ["calint.toml", ".pre-commit-config.yaml", ".github/workflows/calint.yml", ".gitlab-ci.yml"];
    for (name, options) in files.into_iter().zip([&[][..], &["--pre-commit"], &["--ci", "github"], &["--ci", "gitlab"]])
    {
        for text in ["mine", ""] {
            let folder = Folder::new();
            folder.file(name, text).run(&[&["init"], options].concat(), if name == "calint.toml" { 2 } else { 0 });
            assert_eq!(fs::read_to_string(folder.path().join(name)).expect("it is there"), text, "{name}");
        }
    }
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
    folder.file("App.connectedApp", full_app()).file("r.json", "[]\n").file("b.json", BASELINE);
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
