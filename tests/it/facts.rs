//! Facts: every form of an export gives the same answer, its rows are joined, it is about one org, and what
//! cannot be read of it is a problem with a place.

use crate::common::{Folder, app, rules, texts, under};
use serde_json::{Value, json};

const APP: &str = "force-app/main/default/connectedApps/Sync.connectedApp-meta.xml";
const USER: &str = "sync@acme.example";
const PROJECT: &str = r#"{"packageDirectories": [{"path": "force-app", "default": true}], "sourceApiVersion": "66.0"}"#;
const ADMIN_RIGHTS: &str = "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\">\
    <label>Admin Rights</label><userPermissions><enabled>true</enabled><name>ModifyAllData</name></userPermissions>\
    </PermissionSet>";

/// A project with an app that runs as a user, and a permission set that grants everything.
fn runs_as(user: &str) -> Folder {
    let oauth = format!(
        "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
         <isAdminApproved>true</isAdminApproved>\n        \
         <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
         <oauthClientCredentialUser>{user}</oauthClientCredentialUser>\n        <scopes>Api</scopes>"
    );
    let folder = Folder::new();
    folder.file("sfdx-project.json", PROJECT).file(APP, app(&oauth, "    <permissionSetName>Sync</permissionSetName>"));
    folder.file("force-app/main/default/permissionsets/Admin_Rights.permissionset-meta.xml", ADMIN_RIGHTS);
    folder
}

/// What `sf data query --json` prints.
fn answer(records: &Value) -> String {
    json!({ "status": 0, "result": { "records": records, "totalSize": 1, "done": true }, "warnings": [] }).to_string()
}

fn user(username: &str) -> Value {
    json!({ "attributes": { "type": "User" }, "Username": username, "IsActive": true, "Profile": { "Name": "Sync" } })
}

fn inactive(username: &str) -> Value {
    json!({ "attributes": { "type": "User" }, "Username": username, "IsActive": false, "Profile": { "Name": "Sync" } })
}

fn assignment(username: &str, permission_set: &str) -> Value {
    json!({
        "attributes": { "type": "PermissionSetAssignment" }, "IsActive": true, "ExpirationDate": null,
        "Assignee": { "Username": username }, "PermissionSet": { "Name": permission_set, "IsOwnedByProfile": false },
    })
}

/// Messages of one rule with the facts of the folder `facts`; calint must not report a problem.
fn said(folder: &Folder, rule: &str) -> Vec<String> {
    texts(&folder.json(&["--only", rule, "--facts", "facts", "--exit-zero"], 0), "message")
}

fn is_privileged(folder: &Folder) -> bool {
    !said(folder, "run-as-user-privileged").is_empty()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A text as it lies in files: UTF-8, the same behind a byte order mark, and what `>` of PowerShell writes.
fn encodings(text: &str) -> [(&'static str, Vec<u8>); 3] {
    [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with a mark", format!("\u{feff}{text}").into_bytes()),
        ("UTF-16", utf16(&format!("\u{feff}{text}"))),
    ]
}

// Shapes.

fn shapes(records: &Value) -> [(&'static str, String); 4] {
    [
        ("sf data query", answer(records)),
        ("result as an array", json!({ "status": 0, "result": records, "warnings": [] }).to_string()),
        ("the REST API", json!({ "totalSize": 1, "done": true, "records": records }).to_string()),
        ("an array", records.to_string()),
    ]
}

#[test]
fn every_shape_of_json_tells_the_same() {
    let folder = runs_as(USER);
    let all_users = shapes(&json!([user("zoë@acme.example"), user(USER)]));
    for (set, expected) in [("Admin_Rights", true), ("Reports", false)] {
        let all_assignments = shapes(&json!([assignment(USER, set)]));
        for ((shape, users), (_, assignments)) in all_users.iter().zip(&all_assignments) {
            for ((encoding, users), (_, assignments)) in encodings(users).into_iter().zip(encodings(assignments)) {
                folder.file("facts/users.json", users).file("facts/deep/assignments.JSON", assignments);
                assert_eq!(is_privileged(&folder), expected, "{shape} in {encoding}, {set}");
            }
        }
    }
}

#[test]
fn every_shape_of_csv_tells_the_same() {
    let folder = runs_as(USER);
    for delimiter in [",", ";", "\t", "|", "^", "`"] {
        // A delimiter within quotes does not count.
        let (plain, quoted) = ("Daily sync".to_owned(), format!("\"Daily{delimiter} \"\"sync\"\"\""));
        for (line_end, profile, quote) in
            [("\n", &plain, ""), ("\r\n", &plain, ""), ("\n", &quoted, "\""), ("\r\n", &quoted, "\"")]
        {
            let row = |cells: &[&str]| {
                let cells: Vec<String> = cells.iter().map(|cell| format!("{quote}{cell}{quote}")).collect();
                cells.join(delimiter)
            };
            let user = [row(&[USER, "true"]), profile.clone()].join(delimiter);
            let users = [row(&["Username", "IsActive", "Profile.Name"]), user, String::new()].join(line_end);
            let header = row(&["Assignee.Username", "PermissionSet.Name", "IsActive", "ExpirationDate"]);
            let assigned = row(&[USER, "Admin_Rights", "true", ""]);
            let assignments = [header, assigned, String::new()].join(line_end);
            for ((encoding, users), (_, assignments)) in encodings(&users).into_iter().zip(encodings(&assignments)) {
                folder.file("facts/users.csv", users).file("facts/assignments.csv", assignments);
                assert!(is_privileged(&folder), "{delimiter:?}, {line_end:?}, {profile}, {encoding}");
            }
        }
    }
}

#[test]
fn the_files_of_a_tree_are_read_and_its_plan_is_no_problem() {
    let folder = runs_as(USER);
    let mut record = inactive(USER);
    record["attributes"]["referenceId"] = json!("UserRef1");
    folder.file("facts/User.json", json!({ "records": [record] }).to_string());
    folder.file(
        "facts/User-plan.json",
        json!([{ "sobject": "User", "saveRefs": true, "files": ["User.json"] }]).to_string(),
    );
    assert_eq!(said(&folder, "run-as-user-invalid").len(), 1);
}

#[test]
fn the_records_of_a_subquery_belong_to_the_user() {
    let folder = runs_as(USER);
    let mut record = user(USER);
    let assigned =
        json!({ "attributes": { "type": "PermissionSetAssignment" }, "PermissionSet": { "Name": "Reports" } });
    let mut admin = assigned.clone();
    admin["PermissionSet"]["Name"] = json!("Admin_Rights");
    record["PermissionSetAssignments"] = json!({ "totalSize": 2, "done": true, "records": [assigned, admin] });
    folder.file("facts/users.json", answer(&json!([user("other@acme.example"), record])));
    assert!(is_privileged(&folder));
    let folder = runs_as(USER);
    let set = |index: u8| format!("PermissionSetAssignments.records.{index}.PermissionSet.Name");
    let header = format!("Username,Profile.Name,PermissionSetAssignments.totalSize,{},{}", set(0), set(1));
    let rows = |other: &str, own: &str| format!("{header}\nother@acme.example,Sync,1,{other},\n{USER},Sync,2,{own}\n");
    folder.file("facts/users.csv", rows("Reports", "Reports,Admin_Rights"));
    assert!(is_privileged(&folder));
    folder.file("facts/users.csv", rows("Admin_Rights", "Reports,"));
    assert!(!is_privileged(&folder));
}

// Joined rows.

#[test]
fn rows_are_joined_by_ids_of_either_length() {
    let (user_id, set_id) = ("0055g00000AbCdE", "0PS5g00000FgHiJ");
    for (of_user, of_set, in_assignment) in [("", "", ["", ""]), ("AAV", "", ["", "GAK"]), ("", "GAK", ["AAV", ""])] {
        let folder = runs_as(USER);
        let mut row = user(USER);
        row["Id"] = json!(format!("{user_id}{of_user}"));
        folder.file("facts/users.json", answer(&json!([row])));
        folder.file("facts/sets.csv", format!("Id,Name,Label\n{set_id}{of_set},Admin_Rights,Admin Rights\n"));
        let [assignee, set] = in_assignment;
        let ids = format!("{user_id}{assignee},{set_id}{set}");
        folder.file("facts/assignments.csv", format!("AssigneeId,PermissionSetId,IsActive\n{ids},true\n"));
        assert!(is_privileged(&folder), "{of_user:?} {of_set:?} {in_assignment:?}");
        // Letter case tells 15 characters apart.
        let other = ids.replace("AbCdE", "abcde");
        folder.file("facts/assignments.csv", format!("AssigneeId,PermissionSetId,IsActive\n{other},true\n"));
        assert!(!is_privileged(&folder));
        let frozen = json!([{ "attributes": { "type": "UserLogin" }, "UserId": user_id, "IsFrozen": true }]);
        folder.file("facts/frozen.json", answer(&frozen));
        assert!(said(&folder, "run-as-user-invalid")[0].ends_with("that user is frozen"));
    }
}

#[test]
fn of_two_exports_with_a_user_the_first_in_path_order_counts() {
    let folder = runs_as(USER);
    folder.file("facts/a.json", answer(&json!([inactive(USER)])));
    folder.file("facts/b.json", answer(&json!([user(&USER.to_uppercase())])));
    assert_eq!(said(&folder, "run-as-user-invalid").len(), 1);
    folder.file("facts/a.json", answer(&json!([user(USER)])));
    folder.file("facts/b.json", answer(&json!([inactive(&USER.to_uppercase())])));
    assert_eq!(said(&folder, "run-as-user-invalid"), Vec::<String>::new());
}

// Orgs.

#[test]
fn facts_of_several_orgs_need_a_target() {
    let folder = runs_as(USER);
    for (org, set) in [("prod", "Admin_Rights"), ("uat", "Reports")] {
        folder.file(&format!("{org}/assignments.json"), answer(&json!([assignment(USER, set)])));
    }
    // What is named for no org is true of all.
    folder.file("users.json", answer(&json!([user(USER)])));
    let named =
        ["--only", "run-as-user-privileged", "--facts", "prod=prod", "--facts", "uat=uat", "--facts", "users.json"];
    let with = |more: &[&'static str]| [&named, more].concat();
    let wrong = folder.run(&[&["check"], with(&[]).as_slice()].concat(), 2);
    assert!(wrong.stderr.contains("`prod`") && wrong.stderr.contains("`uat`"), "{}", wrong.stderr);
    assert_eq!(wrong.stdout, "");
    assert_eq!(rules(&folder.json(&with(&["--target", "prod"]), 1)), ["run-as-user-privileged"]);
    assert_eq!(rules(&folder.json(&with(&["--target", "uat"]), 0)), Vec::<String>::new());
    for unknown in ["dev", "PROD"] {
        let wrong = folder.run(&[&["check"], with(&["--target", unknown]).as_slice()].concat(), 2);
        assert!(wrong.stderr.contains(unknown) && wrong.stderr.contains("`prod`"), "{}", wrong.stderr);
    }
}

#[test]
fn one_org_needs_no_target_and_a_path_that_is_there_is_no_name() {
    let folder = runs_as(USER);
    let arguments = |facts| ["--only", "run-as-user-invalid", "--facts", facts];
    for path in ["exports/users.json", "prod=2026/users.json"] {
        folder.file(path, answer(&json!([inactive(USER)])));
    }
    for facts in ["prod=exports", "prod=exports/users.json", "prod=2026", "prod=2026/users.json", "./prod=2026"] {
        assert_eq!(rules(&folder.json(&arguments(facts), 1)), ["run-as-user-invalid"], "{facts}");
    }
    let of_no_org = ["--facts", "prod=2026", "--target", "prod"];
    assert!(folder.run(&[&["check"], of_no_org.as_slice()].concat(), 2).stderr.contains("--target prod"));
    for missing in ["prod=2027", "exports/none.json", "=exports"] {
        folder.run(&["check", "--facts", missing], 2);
    }
}

#[test]
fn usernames_fold_between_production_and_sandbox() {
    let (plain, uat, dev) = ("sync@acme.example", "sync@acme.example.uat", "sync@acme.example.DEV2");
    let longest = "sync@acme.example.abcdefghij";
    let too_long = "sync@acme.example.abcdefghijk";
    let cases: [(&str, &[&str], bool); 8] = [
        (uat, &[plain], true),
        (plain, &[uat], true),
        (longest, &[plain], true),
        (plain, &[longest], true),
        (too_long, &[plain], false),
        (plain, &[too_long], false),
        (plain, &[uat, dev], false),
        (plain, &["sync@acme.example.uat.eu", "sync@acme.example.my-org"], false),
    ];
    for (in_app, in_facts, expected) in cases {
        let folder = runs_as(in_app);
        let users: Vec<Value> = in_facts.iter().map(|username| user(username)).collect();
        let assignments: Vec<Value> = in_facts.iter().map(|username| assignment(username, "Admin_Rights")).collect();
        folder.file("facts/users.json", answer(&json!(users)));
        folder.file("facts/assignments.json", answer(&json!(assignments)));
        assert_eq!(is_privileged(&folder), expected, "{in_app} of {in_facts:?}");
    }
    // The user of the very name outranks the folded one.
    let folder = runs_as(uat);
    folder.file("facts/users.json", answer(&json!([inactive(plain), user(uat), inactive(dev)])));
    assert_eq!(said(&folder, "run-as-user-invalid"), Vec::<String>::new());
}

#[test]
fn an_integration_user_without_the_permission_set_license_is_told_to_get_it_first() {
    let folder = runs_as(USER);
    let mut integration = user(USER);
    integration["Profile"] = json!({ "Name": "Sync", "UserLicense": { "Name": "Salesforce Integration" } });
    folder.file("facts/users.json", answer(&json!([integration])));
    folder.file("facts/assignments.json", answer(&json!([assignment(USER, "Admin_Rights")])));
    let helps = |license: &Value| {
        folder.file("facts/permission-set-licenses.json", answer(license));
        texts(&folder.json(&["--only", "run-as-user-privileged", "--facts", "facts", "--exit-zero"], 0), "help")
    };
    let license = |name: &str| {
        json!([{
            "attributes": { "type": "PermissionSetLicenseAssign" }, "Assignee": { "Username": USER },
            "PermissionSetLicense": { "DeveloperName": name },
        }])
    };
    let first = "Assign the permission set license `SalesforceAPIIntegrationPsl` to the user, then ";
    for (licenses, expected) in
        [(json!([]), true), (license("OtherPsl"), true), (license("SalesforceAPIIntegrationPsl"), false)]
    {
        let helps = helps(&licenses);
        assert_eq!((helps.len(), helps[0].starts_with(first)), (1, expected), "{licenses}: {helps:?}");
    }
}

// Problems.

/// The problems of a run in which the app's user is still known to be inactive.
fn problems(folder: &Folder, facts: &str) -> Vec<Value> {
    let report = folder.json(&["--only", "run-as-user-invalid", "--facts", facts], 3);
    assert_eq!(rules(&report), ["run-as-user-invalid"], "{report:#}");
    report["problems"].as_array().expect("problems").clone()
}

/// An answer with a record that cannot be read between two that can, and that record alone.
fn with_broken_record() -> (String, &'static str) {
    let broken = r#"{"attributes": {"type": "User"}, "Username": "zoë@acme.example", "IsActive": "maybe"}"#;
    let (first, last) = (user("käthe@acme.example"), inactive(USER));
    (format!("{{\"status\": 0, \"result\": {{\"records\": [\n  {first},\n  {broken},\n  {last}\n]}}}}\n"), broken)
}

#[test]
fn a_record_that_cannot_be_read_is_shown_and_the_others_count() {
    let folder = runs_as(USER);
    let (text, broken) = with_broken_record();
    folder.file("facts/users.json", &text);
    let problems = problems(&folder, "facts");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0]["path"], "facts/users.json");
    let message = problems[0]["message"].as_str().expect("a text");
    assert!(message.starts_with("record 2: ") && message.contains("`IsActive` of a `User`"), "{message}");
    assert_eq!(under(text.as_bytes(), &problems[0]["range"]), broken.as_bytes());
    assert_eq!(problems[0]["range"]["start"]["line"], 3);
    assert_eq!(problems[0]["range"]["start"]["column"], 3);
}

#[test]
fn places_are_those_of_the_file_whatever_its_encoding() {
    let folder = runs_as(USER);
    let (text, broken) = with_broken_record();
    for (encoding, bytes) in encodings(&text) {
        folder.file("facts/users.json", &bytes);
        let expected = if encoding == "UTF-16" { utf16(broken) } else { broken.as_bytes().to_vec() };
        assert_eq!(under(&bytes, &problems(&folder, "facts")[0]["range"]), expected, "{encoding}");
    }
}

#[test]
fn a_row_of_csv_that_cannot_be_read_is_shown_with_its_line() {
    for (broken, said) in [
        ("other@acme.example,maybe,Sync", "`IsActive`"),
        ("other@acme.example,true", "row 2 has 2 cells, but the header has 3"),
        ("other@acme.example,true,Sync,Daily", "row 2 has 4 cells, but the header has 3"),
    ] {
        for line_end in ["\n", "\r\n"] {
            let folder = runs_as(USER);
            let good = format!("{USER},false,Sync");
            let rows = ["Username,IsActive,Profile.Name", "käthe@acme.example,true,Sync", broken, &good, ""];
            let text = rows.join(line_end);
            folder.file("users.csv", &text);
            let problems = problems(&folder, "users.csv");
            assert_eq!(problems.len(), 1);
            assert!(problems[0]["message"].as_str().expect("a text").contains(said), "{}", problems[0]);
            let start = &problems[0]["range"]["start"];
            assert_eq!((&start["line"], &start["column"]), (&3.into(), &1.into()), "{line_end:?}: {}", problems[0]);
            let offset = usize::try_from(start["offset"].as_u64().expect("an offset")).expect("a small file");
            assert!(text[offset..].starts_with(broken), "{:?}", &text[offset..]);
        }
    }
}

#[test]
fn an_assignment_until_no_date_is_a_problem_and_the_others_count() {
    let folder = runs_as(USER);
    let mut broken = assignment(USER, "Reports");
    broken["ExpirationDate"] = json!("next year");
    folder.file("facts/users.json", answer(&json!([user(USER)])));
    folder.file("facts/assignments.json", answer(&json!([broken, assignment(USER, "Admin_Rights")])));
    let report = folder.json(&["--only", "run-as-user-privileged", "--facts", "facts"], 3);
    assert_eq!(rules(&report), ["run-as-user-privileged"]);
    assert_eq!(report["problems"][0]["path"], "facts/assignments.json");
    assert!(report["problems"][0]["message"].as_str().expect("a text").contains("`ExpirationDate`"));
}

#[test]
fn a_file_that_tells_nothing_is_a_problem_and_the_others_count() {
    let no_username = answer(&json!([{ "attributes": { "type": "User" }, "Id": "0055g00000AbCdE", "IsActive": true }]));
    let failed = json!({ "status": 1, "name": "INVALID_FIELD", "message": "No such column 'Nme'", "exitCode": 1 });
    for (name, text, said) in [
        ("zz.json", no_username, "`Username`"),
        ("zz.json", failed.to_string(), "INVALID_FIELD: No such column 'Nme'"),
        ("zz.json", "{\"status\": 0, \"result\": {}}".to_owned(), "no records"),
        ("zz.json", "Username\nsync@acme.example\n".to_owned(), ""),
    ] {
        let folder = runs_as(USER);
        folder.file("facts/users.json", answer(&json!([inactive(USER)]))).file(&format!("facts/{name}"), &text);
        let problems = problems(&folder, "facts");
        assert_eq!((problems.len(), &problems[0]["path"]), (1, &format!("facts/{name}").into()), "{text}");
        assert!(problems[0]["message"].as_str().expect("a text").contains(said), "{}", problems[0]);
        assert_eq!(problems[0]["range"]["start"]["line"], 1, "{text}");
    }
}

#[test]
fn an_empty_file_is_a_problem_whatever_it_should_be() {
    for name in ["zz.json", "zz.csv"] {
        for text in ["", "\n", "\u{feff}"] {
            let folder = runs_as(USER);
            folder.file("facts/users.json", answer(&json!([inactive(USER)]))).file(&format!("facts/{name}"), text);
            let report = folder.json(&["--only", "run-as-user-invalid", "--facts", "facts", "--exit-zero"], 3);
            assert_eq!(report["problems"][0]["path"], format!("facts/{name}"), "{text:?}");
        }
    }
}

#[test]
fn broken_json_is_shown_where_it_breaks() {
    for (text, line, column, rest) in [
        ("{\"status\": 0,\n  \"result\": {\"records\": [}}\n", 2, 26, "}}\n"),
        ("[\n  {\"Username\": \"zoë@acme.example\" \"IsActive\": true}\n]", 2, 35, "\"IsActive\""),
        ("{\"records\": [\n{\"Username\": \"sync@acme.example\"}", 2, 33, "}"),
    ] {
        let folder = runs_as(USER);
        folder.file("facts/users.json", answer(&json!([inactive(USER)]))).file("facts/zz.json", text);
        let problems = problems(&folder, "facts");
        assert_eq!(problems[0]["path"], "facts/zz.json");
        let start = &problems[0]["range"]["start"];
        assert_eq!((&start["line"], &start["column"]), (&line.into(), &column.into()), "{text}: {}", problems[0]);
        let offset = usize::try_from(start["offset"].as_u64().expect("an offset")).expect("a small file");
        assert!(text[offset..].starts_with(rest), "{text}");
    }
}

#[test]
fn objects_that_calint_does_not_read_are_no_problem() {
    let folder = runs_as(USER);
    let login = json!({ "attributes": { "type": "LoginHistory" }, "UserId": "0055g00000AbCdE", "IsActive": "maybe" });
    folder.file("facts/a.json", answer(&json!([login]))).file("facts/b.csv", "Id,LoginTime\n0Ya5g00000AbCdE,\n");
    folder.file("facts/none.json", answer(&json!([]))).file("facts/users.json", answer(&json!([inactive(USER)])));
    assert_eq!(said(&folder, "run-as-user-invalid").len(), 1);
}

#[test]
fn what_may_be_lost_makes_nothing_certain() {
    // Two sandboxes have such a user, so calint does not know which one the app uses.
    let folder = runs_as(USER);
    let both = [format!("{USER}.uat"), format!("{USER}.qa")].map(|username| inactive(&username));
    folder.file("facts/users.json", answer(&json!(both)));
    assert_eq!(said(&folder, "run-as-user-invalid"), Vec::<String>::new());
    // The app's own user may be the record that cannot be read.
    let folder = runs_as(USER);
    folder.file(
        "facts/users.json",
        answer(&json!([inactive("other@acme.example"), { "attributes": { "type": "User" }, "Username": 7 }])),
    );
    let report = folder.json(&["--only", "run-as-user-invalid", "--facts", "facts"], 3);
    assert_eq!(crate::common::rules(&report), Vec::<String>::new());
    // An answer that was cut off, and one that the REST API refused.
    for text in [
        r#"{"totalSize": 5000, "done": false, "records": [{"Username": "other@acme.example"}]}"#,
        r#"[{"message": "No such column", "errorCode": "INVALID_FIELD"}]"#,
    ] {
        folder.file("facts/users.json", text);
        let report = folder.json(&["--only", "run-as-user-invalid", "--facts", "facts"], 3);
        assert_eq!(crate::common::rules(&report), Vec::<String>::new(), "{text}");
    }
    // A folder without exports.
    folder.folder("nothing");
    folder.json(&["--only", "run-as-user-invalid", "--facts", "nothing"], 3);
}

#[test]
fn an_app_that_the_org_lets_somebody_use_is_not_without_assignment() {
    let folder = Folder::new();
    let oauth = "        <callbackUrl>https://erp.acme.example/cb</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        <scopes>Api</scopes>";
    folder.file(APP, app(oauth, ""));
    let installed =
        json!({ "attributes": { "type": "ConnectedApplication" }, "Id": "0H45g000000AcMeCAK", "Name": "Acme" });
    let access = json!({ "attributes": { "type": "SetupEntityAccess" }, "SetupEntityId": "0H45g000000AcMe" });
    folder.file("facts/apps.json", answer(&json!([installed])));
    assert_eq!(said(&folder, "admin-approved-without-assignment").len(), 1);
    folder.file("facts/access.json", answer(&json!([access])));
    assert_eq!(said(&folder, "admin-approved-without-assignment"), Vec::<String>::new());
}
