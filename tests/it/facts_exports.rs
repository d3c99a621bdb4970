//! What calint learns from the manifest of an export and from switches in the org, and what to retrieve of an org.

use std::fs;

use crate::common::{Folder, app, texts};
use serde_json::{Value, json};

/// A project with an app that runs as a user, and an External Client App whose policies are in Setup.
pub(crate) fn project() -> Folder {
    let folder = Folder::copy_of("truth/F-A3-policy-in-setup-is-not-read");
    fs::remove_dir_all(folder.path().join("facts")).expect("its facts");
    let oauth = "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
         <isAdminApproved>true</isAdminApproved>\n        \
         <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
         <oauthClientCredentialUser>etl@acme.example</oauthClientCredentialUser>\n        <scopes>Api</scopes>";
    folder.file("force-app/main/default/connectedApps/Etl.connectedApp-meta.xml", app(oauth, ""));
    folder
}

pub(crate) fn answer(records: &Value) -> String {
    let count = records.as_array().map_or(0, Vec::len);
    json!({ "status": 0, "result": { "records": records, "totalSize": count, "done": true }, "warnings": [] })
        .to_string()
}

#[test]
fn answers_of_two_orgs_do_not_mix() {
    let folder = project();
    let manifest = |id: &str, name: &str| {
        json!({ "exported": "2026-11-20T10:00:00Z", "org": { "Id": id, "Name": name }, "queries": [] }).to_string()
    };
    let user = |username: &str| format!(r#"[{{"attributes": {{"type": "User"}}, "Username": "{username}"}}]"#);
    folder.file("facts/prod/manifest.json", manifest("00D000000000001AAA", "Acme"));
    folder.file("facts/prod/users.json", user("etl@acme.example"));
    folder.file("facts/uat/manifest.json", manifest("00D000000000002AAA", "Acme UAT"));
    folder.file("facts/uat/users.json", user("portal@acme.example"));
    let run = folder.run(&["facts", "--check", "facts"], 3);
    let expected = "facts/uat/manifest.json: is from the org `Acme UAT` (00D000000000002AAA), and \
                    facts/prod/manifest.json is from the org `Acme` (00D000000000001AAA)";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
    assert!(run.stdout.contains("missing: the user etl@acme.example"), "{}", run.stdout);
    // The last three characters of an id are a checksum that some exports leave out.
    folder.file("facts/uat/manifest.json", manifest("00D000000000001", "Acme"));
    assert!(folder.run(&["facts", "--check", "facts"], 0).stdout.contains("org `Acme` (00D000000000001"));
    // The record of the org says it, too.
    let org =
        r#"[{"attributes": {"type": "Organization"}, "Id": "00D000000000003AAA", "OrganizationType": "Team Edition"}]"#;
    folder.file("facts/uat/organization.json", org);
    folder.run(&["facts", "--check", "facts"], 3);
    let named = ["facts", "--check", "a=facts/prod", "--check", "b=facts/uat", "--target", "a"];
    assert!(folder.run(&named, 0).stdout.contains("org `Acme` (00D000000000001AAA)"));
}

#[test]
fn a_manifest_names_objects_and_counts_records() {
    let folder = project();
    let manifest = |queries: &Value| json!({ "exported": "2026-11-20T10:00:00Z", "queries": queries }).to_string();
    let query =
        |name: &str, object: &str, rows: usize| json!({ "name": name, "object": object, "state": "ok", "rows": rows });
    folder.file("facts/who-is-frozen.json", "[]");
    let text = |folder: &Folder, code: i32| {
        let run = folder.run(&["facts", "--check", "facts", "--now", "2026-11-22"], code);
        run.stdout + &run.stderr
    };
    let unknown = "facts/who-is-frozen.json: no records, and the file's name does not say of which object";
    assert!(text(&folder, 0).contains(unknown));
    folder.file("facts/manifest.json", manifest(&json!([query("who-is-frozen", "UserLogin", 0)])));
    let known = text(&folder, 0);
    assert!(known.contains("facts/who-is-frozen.json: no UserLogin records; 2 days old\n"), "{known}");
    // An answer with fewer records than the query found lost some.
    let user = r#"[{"attributes": {"type": "User"}, "Username": "etl@acme.example"}]"#;
    folder.file("facts/users.json", user);
    folder.file("facts/manifest.json", manifest(&json!([query("users", "User", 2)])));
    assert!(text(&folder, 3).contains("facts/users.json: contains 1 of 2 records that the query found"));
    // Of tokens and logins, Salesforce returns only so many.
    folder.file("facts/live-tokens.csv", "AppName,UserId\nOther,0055g00000AbCdE\n");
    folder.file("facts/manifest.json", manifest(&json!([query("live-tokens", "OauthToken", 3)])));
    let cut = text(&folder, 0);
    assert!(cut.contains("OauthToken: cut by Salesforce"), "{cut}");
    assert!(!cut.contains("no user has a token"), "{cut}");
    folder.file("facts/manifest.json", "{\"exported\": \"2026-11-20T10:00:00Z\", \"queries\": [{\"state\": \"odd\"}]}");
    assert!(text(&folder, 3).contains("facts/manifest.json: cannot be read as the manifest of an export"));
    folder.file("facts/manifest.json", "{\"exported\": \"yesterday\"}");
    assert!(text(&folder, 3).contains("facts/manifest.json: contains no time in `exported`"));
    // Other programs have files of this name, too.
    folder.file("facts/manifest.json", "{\"name\": \"web\"}");
    assert!(!text(&folder, 0).contains("manifest.json"));
}

#[test]
fn switches_of_setup_count_where_the_policy_file_is_missing() {
    let folder = project();
    let switches = |status: &str| {
        json!([{ "attributes": { "type": "ExtlClntAppPlcyCnfg" }, "IsEnabled": true, "OauthPluginStatus": status,
            "ExternalClientApplication": { "DeveloperName": "Acme_Portal" } }])
    };
    let said = |folder: &Folder| {
        texts(&folder.json(&["--only", "policy-disables-app", "--facts", "facts", "--exit-zero"], 0), "message")
    };
    folder.file("facts/external-client-app-switches.json", answer(&switches("Enabled")));
    assert_eq!(said(&folder), Vec::<String>::new());
    folder.file("facts/external-client-app-switches.json", answer(&switches("Disabled")));
    assert_eq!(said(&folder), ["`Acme_Portal` has OAuth settings, but its OAuth part is switched off"]);
    // The switches do not show the OAuth policy.
    let report = folder.json(&["--facts", "facts", "--exit-zero"], 0);
    let open =
        report["unchecked"].as_array().expect("a list").iter().filter(|it| it["component"]["name"] == "Acme_Portal");
    assert!(open.into_iter().any(|it| it["reason"] == "no OAuth policy in source or facts"), "{report}");
}

#[test]
fn a_list_for_a_retrieve_leaves_out_keys_unless_asked() {
    let folder = project();
    let plain = folder.run(&["facts", "--manifest"], 0);
    assert_eq!(plain.stderr, "");
    let document = roxmltree::Document::parse(&plain.stdout).expect("XML");
    let names = |document: &roxmltree::Document<'_>| -> Vec<String> {
        let names = document
            .descendants()
            .filter(|node| node.has_tag_name(("http://soap.sforce.com/2006/04/metadata", "name")));
        names.filter_map(|node| node.text().map(str::to_owned)).collect()
    };
    let listed = names(&document);
    for expected in
        ["ConnectedApp", "ExternalClientApplication", "ExtlClntAppOauthConfigurablePolicies", "Profile", "Settings"]
    {
        assert!(listed.iter().any(|name| name == expected), "{expected}: {listed:?}");
    }
    assert!(!listed.iter().any(|name| name == "ExtlClntAppGlobalOauthSettings"), "{listed:?}");
    assert!(plain.stdout.contains("<!-- Not listed: ExtlClntAppGlobalOauthSettings."), "{}", plain.stdout);
    assert!(plain.stdout.contains("<members>OauthOidc</members>") && plain.stdout.contains("<version>66.0</version>"));
    let keys = folder.run(&["facts", "--manifest", "--global-oauth-settings"], 0);
    let document = roxmltree::Document::parse(&keys.stdout).expect("XML");
    assert!(names(&document).iter().any(|name| name == "ExtlClntAppGlobalOauthSettings"));
    assert!(keys.stderr.contains("do not share or commit them"), "{}", keys.stderr);
    // Version 66 does not have a type of version 67.
    let security = |folder: &Folder| folder.run(&["facts", "--manifest"], 0).stdout.contains("OauthSecuritySettings");
    assert!(!security(&folder));
    folder.file("sfdx-project.json", r#"{"packageDirectories": [{"path": "force-app"}], "sourceApiVersion": "67.0"}"#);
    assert!(security(&folder));
    folder.run(&["facts", "--global-oauth-settings"], 2);
    folder.run(&["facts", "--manifest", "--script", "sh"], 2);
}

#[test]
fn a_folder_with_a_manifest_alone_contains_exports_only_if_it_names_queries() {
    let folder = project();
    let said = |folder: &Folder, code: i32| {
        let run = folder.run(&["facts", "--check", "facts"], code);
        run.stdout + &run.stderr
    };
    for other in ["{}", "{\"exported\": \"2026-11-20T10:00:00Z\"}"] {
        folder.file("facts/manifest.json", other);
        assert!(said(&folder, 3).contains("facts: contains no exports"), "{other}");
    }
    let query = |name: &str, state: &str| json!({ "name": name, "object": "?", "state": state });
    let queries = json!([
        query("permissions-ViewClientSecret", "absent-column"),
        query("../../x", "failed"),
        query("more", "failed")
    ]);
    folder.file("facts/manifest.json", json!({ "exported": "2026-11-20T10:00:00Z", "queries": queries }).to_string());
    let reported = said(&folder, 0);
    assert!(reported.contains("facts/permissions-ViewClientSecret.json: this org lacks the permission"), "{reported}");
    assert!(!reported.contains("more.json") && !reported.contains("x.json"), "{reported}");
}
