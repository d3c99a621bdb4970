//! What a run-as user may do: what is assigned and in force, what profiles, permission sets and groups grant, in
//! files of the project and in exports, and what muting sets take away.

use std::fmt::Write as _;

use crate::common::{Folder, app, rules, texts};
use serde_json::{Value, json};

const APP: &str = "force-app/main/default/connectedApps/Sync.connectedApp-meta.xml";
const USER: &str = "sync@acme.example";
const PROJECT: &str = r#"{"packageDirectories": [{"path": "force-app", "default": true}], "sourceApiVersion": "66.0"}"#;
const PRIVILEGED: &str = "run-as-user-privileged";
const NOT_API_ONLY: &str = "run-as-user-not-api-only";
const ACTIVATION: &str = "<hasActivationRequired>true</hasActivationRequired>";

/// A project with an app that runs as a user, and the export of that user.
fn runs_as(username: &str, profile: &str) -> Folder {
    let oauth = format!(
        "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
         <isAdminApproved>true</isAdminApproved>\n        \
         <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
         <oauthClientCredentialUser>{username}</oauthClientCredentialUser>\n        <scopes>Api</scopes>"
    );
    let folder = Folder::new();
    folder.file("sfdx-project.json", PROJECT).file(APP, app(&oauth, "    <permissionSetName>Sync</permissionSetName>"));
    let user = json!({ "attributes": { "type": "User" }, "Username": USER, "Profile": { "Name": profile } });
    exported(&folder, "users", &[user]);
    folder
}

/// Writes what `sf data query --json` prints.
fn exported(folder: &Folder, name: &str, records: &[Value]) {
    let answer = json!({ "status": 0, "result": { "records": records, "totalSize": 1, "done": true } });
    folder.file(&format!("facts/{name}.json"), answer.to_string());
}

fn assignment(permission_set: &str) -> Value {
    json!({
        "attributes": { "type": "PermissionSetAssignment" }, "Assignee": { "Username": USER },
        "PermissionSet": { "Name": permission_set, "IsOwnedByProfile": false },
    })
}

fn assignment_with_columns(permission_set: &str) -> Value {
    let mut assignment = assignment(permission_set);
    assignment["PermissionSet"]["PermissionsModifyAllData"] = json!(true);
    assignment
}

fn assigned_group(group: &str) -> Value {
    let mut assignment = assignment(group);
    assignment["PermissionSetGroup"] = json!({ "DeveloperName": group });
    assignment
}

/// A record with more columns.
fn with(mut record: Value, more: &Value) -> Value {
    let more = more.as_object().expect("an object").clone();
    record.as_object_mut().expect("an object").extend(more);
    record
}

/// A record of an object.
fn row(object: &str, columns: &Value) -> Value {
    with(json!({ "attributes": { "type": object } }), columns)
}

/// A file of a type that grants permissions, or takes them away, with other elements before them.
fn grants(kind: &str, before: &str, permissions: &[&str]) -> String {
    let mut text = format!("<{kind} xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n{before}\n");
    for permission in permissions {
        let _ = writeln!(text, "<userPermissions><enabled>true</enabled><name>{permission}</name></userPermissions>");
    }
    text + &format!("</{kind}>\n")
}

fn set_file(folder: &Folder, name: &str, text: &str) {
    folder.file(&format!("force-app/main/default/permissionsets/{name}.permissionset-meta.xml"), text);
}

fn group_file(folder: &Folder, name: &str, elements: &str) {
    let text = grants("PermissionSetGroup", elements, &[]);
    folder.file(&format!("force-app/main/default/permissionsetgroups/{name}.permissionsetgroup-meta.xml"), text);
}

fn profile_file(folder: &Folder, name: &str, text: &str) {
    folder.file(&format!("force-app/main/default/profiles/{name}.profile-meta.xml"), text);
}

/// Messages of one rule; calint must not report a problem.
fn said(folder: &Folder, rule: &str, more: &[&str]) -> Vec<String> {
    let arguments = [&["--only", rule, "--facts", "facts", "--exit-zero"], more].concat();
    texts(&folder.json(&arguments, 0), "message")
}

fn is_privileged(folder: &Folder) -> bool {
    !said(folder, PRIVILEGED, &[]).is_empty()
}

/// A user with a permission set whose file grants everything.
fn admin() -> Folder {
    let folder = runs_as(USER, "Sync");
    set_file(&folder, "Admin_Rights", &grants("PermissionSet", "", &["ModifyAllData"]));
    folder
}

// Assignments and exports.

#[test]
fn what_is_inactive_or_revoked_grants_nothing() {
    for (more, expected) in [
        (json!({ "IsActive": true, "IsRevoked": false, "ExpirationDate": null }), true),
        (json!({ "IsActive": false }), false),
        (json!({ "IsRevoked": true }), false),
        (json!({ "ExpirationDate": "2001-01-01T00:00:00.000+0000" }), false),
    ] {
        let folder = admin();
        exported(&folder, "assignments", &[assignment("Reports"), with(assignment("Admin_Rights"), &more)]);
        assert_eq!(is_privileged(&folder), expected, "{more}");
    }
}

#[test]
fn the_day_decides_whether_an_assignment_has_expired() {
    let days = [("2026-06-01", 1), ("2026-06-29", 1), ("2026-06-29T23:59:00Z", 1), ("2026-07-01", 0)];
    for until in ["2026-06-30T00:00:00.000+0000", "2026-06-30T00:00:00Z", "2026-06-30T02:00:00+02:00", "2026-06-30"] {
        let folder = admin();
        exported(&folder, "assignments", &[with(assignment("Admin_Rights"), &json!({ "ExpirationDate": until }))]);
        for (now, expected) in days {
            assert_eq!(said(&folder, PRIVILEGED, &["--now", now]).len(), expected, "{until}, {now}");
        }
    }
    admin().run(&["check", "--now", "30.06.2026"], 2);
}

#[test]
fn permission_columns_of_an_export_count() {
    let hidden = json!({ "Name": "X00e5g00000AbCdE", "IsOwnedByProfile": true, "Profile": { "Name": "Sync" } });
    let granted = json!({ "PermissionsModifyAllData": true });
    let cases = [
        ("a profile", row("Profile", &json!({ "Name": "Sync", "PermissionsModifyAllData": true })), true),
        ("a profile without", row("Profile", &json!({ "Name": "Sync", "PermissionsModifyAllData": false })), false),
        ("a set", row("PermissionSet", &json!({ "Name": "Elsewhere", "PermissionsModifyAllData": true })), true),
        ("a set without", row("PermissionSet", &json!({ "Name": "Elsewhere", "PermissionsViewAllData": null })), false),
        ("another set", row("PermissionSet", &json!({ "Name": "Sync", "PermissionsModifyAllData": true })), false),
        ("the hidden set of the profile", with(row("PermissionSet", &hidden), &granted), true),
    ];
    for (what, record, expected) in cases {
        let folder = runs_as(USER, "Sync");
        exported(&folder, "assignments", &[assignment("Elsewhere")]);
        exported(&folder, "permissions", &[record]);
        assert_eq!(is_privileged(&folder), expected, "{what}");
    }
    let folder = runs_as(USER, "Sync");
    exported(&folder, "assignments", &[assignment_with_columns("Elsewhere")]);
    assert!(is_privileged(&folder));
    folder.file("facts/assignments.json", "[]");
    let header = "Username,Profile.Name,Profile.PermissionsModifyAllData";
    folder.file("facts/users.csv", format!("{header}\n{USER},Sync,TRUE\n"));
    assert!(is_privileged(&folder));
}

#[test]
fn columns_of_all_that_a_user_has_tell_that_it_is_not_api_only() {
    let column =
        |object: &str, name: &str, value: Value| row(object, &json!({ "Name": name, "PermissionsApiUserOnly": value }));
    let folder = runs_as(USER, "Sync");
    exported(&folder, "assignments", &[assignment("Elsewhere")]);
    for (of_profile, of_set, expected) in [
        (json!(false), json!(false), 1),
        (json!(true), json!(false), 0),
        (json!(false), json!(true), 0),
        (json!(false), json!(null), 0),
        (json!(null), json!(false), 0),
    ] {
        let case = format!("{of_profile}, {of_set}");
        let columns = [column("Profile", "Sync", of_profile), column("PermissionSet", "Elsewhere", of_set)];
        exported(&folder, "permissions", &columns);
        assert_eq!(said(&folder, NOT_API_ONLY, &[]).len(), expected, "{case}");
    }
}

// Groups.

#[test]
fn what_muting_sets_take_away_does_not_count() {
    let member = "<permissionSets>Admin_Rights</permissionSets>";
    let muting = |name: &str| format!("{member}<mutingPermissionSets>{name}</mutingPermissionSets>");
    let folder = admin();
    exported(&folder, "assignments", &[assigned_group("Ops")]);
    group_file(&folder, "Ops", member);
    let message = said(&folder, PRIVILEGED, &[]).concat();
    assert!(message.contains("`ModifyAllData` ← permission set `Admin_Rights` ← group `Ops`"), "{message}");
    for (name, muted) in [("All", "ModifyAllData"), ("Some", "ViewAllData")] {
        let path = format!("force-app/main/default/mutingpermissionsets/{name}.mutingpermissionset-meta.xml");
        folder.file(&path, grants("MutingPermissionSet", "<label>Limits</label>", &[muted]));
    }
    for (elements, expected) in [
        (member.to_owned(), true),
        (muting("Some"), true),
        (muting("All"), false),
        // What is not there may mute anything.
        (muting("Lost"), false),
        (muting("Some</mutingPermissionSets><mutingPermissionSets>All"), false),
    ] {
        group_file(&folder, "Ops", &elements);
        assert_eq!(is_privileged(&folder), expected, "{elements}");
    }
    // A set that is assigned by itself as well is not muted.
    group_file(&folder, "Ops", &muting("All"));
    exported(&folder, "assignments", &[assigned_group("Ops"), assignment("Admin_Rights")]);
    assert!(is_privileged(&folder));
}

#[test]
fn exported_members_of_a_group_prove_nothing_while_nobody_tells_what_is_muted() {
    let folder = admin();
    exported(&folder, "assignments", &[assigned_group("Ops")]);
    folder.file("facts/members.csv", "PermissionSetGroup.DeveloperName,PermissionSet.Name\nOps,Admin_Rights\n");
    assert!(!is_privileged(&folder));
    // The file of the group tells.
    group_file(&folder, "Ops", "<permissionSets>Admin_Rights</permissionSets>");
    assert!(is_privileged(&folder));
    // But members that all withhold a permission cannot give it.
    set_file(&folder, "Admin_Rights", &grants("PermissionSet", "", &["ApiEnabled"]));
    profile_file(&folder, "Sync", &grants("Profile", "", &["ApiEnabled"]));
    assert_eq!(said(&folder, NOT_API_ONLY, &[]).len(), 1);
    set_file(&folder, "Admin_Rights", &grants("PermissionSet", "", &["ApiUserOnly"]));
    assert_eq!(said(&folder, NOT_API_ONLY, &[]), Vec::<String>::new());
}

#[test]
fn what_needs_an_activated_session_does_not_count() {
    let folder = admin();
    exported(&folder, "assignments", &[assigned_group("Ops")]);
    group_file(&folder, "Ops", &format!("<permissionSets>Admin_Rights</permissionSets>{ACTIVATION}"));
    assert!(!is_privileged(&folder));
    group_file(&folder, "Ops", "<permissionSets>Admin_Rights</permissionSets>");
    set_file(&folder, "Admin_Rights", &grants("PermissionSet", ACTIVATION, &["ModifyAllData"]));
    assert!(!is_privileged(&folder));
    exported(&folder, "assignments", &[assignment("Admin_Rights")]);
    assert!(!is_privileged(&folder));
}

#[test]
fn the_hidden_set_of_a_group_that_needs_an_activated_session_does_not_count() {
    let folder = runs_as(USER, "Sync");
    let name = json!({ "DeveloperName": "Ops" });
    let group = with(row("PermissionSetGroup", &name), &json!({ "HasActivationRequired": true }));
    let hidden = json!({ "Name": "Ops", "PermissionSetGroup": name, "PermissionsModifyAllData": true });
    exported(&folder, "assignments", &[assigned_group("Ops")]);
    exported(&folder, "sets", &[row("PermissionSet", &hidden)]);
    assert!(is_privileged(&folder), "nothing shows it");
    exported(&folder, "groups", &[group]);
    assert!(!is_privileged(&folder), "the export of the group tells");
    exported(&folder, "groups", &[]);
    group_file(&folder, "Ops", ACTIVATION);
    assert!(!is_privileged(&folder), "the file of the group tells");
}

#[test]
fn one_source_that_wants_an_activated_session_is_enough() {
    let columns = json!({ "Name": "Admin_Rights", "PermissionsModifyAllData": true });
    let record = |more: Value| with(row("PermissionSet", &columns), &more);
    let folder = runs_as(USER, "Sync");
    exported(&folder, "assignments", &[assignment("Admin_Rights")]);
    exported(&folder, "sets", &[record(json!({}))]);
    assert!(is_privileged(&folder), "nothing shows it");
    exported(&folder, "sets", &[record(json!({ "HasActivationRequired": true }))]);
    assert!(!is_privileged(&folder), "the export tells");
    exported(&folder, "assignments", &[assignment_with_columns("Admin_Rights")]);
    exported(&folder, "sets", &[record(json!({ "HasActivationRequired": true, "PermissionsViewSetup": true }))]);
    assert!(!is_privileged(&folder), "the export of the set tells, and columns of the assignment grant");
    exported(&folder, "sets", &[record(json!({}))]);
    set_file(&folder, "Admin_Rights", &grants("PermissionSet", ACTIVATION, &["ModifyAllData"]));
    assert!(!is_privileged(&folder), "the file tells, and the exports have no such column");
}

// Files.

/// A permission set whose user permissions lie in a file of their own, below a folder.
fn split_set(below: &str, part: &str, main: &str) -> Folder {
    let folder = runs_as(USER, "Sync");
    exported(&folder, "assignments", &[assignment("Big")]);
    folder.file(&format!("{below}/Big/Big.permissionset-meta.xml"), grants("PermissionSet", main, &[]));
    folder.file(&format!("{below}/Big/{part}"), grants("PermissionSet", "", &["ModifyAllData"]));
    folder
}

#[test]
fn a_permission_set_in_several_files_is_one() {
    let below = "force-app/main/default/permissionsets";
    for part in ["Big.userPermission-meta.xml", "userPermissions/ModifyAllData.userPermission-meta.xml"] {
        let folder = split_set(below, part, "<label>Big</label>");
        assert!(is_privileged(&folder), "{part}");
        exported(&folder, "assignments", &[assignment("Bigger")]);
        assert!(!is_privileged(&folder), "{part}");
    }
    let folder = split_set(below, "Big.userPermission-meta.xml", ACTIVATION);
    assert!(!is_privileged(&folder), "the main file tells that it needs an activated session");
}

#[test]
fn the_parts_of_a_permission_set_are_found_whatever_the_case_and_the_folders_above() {
    let folder = split_set("force-app/main/default/permissionsets", "Big.userPermission-meta.xml", "");
    exported(&folder, "assignments", &[assignment("BIG")]);
    assert!(is_privileged(&folder), "letter case");
    let folder = split_set("force-app/permissionsets/main/permissionsets", "Big.userPermission-meta.xml", "");
    assert!(is_privileged(&folder), "a package that is called like the folder");
}

#[test]
fn usernames_and_names_of_components_do_not_depend_on_letter_case() {
    let folder = runs_as("SYNC@Acme.Example", "SYNC");
    let mut assigned = assignment("admin_RIGHTS");
    assigned["Assignee"]["Username"] = json!("Sync@acme.EXAMPLE");
    exported(&folder, "assignments", &[assigned]);
    set_file(&folder, "Admin_Rights", &grants("PermissionSet", "", &["ModifyAllData"]));
    assert!(is_privileged(&folder));
    exported(&folder, "assignments", &[assigned_group("OPS")]);
    group_file(&folder, "Ops", "<permissionSets>ADMIN_rights</permissionSets>");
    assert!(is_privileged(&folder));
    exported(&folder, "assignments", &[assignment("Elsewhere")]);
    exported(
        &folder,
        "sets",
        &[row("PermissionSet", &json!({ "Name": "ELSEWHERE", "PermissionsModifyAllData": true }))],
    );
    assert!(is_privileged(&folder));
    exported(&folder, "assignments", &[]);
    profile_file(&folder, "Sync", &grants("Profile", "", &["ModifyAllData"]));
    assert!(is_privileged(&folder));
}

#[test]
fn an_export_outranks_the_user_definition_of_the_project() {
    let folder = runs_as(USER, "Sync");
    let definition = json!({ "Username": USER, "profileName": "System Administrator" });
    folder.file("config/sync-user-def.json", definition.to_string());
    assert!(!is_privileged(&folder));
    assert_eq!(rules(&folder.json(&["--only", PRIVILEGED], 1)), [PRIVILEGED]);
}

#[test]
fn a_profile_is_found_by_either_of_its_names() {
    for (name, file) in [
        ("System Administrator", "Admin"),
        ("system administrator", "Admin"),
        ("System Administrator", "System Administrator"),
        ("Standard User", "Standard"),
        ("Billing / Sync", "Billing %2F Sync"),
        ("Sync: 100 %", "Sync%3A 100 %25"),
    ] {
        let folder = runs_as(USER, name);
        profile_file(&folder, file, &grants("Profile", "", &["ViewEncryptedData"]));
        let report = folder.json(&["--only", PRIVILEGED, "--facts", "facts"], 1);
        let related = report["findings"][0]["related"].as_array().expect("related places");
        assert_eq!(related.len(), 1, "{name}");
        assert_eq!(related[0]["path"], format!("force-app/main/default/profiles/{file}.profile-meta.xml"));
    }
}

#[test]
fn the_end_of_a_large_profile_is_read() {
    let mut fields = String::new();
    for number in 0..60_000 {
        let field = format!("<editable>false</editable>\n        <field>Account.Field_{number}__c</field>");
        let _ = writeln!(fields, "    <fieldPermissions>\n        {field}\n    </fieldPermissions>");
    }
    let text = grants("Profile", &fields, &["ModifyAllData"]);
    assert!(text.len() > 5_000_000);
    let folder = runs_as(USER, "Sync");
    profile_file(&folder, "Sync", &text);
    assert!(is_privileged(&folder));
}

#[test]
fn a_profile_that_is_cut_off_is_a_problem() {
    let permissions = "<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>\n";
    let fields = "<fieldPermissions><editable>false</editable><field>Account.Rating</field></fieldPermissions>\n";
    let whole = grants("Profile", &format!("{permissions}{fields}{fields}"), &[]);
    let last = whole.rfind("<fieldPermissions>").expect("it is there");
    for end in ["", "<fieldPermis", "<fieldPermissions>", "<fieldPermissions><editable>fal", fields.trim_end()] {
        let folder = runs_as(USER, "Sync");
        exported(&folder, "assignments", &[assignment("Reports")]);
        set_file(&folder, "Reports", &grants("PermissionSet", "", &["ApiEnabled"]));
        profile_file(&folder, "Sync", &whole);
        assert_eq!(said(&folder, NOT_API_ONLY, &[]).len(), 1);
        profile_file(&folder, "Sync", &format!("{}{end}", &whole[..last]));
        let report = folder.json(&["--only", NOT_API_ONLY, "--facts", "facts"], 3);
        assert_eq!(rules(&report), Vec::<String>::new(), "{end}");
        let problems = report["problems"].as_array().expect("problems");
        assert_eq!(problems.len(), 1, "{end}: {problems:?}");
        assert_eq!(problems[0]["path"], "force-app/main/default/profiles/Sync.profile-meta.xml");
        assert!(problems[0]["range"]["start"]["line"].as_u64() >= Some(3), "{end}: {problems:?}");
    }
}
