//! `calint facts`: the questions to ask an org, and the check of its answers.

use std::fs::{File, FileTimes};
use std::time::{Duration, SystemTime};

use crate::common::{Folder, app};

fn machine(user: &str) -> String {
    let oauth = format!(
        "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
         <isAdminApproved>true</isAdminApproved>\n        \
         <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
         <oauthClientCredentialUser>{user}</oauthClientCredentialUser>\n        <scopes>Api</scopes>"
    );
    app(&oauth, "    <permissionSetName>ETL</permissionSetName>")
}

#[test]
fn queries_ask_for_what_the_project_names_and_no_more() {
    let folder = Folder::new();
    folder
        .file("a/Etl.connectedApp", machine("etl@acme.example"))
        .file("a/Erp.connectedApp", machine("erp@acme.example"));
    let printed = folder.run(&["facts", "--org", "prod", "--into", "audit/facts"], 0).stdout;
    let commands: Vec<&str> = printed.lines().filter(|line| line.starts_with("sf ")).collect();
    let users = "WHERE Username IN ('erp@acme.example', 'etl@acme.example')";
    assert!(commands.iter().any(|command| command.contains(&format!(" FROM User {users}"))), "{printed}");
    assert!(
        commands.iter().all(|command| command.starts_with("sf data query --json --target-org prod --query \"SELECT "))
    );
    assert!(commands.iter().all(|command| command.contains("\" > audit/facts/")));
    assert!(printed.ends_with("# Then: calint check --facts audit/facts\n"), "{printed}");
    // Optional permissions have queries of their own: a missing column fails a query as a whole.
    let with = |column: &str| commands.iter().filter(|command| command.contains(column)).count();
    assert_eq!((with("PermissionsUseAnyApiClient"), with("PermissionsModifyAllData")), (1, 1));
    assert!(
        commands.iter().any(|it| it.contains("PermissionsUseAnyApiClient") && !it.contains("PermissionsModifyAllData"))
    );
    // There is no External Client App here.
    assert_eq!(with("ExtlClntAppOauthPlcyCnfg"), 0);
    for column in ["AccessToken", "RequestToken", "DeleteToken", "ConsumerSecret", "ConsumerKey"] {
        assert_eq!(with(column), 0, "{column}");
    }
}

#[test]
fn without_users_or_apps_there_is_nothing_to_ask() {
    let folder = Folder::new();
    folder
        .file("settings/OauthOidc.settings", "<OauthOidcSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\"/>");
    let printed = folder.run(&["facts"], 0).stdout;
    assert!(printed.starts_with("# No app here needs facts about the org."), "{printed}");
    folder.run(&["facts", "nowhere"], 2);
}

#[test]
fn names_that_could_act_on_a_shell_are_left_out() {
    let folder = Folder::new();
    folder
        .file("a/Odd.connectedApp", machine("x'; `id`@acme.example"))
        .file("a/Plain.connectedApp", machine("etl@acme.example"));
    let printed = folder.run(&["facts", "--org", "it's; rm"], 0).stdout;
    for line in printed.lines().filter(|line| !line.starts_with('#')) {
        assert!(!line.contains("$(") && !line.contains('`'), "{line}");
    }
    assert!(printed.contains("# Left out"), "{printed}");
    assert!(printed.contains("--target-org 'it'\\''s; rm' "), "{printed}");
}

#[test]
fn many_users_are_asked_for_in_several_queries() {
    let folder = Folder::new();
    for number in 0..250 {
        folder.file(&format!("a/App{number}.connectedApp"), machine(&format!("user{number:03}@acme.example")));
    }
    let printed = folder.run(&["facts"], 0).stdout;
    let of_users = printed.lines().filter(|line| line.contains(" FROM User WHERE "));
    let files: Vec<&str> = of_users.filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(files, ["facts/users-1.json", "facts/users-2.json", "facts/users-3.json"]);
    for number in 0..250 {
        assert!(printed.contains(&format!("'user{number:03}@acme.example'")), "{number}");
    }
}

#[test]
fn the_printed_columns_are_those_that_are_read() {
    // The answer to the printed query on users makes the app's user known.
    let folder = Folder::new();
    folder.file("a/Etl.connectedApp", machine("etl@acme.example"));
    let printed = folder.run(&["facts"], 0).stdout;
    let query = printed.lines().find(|line| line.contains("FROM User WHERE")).expect("a query on users");
    let columns = query.split("SELECT ").nth(1).expect("columns").split(" FROM").next().expect("columns");
    assert!(columns.contains("Profile.PermissionsApiUserOnly"));
    let cells = columns.split(", ").map(|column| match column {
        "Username" => "etl@acme.example",
        "IsActive" => "true",
        "Profile.PermissionsApiUserOnly" => "false",
        "Profile.Name" => "Standard User",
        _ => "",
    });
    let row = cells.collect::<Vec<_>>().join(",");
    folder.file("facts/users.csv", format!("{}\n{row}\n", columns.replace(", ", ",")));
    let report = folder.json(&["--only", "run-as-user-not-api-only", "--facts", "facts", "a"], 1);
    assert_eq!(crate::common::rules(&report), ["run-as-user-not-api-only"]);
}

#[test]
fn a_check_tells_what_was_read_what_is_missing_and_how_old_it_is() {
    let folder = Folder::new();
    let user = r#"{"attributes": {"type": "User"}, "Username": "etl@acme.example"}"#;
    let other = r#"{"attributes": {"type": "LoginEvent"}, "UserId": "0055g00000AbCdE"}"#;
    folder
        .file("a/Etl.connectedApp", machine("etl@acme.example"))
        .file("a/Erp.connectedApp", machine("erp@acme.example"))
        .file("facts/users.json", format!("[{user}, {other}]"));
    let written = SystemTime::now() - Duration::from_secs(3 * 86_400 + 60);
    let file = File::options().write(true).open(folder.path().join("facts/users.json")).expect("it is there");
    file.set_times(FileTimes::new().set_modified(written)).expect("times can be set");
    let checked = folder.run(&["facts", "--check", "facts"], 0).stdout;
    assert!(
        checked.contains("facts/users.json: 1 User, 1 record of other objects; 3 days old by the time of the file\n"),
        "{checked}"
    );
    assert!(checked.contains("missing: the user erp@acme.example\n"), "{checked}");
    assert!(!checked.contains("missing: the user etl@acme.example"), "{checked}");
    assert!(checked.contains("missing: PermissionSetAssignment, which says which permission sets"), "{checked}");
    assert!(!checked.contains("missing: User,"), "{checked}");
}

/// A wrong header is the usual reason why calint reads nothing of a table.
#[test]
fn a_check_names_the_columns_of_records_that_are_of_no_known_object() {
    let folder = Folder::new();
    folder
        .file("a/Etl.connectedApp", machine("etl@acme.example"))
        .file("facts/export.csv", "Login Name,State\netl,on\n");
    let checked = folder.run(&["facts", "--check", "facts"], 0).stdout;
    let line = "facts/export.csv: 1 record of no object that calint reads: the columns are `Login Name` and `State`";
    assert!(checked.contains(line), "{checked}");
}

#[test]
fn queries_for_several_repositories_say_that_their_orgs_may_differ() {
    let folder = Folder::outside_git();
    for name in ["crm", "field"] {
        folder.folder(&format!("{name}/.git"));
        folder.file(&format!("{name}/Etl.connectedApp"), machine(&format!("{name}@acme.example")));
    }
    let line = "the queries name users and apps of 2 repositories: if these are for different orgs, run `calint facts`";
    assert!(folder.run(&["facts", "crm", "field"], 0).stderr.contains(line));
    assert!(!folder.run(&["facts", "crm"], 0).stderr.contains("repositories"));
}

#[test]
fn a_check_of_answers_that_cannot_be_read_ends_with_3() {
    let folder = Folder::new();
    folder.file("a/Etl.connectedApp", machine("etl@acme.example")).file("facts/users.json", "[{\"Username\": 7}]");
    let run = folder.run(&["facts", "--check", "facts"], 3);
    assert!(run.stderr.starts_with("facts/users.json:1:2: record 1: the column `Username`"), "{}", run.stderr);
    folder.run(&["facts", "--check", "nowhere"], 2);
}

/// Sets when a file was last written.
fn written(folder: &Folder, name: &str, days_ago: u64) {
    let written = SystemTime::now() - Duration::from_secs(days_ago * 86_400 + 60);
    let file = File::options().write(true).open(folder.path().join(name)).expect("it is there");
    file.set_times(FileTimes::new().set_modified(written)).expect("times can be set");
}

#[test]
fn facts_older_than_30_days_are_said_to_be_old_once() {
    let folder = Folder::new();
    let user = r#"[{"attributes": {"type": "User"}, "Username": "etl@acme.example"}]"#;
    folder
        .file("a/Etl.connectedApp", machine("etl@acme.example"))
        .file("facts/users.json", user)
        .file("facts/more-users.json", user);
    let notes = |folder: &Folder| {
        let report = folder.json(&["--exit-zero", "--facts", "facts", "a"], 0);
        report.get("notes").and_then(|notes| notes.as_array().cloned()).unwrap_or_default()
    };
    written(&folder, "facts/users.json", 30);
    assert_eq!(notes(&folder).len(), 0);
    written(&folder, "facts/users.json", 45);
    written(&folder, "facts/more-users.json", 31);
    let reported = notes(&folder);
    assert_eq!(reported.len(), 1, "{reported:?}");
    assert_eq!((&reported[0]["path"], &reported[0]["level"]), (&"facts/users.json".into(), &"warning".into()));
    let message = reported[0]["message"].as_str().expect("a text");
    assert!(message.starts_with("these facts are 45 days old by the time of the file"), "{message}");
    let said = folder.run(&["check", "--exit-zero", "--facts", "facts", "a"], 0).stderr;
    assert_eq!(said.matches("days old").count(), 1, "{said}");
    let checked = folder.run(&["facts", "--check", "facts", "a"], 0).stdout;
    assert!(checked.contains("45 days old by the time of the file: export it again\n"), "{checked}");
    // The manifest of the export counts, even if a checkout changed the time of a file.
    folder.file("facts/manifest.json", "{\"exported\": \"2026-01-01T10:00:00Z\"}\n");
    let on = |day: &str| folder.run(&["facts", "--check", "facts", "--now", day, "a"], 0).stdout;
    assert!(on("2026-01-05").contains("facts/users.json: 1 User; 4 days old\n"), "{}", on("2026-01-05"));
    assert!(!on("2026-01-05").contains("manifest.json"));
}

#[test]
fn the_recipe_writes_the_time_of_the_export() {
    let folder = Folder::new();
    folder.file("a/Etl.connectedApp", machine("etl@acme.example"));
    let printed = folder.run(&["facts", "--into", "facts"], 0).stdout;
    let date = printed.lines().find(|line| line.starts_with("date -u ")).expect("a command");
    if cfg!(unix) {
        let run = |command: &str| {
            let status = std::process::Command::new("sh").arg("-c").arg(command).current_dir(folder.path()).status();
            assert!(status.expect("a shell").success(), "{command}");
        };
        run("mkdir -p facts");
        run(date);
        let manifest = std::fs::read_to_string(folder.path().join("facts/manifest.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        assert!(manifest["exported"].as_str().expect("a time").ends_with('Z'));
        folder.file("facts/users.json", r#"[{"attributes": {"type": "User"}, "Username": "etl@acme.example"}]"#);
        let checked = folder.run(&["facts", "--check", "facts", "--now", "2000-01-01", "a"], 0).stdout;
        assert!(checked.contains("facts/users.json: 1 User; exported today\n"), "{checked}");
    }
}

#[test]
fn every_column_that_is_asked_for_is_read() {
    let sources = std::fs::read_dir(crate::common::repository().join("src/model/org/facts")).expect("a folder");
    let paths = sources.map(|entry| entry.expect("a file").path());
    // What these say of columns is how records are recognized.
    let reads = |path: &std::path::PathBuf| !path.ends_with("object.rs") && !path.ends_with("tests.rs");
    let reading: String =
        paths.filter(reads).map(|path| std::fs::read_to_string(path).expect("a source file")).collect();
    let queries = std::fs::read_to_string(crate::common::repository().join("rules/schema/queries.toml")).expect("it");
    let asked = queries.lines().filter_map(|line| line.strip_prefix("soql = \"SELECT "));
    let columns = asked.flat_map(|soql| soql.split(" FROM ").next().unwrap_or_default().split(", "));
    // The last word of a count is its name.
    let columns = columns.filter_map(|column| column.split(' ').next_back());
    for column in columns.filter(|column| !column.contains("Permissions") && !column.contains('{')) {
        assert!(reading.contains(&format!("\"{column}\"")), "{column} is asked for and not read");
    }
}

#[test]
fn answers_that_name_further_run_as_users_are_asked_about_them() {
    let folder = Folder::copy_of("truth/F-A3-policy-in-setup-is-not-read");
    std::fs::remove_file(folder.path().join("facts/users.json")).expect("the answer on users");
    let of_users = |printed: &str| printed.lines().any(|line| line.contains("Username IN ('portal@acme.example')"));
    let again = folder.run(&["facts"], 0).stdout;
    assert!(of_users(&again), "{again}");
    let first = folder.run(&["facts", "--into", "elsewhere"], 0).stdout;
    assert!(!of_users(&first), "{first}");
    let checked = folder.run(&["facts", "--check", "facts"], 0).stdout;
    assert!(checked.contains("missing: the user portal@acme.example\n"), "{checked}");
}

#[test]
fn a_check_of_exports_names_its_own_option_and_the_command_for_what_is_missing() {
    let folder = Folder::new();
    folder.file("a/Etl.connectedApp", machine("etl@acme.example"));
    let refused = folder.run(&["facts", "--check", "nowhere"], 2).stderr;
    assert_eq!(refused, "calint: --check nowhere: no such file or directory\n");
    folder.file("facts/users.json", "");
    let checked = folder.run(&["facts", "--check", "facts"], 3).stderr;
    assert!(checked.contains("facts/users.json:1:1: cannot be read as facts: the file is empty\n"), "{checked}");
    assert!(checked.contains("calint: `calint facts` prints the queries for what is missing\n"), "{checked}");
}
