//! `calint.toml`: what it decides, where calint finds it, and that calint reports all mistakes at their places.

use std::fs;

use crate::common::{Folder, command, full_app, good_app, repository, rules, run, texts, unwrapped};
use calint::testing::PAGES;
use serde_json::{Value, json};

/// A folder with an app that asks for `Full`, and a configuration.
fn configured(configuration: &str) -> Folder {
    let folder = Folder::new();
    folder.file("apps/App.connectedApp", full_app()).file("calint.toml", configuration);
    folder
}

/// The report about a wrong configuration: `calint.toml:line:column` in the pictures, with the lines.
fn reported(configuration: &str) -> String {
    configured(configuration).run(&["check"], 2).stderr
}

#[test]
fn the_file_decides_and_the_command_line_outranks_it() {
    let folder = configured("profile = \"default\"\n[rules]\nfull-scope = \"info\"\n");
    assert_eq!(folder.json(&[], 0)["findings"][0]["severity"], "info");
    assert_eq!(folder.json(&["--fail-on", "info"], 1)["summary"]["infos"], 1);
    assert_eq!(folder.json(&["--no-config"], 1)["findings"][0]["severity"], "error");
    folder.file("calint.toml", "fail-on = \"error\"\n[rules]\nfull-scope = \"warning\"\n");
    folder.json(&[], 0);
    folder.json(&["--fail-on", "warning"], 1);
    folder.file("calint.toml", "[rules]\nfull-scope = \"off\"\n");
    assert_eq!(rules(&folder.json(&[], 0)), [""; 0]);
    assert_eq!(rules(&folder.json(&["--only", "full-scope"], 1)), ["full-scope"]);
}

#[test]
fn a_rule_with_a_severity_is_shown_whatever_the_profile() {
    let folder = Folder::new();
    let doubled = full_app().replace("<scopes>Full</scopes>", "<scopes>Full</scopes>\n        <scopes>Api</scopes>");
    folder.file("App.connectedApp", doubled);
    assert_eq!(rules(&folder.json(&[], 1)), ["full-scope"]);
    folder.file("calint.toml", "[rules]\nredundant-scope = \"warning\"\n");
    let report = folder.json(&[], 1);
    assert_eq!(rules(&report), ["full-scope", "redundant-scope"]);
    assert_eq!(report["findings"][1]["severity"], "warning");
}

#[test]
fn all_mistakes_are_told_in_one_run_and_at_their_places() {
    let wrong = "profle = \"strict\"\n\
                 edition = \"2020.01\"\n\
                 [rules]\n\
                 ful-scope = \"off\"\n\
                 full-scope = \"loud\"\n\
                 run-as-user-shared = { apps = 0, ap = 1 }\n\
                 [apps.\"App\"]\n\
                 flow = \"client-credential\"\n\
                 [[accept]]\n\
                 rule = \"full-scope\"\n\
                 reason = \" \"\n";
    let reported = reported(wrong);
    for (place, message, help) in [
        ("1:1", "no key is called `profle`", "did you mean `profile`?"),
        ("2:11", "no edition of the rules is called `2020.01`", "known are 2026.11"),
        ("4:1", "no rule is called `ful-scope`", "did you mean `full-scope`?"),
        ("5:14", "no severity is called `loud`", "\"error\", \"warning\", \"info\" or \"off\""),
        ("6:31", "`apps` is 1 to 100", "The number of apps that may run as one user"),
        ("6:34", "no option of run-as-user-shared is called `ap`", "did you mean `apps`?"),
        ("8:8", "unknown variant `client-credential`", "calint config schema"),
        ("11:10", "an acceptance without a reason", "say in `reason`"),
    ] {
        let at = reported.find(&format!("calint.toml:{place}]")).unwrap_or_else(|| panic!("{place} in {reported}"));
        let before = reported[..at].rfind(message).unwrap_or_else(|| panic!("{message} before {place} in {reported}"));
        assert!(reported[before..at].matches("configuration").count() == 0, "{message} is not at {place}");
        assert!(
            reported[at..].split("configuration\n").next().expect("a picture").contains(help),
            "{help} in {reported}"
        );
    }
    assert!(reported.ends_with("calint: the configuration is wrong in 8 places; exit 2\n"), "{reported}");
}

#[test]
fn what_is_no_toml_is_told_as_such_and_an_empty_file_is_valid() {
    assert!(reported("profile = \n").contains("calint.toml:1:11]"));
    for valid in ["", "# nothing\n", "\u{FEFF}profile = \"strict\"\n", "\r\n"] {
        configured(valid).run(&["config", "check"], 0);
    }
    let folder = configured("");
    fs::write(folder.path().join("calint.toml"), [0xFF, 0xFE]).expect("the file can be written");
    assert!(folder.run(&["check"], 2).stderr.contains("it is not UTF-8"));
}

#[test]
fn the_nearest_file_up_to_the_repository_counts_and_none_above_it() {
    let outer = Folder::outside_git();
    outer.file("calint.toml", "profile = \"nonsense\"\n");
    outer.folder("repository/.git");
    outer.file("repository/force-app/apps/App.connectedApp", full_app());
    let inside = |arguments: &[&str], code| run(command(&outer.path().join("repository")).args(arguments), code);
    inside(&["check"], 1);
    outer.file("repository/calint.toml", "[rules]\nfull-scope = \"off\"\n");
    inside(&["check"], 0);
    inside(&["check", "force-app/apps/App.connectedApp"], 0);
    outer.file("repository/force-app/calint.toml", "");
    inside(&["check", "force-app/apps/App.connectedApp"], 1);
    // The place of the file decides, not where calint is started or what is named.
    run(command(&outer.path().join("repository/force-app")).args(["check", "../../repository"]), 1);
    inside(&["check", ".", "force-app"], 1);
    inside(&["check", ".", "force-app", "--config", "calint.toml"], 0);
    inside(&["check", "--no-config", "--fail-on", "error"], 1);
}

#[test]
fn a_lenient_package_does_not_loosen_its_sibling() {
    let folder = Folder::new();
    folder.file("lenient/calint.toml", "fail-on = \"error\"\n[rules]\nfull-scope = \"info\"\n");
    for package in ["lenient", "strict"] {
        folder.file(&format!("{package}/App.connectedApp"), full_app());
    }
    let said = |arguments: &[&str], code| {
        let report = folder.json(arguments, code);
        texts(&report, "path").into_iter().zip(texts(&report, "severity")).collect::<Vec<_>>()
    };
    let (lenient, strict) = ("lenient/App.connectedApp", "strict/App.connectedApp");
    let pair = |path: &str, severity: &str| (path.to_owned(), severity.to_owned());
    let both = [pair(lenient, "info"), pair(strict, "error")];
    // One after the other, both in one commit, and all from the root.
    assert_eq!(said(&[lenient], 0), [pair(lenient, "info")]);
    assert_eq!(said(&[strict], 1), [pair(strict, "error")]);
    assert_eq!(said(&[lenient, strict], 1), both);
    assert_eq!(said(&[], 1), both);
    // The threshold of a configuration counts for its files alone, and the command line for all.
    folder.file("strict/App.connectedApp", good_app());
    said(&[], 0);
    said(&["--fail-on", "info"], 1);
    // Patterns are checked where the whole folder of their configuration was scanned.
    folder.file("lenient/calint.toml", "exclude = [\"nowhere/**\"]\n");
    folder.run(&["check", "lenient"], 2);
    folder.run(&["check"], 2);
    folder.run(&["check", "strict"], 0);
}

#[test]
fn all_settings_of_a_package_hold_for_its_files_alone() {
    let folder = Folder::new();
    let doubled = full_app().replace("<scopes>Full</scopes>", "<scopes>Full</scopes>\n        <scopes>Api</scopes>");
    for package in ["a", "b"] {
        let app = doubled.replace("Acme", package);
        folder.file(&format!("{package}/App.connectedApp"), &app).file(&format!("{package}/Old.connectedApp"), &app);
    }
    folder.file(
        "a/calint.toml",
        "profile = \"strict\"\nexclude = [\"Old.*\"]\n[apps.\"App\"]\nallow-scopes = [\"Full\"]\nreason = \"SEC-1\"\n\
         [[accept]]\nrule = \"full-scope\"\nreason = \"SEC-2\"\n",
    );
    let of = |report: &Value, path: &str| {
        let all = report["findings"].as_array().expect("findings").clone();
        let of_path = all.into_iter().filter(|it| it["path"] == path);
        let text = |it: &Value, field: &str| it[field].as_str().expect("a text").to_owned();
        let reported = of_path.map(|it| (text(&it, "rule"), text(&it, "severity"), text(&it, "status")));
        reported.filter(|(rule, ..)| rule == "full-scope" || rule == "redundant-scope").collect::<Vec<_>>()
    };
    let all = folder.json(&[], 1);
    for file in ["a/App.connectedApp", "a/Old.connectedApp", "b/App.connectedApp", "b/Old.connectedApp"] {
        assert_eq!(of(&all, file), of(&folder.json(&[file, "--exit-zero"], 0), file), "{file}");
    }
    let full = |severity: &str, status: &str| ("full-scope".to_owned(), severity.to_owned(), status.to_owned());
    assert!(of(&all, "a/App.connectedApp").contains(&full("warning", "accepted")), "{all}");
    assert_eq!(of(&all, "b/App.connectedApp"), [full("error", "active")]);
    assert_eq!(of(&all, "a/Old.connectedApp"), []);
    let shown = folder.run(&["config", "show", "a/App.connectedApp"], 0).stdout;
    assert!(shown.contains("profile = \"strict\"  # a/calint.toml:1"), "{shown}");
    assert!(folder.run(&["config", "show", "b"], 0).stdout.contains("profile = \"default\"  # default"));
}

#[test]
fn a_policy_locks_the_files_of_the_configurations_that_extend_it() {
    let folder = Folder::new();
    folder.file("policy/calint.toml", "locked = [\"full-scope\"]\n");
    folder.file("a/calint.toml", "extends = \"../policy/calint.toml\"\nfail-on = \"error\"\n");
    let comment = full_app().replace("<scopes>", "<!-- calint: accept(full-scope) SEC-1 --><scopes>");
    folder.file("a/App.connectedApp", &comment).file("b/App.connectedApp", &comment);
    let report = folder.json(&[], 1);
    assert_eq!(texts(&report, "path"), ["a/App.connectedApp", "b/App.connectedApp"]);
    assert_eq!(texts(&report, "status"), ["active", "accepted"]);
    assert!(folder.run(&["check", "--skip", "full-scope"], 2).stderr.contains("locks this rule"));
}

#[cfg(unix)]
#[test]
fn links_and_policies_outside_the_repository_are_refused_without_their_lines() {
    let outer = Folder::outside_git();
    outer.file("secrets.toml", "token = \"not-to-be-shown\"\n").folder("repository/.git");
    outer.file("repository/App.connectedApp", full_app());
    let check = |arguments: &[&str], code| {
        run(command(&outer.path().join("repository")).args(["check"]).args(arguments), code).stderr
    };
    outer.file("repository/calint.toml", "extends = \"../secrets.toml\"\n");
    let reported = check(&[], 2);
    assert!(reported.contains("outside the repository") && !reported.contains("not-to-be-shown"), "{reported}");
    outer.file("repository/.git/credentials.toml", "token = \"not-to-be-shown\"\n");
    outer.file("repository/calint.toml", "extends = \".git/credentials.toml\"\n");
    assert!(!check(&[], 2).contains("not-to-be-shown"));
    let link = outer.path().join("repository/policy.toml");
    std::os::unix::fs::symlink("../secrets.toml", &link).expect("a link can be made");
    outer.file("repository/calint.toml", "extends = \"policy.toml\"\n");
    assert!(!check(&[], 2).contains("not-to-be-shown"));
    fs::rename(&link, outer.path().join("repository/calint.toml")).expect("it can be renamed");
    let reported = check(&[], 2);
    assert!(reported.contains("is a symbolic link") && !reported.contains("not-to-be-shown"), "{reported}");
    check(&["--no-config"], 1);
}

#[test]
fn every_option_has_its_variable() {
    let folder = configured("");
    let with = |name: &str, value: &str, code| {
        run(command(folder.path()).env(name, value).args(["check", "--format", "json"]), code)
    };
    with("CALINT_EXIT_ZERO", "1", 0);
    with("CALINT_EXIT_ZERO", "false", 1);
    with("CALINT_SKIP", "full-scope,wrong-case", 0);
    with("CALINT_PROFILE", "loud", 2);
    assert!(with("CALINT_PROFILE", "audit", 1).json()["summary"]["errors"] == 1);
    folder.file("other.toml", "[rules]\nfull-scope = \"off\"\n");
    with("CALINT_CONFIG", "other.toml", 0);
    let outranked =
        run(command(folder.path()).env("CALINT_SKIP", "full-scope").args(["check", "--skip", "wrong-case"]), 1);
    assert!(outranked.stdout.contains("full-scope"));
}

/// Commands share the variables: a word for one of them does not stop another, and a word for none does.
#[test]
fn a_variable_with_a_word_for_another_command_is_left_to_that_one() {
    let folder = configured("");
    let with = |variable: (&str, &str), arguments: &[&str], code: i32| {
        run(command(folder.path()).env(variable.0, variable.1).args(arguments), code).stdout
    };
    assert!(with(("CALINT_FORMAT", "sarif"), &["rules"], 0).contains("full-scope"));
    assert!(with(("CALINT_FORMAT", "sarif"), &["flows"], 0).contains("App"));
    assert!(with(("CALINT_FORMAT", "markdown"), &["rules"], 0).starts_with("| rule |"));
    assert!(with(("CALINT_FORMAT", "text"), &["check"], 1).contains("error[full-scope]"));
    assert!(with(("CALINT_FAIL_ON", "error"), &["flows"], 0).contains("App"));
    with(("CALINT_FORMAT", "sarfi"), &["rules"], 2);
    with(("CALINT_FORMAT", "sarif"), &["rules", "--format", "sarif"], 2);
}

#[test]
fn excluded_files_are_not_linted_however_they_are_named() {
    let folder = configured("exclude = [\"apps/old/**\"]\n");
    folder.file("apps/old/Old.connectedApp", full_app()).file("apps/App.connectedApp", good_app());
    assert_eq!(folder.json(&[], 0)["summary"]["files"], 1);
    assert_eq!(folder.json(&["apps/old/Old.connectedApp"], 0)["summary"]["files"], 0);
    folder.run(&["check", "--no-config"], 1);
    folder.run(&["check", "--no-config", "--exclude", "apps/old/*"], 0);
    folder.run(&["check", "--exclude", "["], 2);
    // A folder whose files are all excluded is not clean.
    folder.run(&["check", "apps/old"], 3);
}

#[test]
fn globs_that_match_nothing_are_told_once_all_was_looked_at() {
    let folder = configured("exclude = [\"nowhere/**\"]\n[apps.\"Bilin_*\"]\nsoap = true\n");
    let reported = folder.run(&["check"], 2).stderr;
    assert!(reported.contains("calint.toml:1:12]") && reported.contains("this excludes no file"), "{reported}");
    assert!(reported.contains("calint.toml:2:7]") && reported.contains("no app has such a name"), "{reported}");
    // One file proves nothing about the others.
    folder.run(&["check", "apps/App.connectedApp"], 1);
}

#[test]
fn a_policy_is_extended_and_what_it_locks_is_not_loosened() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    folder
        .file("policy/calint.toml", "profile = \"audit\"\nlocked = [\"full-scope\"]\n[rules]\nwrong-case = \"info\"\n");
    let with = |own: &str, arguments: &[&str], code| {
        folder.file("calint.toml", format!("extends = \"policy/calint.toml\"\n{own}"));
        let all: Vec<&str> = ["check"].into_iter().chain(arguments.iter().copied()).collect();
        folder.run(&all, code).stderr
    };
    assert!(with("", &[], 1).contains("1 error"));
    assert!(with("profile = \"default\"\n", &["-v"], 1).contains("configured by policy/calint.toml"));
    let locked = "`full-scope` is locked by policy/calint.toml:2 and cannot be loosened here";
    for looser in [
        "[rules]\nfull-scope = \"off\"\n",
        "[rules]\nfull-scope = \"warning\"\n",
        "[[accept]]\nrule = \"full-scope\"\nreason = \"SEC-1\"\n",
        "[apps.\"App\"]\nallow-scopes = [\"Full\"]\nreason = \"SEC-1\"\n",
    ] {
        assert!(with(looser, &[], 2).contains(locked), "{looser}");
    }
    with("[rules]\nfull-scope = \"error\"\n", &[], 1);
    assert!(with("", &["--skip", "full-scope"], 2).contains("locks this rule"));
    // Neither a threshold, nor a comment, nor a baseline gets round it.
    folder.file("policy/calint.toml", "locked = [\"full-scope\"]\n[rules]\nfull-scope = \"warning\"\n");
    with("fail-on = \"error\"\n", &[], 1);
    let comment = full_app().replace("<scopes>", "<!-- calint: accept(full-scope) SEC-1 --><scopes>");
    folder.file("App.connectedApp", comment);
    with("", &[], 1);
    folder.run(&["baseline", "create"], 0);
    with("", &[], 1);
}

#[test]
fn a_policy_that_cannot_be_read_is_told_where_it_is_named() {
    assert!(reported("extends = \"none.toml\"\n").contains("calint.toml:1:11]"));
    assert!(reported("extends = \"calint.toml\"\n").contains("it extends itself"));
    let folder = configured("extends = \"secrets.env\"\n");
    folder.file("secrets.env", "TOKEN=not-to-be-shown\n");
    let reported = folder.run(&["check"], 2).stderr;
    assert!(reported.contains("does not end with .toml") && !reported.contains("not-to-be-shown"), "{reported}");
}

#[test]
fn declared_intent_changes_what_is_said() {
    let folder = configured("[apps.\"App\"]\nallow-scopes = [\"Full\"]\nreason = \"SEC-1\"\n");
    assert_eq!(folder.json(&[], 1)["findings"][0]["severity"], "warning");
    folder.file("calint.toml", "[apps.\"A*\"]\nflow = \"client-credentials\"\n");
    let report = folder.json(&[], 1);
    assert_eq!(rules(&report), ["client-credentials-flag-missing", "full-scope"]);
    assert_eq!(report["findings"][0]["severity"], "error");
}

#[test]
fn show_tells_what_holds_and_where_it_is_set() {
    let folder = Folder::new();
    folder.file("policy.toml", "fail-on = \"error\"\n[rules]\nrun-as-user-shared = { apps = 3 }\n");
    folder.file(
        "calint.toml",
        "extends = \"policy.toml\"\nprofile = \"strict\"\nexclude = [\"old/**\"]\n[rules]\nwrong-case = \"off\"\n",
    );
    let shown = folder.run(&["config", "show"], 0).stdout;
    for line in [
        "profile = \"strict\"  # calint.toml:2",
        "fail-on = \"error\"  # policy.toml:1",
        "edition = \"2026.11\"  # default",
        "    \"old/**\",  # calint.toml:3",
        "wrong-case = { severity = \"off\" }  # calint.toml:5",
        "run-as-user-shared = { apps = 3 }  # policy.toml:3",
    ] {
        assert!(shown.lines().any(|it| it == line), "{line} in {shown}");
    }
    // What is shown is itself a configuration.
    folder.file("shown/calint.toml", &shown);
    folder.run(&["config", "check", "--config", "shown/calint.toml"], 0);
}

#[test]
fn init_writes_what_is_valid_and_overwrites_nothing() {
    let folder = Folder::new();
    folder.file("App.connectedApp", good_app());
    folder.run(&["init", "--pre-commit", "--ci", "github"], 0);
    folder.run(&["config", "check"], 0);
    folder.run(&["check"], 0);
    let text = fs::read_to_string(folder.path().join("calint.toml")).expect("it is written");
    // Each commented line is right once it is one.
    let live = text
        .lines()
        .map(|line| {
            line.strip_prefix("# ").filter(|line| line.starts_with('[') || line.contains(" = ")).unwrap_or(line)
        })
        .filter(|line| !line.contains("extends") && !line.contains("facts = "))
        .fold(String::new(), |text, line| text + line + "\n");
    assert!(live.contains("\n[[accept]]\nrule = \"full-scope\"\n"), "{live}");
    folder.file("live/calint.toml", &live).run(&["config", "check", "--config", "live/calint.toml"], 0);
    assert!(folder.run(&["init"], 2).stderr.contains("exists already"));
    let hook = fs::read_to_string(folder.path().join(".pre-commit-config.yaml")).expect("it is written");
    let page = fs::read_to_string(repository().join("docs/hooks.md")).expect("the page");
    assert!(page.contains(&hook), "docs/hooks.md shows another hook");
    let again = Folder::new();
    again.file(".pre-commit-config.yaml", "repos: []\n").run(&["init", "--pre-commit"], 0);
    assert_eq!(fs::read_to_string(again.path().join(".pre-commit-config.yaml")).expect("it is there"), "repos: []\n");
}

/// The schema in the repository, which editors take.
fn schema() -> Value {
    let text = fs::read_to_string(repository().join("src/config/calint.schema.json")).expect("the schema");
    assert_eq!(
        text,
        run(command(repository()).args(["config", "schema"]), 0).stdout,
        "the program prints another schema"
    );
    serde_json::from_str(&text).expect("the schema is JSON")
}

#[test]
fn another_validator_agrees_on_what_is_valid() {
    let validator = jsonschema::validator_for(&schema()).expect("it is a JSON Schema");
    let valid = "extends = \"policy.toml\"\nlocked = [\"full-scope\"]\nedition = \"2026.11\"\nprofile = \"strict\"\npacks = [\"essentials\"]\n\
                 fail-on = \"error\"\napi-version = 66\nfacts = [\"uat=facts\"]\ntarget = \"uat\"\nexclude = [\"old/**\"]\n\
                 unused-acceptances = \"error\"\n[rules]\nfull-scope = \"error\"\n\
                 run-as-user-shared = { severity = \"info\", apps = 2 }\n[apps.\"Billing_*\"]\nflow = [\"jwt-bearer\"]\n\
                 role = \"server\"\nallow-scopes = [\"Full\"]\nreason = \"SEC-1\"\nrun-as-managed-in-setup = true\n\
                 assignments-managed-in-org = true\ndistribution = \"package\"\nsoap = true\n[org]\nrelease = 68\n\
                 edition = \"Developer\"\ntargets = \"production-and-sandboxes\"\nmanaged.apps = [\"X\"]\n\
                 [[accept]]\nrule = \"full-scope\"\napp = \"Legacy\"\npath = \"a/**\"\nreason = \"SEC-1\"\nuntil = 2027-03-31\n";
    let as_json = |text: &str| -> Value {
        let table: toml::Table = text.parse().expect("it is TOML");
        let mut value = serde_json::to_value(table).expect("it can be JSON");
        // JSON has no dates.
        for entry in value["accept"].as_array_mut().into_iter().flatten().filter(|it| it["until"].is_object()) {
            entry["until"] = entry["until"].as_object().expect("a date")["$__toml_private_datetime"].clone();
        }
        value
    };
    assert!(validator.is_valid(&as_json(valid)), "{:?}", validator.iter_errors(&as_json(valid)).next());
    let folder = configured(valid);
    folder.file("policy.toml", "");
    folder.run(&["config", "check"], 0);
    for wrong in [
        "profle = \"strict\"\n",
        "profile = \"loud\"\n",
        "packs = [\"sb\"]\n",
        "[rules]\nful-scope = \"off\"\n",
        "[rules]\nfull-scope = \"loud\"\n",
        "[rules]\nrun-as-user-shared = { apps = 0 }\n",
        "[rules]\nrun-as-user-shared = { ap = 1 }\n",
        "[apps.\"A\"]\nflow = \"client-credential\"\n",
        "[[accept]]\nreason = \"SEC-1\"\n",
        "api-version = true\n",
        "exclude = \"old\"\n",
    ] {
        assert!(!validator.is_valid(&as_json(wrong)), "{wrong}");
        configured(wrong).run(&["config", "check"], 2);
    }
}

#[test]
fn options_of_rules_are_told_by_their_pages_and_hold() {
    let with_options: Vec<_> = PAGES.iter().filter(|page| !page.options.is_empty()).collect();
    assert!(with_options.len() >= 3);
    for page in with_options {
        let explained = unwrapped(&run(command(repository()).args(["explain", page.name]), 0).stdout);
        assert!(page.options.iter().all(|option| explained.contains(option.about)), "{}", page.name);
    }
    let schema = schema();
    let apps = &schema["properties"]["rules"]["properties"]["run-as-user-shared"]["anyOf"][1]["properties"]["apps"];
    assert_eq!((&apps["minimum"], &apps["default"]), (&json!(1), &json!(1)));
    let folder = Folder::new();
    let app = |name: &str| {
        let flow = "<isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
                    <oauthClientCredentialUser>etl@acme.example</oauthClientCredentialUser>\n        <scopes>";
        folder.file(&format!("{name}.connectedApp"), good_app().replace("<scopes>", flow));
    };
    app("One");
    app("Two");
    let run = |configuration: &str, code| {
        folder.file("calint.toml", configuration);
        rules(&folder.json(&["--only", "run-as-user-shared"], code)).len()
    };
    assert_eq!((run("", 1), run("[rules]\nrun-as-user-shared = { apps = 2 }\n", 0)), (2, 0));
}
