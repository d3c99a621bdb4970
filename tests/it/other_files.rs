//! Files other than metadata: which ones calint reads, what it reports, and that it never shows a secret.

use crate::common::{Folder, app, command, good_app, texts, zip};

use data_encoding::BASE64;

/// A fake key: the structure of a key, with a sentence in it.
const SENTENCE: &[u8] =
    b"This is no private key, but a sentence in the place of one, as long as is needed to be taken for it.";

const MEBIBYTE: usize = 1024 * 1024;

/// A PKCS#8 block around the sentence and one more byte.
fn key(last: u8) -> String {
    let element = |tag: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).expect("a short element");
        let head = if length < 128 { vec![tag, length] } else { vec![tag, 0x81, length] };
        [&head, content].concat()
    };
    let rsa = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
    let inner = [SENTENCE, &[last]].concat();
    let parts = [element(2, &[0]), element(0x30, &rsa), element(4, &inner)].concat();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64.encode(&element(0x30, &parts)))
}

/// A piece of the key that nothing may show.
fn digits() -> String {
    key(0).lines().nth(1).expect("a second line")[80..110].to_owned()
}

fn project() -> Folder {
    let folder = Folder::new();
    folder.file("connectedApps/A.connectedApp", app("        <scopes>Api</scopes>", ""));
    folder
}

const ONLY: [&str; 2] = ["--only", "private-key-in-source"];

#[test]
fn every_file_below_the_folder_is_looked_at() {
    let folder = project();
    for name in
        ["a.key", "ci/jwt/server.pem", "Dockerfile", "classes/Jwt.cls", "certs/A.crt", "customMetadata/A.md-meta.xml"]
    {
        folder.file(name, format!("first line\n{}", key(0)));
    }
    let report = folder.json(&ONLY, 1);
    let expected =
        ["Dockerfile", "a.key", "certs/A.crt", "ci/jwt/server.pem", "classes/Jwt.cls", "customMetadata/A.md-meta.xml"];
    assert_eq!(texts(&report, "path"), expected);
    for finding in report["findings"].as_array().expect("findings") {
        assert_eq!(finding["range"]["start"]["line"], 2);
        assert_eq!(finding["component"]["type"], "File");
    }
    assert_eq!(report["summary"]["files"], 1, "only metadata counts as linted");
}

#[test]
fn some_files_are_not() {
    let folder = project();
    folder.file(".gitignore", "*.secret\n/out/\n");
    for name in [
        "a.secret",
        "out/a.key",
        "node_modules/a/test.pem",
        ".sfdx/key.pem",
        ".git/key.pem",
        "logo.png",
        "fixtures/a.pem",
    ] {
        folder.file(name, key(0));
    }
    folder.file("A.field-meta.xml", key(0));
    folder.file("huge.txt", format!("{}{}", key(0), " ".repeat(64 * MEBIBYTE)));
    folder.file("binary.bin", [b"\0\0", key(0).as_bytes()].concat());
    assert_eq!(
        texts(&folder.json(&[&ONLY[..], &["--exclude", "fixtures/**"]].concat(), 0), "path"),
        Vec::<String>::new()
    );
    assert_eq!(
        texts(&folder.json(&[&ONLY[..], &["--no-ignore"]].concat(), 1), "path"),
        ["a.secret", "fixtures/a.pem", "out/a.key"]
    );
}

#[test]
fn large_files_are_looked_through_piece_by_piece() {
    let folder = project();
    // On both sides of the border of a piece, and across it.
    for before in [MEBIBYTE - 200, MEBIBYTE - 10, MEBIBYTE + 7] {
        folder.file(&format!("export{before}.csv"), format!("{}\n{}", "-".repeat(before - 1), key(0)));
    }
    let wide = format!("{}\n{}", "-".repeat(MEBIBYTE), key(0));
    let wide = wide.encode_utf16().flat_map(u16::to_le_bytes);
    folder.file("wide.csv", [0xFF, 0xFE].into_iter().chain(wide).collect::<Vec<u8>>());
    // Marks alone are no secrets.
    folder.file("marks.csv", format!("-----BEGIN \n5Aep\n{}", " ".repeat(MEBIBYTE)));
    folder.file("packed.zip", zip(&[("A.connectedApp", good_app().as_bytes()), ("large.sql", &large_key())]));
    let report = folder.json(&ONLY, 1);
    let paths = texts(&report, "path");
    let exports = ["export1048376.csv", "export1048566.csv", "export1048583.csv"];
    assert_eq!(paths, [&exports[..], &["packed.zip!large.sql", "wide.csv"]].concat());
    for finding in report["findings"].as_array().expect("findings") {
        assert_eq!(finding["range"]["start"]["line"], 2, "{finding}");
    }
}

/// A key behind as many numbers as make the file a large one, even if it is packed.
fn large_key() -> Vec<u8> {
    let numbers: Vec<String> = (0..180_000).map(|number: u32| number.to_string()).collect();
    format!("{}\n{}", numbers.join(" "), key(0)).into_bytes()
}

#[test]
fn one_that_is_named_alone_is_not() {
    let folder = project();
    folder.file("server.key", key(0));
    folder.json(&[&ONLY[..], &["server.key", "connectedApps/A.connectedApp"]].concat(), 0);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_left_alone() {
    let (folder, elsewhere) = (project(), Folder::new());
    elsewhere.file("server.key", key(0));
    std::os::unix::fs::symlink(elsewhere.path().join("server.key"), folder.path().join("link.key")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.key")).status();
    assert!(made.expect("mkfifo starts").success());
    folder.json(&ONLY, 0);
}

#[test]
fn archives_are_looked_into() {
    let folder = Folder::new();
    let (app, key) = (app("        <scopes>Api</scopes>", ""), key(0));
    let files = [("connectedApps/A.connectedApp", &app), ("keys/server.key", &key), ("node_modules/x.pem", &key)];
    let files = files.map(|(name, text)| (name, text.as_bytes()));
    folder.file("retrieve.zip", zip(&files));
    let report = folder.json(&[&["retrieve.zip"][..], &ONLY].concat(), 1);
    assert_eq!(texts(&report, "path"), ["retrieve.zip!keys/server.key"]);
}

#[test]
fn each_project_gets_its_own_files() {
    let folder = Folder::new();
    for project in ["one", "two"] {
        folder.file(&format!("{project}/sfdx-project.json"), "{}");
        folder.file(&format!("{project}/A.connectedApp"), app("        <scopes>Api</scopes>", ""));
    }
    folder.file("two/ci/server.key", key(0)).file("server.key", key(1));
    assert_eq!(texts(&folder.json(&ONLY, 1), "path"), ["server.key", "two/ci/server.key"]);
}

/// Paths with the status of their findings.
fn standing(folder: &Folder, code: i32) -> Vec<(String, String)> {
    let report = folder.json(&ONLY, code);
    texts(&report, "path").into_iter().zip(texts(&report, "status")).collect()
}

#[test]
fn findings_can_be_accepted_and_set_aside() {
    let folder = project();
    folder.file("tests/a.key", key(0)).file("b.key", key(1));
    let accept = "[[accept]]\nrule = \"private-key-in-source\"\npath = \"tests/*\"\nreason = \"opens nothing\"\n";
    folder.file("calint.toml", accept);
    let pairs = |b: &str| [("b.key", b), ("tests/a.key", "accepted")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(standing(&folder, 1), pairs("active"));
    folder.run(&["baseline", "create"], 0);
    assert_eq!(standing(&folder, 0), pairs("baselined"));
    // A further key in the same file is new. calint does not distinguish a key that replaces another unless its public
    // half can be read: what reports and baselines show must not depend on a secret.
    folder.file("b.key", key(1) + &key(2));
    let expected = [("b.key", "baselined"), ("b.key", "active"), ("tests/a.key", "accepted")];
    assert_eq!(standing(&folder, 1), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn an_exclusion_of_keys_is_not_in_vain_for_other_rules() {
    let folder = project();
    folder.file("fixtures/a.pem", key(0)).file("calint.toml", "exclude = [\"fixtures/**\"]\n");
    folder.json(&["--only", "full-scope"], 0);
    folder.json(&ONLY, 0);
}

#[test]
fn changed_since_knows_what_was_there() {
    let folder = Folder::outside_git();
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        let set = ["-c", "user.name=A", "-c", "user.email=a@acme.example", "-c", "init.defaultBranch=main"];
        let status = command.current_dir(folder.path()).args(set).args(arguments).status();
        assert!(status.expect("git starts").success());
    };
    git(&["init", "-q"]);
    folder.file("connectedApps/A.connectedApp", app("        <scopes>Api</scopes>", ""));
    folder.file("old.key", key(0));
    git(&["add", "-A"]);
    git(&["commit", "-qm", "x"]);
    folder.file("new.key", key(1));
    let mut command = command(folder.path());
    command.env("PATH", std::env::var_os("PATH").expect("a path"));
    command.args(["check", "--format", "json", "--changed-since", "HEAD"]).args(ONLY);
    assert_eq!(texts(&crate::common::run(&mut command, 1).json(), "path"), ["new.key"]);
}

#[test]
fn no_secret_is_shown() {
    let folder = project();
    let token = format!("00D5g000004AbCd!{}", BASE64.encode(SENTENCE).replace(['+', '/', '='], "x"));
    folder.file("server.key", key(0));
    folder.file("a.sh", format!("export TOKEN={token}\n"));
    folder.file(
        "Key.connectedApp",
        app(&format!("        <certificate>{}</certificate>\n        <scopes>Full</scopes>", key(0)), ""),
    );
    let bare: String = key(0).lines().nth(1).expect("digits").to_owned();
    folder.file(
        "Bare.connectedApp",
        app(&format!("        <certificate>{bare}</certificate>\n        <scopes>Full</scopes>"), ""),
    );
    folder.file(
        "Token.connectedApp",
        app(&format!("        <callbackUrl>http://a.acme.example/{token}</callbackUrl>"), "").replace("Acme", &token),
    );
    folder.file("N.namedCredential", "<NamedCredential xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n<password>ACMEPASSWORD</password>\n</NamedCredential>");
    for format in ["full", "concise", "json", "sarif", "markdown", "csv", "github", "gitlab", "junit", "checkstyle"] {
        let output = command(folder.path()).args(["check", "-v", "--profile", "audit", "--format", format]).output();
        let output = output.expect("the program starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        for hidden in [&digits()[..], &bare[..12], &token[30..60], "ACMEPASS"] {
            assert!(!text.contains(hidden), "{format} shows {hidden}:\n{text}");
        }
        assert!(
            text.contains("private-key-in-source") && text.contains("salesforce-token-in-source"),
            "{format}: {text}"
        );
    }
}
