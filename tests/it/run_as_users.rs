//! Twelve users and every route by which a permission comes to one: license, profile, permission set, group,
//! group less its muting sets; and every way in which a user is none, or not the one that was meant.

use crate::common::{command, repository, run};
use calint::discover::{self, Credentials, IgnoreFiles, Input, OtherFiles, Overlay, PermissionLists};
use calint::model::{
    Declarations, FactsRequest, FactsSource, Labels, Memory, Model, Options, Project, Replacing, User, UserOrigin,
    has_permission, permissions_of,
};
use serde_json::Value;

const ORG: &str = "testdata/orgs/run-as-users";

/// Reads the example project with the facts of one org.
fn model(target: &str) -> Model {
    let working_directory = repository().to_owned();
    let scope = discover::Request {
        inputs: vec![Input::Path(ORG.into())],
        ignore_files: IgnoreFiles::Honour,
        permission_lists: PermissionLists::LookUp,
        credentials: Credentials::Skip,
        other_files: OtherFiles::Skip,
        exclude: Vec::new(),
        named_links: calint::discover::NamedLinks::Follow,
        overlay: Overlay::default(),
        working_directory: working_directory.clone(),
    };
    let source = |org: &str| FactsSource { org: Some(org.to_owned()), path: format!("{ORG}/facts/{org}").into() };
    let options = Options {
        api_version: None,
        facts: FactsRequest { sources: vec![source("prod"), source("uat")], target: Some(target.to_owned()) },
        now: "2026-11-22T12:00:00Z".parse().expect("a moment"),
        labels: Labels::Unread,
        replacing: Replacing::Honor,
        census: discover::Census::default(),
        declared: Declarations::default(),
        memory: Memory::default(),
        working_directory,
    };
    let found = discover::discover(&scope).expect("the project is there");
    let model = Model::read(&found, &options).expect("the facts are there");
    assert!(model.library.troubles.is_empty(), "{:?}", model.library.troubles);
    model
}

fn project(model: &Model) -> &Project {
    let [project] = model.projects.as_slice() else { panic!("one project") };
    project
}

fn user<'p>(project: &'p Project, username: &str) -> &'p User {
    project.users.find(username).unwrap_or_else(|| panic!("{username} is known"))
}

/// Every permission of a user with its path.
fn power(project: &Project, username: &str) -> Vec<String> {
    let held = permissions_of(user(project, username), &project.permissions);
    held.iter().map(ToString::to_string).collect()
}

#[test]
fn every_route_gives_what_it_should_and_nothing_else() {
    let model = model("prod");
    let project = project(&model);
    let cases: [(&str, &[&str]); 8] = [
        ("ledger.feed@acme.example", &["`ApiUserOnly` ← license `Salesforce Integration`"]),
        (
            "erp.sync@acme.example",
            &["`ApiEnabled` ← profile `ERP Integration`", "`ApiUserOnly` ← profile `ERP Integration`"],
        ),
        (
            "billing.feed@acme.example",
            &[
                "`ApiEnabled` ← profile `Integration Base`",
                "`ApiUserOnly` ← permission set `Billing_Api`",
                "`ViewAllData` ← permission set `Billing_Api`",
            ],
        ),
        (
            "ops.bot@acme.example",
            &[
                "`ApiEnabled` ← profile `Integration Base`",
                "`ApiUserOnly` ← permission set `Ops_Api` ← group `Ops`",
                "`AuthorApex` ← permission set `Integration_Admin` ← group `Ops`",
                "`ModifyAllData` ← permission set `Integration_Admin` ← group `Ops`",
            ],
        ),
        (
            "warehouse.feed@acme.example",
            &[
                "`ApiEnabled` ← profile `Integration Base`",
                "`ApiUserOnly` ← permission set `Warehouse_Admin` ← group `Warehouse`",
            ],
        ),
        (
            "report.pull@acme.example",
            &["`ApiEnabled` ← profile `Integration Base`", "`ExportReport` ← permission set `Reports_Read`"],
        ),
        (
            "old.feed@acme.example",
            &["`ApiEnabled` ← profile `ERP Integration`", "`ApiUserOnly` ← profile `ERP Integration`"],
        ),
        (
            "hub@acme.example",
            &["`ApiEnabled` ← profile `Integration Base`", "`ApiUserOnly` ← permission set `Hub_Api`"],
        ),
    ];
    for (username, expected) in cases {
        assert_eq!(power(project, username), expected, "{username}");
    }
    // A standard profile without a file: what every administrator can do.
    let administrator = power(project, "admin.legacy@acme.example");
    for permission in ["ModifyAllData", "ManageUsers", "AuthorApex", "CustomizeApplication"] {
        let wanted = format!("`{permission}` ← profile `System Administrator`");
        assert!(administrator.contains(&wanted), "{wanted} in {administrator:?}");
    }
}

#[test]
fn what_is_not_granted_is_told_from_what_is_not_known() {
    let model = model("prod");
    let project = project(&model);
    let has = |username, permission| has_permission(user(project, username), &project.permissions, permission);
    for (username, api_only, modifies_all) in [
        ("ledger.feed@acme.example", Some(true), Some(false)), // An exported column of its profile says so.
        ("erp.sync@acme.example", Some(true), Some(false)),
        ("billing.feed@acme.example", Some(true), Some(false)),
        ("ops.bot@acme.example", Some(true), Some(true)),
        ("warehouse.feed@acme.example", Some(true), Some(false)), // A set of the group grants it, and it is muted.
        ("report.pull@acme.example", Some(false), Some(false)),
        ("hub@acme.example", Some(true), Some(false)),
        ("admin.legacy@acme.example", Some(false), Some(true)),
    ] {
        assert_eq!(has(username, "ApiUserOnly"), api_only, "{username}");
        assert_eq!(has(username, "ModifyAllData"), modifies_all, "{username}");
    }
}

#[test]
fn users_that_are_not_the_ones_that_were_meant() {
    let prod = model("prod");
    let known = &project(&prod).users;
    assert!(known.find("ghost.integration@acme.example").is_none());
    assert_eq!(user(project(&prod), "old.feed@acme.example").is_frozen, Some(true));
    // The e-mail address of another user is no username.
    assert!(known.find("mail.merge@acme.example").is_none());
    let owner = known.with_email("Mail.Merge@acme.example").expect("somebody has the address");
    assert_eq!(owner.username, "mail.merge@acme.example.integration");
    // The app names a sandbox's user: production has the same one without the suffix.
    let folded = known.find("catalog.sync@acme.example.uat").expect("it folds");
    assert_eq!(folded.username, "catalog.sync@acme.example");
    let uat = model("uat");
    let exact = user(project(&uat), "catalog.sync@acme.example.uat");
    assert_eq!((exact.username.as_str(), exact.origin), ("catalog.sync@acme.example.uat", UserOrigin::Export));
}

/// App, rule and severity of what is said of run-as users.
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
    // Without facts nobody can say anything of them, but for what the files show by themselves.
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
    // Nobody names any: nothing is opened.
    std::fs::remove_file(folder.path().join("config/etl-user-def.json")).expect("it is there");
    let said = folder.run(&["check", "-v", "--skip", "misnamed-user-permission", "."], 0).stderr;
    assert!(said.contains("calint: 0 of 40 profiles opened\n"), "{said}");
}
