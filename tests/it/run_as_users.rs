//! Twelve users and every route by which a permission comes to one: license, profile, permission set, group,
//! group less its muting sets; and every way in which a user does not exist or is the wrong one.

use crate::common::{command, repository, run};
use serde_json::Value;

const ORG: &str = "testdata/orgs/run-as-users";

/// App, rule, and severity of findings about run-as users.
fn said(arguments: &[&str]) -> Vec<(String, String, String)> {
    let mut all = vec!["check", "--format", "json", "--exit-zero", "--now", "2026-11-22", ORG];
    all.extend(arguments);
    let report = run(command(repository()).args(&all), 0).json();
    let text = |finding: &Value, pointer: &str| {
        finding.pointer(pointer).and_then(Value::as_str).expect("the field is a text").to_owned()
    };
    let findings = report["findings"].as_array().expect("a report has findings").iter();
    let mut said: Vec<_> = findings
        .map(|it| (text(it, "/component/name"), text(it, "/rule"), text(it, "/severity")))
        .filter(|(_, rule, _)| rule.starts_with("run-as-user"))
        .collect();
    said.sort();
    said
}

#[test]
fn each_user_gets_the_finding_they_deserve() {
    let prod = format!("{ORG}/facts/prod");
    let expected = [
        ("Billing_Feed", "run-as-user-privileged", "warning"),
        ("Catalog_Sync", "run-as-user-not-portable", "info"),
        ("Ghost", "run-as-user-invalid", "warning"),
        ("Hub_Invoices", "run-as-user-shared", "warning"),
        ("Hub_Orders", "run-as-user-shared", "warning"),
        ("Hub_Returns", "run-as-user-shared", "warning"),
        ("Legacy_Load", "run-as-user-not-api-only", "warning"),
        ("Legacy_Load", "run-as-user-privileged", "error"),
        ("Mail_Merge", "run-as-user-invalid", "error"),
        ("Old_Feed", "run-as-user-invalid", "warning"),
        ("Ops_Bot", "run-as-user-privileged", "error"),
        ("Report_Pull", "run-as-user-not-api-only", "warning"),
    ];
    let expected = expected.map(|(app, rule, severity)| (app.to_owned(), rule.to_owned(), severity.to_owned()));
    assert_eq!(said(&["--profile", "strict", "--facts", &prod]), expected);
    // Without facts, calint knows only what the files show.
    let by_files: Vec<_> = expected
        .into_iter()
        .filter(|(_, rule, _)| rule == "run-as-user-shared" || rule == "run-as-user-not-portable")
        .collect();
    assert_eq!(said(&["--profile", "strict"]), by_files);
}

#[test]
fn the_granting_file_is_shown() {
    let prod = format!("{ORG}/facts/prod");
    let arguments = ["check", "--format", "json", "--only", "run-as-user-privileged", "--facts", &prod, ORG];
    let report = run(command(repository()).args(arguments), 1).json();
    let ops = report["findings"].as_array().expect("findings").iter().find(|it| it["component"]["name"] == "Ops_Bot");
    let related = ops.expect("the finding")["related"].as_array().expect("related places");
    let path = related[0]["path"].as_str().expect("a path");
    assert!(path.ends_with("permissionsets/Integration_Admin.permissionset-meta.xml"), "{path}");
    let bytes = std::fs::read(repository().join(path)).expect("the file");
    assert_eq!(crate::common::under(&bytes, &related[0]["range"]), b"ModifyAllData");
}

#[test]
fn only_what_is_named_is_opened() {
    let folder = crate::common::Folder::new();
    let oauth = "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        \
                 <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
                 <oauthClientCredentialUser>etl@acme.example</oauthClientCredentialUser>\n        <scopes>Api</scopes>";
    folder
        .file("sfdx-project.json", r#"{"packageDirectories": [{"path": "app"}], "sourceApiVersion": "66.0"}"#)
        .file(
            "app/Etl.connectedApp-meta.xml",
            crate::common::app(oauth, "    <permissionSetName>Etl</permissionSetName>"),
        )
        .file(
            "config/etl-user-def.json",
            r#"{"Username": "etl@acme.example", "profileName": "P7", "permsets": ["S3"]}"#,
        );
    for number in 0..40 {
        // Unnamed ones are not even readable as XML.
        let named = if number == 7 { "" } else { "<" };
        folder.file(
            &format!("app/profiles/P{number}.profile-meta.xml"),
            format!("<Profile xmlns=\"http://soap.sforce.com/2006/04/metadata\">{named}</Profile>"),
        );
        let set = "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\"><label>S</label></PermissionSet>";
        folder.file(&format!("app/permissionsets/S{number}.permissionset-meta.xml"), set);
    }
    // `misnamed-user-permission` reads every profile and permission set.
    for scope in [".", "app/Etl.connectedApp-meta.xml"] {
        let said = folder.run(&["check", "-v", "--skip", "misnamed-user-permission", scope], 0).stderr;
        assert!(said.contains("calint: 1 of 40 profiles opened\n"), "{said}");
        assert!(said.contains("calint: 1 of 40 permission sets opened\n"), "{said}");
    }
    // No app names a user, so calint opens no file.
    std::fs::remove_file(folder.path().join("config/etl-user-def.json")).expect("it is there");
    let said = folder.run(&["check", "-v", "--skip", "misnamed-user-permission", "."], 0).stderr;
    assert!(said.contains("calint: 0 of 40 profiles opened\n"), "{said}");
}
