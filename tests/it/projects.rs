//! What the project around an app tells: API version, replacements, users.

use crate::common::{Folder, app, full_app, good_app, rules, texts};
use serde_json::{Value, json};

const APP: &str = "force-app/main/default/connectedApps/App.connectedApp-meta.xml";
const USER: &str = "billing.integration@acme.example";

fn project(version: &str) -> String {
    json!({ "packageDirectories": [{ "path": "force-app", "default": true }], "sourceApiVersion": version }).to_string()
}

fn machine_app(user: &str) -> String {
    let oauth = format!(
        "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
         <isAdminApproved>true</isAdminApproved>\n        \
         <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
         {user}<scopes>Api</scopes>"
    );
    app(&oauth, "    <permissionSetName>ETL</permissionSetName>")
}

fn run_as(user: &str) -> String {
    machine_app(&format!("<oauthClientCredentialUser>{user}</oauthClientCredentialUser>"))
}

// API version.

#[test]
fn the_flag_outranks_package_xml_which_outranks_the_project_file() {
    let is_below_56 = |arguments: &[&str], folder: &Folder| {
        let mut all = vec!["--only", "field-not-in-api-version", "--exit-zero"];
        all.extend(arguments);
        !rules(&folder.json(&all, 0)).is_empty()
    };
    let package = |version: &str| {
        format!("<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\"><version>{version}</version></Package>")
    };
    let folder = Folder::new();
    folder.file(APP, machine_app(""));
    assert!(!is_below_56(&[], &folder));
    folder.file("sfdx-project.json", project("55.0"));
    assert!(is_below_56(&[], &folder));
    folder.file("package.xml", package("60.0"));
    assert!(!is_below_56(&[], &folder));
    folder.file("package.xml", package("50.0"));
    assert!(is_below_56(&[], &folder));
    assert!(!is_below_56(&["--api-version", "66.0"], &folder));
}

#[test]
fn a_project_is_the_nearest_folder_upward() {
    let folder = Folder::new();
    folder.file("sfdx-project.json", project("55.0")).file("new/sfdx-project.json", project("66.0"));
    folder.file("old/A.connectedApp", machine_app("")).file("new/B.connectedApp", machine_app(""));
    // A manifest in another folder is no project.
    folder.file("old/manifest/package.xml", "<Package><version>66.0</version></Package>");
    let report = folder.json(&["--only", "field-not-in-api-version"], 1);
    assert_eq!(texts(&report, "path"), ["old/A.connectedApp"]);
}

#[test]
fn a_project_file_that_cannot_be_read_is_a_problem() {
    let folder = Folder::new();
    folder.file("sfdx-project.json", "{ \"packageDirectories\": [ }").file(APP, full_app());
    let report = folder.json(&[], 3);
    assert_eq!(report["problems"][0]["path"], "sfdx-project.json");
    assert_eq!(rules(&report), ["full-scope"]);
}

/// calint only looks names up in a manifest, so even a broken manifest costs no verdict.
#[test]
fn a_manifest_that_cannot_be_read_or_is_long_costs_no_verdict() {
    let members = "<members>A</members>\n".repeat(60_000);
    let long = format!("<Package><types>{members}<name>ApexClass</name></types><version>55.0</version></Package>");
    for (text, expected) in [("<Package>", vec![]), (long.as_str(), vec!["field-not-in-api-version"])] {
        let folder = Folder::new();
        folder.file("package.xml", text).file(APP, machine_app("billing.integration@acme.example"));
        let report = folder.json(&["--only", "field-not-in-api-version", "--exit-zero"], 0);
        assert_eq!(
            (rules(&report), report["problems"].clone()),
            (expected.iter().map(ToString::to_string).collect(), serde_json::json!([]))
        );
    }
}

#[test]
fn an_app_of_a_future_release_is_judged_more_mildly() {
    let folder = Folder::new();
    folder.file("sfdx-project.json", project("99.0")).file(APP, good_app().replace(">Api<", ">Telepathy<"));
    assert_eq!(texts(&folder.json(&[], 1), "severity"), ["warning"]);
}

// Replacements.

#[test]
fn what_a_deployment_replaces_is_unknown() {
    let replacement = |entry: Value| {
        let folder = Folder::new();
        let project = json!({ "packageDirectories": [{ "path": "force-app" }], "replacements": [entry] });
        folder.file("sfdx-project.json", project.to_string()).file(APP, full_app());
        rules(&folder.json(&["--exit-zero"], 0))
    };
    let found = vec!["full-scope".to_owned()];
    assert_eq!(
        replacement(json!({ "filename": APP, "stringToReplace": "Full", "replaceWithEnv": "SCOPE" })),
        Vec::<String>::new()
    );
    assert_eq!(
        replacement(json!({ "glob": "force-app/**/*.xml", "regexToReplace": "F.ll", "replaceWithEnv": "SCOPE" })),
        Vec::<String>::new()
    );
    assert_eq!(
        replacement(json!({ "glob": "force-app/**/*.xml", "regexToReplace": "(?<!x)F", "replaceWithEnv": "SCOPE" })),
        Vec::<String>::new()
    );
    assert_eq!(replacement(json!({ "filename": APP, "stringToReplace": "Fuller", "replaceWithEnv": "SCOPE" })), found);
    assert_eq!(
        replacement(json!({ "filename": "other.xml", "stringToReplace": "Full", "replaceWithEnv": "SCOPE" })),
        found
    );
    assert_eq!(replacement(json!({ "glob": "*.xml", "stringToReplace": "Full", "replaceWithEnv": "SCOPE" })), found);
}

#[test]
fn a_replaced_comment_may_become_the_absent_element() {
    let folder = Folder::new();
    let project = json!({ "packageDirectories": [], "replacements": [{ "filename": APP, "stringToReplace": "<!-- RUN AS -->", "replaceWithFile": "x" }] });
    folder.file("sfdx-project.json", project.to_string()).file(APP, machine_app("<!-- RUN AS -->"));
    assert_eq!(rules(&folder.json(&["--profile", "strict"], 0)), Vec::<String>::new());
    folder.file("sfdx-project.json", "{}");
    assert_eq!(rules(&folder.json(&[], 1)), ["client-credentials-without-run-as-user"]);
}

#[test]
fn placeholders_are_unknown() {
    let folder = Folder::new();
    folder.file(APP, run_as("${INTEGRATION_USER}").replace(">Api<", ">{{SCOPE}}<").replace(">true<", ">%%FLAG%%<"));
    assert_eq!(
        rules(&folder.json(&["--profile", "strict", "--skip", "unresolved-placeholder"], 0)),
        Vec::<String>::new()
    );
}

// Users.

fn answer(user: &Value) -> String {
    json!({ "status": 0, "result": { "records": [user], "totalSize": 1, "done": true }, "warnings": [] }).to_string()
}

fn user(username: &str, profile: &str, license: &str, api_only: Option<bool>) -> Value {
    json!({
        "attributes": { "type": "User" }, "Username": username,
        "Profile": { "Name": profile, "PermissionsApiUserOnly": api_only, "UserLicense": { "Name": license } },
    })
}

fn judged(folder: &Folder, arguments: &[&str]) -> Vec<(String, String)> {
    let mut all = vec!["--only", "run-as-user-not-api-only", "--exit-zero"];
    all.extend(arguments);
    let report = folder.json(&all, 0);
    texts(&report, "severity").into_iter().zip(texts(&report, "confidence")).collect()
}

fn pair(severity: &str, confidence: &str) -> Vec<(String, String)> {
    vec![(severity.to_owned(), confidence.to_owned())]
}

#[test]
fn without_facts_nothing_is_said_of_users() {
    let folder = Folder::new();
    folder.file(APP, run_as(USER));
    assert_eq!(judged(&folder, &[]), []);
    folder.file("facts/users.json", answer(&user("other@acme.example", "Standard User", "Salesforce", Some(false))));
    assert_eq!(judged(&folder, &["--facts", "facts"]), []);
}

#[test]
fn an_export_tells_who_is_api_only() {
    let folder = Folder::new();
    folder.file(APP, run_as(USER)).file("sfdx-project.json", project("66.0"));
    let said = |user: Value| {
        folder.file("facts.json", answer(&user));
        judged(&folder, &["--facts", "facts.json"])
    };
    assert_eq!(said(user(USER, "Standard User", "Salesforce", Some(false))), pair("warning", "medium"));
    assert_eq!(said(user(&USER.to_uppercase(), "Standard User", "Salesforce", Some(false))), pair("warning", "medium"));
    assert_eq!(said(user(USER, "Sync", "Salesforce", Some(true))), []);
    assert_eq!(said(user(USER, "Sync", "Salesforce", None)), []);
    assert_eq!(said(user(USER, "Sync", "Salesforce Integration", Some(false))), []);
    assert_eq!(said(user(USER, "Minimum Access - API Only Integrations", "Salesforce", Some(false))), []);
    assert_eq!(said(json!({ "Username": USER })), []);
}

#[test]
fn neither_a_project_nor_a_declared_release_makes_it_an_error() {
    let folder = Folder::new();
    folder.file(APP, run_as(USER)).file("facts.json", answer(&user(USER, "Standard User", "Salesforce", Some(false))));
    for version in ["56.0", "57.0", "66.0"] {
        folder.file("sfdx-project.json", project(version));
        assert_eq!(judged(&folder, &["--facts", "facts.json"]), pair("warning", "medium"), "{version}");
    }
    folder.file("calint.toml", "[org]\nrelease = 57\n");
    assert_eq!(judged(&folder, &["--facts", "facts.json"]), pair("warning", "medium"));
}

#[test]
fn every_shape_of_an_answer_is_read() {
    let folder = Folder::new();
    folder.file(APP, run_as(USER));
    let row = user(USER, "Standard User", "Salesforce", Some(false));
    for text in [
        answer(&row),
        json!({ "totalSize": 1, "done": true, "records": [row] }).to_string(),
        json!([row]).to_string(),
        format!("\u{feff}{}", answer(&row)),
    ] {
        folder.file("facts/deep/users.json", text);
        assert_eq!(judged(&folder, &["--facts", "facts"]), pair("warning", "medium"));
    }
}

#[test]
fn facts_that_cannot_be_read_are_a_problem() {
    for text in ["{ not json", "{}", "{\"status\":1,\"name\":\"NoOrgFound\"}"] {
        let folder = Folder::new();
        folder.file(APP, full_app()).file("facts.json", text);
        let report = folder.json(&["--facts", "facts.json"], 3);
        assert_eq!(report["problems"][0]["path"], "facts.json", "{text}");
        assert_eq!(rules(&report), ["full-scope"]);
    }
}

/// A project whose user definition names a profile and a permission set.
fn defined(profile: &str, permission_set: &str) -> Folder {
    let folder = Folder::new();
    let definition = json!({ "Username": USER, "profilename": "Billing / Sync", "permsets": ["Billing_Sync"] });
    folder.file("sfdx-project.json", project("66.0")).file("config/billing-user-def.json", definition.to_string());
    folder.file(APP, run_as(USER));
    folder.file("force-app/main/default/profiles/Billing %2F Sync.profile-meta.xml", permissions("Profile", profile));
    folder.file(
        "force-app/main/default/permissionsets/Billing_Sync.permissionset-meta.xml",
        permissions("PermissionSet", permission_set),
    );
    folder
}

/// A file that grants the named permission; an empty name lists none.
fn permissions(kind: &str, permission: &str) -> String {
    let entry = format!("<userPermissions><enabled>true</enabled><name>{permission}</name></userPermissions>");
    let entry = if permission.is_empty() { String::new() } else { entry };
    format!("<{kind} xmlns=\"http://soap.sforce.com/2006/04/metadata\"><label>x</label>{entry}</{kind}>")
}

#[test]
fn a_user_definition_with_its_files_tells_who_is_api_only() {
    assert_eq!(judged(&defined("ApiEnabled", "ViewSetup"), &[]), pair("warning", "high"));
    assert_eq!(judged(&defined("ApiUserOnly", "ViewSetup"), &[]), []);
    assert_eq!(judged(&defined("ApiEnabled", "ApiUserOnly"), &[]), []);
}

#[test]
fn a_file_without_permissions_says_nothing() {
    assert_eq!(judged(&defined("", "ViewSetup"), &[]), []);
    assert_eq!(judged(&defined("ApiEnabled", ""), &[]), []);
}

#[test]
fn a_missing_profile_says_nothing() {
    let folder = defined("ApiEnabled", "ViewSetup");
    std::fs::remove_dir_all(folder.path().join("force-app/main/default/profiles")).expect("the profile can go");
    assert_eq!(judged(&folder, &[]), []);
}

#[test]
fn standard_profiles_are_found_under_their_file_names() {
    let folder = Folder::new();
    let definition = json!({ "Username": USER, "profileName": "System Administrator" });
    folder.file("sfdx-project.json", project("66.0")).file("config/admin-user-def.json", definition.to_string());
    folder
        .file(APP, run_as(USER))
        .file("force-app/profiles/Admin.profile-meta.xml", permissions("Profile", "ModifyAllData"));
    assert_eq!(judged(&folder, &[]), pair("warning", "high"));
}

#[test]
fn one_named_file_is_judged_with_the_files_of_its_project() {
    let folder = defined("ApiEnabled", "ViewSetup");
    folder.file("force-app/main/default/connectedApps/Other.connectedApp-meta.xml", full_app());
    let report = folder.json(&[APP], 1);
    assert_eq!(rules(&report), ["run-as-user-not-api-only"]);
    let related = report["findings"][0]["related"].as_array().expect("related places");
    assert_eq!(related[0]["path"], "force-app/main/default/profiles/Billing %2F Sync.profile-meta.xml");
    assert_eq!(report["summary"]["files"], 1);
}

#[test]
fn a_profile_that_a_user_needs_and_that_is_broken_is_a_problem() {
    let folder = defined("ApiEnabled", "ViewSetup");
    folder.file("force-app/main/default/profiles/Billing %2F Sync.profile-meta.xml", "<Profile><userPermissions>");
    let report = folder.json(&[], 3);
    assert_eq!(report["problems"][0]["path"], "force-app/main/default/profiles/Billing %2F Sync.profile-meta.xml");
}

// What a run on one file looks up.

const SETTINGS: &str = "<OauthOidcSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\">\
                        <isCodeCredentialFlowEnabled>false</isCodeCredentialFlowEnabled></OauthOidcSettings>";

fn headless_app() -> String {
    app(
        "        <callbackUrl>https://portal.acme.example/cb</callbackUrl>\n        \
         <isCodeCredentialEnabled>true</isCodeCredentialEnabled>\n        <scopes>Api</scopes>",
        "",
    )
}

#[test]
fn a_run_on_one_file_finds_settings_wherever_they_are() {
    for place in
        ["force-app/main/default/settings", "force-app/org/odd", "force-app/main/default/classes/billing/settings"]
    {
        let folder = Folder::new();
        folder.file("sfdx-project.json", project("66.0"));
        folder.file(APP, headless_app());
        let looked = |arguments: &[&str], code: i32| {
            let mut all = vec!["--only", "policy-disables-app"];
            all.extend(arguments);
            texts(&folder.json(&all, code), "message")
        };
        assert_eq!(looked(&[APP], 0), Vec::<String>::new(), "no settings");
        folder.file("force-app/main/default/classes/Billing.cls", "");
        folder.file(&format!("{place}/OauthOidc.settings-meta.xml"), SETTINGS);
        let of_file = looked(&[APP], 1);
        assert_eq!(of_file.len(), 1, "{place}");
        assert_eq!(of_file, looked(&["."], 1), "{place}");
    }
}
