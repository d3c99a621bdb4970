//! `calint flows`: what each format says, what the options choose, and how the command ends.

use std::collections::BTreeSet;

use calint::testing::FLOWS;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use crate::common::{Folder, app, command, run, zip};
use crate::flow_cases::{KINDS, Part, Parts, data};

const FORMATS: [&str; 5] = ["text", "json", "jsonl", "markdown", "csv"];
const PATH: &str = "apps/Feed.connectedApp-meta.xml";

/// An app for client credentials without a run-as user.
fn half_an_app() -> String {
    let oauth = "<callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n\
                 <isAdminApproved>true</isAdminApproved>\n\
                 <isClientCredentialEnabled>true</isClientCredentialEnabled>\n\
                 <scopes>Api</scopes>";
    app(oauth, "<permissionSetName>Feed</permissionSetName>")
}

fn whole_app() -> String {
    half_an_app()
        .replace("<scopes>", "<oauthClientCredentialUser>feed@acme.example</oauthClientCredentialUser>\n<scopes>")
}

fn folder_with(app: &str) -> Folder {
    let folder = Folder::new();
    folder.file(PATH, app).file("sfdx-project.json", "{\"packageDirectories\": [{\"path\": \"apps\"}]}");
    folder
}

/// What the command says of a folder, on a day before any flow ends.
fn flows(folder: &Folder, arguments: &[&str], code: i32) -> String {
    let mut all = vec!["flows"];
    if !arguments.contains(&"--now") {
        all.extend(["--now", "2026-11-28"]);
    }
    all.extend(arguments);
    folder.run(&all, code).stdout
}

fn json_of(folder: &Folder, arguments: &[&str], code: i32) -> Value {
    let text = flows(folder, &[&["--format", "json"], arguments].concat(), code);
    serde_json::from_str(&text).expect("stdout holds the report and nothing else")
}

/// The flows of the first app, each with its state.
fn states(report: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let flows = report["apps"][0]["flows"].as_array().into_iter().flatten();
    flows.map(|flow| (word(&flow["flow"]), word(&flow["state"]))).collect()
}

fn state(report: &Value, flow: &str) -> String {
    let states = states(report);
    states.into_iter().find(|(name, _)| name == flow).unwrap_or_else(|| panic!("no {flow} in {report}")).1
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn text_says_what_is_missing_where_and_what_a_request_is_answered() {
    let folder = folder_with(&half_an_app());
    let text = flows(&folder, &["--flow", "client-credentials,username-password"], 0);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(lines[0], format!("Feed   connected app   {PATH}"));
    assert_eq!(lines[1], "client-credentials   incomplete   ✗ no run-as user is named (:5)");
    assert!(
        lines[2].starts_with("a request is answered: invalid_grant: no client credentials user enabled ("),
        "{text}"
    );
    assert!(
        lines.contains(&"✓ the flow is on (:8)") && lines.contains(&"✓ a scope is left for the token (:9)"),
        "{text}"
    );
    let password = lines.iter().find(|line| line.starts_with("username-password")).expect("it is unknown");
    assert!(password.contains("unknown      ? OauthOidc.settings would tell whether"), "{text}");
    assert!(password.ends_with("; ends 2027-02-20"), "{text}");
    let named = flows(&folder_with(&whole_app()), &["--flow", "client-credentials"], 0);
    assert!(
        named.contains("? users.json would tell whether") && named.contains("tokens act as feed@acme.example"),
        "{named}"
    );
}

#[test]
fn json_has_every_field_and_names_places() {
    let folder = folder_with(&half_an_app());
    folder.file("broken/Cut.connectedApp", "<ConnectedApp");
    let report = json_of(&folder, &["--flow", "client-credentials", "--curl"], 3);
    assert_eq!((keys(&report), &report["schema"]), (["apps", "problems", "schema", "tool"].into(), &json!(1)));
    let app = &report["apps"][0];
    assert_eq!(keys(app), ["component", "flows", "off", "path"].into());
    assert_eq!(app["component"], json!({"type": "ConnectedApp", "name": "Feed"}));
    let flow = &app["flows"][0];
    let of_flow = "acts_as advice against confidence ends flow person preconditions request state";
    assert_eq!(keys(flow), of_flow.split(' ').collect());
    assert_eq!(
        (&flow["state"], &flow["person"], &flow["confidence"]),
        (&json!("incomplete"), &json!(false), &json!("high"))
    );
    assert_eq!(flow["against"], json!(["cc-run-as-user"]));
    let row = flow["preconditions"].as_array().expect("rows").iter().find(|row| row["id"] == "cc-run-as-user");
    let row = row.expect("the row");
    assert_eq!(keys(row), "error evidence id met needs path range role text".split(' ').collect());
    assert_eq!((&row["met"], &row["role"], &row["path"]), (&json!(false), &json!("step"), &json!(PATH)));
    assert_eq!(row["range"]["start"]["line"], 5);
    assert_eq!(row["error"]["description"], "no client credentials user enabled");
    assert_eq!(row["error"]["evidence"], "public-reports");
    assert_eq!(keys(&report["problems"][0]), ["message", "path", "range"].into());
}

#[test]
fn each_format_has_each_row_once() {
    let folder = folder_with(&half_an_app());
    let report = json_of(&folder, &["--all"], 0);
    let states = states(&report);
    assert_eq!(states.len(), FLOWS.len());
    let lines = flows(&folder, &["--all", "--format", "jsonl"], 0);
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("a row a line")).collect();
    for (row, (flow, state)) in rows.iter().zip(&states) {
        assert_eq!((row["kind"].as_str(), row["schema"].as_u64()), (Some("flow"), Some(1)));
        assert_eq!((row["flow"].as_str(), row["state"].as_str()), (Some(flow.as_str()), Some(state.as_str())));
        assert_eq!((&row["component"]["name"], &row["path"]), (&json!("Feed"), &json!(PATH)));
    }
    assert_eq!(rows.len(), states.len());
    let table = flows(&folder, &["--all", "--format", "csv"], 0);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("each row has all columns");
    let reported: Vec<(String, String)> = records.iter().map(|row| (row[3].to_owned(), row[4].to_owned())).collect();
    assert_eq!(reported, states);
    let markdown = flows(&folder, &["--all", "--format", "markdown"], 0);
    for (flow, state) in &states {
        assert!(markdown.lines().any(|line| line.contains(&format!("| {flow} | {state} |"))), "{flow}: {markdown}");
    }
}

#[test]
fn options_choose_apps_flows_and_states() {
    let folder = folder_with(&half_an_app());
    folder.file("apps/Other.connectedApp-meta.xml", whole_app());
    let names = |arguments: &[&str]| {
        let report = json_of(&folder, arguments, 0);
        let apps = report["apps"].as_array().expect("apps").iter().map(|app| app["component"]["name"].clone());
        apps.collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["Feed", "Other"]);
    assert_eq!(names(&["--app", "Oth*"]), ["Other"]);
    assert_eq!(names(&["--flow", "client-credentials", "--state", "incomplete"]), ["Feed"]);
    assert_eq!(names(&["--flow", "jwt-bearer", "--state", "open,ready"]), Vec::<Value>::new());
    let shown = json_of(&folder, &["--app", "Feed"], 0);
    let off = shown["apps"][0]["off"].as_u64().expect("a number");
    assert_eq!(states(&shown).len() as u64 + off, FLOWS.len() as u64, "what is off is counted");
    assert!(states(&shown).iter().all(|(_, state)| state != "off"));
    let all = json_of(&folder, &["--app", "Feed", "--all"], 0);
    assert_eq!((states(&all).len(), &all["apps"][0]["off"]), (FLOWS.len(), &json!(0)));
    let only = json_of(&folder, &["--app", "Feed", "--state", "off"], 0);
    assert_eq!(states(&only).len() as u64, off);
}

#[test]
fn requests_are_commands_without_a_value_of_a_file() {
    let data = data();
    let planted: Parts = [
        ("app/oauthConfig/consumerKey", "3MVG9PlantedPlantedPlanted"),
        ("app/oauthConfig/consumerSecret", "A1B2C3D4E5F60718293A4B5C"),
        ("ecaGlblOauth/consumerKey", "3MVG9PlantedPlantedPlanted"),
        ("ecaGlblOauth/consumerSecret", "A1B2C3D4E5F60718293A4B5C"),
    ]
    .map(|(key, text)| (key.to_owned(), Part::Text(text.to_owned())))
    .into();
    let mut shown = BTreeSet::new();
    for flow in FLOWS {
        for kind in KINDS {
            let folder = data.folder(flow.name.as_str(), kind, &[&planted]);
            let report = json_of(&folder, &["--curl", "--flow", flow.name.as_str()], 0);
            let lines = report["apps"][0]["flows"][0]["request"].as_array().cloned().unwrap_or_default();
            let lines: Vec<&str> = lines.iter().map(|line| line.as_str().expect("a line")).collect();
            let script = lines.join("\n");
            is_harmless(&script);
            for format in FORMATS {
                let text = flows(&folder, &["--curl", "--format", format, "--flow", flow.name.as_str()], 0);
                assert!(!text.contains("Planted") && !text.contains("A1B2C3D4"), "{format}: {text}");
                assert!(
                    format == "csv"
                        || lines.is_empty()
                        || text.contains("$CONSUMER_KEY")
                        || text.contains("$SIGNED_JWT")
                        || text.contains("$SAML_ASSERTION")
                        || text.contains("$ACTOR_JWT"),
                    "{format}: {text}"
                );
            }
            shown.extend((!script.is_empty()).then_some(flow.name.as_str()));
        }
    }
    assert_eq!(shown.len(), FLOWS.len() - 1, "calint shows no request for a login with a password: {shown:?}");
}

/// Fails on what a shell cannot read, and on a host or value that is no variable.
fn is_harmless(script: &str) {
    assert!(
        !script.contains("acme") && !script.contains("localhost") && !script.contains("salesforce.com"),
        "{script}"
    );
    if cfg!(unix) {
        let folder = Folder::outside_git();
        folder.file("request.sh", script);
        let status = std::process::Command::new("sh").arg("-n").arg(folder.path().join("request.sh")).status();
        assert!(status.is_ok_and(|status| status.success()), "{script}");
    }
}

#[test]
fn facts_make_a_flow_ready() {
    let (folder, users) = (folder_with(&whole_app()), "{\"records\": [], \"done\": true}");
    let known = "[{\"attributes\": {\"type\": \"User\"}, \"Id\": \"0055g00000AbCdEAAV\", \"Username\": \"feed@acme.example\", \
                 \"IsActive\": true}]";
    folder.file("facts/prod/users.json", known).file("facts/prod/frozen-users.json", users);
    let gone = known.replace("true", "false");
    folder.file("facts/uat/users.json", gone).file("facts/uat/frozen-users.json", users);
    let of = |arguments: &[&str]| state(&json_of(&folder, arguments, 0), "client-credentials");
    assert_eq!(of(&[]), "unknown");
    assert_eq!(of(&["--facts", "facts/prod"]), "ready");
    let both = ["--facts", "prod=facts/prod", "--facts", "uat=facts/uat", "--target"];
    assert_eq!(of(&[&both[..], &["prod"]].concat()), "ready");
    assert_eq!(of(&[&both[..], &["uat"]].concat()), "incomplete");
}

#[test]
fn what_salesforce_switches_off_is_off_from_that_day_on() {
    let folder = folder_with(
        &half_an_app()
            .replace("https://login.salesforce.com/services/oauth2/success", "https://feed.acme.example/callback"),
    );
    folder.file(
        "apps/settings/OauthOidc.settings-meta.xml",
        "<OauthOidcSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\"><blockOAuthUnPwFlow>false</blockOAuthUnPwFlow>\
         <blockOAuthUsrAgtFlow>false</blockOAuthUsrAgtFlow></OauthOidcSettings>",
    );
    for (flow, before, reason) in
        [("user-agent", "open", "user-agent-in-time"), ("username-password", "ready", "password-in-time")]
    {
        let report = json_of(&folder, &["--now", "2027-02-19", "--flow", flow], 0);
        assert_eq!(state(&report, flow), before);
        assert_eq!(report["apps"][0]["flows"][0]["ends"], "2027-02-20");
        let report = json_of(&folder, &["--now", "2027-02-20", "--all", "--flow", flow], 0);
        assert_eq!(
            (state(&report, flow).as_str(), &report["apps"][0]["flows"][0]["against"]),
            ("off", &json!([reason]))
        );
        assert_eq!(report["apps"][0]["flows"][0]["ends"], Value::Null);
        let text = flows(&folder, &["--now", "2027-02-20", "--all", "--flow", flow], 0);
        assert!(text.contains("✗ Salesforce switched off the flow"), "{text}");
    }
}

#[test]
fn the_exit_code_says_how_it_went() {
    let (half, whole) = (folder_with(&half_an_app()), folder_with(&whole_app()));
    flows(&half, &[], 0);
    flows(&half, &["--fail-on", "incomplete"], 1);
    flows(&half, &["--fail-on", "incomplete", "--flow", "jwt-bearer"], 0);
    flows(&whole, &["--fail-on", "incomplete"], 0);
    flows(&half, &["--expect"], 0);
    for folder in [&half, &whole] {
        folder.file("calint.toml", "[apps.Feed]\nflow = \"client-credentials\"\n");
    }
    let broken = half.run(&["flows", "--expect"], 1).stderr;
    assert!(broken.contains("`Feed` is declared to use client-credentials, and that flow cannot be used"), "{broken}");
    flows(&half, &[], 0);
    // calint does not know whether the user exists.
    flows(&whole, &["--expect"], 0);
    for wrong in
        [&["--flow", "implicit"][..], &["--state", "closed"], &["--app", "[a"], &["--fail-on", "off"], &["gone"]]
    {
        flows(&half, wrong, 2);
    }
    half.file("apps/Cut.connectedApp", "<ConnectedApp");
    for format in FORMATS {
        let reported = half.run(&["flows", "--format", format], 3);
        assert!(reported.stdout.contains("apps/Cut.connectedApp"), "{format}: {}", reported.stdout);
        assert!(reported.stderr.ends_with("exit 3: incomplete because of 1 problem\n"), "{}", reported.stderr);
    }
    let from_stdin =
        run(command(half.path()).args(["flows", "-", "--stdin-filename", PATH]).write_stdin(half_an_app()), 0);
    assert!(from_stdin.stdout.contains("no run-as user is named"), "{}", from_stdin.stdout);
}

/// Names, a username, and a path that act on a terminal, a log, a browser, a spreadsheet, or a table.
fn hostile() -> Folder {
    let value = "=1+1 ::error::x\u{202e} | `x` ](javascript:x) &lt;script&gt;alert(1)&lt;/script&gt; ##[error]x";
    let folder = folder_with(&half_an_app());
    let app =
        whole_app().replace("feed@acme.example", value).replace("Feed", value).replace("login.salesforce.com", value);
    for path in ["=HYPERLINK(1).connectedApp", "::error::x.connectedApp", "@a|b `x` [l](x) _i_ ##[error]y.connectedApp"]
    {
        folder.hostile_file(path, &app);
    }
    folder.hostile_file("::warning::a\u{1b}[31m\u{202e}<b>.connectedApp", &app);
    folder.hostile_file("::error::cut\n::error::x.connectedApp", "<ConnectedApp");
    folder.file("retrieve.zip", zip(&[("connectedApps/::error::\n::error::z.connectedApp", app.as_bytes())]));
    folder
}

#[test]
fn nothing_hostile_acts_on_the_reader() {
    let folder = hostile();
    for format in FORMATS {
        let reported = folder.run(&["flows", "--all", "--curl", "--format", format, "--color", "never"], 3);
        for text in [&reported.stdout, &reported.stderr] {
            crate::every_format::acts_on_nobody(format, text);
        }
    }
    let table = folder.run(&["flows", "--format", "csv"], 3).stdout;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    for record in reader.records() {
        let record = record.expect("a row");
        let begins_formula = |cell: &str| cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!record.iter().any(begins_formula), "{record:?}");
    }
    let markdown = folder.run(&["flows", "--format", "markdown"], 3).stdout;
    let mut cells = 0;
    for event in Parser::new_ext(&markdown, pulldown_cmark::Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableRow | Tag::TableHead) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => assert_eq!(cells, 4, "no name ends a cell: {markdown}"),
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                panic!("a name is no markup: {event:?} in {markdown}")
            }
            _ => {}
        }
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    use std::process::{Command, Stdio};
    let folder = Folder::new();
    for number in 0..200 {
        folder.file(&format!("connectedApps/App{number}.connectedApp-meta.xml"), half_an_app());
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("calint"));
    command.current_dir(folder.path()).args(["flows", "--all"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(stderr.starts_with("calint: 200 apps: ") && stderr.lines().count() == 1, "{stderr}");
}
