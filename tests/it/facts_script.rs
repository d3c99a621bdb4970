//! `calint facts --script`: each shell runs the script against a program `sf` that answers from files, and calint reads
//! what the script wrote.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::common::{Folder, app, full_app, repository, zip};
use crate::facts_exports::{answer, project};
use regex::Regex;
use serde_json::{Value, json};

const ORG: &str = r#"{"attributes": {"type": "Organization"}, "Id": "00D5g000004AbCdEAK", "Name": "Acme \"UAT\" $(id)",
    "IsSandbox": true, "OrganizationType": "Developer Edition", "InstanceName": "CS12"}"#;

/// A program `sf` that notes its arguments, and answers from `answers/NAME.json`, where NAME is the object of the query
/// or the permission that some orgs lack.
const SF: &str = r#"#!/bin/sh
printf '%s\n' "$*" >>"$ANSWERS/asked"
[ "$1 $2 $3 $4 $6" = "data query --json --target-org --query" ] || { echo "unknown command" >&2; exit 127; }
printf '%s\n' "$5" >>"$ANSWERS/orgs"
name=$(printf '%s\n' "$7" | sed -n -e 's/.*, Permissions\([A-Za-z]*\) FROM .*/\1/p' -e 's/.* FROM \([A-Za-z]*\)$/\1/p' \
    -e 's/.* FROM \([A-Za-z]*\) .*/\1/p' | sed -n 1p)
case $7 in *"FROM PermissionSet WHERE Id IN (SELECT"*)
    name=$(printf '%s\n' "$7" | sed -e 's/^SELECT Name, Label.*/PermissionSet/' -e 's/.*, Permissions\([A-Za-z]*\) FROM .*/\1/') ;;
esac
answer=$ANSWERS/$name.json
[ -f "$answer" ] || answer=$ANSWERS/empty.json
echo " ›   Warning: @salesforce/cli update available" >&2
cat "$answer"
! grep -q '"status": 1' "$answer"
"#;

fn failure(message: &str) -> String {
    json!({ "status": 1, "name": "Error", "message": message }).to_string().replace("\"status\":1", "\"status\": 1")
}

/// The answers of an org: one column is missing, no user is frozen, one query fails, and the tokens are cut.
fn answers(folder: &Folder) {
    let user = json!({ "attributes": { "type": "User" }, "Id": "0055g00000AbCdE", "Username": "etl@acme.example",
        "IsActive": true, "Profile": { "Name": "Etl", "PermissionsApiUserOnly": true } });
    let token = |number: usize| {
        json!({ "attributes": { "type": "OauthToken" }, "AppName": if number == 0 { "Old Tool" } else { "Acme_Board" },
            "AppMenuItemId": if number == 0 { Value::Null } else { json!("0DS5g000000AbCd") },
            "UserId": format!("0055g000{number:07}"), "LastUsedDate": "2026-06-01T10:00:00.000+0000" })
    };
    let tokens: Vec<Value> = (0..2500).map(token).collect();
    let login = |status: &str, count: usize| {
        json!({ "attributes": { "type": "AggregateResult" }, "LoginType": "Remote Access 2.0",
            "LoginSubType": "OauthClientCredentials", "Application": "Acme_Portal", "Status": status, "logins": count,
            "lastLogin": "2026-11-20T10:00:00.000+0000" })
    };
    let app_name = |name: &str| json!({ "DeveloperName": name });
    let switches = json!({ "attributes": { "type": "ExtlClntAppPlcyCnfg" }, "IsEnabled": true,
        "ExternalClientApplication": app_name("Acme_Portal"), "OauthPluginStatus": "Disabled" });
    let policy = json!({ "attributes": { "type": "ExtlClntAppOauthPlcyCnfg" },
        "ExternalClientApplication": app_name("Acme_Portal"), "IsClientCredentialsFlowEnabled": true,
        "ClientCredentialsFlowUser": "portal@acme.example" });
    let absent = "\nPermissionsViewClientSecret FROM\n^\nERROR at Row:1:Column:99\nNo such column \
                  'PermissionsViewClientSecret' on entity 'PermissionSet'.";
    for (name, text) in [
        // What the Salesforce CLI prints has a line for each field.
        (
            "Organization",
            format!(
                "{{\n  \"status\": 0,\n  \"result\": {{\n    \"records\": [{ORG}],\n    \"totalSize\": 1,\n    \
                 \"done\": true\n  }}\n}}\n"
            ),
        ),
        ("User", answer(&json!([user]))),
        ("ViewClientSecret", failure(absent)),
        ("OauthToken", answer(&Value::Array(tokens))),
        ("LoginHistory", answer(&json!([login("Success", 12), login("Invalid Password", 2)]))),
        ("ExtlClntAppPlcyCnfg", answer(&json!([switches]))),
        ("ExtlClntAppOauthPlcyCnfg", answer(&json!([policy]))),
        ("AppMenuItem", failure("connect ETIMEDOUT")),
        ("empty", answer(&json!([]))),
    ] {
        folder.file(&format!("answers/{name}.json"), text);
    }
    folder.folder("bin");
    folder.file("bin/sf", SF);
    fs::set_permissions(folder.path().join("bin/sf"), fs::Permissions::from_mode(0o755)).expect("a program");
}

/// Runs a script for an org.
fn run(folder: &Folder, shell: &str, arguments: &[&str]) -> Output {
    let path = std::env::var("PATH").expect("a path");
    let mut command = Command::new(shell);
    command.args(arguments).current_dir(folder.path());
    command.env("PATH", format!("{}:{path}", folder.path().join("bin").display()));
    command.env("ANSWERS", folder.path().join("answers"));
    command.output().expect("the shell runs")
}

/// The shells of this machine.
fn shells() -> Vec<(&'static str, &'static str)> {
    let path = std::env::var("PATH").expect("a path");
    let is_there = |shell: &&(&str, &str)| std::env::split_paths(&path).any(|folder| folder.join(shell.0).is_file());
    [("sh", "sh"), ("dash", "sh"), ("bash", "sh"), ("ksh", "sh"), ("pwsh", "ps1")]
        .iter()
        .filter(is_there)
        .copied()
        .collect()
}

fn read_json(path: PathBuf) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn state_of<'m>(manifest: &'m Value, name: &str) -> (&'m str, &'m Value) {
    let queries = manifest["queries"].as_array().expect("queries");
    let query = queries.iter().find(|query| query["name"] == name).unwrap_or_else(|| panic!("no query {name}"));
    (query["state"].as_str().expect("a state"), &query["rows"])
}

#[test]
fn each_shell_exports_what_calint_reads() {
    let found = shells();
    assert!(found.contains(&("sh", "sh")), "{found:?}");
    for (shell, language) in found {
        let folder = project();
        answers(&folder);
        let script = folder.run(&["facts", "--script", language], 0).stdout;
        let name = format!("facts.{language}");
        folder.file(&name, script);
        let output = run(&folder, shell, &[&name, "uat org; rm -rf /"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{shell}: {said}");
        assert!(said.contains("permissions-ViewClientSecret: this org does not have it"), "{shell}: {said}");

        let facts = folder.path().join("facts");
        let manifest = read_json(facts.join("manifest.json"));
        assert_eq!(manifest["calint"], env!("CARGO_PKG_VERSION"), "{shell}");
        let org: Value = serde_json::from_str(ORG).expect("JSON");
        for column in ["Id", "Name", "IsSandbox", "OrganizationType", "InstanceName"] {
            assert_eq!(manifest["org"][column], org[column], "{shell}");
        }
        assert_eq!(state_of(&manifest, "users"), ("ok", &json!(1)), "{shell}");
        assert_eq!(state_of(&manifest, "frozen-users"), ("ok", &json!(0)), "{shell}");
        assert_eq!(state_of(&manifest, "live-tokens"), ("ok", &json!(2500)), "{shell}");
        assert_eq!(state_of(&manifest, "permissions-ViewClientSecret"), ("absent-column", &Value::Null), "{shell}");
        assert_eq!(state_of(&manifest, "app-menu"), ("failed", &Value::Null), "{shell}");
        let asked = manifest["queries"].as_array().expect("queries").iter().map(|query| query["soql"].as_str());
        assert!(asked.flatten().all(|soql| soql.starts_with("SELECT ")), "{shell}");

        let errors = fs::read_to_string(facts.join("errors/app-menu.txt")).expect("the error");
        assert!(errors.contains("ETIMEDOUT") && errors.contains("update available"), "{shell}: {errors}");
        assert!(!facts.join("app-menu.json").exists() && !facts.join("errors/users.txt").exists(), "{shell}");
        let mode = |path: &str| fs::metadata(folder.path().join(path)).expect("a file").permissions().mode() & 0o77;
        assert_eq!(mode("facts"), 0, "{shell}");
        if folder.path().join("facts.zip").exists() {
            assert_eq!(mode("facts.zip"), 0, "{shell}");
        }
        let orgs = fs::read_to_string(folder.path().join("answers/orgs")).expect("orgs");
        assert!(orgs.lines().all(|org| org == "uat org; rm -rf /"), "{shell}: {orgs}");

        // A second export would mix with the first one.
        let again = run(&folder, shell, &[&name, "uat"]);
        assert_eq!(again.status.code(), Some(2), "{shell}");
        assert!(String::from_utf8_lossy(&again.stderr).contains("exists already"), "{shell}");
        check(&folder, shell);
    }
}

/// What calint says of the answers.
fn check(folder: &Folder, shell: &str) {
    let checked = folder.run(&["facts", "--check", "facts"], 0).stdout;
    let today = manifest_day(folder);
    for line in [
        "facts/permissions-ViewClientSecret.json: this org lacks the permission `ViewClientSecret`; exported today"
            .to_owned(),
        "facts/app-menu.json: the query on `AppMenuItem` failed; `errors/` next to it has the reason; exported today"
            .to_owned(),
        "facts/frozen-users.json: no records: no user is frozen; exported today".to_owned(),
        "org `Acme \"UAT\" $(id)` (00D5g000004AbCdEAK): Developer Edition, a sandbox, on CS12".to_owned(),
        "user etl@acme.example: active, not frozen".to_owned(),
        format!(
            "app Acme_Portal: switched on in the org; OAuth off; client credentials allowed, run as \
             portal@acme.example; \
             12 logins in the 90 days to {today} (OauthClientCredentials), the last on 2026-11-20, and 2 attempts \
             failed"
        ),
        format!(
            "app Acme_Board: at least 2499 users have tokens, the last used on 2026-06-01; no use in the 90 days to \
             {today}"
        ),
        "app `Old Tool`, in no file here and not installed: at least 1 user has tokens, the last used on 2026-06-01"
            .to_owned(),
        "OauthToken: cut by Salesforce, so the answer proves nothing about apps that it does not contain".to_owned(),
    ] {
        assert!(checked.lines().any(|it| it == line), "{shell}: no line {line:?} in\n{checked}");
    }
    assert!(!checked.contains("unused"), "{checked}");
    let report = folder.json(&["--facts", "facts", "--exit-zero"], 0);
    assert_eq!(report["problems"], json!([]), "{shell}");
    assert_eq!(report["summary"]["exit_code"], 0, "{shell}");
    let said = folder.run(&["check", "--facts", "facts", "--exit-zero", "-v"], 0).stderr;
    assert!(said.contains("this org lacks the permission `ViewClientSecret`"), "{shell}: {said}");
}

/// The day of the export.
fn manifest_day(folder: &Folder) -> String {
    let manifest = read_json(folder.path().join("facts/manifest.json"));
    manifest["exported"].as_str().expect("a time")[..10].to_owned()
}

#[test]
fn a_needed_query_that_fails_ends_with_1_and_is_a_problem() {
    for (shell, language) in shells() {
        let folder = project();
        answers(&folder);
        let name = format!("facts.{language}");
        folder.file(&name, folder.run(&["facts", "--script", language], 0).stdout);
        folder.file("answers/UserLogin.json", failure("INVALID_TYPE: sObject type 'UserLogin' is not supported"));
        let output = run(&folder, shell, &[&name, "uat", "export"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{shell}: {said}");
        assert!(said.contains("Failed, and needed: frozen-users"), "{shell}: {said}");
        let run = folder.run(&["facts", "--check", "export"], 3);
        assert!(run.stderr.starts_with("export/frozen-users.json: has no answer: its query failed"), "{}", run.stderr);
        let problems = texts_of_problems(&folder);
        assert_eq!(problems.len(), 1, "{shell}: {problems:?}");
    }
}

fn texts_of_problems(folder: &Folder) -> Vec<String> {
    let report = folder.json(&["--facts", "export", "--exit-zero"], 3);
    let problems = report["problems"].as_array().expect("problems");
    problems.iter().filter_map(|problem| problem["message"].as_str()).map(str::to_owned).collect()
}

#[test]
fn a_wrong_call_asks_nothing() {
    for (shell, language) in shells().into_iter().filter(|(shell, _)| *shell != "pwsh") {
        let folder = project();
        answers(&folder);
        let name = format!("facts.{language}");
        folder.file(&name, folder.run(&["facts", "--script", language, "--into=-x y"], 0).stdout);
        assert_eq!(run(&folder, shell, &[&name]).status.code(), Some(2), "{shell}");
        assert!(!folder.path().join("answers/asked").exists(), "{shell}");
        assert_eq!(run(&folder, shell, &[&name, "uat"]).status.code(), Some(0), "{shell}");
        assert!(folder.path().join("-x y/manifest.json").is_file(), "{shell}");
        // A user may not see the org's own record.
        folder.file("answers/Organization.json", answer(&json!([])));
        assert_eq!(run(&folder, shell, &[&name, "uat", "more"]).status.code(), Some(0), "{shell}");
        assert_eq!(read_json(folder.path().join("more/manifest.json"))["org"], Value::Null, "{shell}");
        folder.run(&["facts", "--check", "more"], 0);
    }
}

#[test]
fn scripts_ask_for_nothing_secret_and_quote_every_name() {
    let folder = project();
    let odd = "x'\u{2019}; `id`@acme.example";
    let oauth = format!(
        "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
         <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
         <oauthClientCredentialUser>{odd}</oauthClientCredentialUser>\n        <scopes>Api</scopes>"
    );
    folder.file("force-app/main/default/connectedApps/Odd.connectedApp-meta.xml", app(&oauth, ""));
    // `RefreshTokenPolicyType` is a column without a token.
    let secret = Regex::new(r"(AccessToken|RefreshToken|DeleteToken|ConsumerSecret|ConsumerKey)\b|sf org display");
    let secret = secret.expect("a pattern");
    for (language, into) in [("sh", "'fa'\\''cts $(id)'"), ("ps1", "'fa''cts $(id)'")] {
        let script = folder.run(&["facts", "--script", language, "--into", "fa'cts $(id)"], 0).stdout;
        let found = secret.find(&script).map(|found| found.as_str().to_owned());
        assert_eq!(found, None, "{language}");
        for mark in ["@VERSION@", "@FOLDER@", "@UNKNOWN@", "@LEFT-OUT@", "@QUESTIONS@"] {
            assert!(!script.contains(mark), "{language}: {mark}");
        }
        let mentions: Vec<&str> = script.lines().filter(|line| line.contains(odd)).collect();
        assert!(matches!(mentions[..], [line] if line.starts_with("# Left out")), "{language}: {mentions:?}");
        let code: Vec<&str> = script.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(code.iter().any(|line| line.contains(into)), "{language}: {into}");
        let asks: Vec<&&str> = code.iter().filter(|line| line.to_lowercase().starts_with("ask ")).collect();
        assert!(asks.len() > 10, "{language}: {asks:?}");
        for line in asks {
            let (before, soql) = line.split_once(" \"").expect("a query in quotes");
            assert!(
                before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -'".contains(&byte)),
                "{language}: {line}"
            );
            let soql = soql.strip_suffix('"').expect("the end of a query");
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" @._+-'(),=:{}".contains(&byte);
            assert!(soql.bytes().all(is_plain), "{language}: {soql}");
            assert_eq!(soql.matches('\'').count() % 2, 0, "{language}: {soql}");
        }
        assert_eq!(unbalanced(&script, language), None, "{language}");
    }
}

/// The line with the first quote or bracket that has no partner.
fn unbalanced(script: &str, language: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (number, line) in script.lines().enumerate().filter(|_| language == "ps1") {
        let mut quote = None;
        let mut before = ' ';
        for character in line.chars() {
            match (quote, character) {
                (None, '#') if before == ' ' => break,
                (None, '\'' | '"') => quote = Some(character),
                (Some(of), it) if of == it => quote = None,
                (None, '(' | '{' | '[') => open.push(character),
                (None, ')' | '}' | ']') => {
                    let pair = [('(', ')'), ('{', '}'), ('[', ']')];
                    let closed = open.pop();
                    if !pair.iter().any(|(opening, closing)| closed == Some(*opening) && *closing == character) {
                        return Some(number + 1);
                    }
                }
                _ => {}
            }
            before = character;
        }
        if quote.is_some() {
            return Some(number + 1);
        }
    }
    (!open.is_empty()).then_some(0)
}

#[test]
fn the_script_is_as_portable_as_it_says() {
    let script = fs::read_to_string(repository().join("src/cli/facts/script.sh")).expect("the script");
    // What bash has and sh has not.
    for only_bash in ["[[", "((", "local ", "function ", "&>", "<<<", "set -e"] {
        assert!(!script.contains(only_bash), "{only_bash}");
    }
    assert!(script.contains("set -u\numask 077\n"));
    let windows = fs::read_to_string(repository().join("src/cli/facts/script.ps1")).expect("the script");
    // Windows PowerShell reads a file without a mark in the code page of the machine.
    assert!(windows.is_ascii() && script.is_ascii());
}

/// The code blocks of the page in a language.
fn blocks(page: &str, language: &str) -> String {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

#[test]
fn the_page_about_facts_is_true() {
    let page = fs::read_to_string(repository().join("docs/facts.md")).expect("the page");
    let folder = project();
    answers(&folder);
    let mut ran = 0;
    for line in blocks(&page, "sh").lines().chain(blocks(&page, "powershell").lines()) {
        let (command, into) = line.split_once(" > ").map_or((line, None), |(command, file)| (command, Some(file)));
        let mut words = command.split(' ');
        let program = words.next().expect("a program");
        let arguments: Vec<&str> = words.collect();
        match program {
            "calint" => {
                if line.contains("prod=") {
                    folder.file("facts/prod/users.json", "[]").file("facts/uat/users.json", "[]");
                }
                let printed = folder.run(&arguments, i32::from(arguments[0] == "check")).stdout;
                into.map(|file| folder.file(file, printed));
            }
            "sh" => assert_eq!(run(&folder, "sh", &arguments).status.code(), Some(0), "{line}"),
            "sf" => {
                assert!(arguments.contains(&"package.xml") && arguments.contains(&"retrieve.zip"), "{line}");
                folder.file("retrieve.zip", zip(&[("connectedApps/App.connectedApp", full_app().as_bytes())]));
            }
            "powershell" => assert!(folder.path().join("facts.ps1").is_file(), "{line}"),
            _ => panic!("no test runs {line}"),
        }
        ran += 1;
    }
    assert_eq!(ran, 13);
    let checked = folder.run(&["facts", "--check", "facts-2"], 0).stdout;
    let checked = checked.replace(&format!("days to {}", manifest_day(&folder)), "days to 2026-11-24");
    let checked = checked.replace(" \"UAT\" $(id)", " UAT");
    let shown = blocks(&page, "text").replace("facts/", "facts-2/");
    for line in shown.lines().filter(|line| !line.contains("missing")) {
        assert!(checked.lines().any(|it| it == line), "no line {line:?} in\n{checked}");
    }
    let queries = fs::read_to_string(repository().join("rules/schema/queries.toml")).expect("the table");
    let objects = queries.lines().filter_map(|line| line.strip_prefix("object = \"")?.strip_suffix('"'));
    for object in objects {
        assert!(page.contains(&format!("`{object}`")), "{object} is not on the page");
    }
}
