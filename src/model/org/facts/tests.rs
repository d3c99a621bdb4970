//! What answers without records, and queries that failed, say.
//!
//! These tests call the reader directly and not the program. What they ask is which user is frozen or has a license,
//! and a finding would show that only through a rule, which may be silent for other reasons.

use crate::workspace::Memory;

use super::*;

const USER: &str = r#"[{"attributes": {"type": "User"}, "Id": "0055g00000AbCdE", "Username": "etl@acme.example"}]"#;
const NOTHING: &str = r#"{"status": 0, "result": {"records": [], "totalSize": 0, "done": true}}"#;

/// What is known of the user by these files.
fn user(files: &[(&str, &str)]) -> crate::model::org::users::User {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let sources = vec![FactsSource { org: None, path: folder.path().to_owned() }];
    let mut names = Names::new(folder.path().to_owned());
    let request = FactsRequest { sources, target: None };
    let facts = read(&request, Timestamp::UNIX_EPOCH, &mut names, &mut Library::default());
    facts.expect("facts").org.users.find("etl@acme.example").cloned().expect("the user")
}

#[test]
fn who_is_not_among_the_frozen_users_is_not_frozen() {
    let frozen = |id: &str| format!("[{{\"UserId\": \"{id}\", \"IsFrozen\": true}}]");
    let is_frozen = |name: &str, text: &str| user(&[("users.json", USER), (name, text)]).is_frozen;
    assert_eq!(is_frozen("frozen-users.json", NOTHING), Some(false));
    assert_eq!(is_frozen("frozen-users.json", &frozen("0055g00000OtHeR")), Some(false));
    assert_eq!(is_frozen("frozen-users.json", &frozen("0055g00000AbCdE")), Some(true));
    // Under another name it is unknown what was asked for.
    assert_eq!(is_frozen("logins.json", NOTHING), None);
    assert_eq!(is_frozen("logins.json", &frozen("0055g00000OtHeR")), None);
    // Some records may be lost.
    assert_eq!(user(&[("users.json", USER), ("frozen-users.json", NOTHING), ("zz.json", "")]).is_frozen, None);
    // Without the user's own id, a frozen user may be this one.
    let no_id = USER.replace("\"Id\": \"0055g00000AbCdE\", ", "");
    let all = [("users.json", no_id.as_str()), ("frozen-users.json", &frozen("0055g00000OtHeR"))];
    assert_eq!(user(&all).is_frozen, None);
}

#[test]
fn users_have_no_license_that_an_answer_leaves_out() {
    let licenses = |name: &str| user(&[("users.json", USER), (name, NOTHING)]).permission_set_licenses;
    assert_eq!(licenses("permission-set-licenses.json"), Some(Vec::new()));
    // The second part was asked about other users.
    assert_eq!(licenses("permission-set-licenses-2.json"), None);
    assert_eq!(licenses("licenses.json"), None);
}

#[test]
fn what_the_org_does_not_have_nobody_grants() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let failed = r#"{"status": 1, "name": "INVALID_FIELD", "message": "No such column 'PermissionsUseAnyApiClient'"}"#;
    let set = r#"[{"attributes": {"type": "PermissionSet"}, "Name": "Etl", "PermissionsModifyAllData": false}]"#;
    std::fs::write(folder.path().join("permissions-UseAnyApiClient.json"), failed).expect("a file");
    std::fs::write(folder.path().join("permissions.json"), set).expect("a file");
    let sources = vec![FactsSource { org: None, path: folder.path().to_owned() }];
    let (mut names, mut library) = (Names::new(folder.path().to_owned()), Library::default());
    let request = FactsRequest { sources, target: None };
    let facts = read(&request, Timestamp::UNIX_EPOCH, &mut names, &mut library).expect("facts");
    assert!(library.troubles.is_empty());
    assert_eq!(facts.org.sources[0].grants("UseAnyApiClient"), Some(false));
    assert_eq!(facts.org.sources[0].grants("ViewSetup"), None);
}

/// What is wrong with a file of facts, if there is room for some bytes.
fn troubles(name: &str, text: &str, room: usize) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join(name), text).expect("a file");
    let sources = vec![FactsSource { org: None, path: folder.path().to_owned() }];
    let (mut names, mut library) = (Names::new(folder.path().to_owned()), Library::with_room(room, Memory::default()));
    let request = FactsRequest { sources, target: None };
    read(&request, Timestamp::UNIX_EPOCH, &mut names, &mut library).expect("facts");
    library.troubles.into_iter().map(|trouble| trouble.message).collect()
}

#[test]
fn records_are_read_as_long_as_there_is_room() {
    let users: Vec<String> = (0..100).map(|number| USER.replace("etl@", &format!("u{number}@"))).collect();
    let json = format!("[{}]", users.join(",").replace(['[', ']'], ""));
    let names: Vec<String> = (0..100).map(|number| format!("u{number}@acme.example,Admin")).collect();
    let csv = format!("Username,Profile.Name\n{}", names.join("\n"));
    for (name, text) in [("users.json", &json), ("users.csv", &csv)] {
        assert_eq!(troubles(name, text, 1_000_000), Vec::<String>::new(), "{name}");
        let told = troubles(name, text, text.len() + 1000);
        assert_eq!(told, ["is not read: its records and the files before it have over 400 MiB"], "{name}");
    }
}

#[test]
fn a_column_that_no_object_has_costs_nothing() {
    // A name of 100,000 bytes in a thousand records would take 100 MB.
    let long = "x".repeat(100_000);
    let csv = format!("Username,Profile.Name,{long}\n{}", "a@acme.example,Admin,1\n".repeat(1000));
    assert_eq!(troubles("users.csv", &csv, csv.len() + 1_000_000), Vec::<String>::new());
    let wide = |count: usize| format!("Username,Profile.Name{}\n", ",x".repeat(count - 2));
    assert_eq!(troubles("users.csv", &wide(10_000), 10_000_000), Vec::<String>::new());
    assert_eq!(troubles("users.csv", &wide(10_001), 10_000_000), ["has 10001 columns; calint reads 10000 at most"]);
    let record = |length: usize| USER.replace("etl@", &"x".repeat(length));
    assert_eq!(troubles("users.json", &record(4_000_000), 20_000_000), Vec::<String>::new());
    assert_eq!(troubles("users.json", &record(4_200_000), 20_000_000), ["record 1 is longer than 4 MiB"]);
}
