//! Hostile and unusual bytes (`testdata/odd`): every file is read as far as it goes, every problem stands
//! at its place, and a value is found under its region however it is written.

use std::collections::BTreeMap;
use std::fs;

use crate::common::{Folder, good_app, repository, rules, run, texts, under};
use serde_json::Value;

fn odd(name: &str) -> String {
    format!("testdata/odd/{name}.connectedApp-meta.xml")
}

/// Name, line of the first problem, part of its message; no line for files without a problem.
fn expectations() -> Vec<(String, Option<u64>, String)> {
    let table = fs::read_to_string(repository().join("testdata/odd/problems.tsv")).expect("the table");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        let mut next = || cells.next().expect("three cells");
        (next(), next().parse().ok(), next())
    };
    rows.map(row).collect()
}

fn check(name: &str) -> (Vec<u8>, Value) {
    let path = odd(name);
    let bytes = fs::read(repository().join(&path)).expect("an odd file");
    // These files are about how a file is written, and none of them lists who may use the app.
    let arguments = ["check", "--format", "json", "--skip", "admin-approved-without-assignment", &path];
    let output = crate::common::command(repository()).args(arguments).output().expect("it starts");
    (bytes, serde_json::from_slice(&output.stdout).expect("a report"))
}

#[test]
fn the_table_knows_every_file() {
    let listed: Vec<String> = expectations().into_iter().map(|(name, ..)| odd(&name)).collect();
    let folder = fs::read_dir(repository().join("testdata/odd")).expect("the folder");
    let mut files: Vec<String> = folder
        .map(|entry| format!("testdata/odd/{}", entry.expect("an entry").file_name().to_string_lossy()))
        .filter(|name| name.contains(".connectedApp"))
        .collect();
    files.sort();
    let mut sorted = listed;
    sorted.sort();
    assert_eq!(files, sorted);
}

#[test]
fn problems_stand_at_their_line_and_the_rest_is_read() {
    for (name, line, part) in expectations() {
        let (_, report) = check(&name);
        let problem = &report["problems"][0];
        let Some(line) = line else {
            assert_eq!(report["problems"], Value::Array(Vec::new()), "{name}");
            continue;
        };
        assert_eq!(problem["range"]["start"]["line"].as_u64(), Some(line), "{name}: {problem}");
        assert!(problem["message"].as_str().expect("a message").contains(&part), "{name}: {problem}");
        assert_eq!(report["summary"]["exit_code"], 3, "{name}");
        // Each problem is also a finding, so that it is in every report at its line.
        assert!(rules(&report).contains(&"invalid-xml".to_owned()), "{name}");
    }
}

#[test]
fn values_are_found_under_their_regions_in_every_writing() {
    let readable = expectations().into_iter().filter(|(_, line, _)| line.is_none());
    for (name, ..) in readable {
        let (bytes, report) = check(&name);
        let mut regions = BTreeMap::new();
        for finding in report["findings"].as_array().expect("findings") {
            let region = under(&bytes, &finding["range"]).to_vec();
            regions.insert(finding["rule"].as_str().expect("a rule").to_owned(), region);
        }
        let wide = |text: &str, unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let expected = |text: &str, written: &str| match name.as_str() {
            "utf16-le" => wide(text, u16::to_le_bytes),
            "utf16-be" => wide(text, u16::to_be_bytes),
            "references" | "cdata" => written.as_bytes().to_vec(),
            _ => text.as_bytes().to_vec(),
        };
        let (full, bypass) = match name.as_str() {
            "references" => ("F&#117;ll", "BYP&#x41;SS"),
            _ => ("Full", "BYP]]>ASS"),
        };
        let found: Vec<&str> = regions.keys().map(String::as_str).collect();
        assert_eq!(found, ["full-scope", "ip-relaxation-bypass"], "{name}");
        assert_eq!(regions["full-scope"], expected("Full", full), "{name}");
        assert_eq!(regions["ip-relaxation-bypass"], expected("BYPASS", bypass), "{name}");
    }
}

#[test]
fn a_broken_file_is_not_blamed_for_what_it_may_have_lost() {
    // The end of the file is missing: what is absent may have stood there.
    let folder = Folder::new();
    let cut = crate::common::app(
        "        <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        <scopes>Full</scopes>",
        "",
    );
    let cut = cut.replace("</ConnectedApp>", "").replace("    </oauthConfig>", "");
    folder.file("A.connectedApp", cut);
    assert_eq!(rules(&folder.json(&[], 3)), ["full-scope", "invalid-xml"]);
}

#[test]
fn an_element_that_stands_twice_with_two_values_is_unknown() {
    let folder = Folder::new();
    let app = good_app();
    let twice = app.replace(
        "<isAdminApproved>true</isAdminApproved>",
        "<isAdminApproved>true</isAdminApproved>\n        <isAdminApproved>false</isAdminApproved>",
    );
    folder.file("Twice.connectedApp", twice).file(
        "Same.connectedApp",
        app.replace("        <scopes>", "        <isAdminApproved>true</isAdminApproved>\n        <scopes>"),
    );
    let arguments = ["--skip", "duplicate-element"];
    assert_eq!(rules(&folder.json(&arguments, 0)), Vec::<String>::new());
}

#[test]
fn namespaces_are_missed_but_the_file_is_read() {
    let folder = Folder::new();
    let namespace = " xmlns=\"http://soap.sforce.com/2006/04/metadata\"";
    let app = crate::common::full_app();
    folder.file("None.connectedApp", app.replace(namespace, ""));
    folder.file("Other.connectedApp", app.replace("metadata\"", "metadata/\""));
    let undeclared = "<m:ConnectedApp xmlns:n=\"urn:n\"><m:contactEmail>a@acme.example</m:contactEmail>\
                      <m:label>x</m:label><m:oauthConfig><m:callbackUrl>https://acme.example/cb</m:callbackUrl><m:isAdminApproved>true</m:isAdminApproved>\
                      <m:scopes>Full</m:scopes></m:oauthConfig></m:ConnectedApp>";
    folder.file("Undeclared.connectedApp", undeclared);
    let report = folder.json(&["--skip", "admin-approved-without-assignment"], 1);
    let said: Vec<_> = texts(&report, "path").into_iter().zip(rules(&report)).collect();
    let expected = ["None", "Other", "Undeclared"]
        .into_iter()
        .flat_map(|name| ["invalid-xml", "full-scope"].map(|rule| (format!("{name}.connectedApp"), rule.to_owned())));
    assert_eq!(said, expected.collect::<Vec<_>>());
}

#[test]
fn a_huge_file_is_refused_and_a_wide_one_is_cut_off() {
    let folder = Folder::new();
    folder.file("Huge.connectedApp", vec![b' '; 64 * 1024 * 1024 + 1]).file("Good.connectedApp", good_app());
    let report = folder.json(&[], 3);
    assert!(report["problems"][0]["message"].as_str().expect("a message").contains("over 64 MiB"));
    assert_eq!(report["summary"]["files"], 1);

    let wide = good_app().replace("    <label>", &("<a/>".repeat(60_000) + "    <label>"));
    let folder = Folder::new();
    folder.file("Wide.connectedApp", wide);
    let report = folder.json(&[], 3);
    assert!(report["problems"][0]["message"].as_str().expect("a message").contains("more than 50000 elements"));
}

#[test]
fn no_control_character_of_a_file_reaches_the_terminal() {
    let hostile = "Ev\u{9b}il\u{1b}]0;x\u{7}\u{202e}";
    let folder = Folder::new();
    // Control characters are forbidden in XML, but a hostile file has them all the same.
    let app = crate::common::full_app()
        .replace("Acme", hostile)
        .replace("<scopes>Full", &format!("<scopes>{hostile}</scopes><scopes>Full"));
    folder.hostile_file("Ev\u{1b}[31mil\u{202e}.connectedApp", app);
    for format in ["full", "concise", "json"] {
        let mut command = crate::common::command(folder.path());
        let output = command.args(["check", "--format", format, "--color", "never", "-v"]).output().expect("it starts");
        let text = String::from_utf8(output.stdout).expect("UTF-8") + &String::from_utf8(output.stderr).expect("UTF-8");
        let harmful = |it: char| (it.is_control() && it != '\n') || ('\u{202a}'..='\u{202e}').contains(&it);
        assert_eq!(text.chars().find(|it| harmful(*it)), None, "{format}: {text:?}");
    }
    let report = run(crate::common::command(folder.path()).args(["check", "--format", "json"]), 3).json();
    assert!(rules(&report).contains(&"unknown-oauth-scope".to_owned()));
}

#[test]
fn a_byte_order_mark_inside_a_file_shifts_nothing() {
    let folder = Folder::new();
    let text = "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\"><label>ERP</label>\u{feff}\n\
                <userPermissions><enabled>true</enabled><name>UseAnyApiClient</name></userPermissions></PermissionSet>";
    folder.file("permissionsets/ERP.permissionset", text).file("App.connectedApp", crate::common::good_app());
    let report = folder.json(&["--profile", "audit", "--only", "api-access-bypass-granted", "--exit-zero"], 0);
    let finding = &report["findings"][0];
    assert_eq!(under(text.as_bytes(), &finding["range"]), b"UseAnyApiClient");
    assert_eq!(finding["range"]["start"]["line"], 2);
}

#[test]
fn stray_ampersands_count_toward_the_limit() {
    let folder = Folder::new();
    let text = format!(
        "<ConnectedApp xmlns=\"http://soap.sforce.com/2006/04/metadata\">{}</ConnectedApp>",
        "&".repeat(60_000)
    );
    folder.file("App.connectedApp", text);
    let report = folder.json(&["."], 3);
    let problems = report["problems"].as_array().expect("problems");
    assert!(
        problems.iter().any(|it| it["message"].as_str().is_some_and(|it| it.contains("more than"))),
        "{problems:?}"
    );
}

#[test]
fn permissions_count_however_they_are_written() {
    for name in
        ["UseAnyApi&#67;lient", "UseAnyApi<!-- -->Client", "<![CDATA[UseAnyApiClient]]>", "UseAny<![CDATA[Api]]>Client"]
    {
        let folder = Folder::new();
        let text = format!(
            "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\"><label>ERP</label>\
             <userPermissions><enabled>true</enabled><name>{name}</name></userPermissions></PermissionSet>"
        );
        folder.file("permissionsets/ERP.permissionset", text).file("App.connectedApp", crate::common::good_app());
        let report = folder.json(&["--profile", "audit", "--only", "api-access-bypass-granted", "--exit-zero"], 0);
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(1), "{name}");
    }
}

#[test]
fn permissions_count_however_true_is_written() {
    for (enabled, granted) in [("true", 1), ("1", 1), (" TRUE ", 1), ("<![CDATA[1]]>", 1), ("0", 0), ("false", 0)] {
        let folder = Folder::new();
        let text = format!(
            "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\"><label>ERP</label><userPermissions>\
             <enabled>{enabled}</enabled><name>UseAnyApiClient</name></userPermissions></PermissionSet>"
        );
        folder.file("permissionsets/ERP.permissionset", text).file("App.connectedApp", crate::common::good_app());
        let report = folder.json(&["--profile", "audit", "--only", "api-access-bypass-granted", "--exit-zero"], 0);
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(granted), "{enabled}: {report}");
    }
}

#[test]
fn a_permission_list_that_cannot_be_read_is_a_problem() {
    let whole = "<Profile xmlns=\"http://soap.sforce.com/2006/04/metadata\"><custom>false</custom>\
                 <fieldPermissions><editable>true</editable></fieldPermissions></Profile>";
    let cut = whole.get(..whole.len() - 20).expect("a shorter text");
    let crossed = whole.replace("</editable>", "");
    for text in ["garbage", cut, &crossed] {
        let folder = Folder::new();
        folder.file("profiles/ERP.profile", text).file("App.connectedApp", crate::common::good_app());
        let report = folder.json(&["--profile", "strict"], 3);
        assert_eq!(report["problems"][0]["path"], "profiles/ERP.profile", "{text}");
    }
}
