//! Zip archives are read in place: the same findings as from the folder that was packed, and nothing on
//! the disk.

use crate::common::{Folder, full_app, good_app, rules, texts, zip};

const PACKAGE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n    <version>66.0</version>\n</Package>\n";

#[test]
fn findings_are_those_of_the_unpacked_folder() {
    let folder = Folder::new();
    let app = full_app();
    let files = [("unpackaged/package.xml", PACKAGE), ("unpackaged/connectedApps/Acme.connectedApp", app.as_str())];
    let packed: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    folder.file("retrieve.zip", zip(&packed));
    for (name, text) in files {
        folder.file(&format!("out/{name}"), text);
    }
    let zipped = folder.json(&["retrieve.zip"], 1);
    let unpacked = folder.json(&["out"], 1);
    assert_eq!(texts(&zipped, "path"), ["retrieve.zip!unpackaged/connectedApps/Acme.connectedApp"]);
    assert_eq!(texts(&unpacked, "path"), ["out/unpackaged/connectedApps/Acme.connectedApp"]);
    for field in ["rule", "element", "fingerprint", "message"] {
        assert_eq!(texts(&zipped, field), texts(&unpacked, field), "{field}");
    }
    assert_eq!(zipped["findings"][0]["range"], unpacked["findings"][0]["range"]);
    assert_eq!(zipped["summary"]["apps"], 1);
}

#[test]
fn the_manifest_in_the_archive_tells_the_version() {
    let folder = Folder::new();
    let oauth = "        <callbackUrl>https://erp.acme.example/cb</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        <isPkceRequired>true</isPkceRequired>\n        \
                 <scopes>Api</scopes>";
    let app = crate::common::app(oauth, "    <permissionSetName>ERP</permissionSetName>");
    let old = PACKAGE.replace("66.0", "55.0");
    folder.file(
        "retrieve.zip",
        zip(&[("package.xml", old.as_bytes()), ("connectedApps/Acme.connectedApp", app.as_bytes())]),
    );
    let report = folder.json(&["--only", "field-not-in-api-version", "retrieve.zip"], 1);
    assert_eq!(texts(&report, "element"), ["ConnectedApp/oauthConfig/isPkceRequired"]);
    assert!(texts(&report, "message")[0].contains("from package.xml"));
}

#[test]
fn profiles_in_the_archive_are_looked_up() {
    let folder = Folder::new();
    let oauth = "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        \
                 <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
                 <oauthClientCredentialUser>etl@acme.example</oauthClientCredentialUser>\n        <scopes>Api</scopes>";
    let app = crate::common::app(oauth, "    <permissionSetName>ETL</permissionSetName>");
    let profile = "<Profile xmlns=\"http://soap.sforce.com/2006/04/metadata\"><custom>true</custom>\
                   <userPermissions><enabled>true</enabled><name>ApiUserOnly</name></userPermissions></Profile>";
    let users = r#"[{"Username": "etl@acme.example", "Profile": {"Name": "ETL", "PermissionsApiUserOnly": false}}]"#;
    folder.file("facts.json", users);
    let files = |profile: &'static str, app: &str| {
        zip(&[
            ("package.xml", PACKAGE.as_bytes()),
            ("connectedApps/Acme.connectedApp", app.as_bytes()),
            ("profiles/ETL.profile", profile.as_bytes()),
        ])
    };
    folder.file("retrieve.zip", files(profile, &app));
    let arguments = ["--only", "run-as-user-not-api-only", "--facts", "facts.json", "retrieve.zip"];
    assert_eq!(rules(&folder.json(&arguments, 0)), Vec::<String>::new());
    folder.file("retrieve.zip", files("<Profile xmlns=\"http://soap.sforce.com/2006/04/metadata\"/>", &app));
    assert_eq!(rules(&folder.json(&arguments, 1)), ["run-as-user-not-api-only"]);
}

#[test]
fn archives_met_on_the_way_are_read_and_others_passed_over() {
    let folder = Folder::new();
    folder.file("force-app/Good.connectedApp-meta.xml", good_app());
    folder.file("old/retrieve.zip", zip(&[("connectedApps/Acme.connectedApp", full_app().as_bytes())]));
    folder.file("old/pictures.zip", zip(&[("a.png", b"no metadata")]));
    folder.file("old/pointer.zip", "version https://git-lfs.example/spec/v1\n");
    let report = folder.json(&["."], 1);
    assert_eq!(texts(&report, "path"), ["old/retrieve.zip!connectedApps/Acme.connectedApp"]);
    assert_eq!((&report["summary"]["files"], &report["summary"]["apps"]), (&2.into(), &2.into()));
}

#[test]
fn an_archive_that_was_named_must_be_readable() {
    let folder = Folder::new();
    folder.file("broken.zip", "PK\x03\x04 and nothing more");
    folder.file("bad.connectedApp-meta.xml", full_app());
    let report = folder.json(&["broken.zip", "bad.connectedApp-meta.xml"], 3);
    assert_eq!(rules(&report), ["full-scope"]);
    assert_eq!(report["problems"][0]["path"], "broken.zip");
    // A retrieve without files for calint counts like an empty directory. calint ignores other archives.
    folder.file("empty.zip", zip(&[("package.xml", PACKAGE.as_bytes())]));
    folder.json(&["empty.zip"], 3);
    folder.json(&["--allow-empty", "empty.zip"], 0);
    folder.file("pictures.zip", zip(&[("a.png", b"no metadata")]));
    folder.json(&["pictures.zip"], 0);
}

#[test]
fn hostile_archives_are_refused_and_write_nothing() {
    let folder = Folder::new();
    let app = good_app();
    let full = full_app();
    folder
        .file("slip.zip", zip(&[("../../evil.connectedApp", app.as_bytes()), ("Full.connectedApp", full.as_bytes())]));
    // The other entries are still checked, whether the archive is named or met.
    for arguments in [&["slip.zip"][..], &["."]] {
        let report = folder.json(arguments, 3);
        assert!(report["problems"][0]["message"].as_str().expect("a text").contains("leads out of the archive"));
        assert_eq!(texts(&report, "path"), ["slip.zip!Full.connectedApp"]);
    }
    // 40 MB of blanks pack to 40 kB.
    let bomb = zip(&[("Bomb.connectedApp", &vec![b' '; 40_000_000]), ("Good.connectedApp", full_app().as_bytes())]);
    assert!(bomb.len() < 100_000);
    folder.file("bomb.zip", bomb);
    let report = folder.json(&["bomb.zip"], 3);
    assert_eq!(rules(&report), ["full-scope"]);
    assert_eq!(report["problems"][0]["path"], "bomb.zip!Bomb.connectedApp");
    assert!(report["problems"][0]["message"].as_str().expect("a text").contains("250 times"));
    let mut names: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(names, [".git", "bomb.zip", "slip.zip"]);
}

#[test]
fn an_archive_that_lies_about_sizes_is_a_problem() {
    let folder = Folder::new();
    let mut bytes = zip(&[("Acme.connectedApp", full_app().as_bytes())]);
    // The sizes of the entry are in the directory at the end, 24 bytes after its mark.
    let mark = bytes.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    bytes[mark + 24..mark + 28].copy_from_slice(&7_u32.to_le_bytes());
    folder.file("lying.zip", bytes);
    let report = folder.json(&["lying.zip"], 3);
    assert_eq!(report["problems"][0]["path"], "lying.zip!Acme.connectedApp");
}

#[test]
fn two_entries_of_one_name_are_a_problem() {
    let folder = Folder::new();
    let (good, full) = (good_app(), full_app());
    // The writer refuses two entries of one name, so the second gets its name afterwards.
    let mut bytes = zip(&[("Acme.connectedApp", full.as_bytes()), ("Acmf.connectedApp", good.as_bytes())]);
    for at in 0..bytes.len() - 4 {
        if &bytes[at..at + 4] == b"Acmf" {
            bytes[at + 3] = b'e';
        }
    }
    folder.file("twice.zip", bytes);
    folder.file("Other.connectedApp", &full);
    let report = folder.json(&["twice.zip", "Other.connectedApp"], 3);
    let message = "cannot be read: the archive has several entries named `Acme.connectedApp`";
    assert_eq!(
        (&report["problems"][0]["path"], &report["problems"][0]["message"]),
        (&"twice.zip".into(), &message.into())
    );
    assert!(texts(&report, "path").contains(&"Other.connectedApp".to_owned()));
}
