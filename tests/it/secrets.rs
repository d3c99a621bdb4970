//! No secret and no consumer key of a file is ever shown, in any output.

use crate::common::{Folder, app, command};

const SECRET: &str = "ACMEACMEACMEACME0123456789SECRET";
const KEY: &str = "ACMEKEYACMEKEYACMEKEY.0123456789";

fn outputs(folder: &Folder, arguments: &[&str]) -> String {
    let mut all = String::new();
    for format in ["full", "concise", "json"] {
        for color in ["never", "always"] {
            let mut command = command(folder.path());
            let output = command
                .args(["check", "-v", "--profile", "audit", "--format", format, "--color", color])
                .args(arguments)
                .output();
            let output = output.expect("the program starts");
            all += &String::from_utf8_lossy(&output.stdout);
            all += &String::from_utf8_lossy(&output.stderr);
        }
    }
    all
}

/// Longer pieces than the two characters that may be shown.
fn assert_hidden(text: &str) {
    for hidden in [&SECRET[..4], &SECRET[20..], &KEY[..4], &KEY[22..]] {
        assert!(!text.contains(hidden), "{hidden} is shown:\n{text}");
    }
}

fn lines(secret: &str, key: &str) -> String {
    format!(
        "        <callbackUrl>http://acme.example/cb</callbackUrl>\n        <consumerKey>{key}</consumerKey>\n        \
         <consumerSecret>{secret}</consumerSecret>\n        <scopes>Full</scopes>"
    )
}

#[test]
fn a_secret_is_reported_and_not_shown() {
    let folder = Folder::new();
    folder.file("A.connectedApp", app(&lines(SECRET, KEY), ""));
    let text = outputs(&folder, &[]);
    assert!(text.contains(": 32 characters"));
    assert_hidden(&text);
}

#[test]
fn nor_is_it_in_unusual_writings() {
    let cdata = format!("<![CDATA[{SECRET}]]>");
    let folder = Folder::new();
    folder.file("Cdata.connectedApp", app(&lines(&cdata, KEY), ""));
    folder.file("Broken.connectedApp", app(&lines(SECRET, KEY), "").replace("</consumerSecret>", ""));
    folder.file("Cut.connectedApp", app(&lines(SECRET, KEY), "").split("</consumerSecret>").next().expect("a start"));
    folder.file(
        "Comment.connectedApp",
        app(&format!("{}\n        <!-- <consumerSecret>{SECRET}</consumerSecret> -->", lines("x", "y")), ""),
    );
    folder.file("Case.connectedApp", app(&lines(SECRET, KEY).replace("consumer", "Consumer"), ""));
    folder.file("Prefix.connectedApp", app(&lines(SECRET, KEY).replace("consumer", "m:consumer"), ""));
    folder.file("Entity.connectedApp", app(&lines(&format!("{SECRET}&nope;"), &format!("{KEY}&#1;")), ""));
    assert_hidden(&outputs(&folder, &[]));
}

#[test]
fn placeholders_are_no_secrets() {
    let folder = Folder::new();
    for (number, value) in
        ["{{SECRET}}", "${CLIENT_SECRET}", "REPLACE_CLIENT_SECRET", "xxxxxxxxxxxx", "", "short"].iter().enumerate()
    {
        folder.file(&format!("A{number}.connectedApp"), app(&lines(value, "x"), ""));
    }
    assert_eq!(crate::common::rules(&folder.json(&["--only", "consumer-secret-in-source"], 0)), Vec::<String>::new());
}

#[test]
fn nothing_in_a_report_can_be_computed_from_a_secret() {
    let reports = ["1234567890123", "9876543210987"].map(|secret| {
        let folder = Folder::new();
        let oauth = format!(
            "        <callbackUrl>https://erp.acme.example/cb</callbackUrl>\n        \
             <consumerSecret>{secret}</consumerSecret>\n        <scopes>Api</scopes>"
        );
        folder.file("App.connectedApp", crate::common::app(&oauth, ""));
        folder.file("deploy.sh", format!("key=3MVG9{}\nclient_secret={secret}\n", "aB3".repeat(27)));
        let formats = ["json", "sarif", "gitlab", "csv", "full"].map(|format| {
            let arguments = ["check", "--profile", "audit", "--exit-zero", "--now", "2026-12-01", "--format", format];
            folder.run(&arguments, 0).stdout.replace(&folder.path().display().to_string(), "")
        });
        assert!(formats[0].contains("consumer-secret-in-source") && formats[0].contains("salesforce-token-in-source"));
        folder.run(&["baseline", "create"], 0);
        let baseline = std::fs::read_to_string(folder.path().join("calint-baseline.json")).expect("the baseline");
        (formats, baseline)
    });
    assert!(reports[0] == reports[1], "what is shown depends on the secret");
}

const FORMATS: [&str; 11] =
    ["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "csv"];

/// A consumer key as Salesforce makes them, with letters that no other text of the tests has.
fn consumer_key() -> String {
    format!("3MVG9{}", "qZ7xK.pLw2_Rt8Vn".repeat(5))
}

/// A consumer secret as Salesforce makes them.
fn consumer_secret() -> String {
    "F1E2D3C4B5A69788".repeat(4)
}

const AWS_ID: &str = "AKIAQZXWVUTSRQPONMLK";
const PASSWORD: &str = "qj7wzXk3vfBn9pdMt5hgR2";

/// Every secret that is planted.
fn planted() -> [String; 6] {
    [SECRET.to_owned(), KEY.to_owned(), consumer_key(), consumer_secret(), AWS_ID.to_owned(), PASSWORD.to_owned()]
}

/// Fails if twelve characters in a row of a secret are shown: among them are six that begin at a multiple of six.
fn assert_nothing_leaks(what: &[&str], text: &str) {
    for secret in planted() {
        for piece in secret.as_bytes().chunks_exact(6).map(|piece| std::str::from_utf8(piece).expect("ASCII")) {
            let line = || text.lines().find(|line| line.contains(piece)).unwrap_or_default();
            assert!(!text.contains(piece), "{what:?} shows {piece}: {}", line());
        }
    }
}

/// An app of that name with something in the place of each of its parts.
fn planted_app(folder: &Folder, name: &str, change: impl Fn(String) -> String) {
    let oauth = "        <callbackUrl>http://erp.acme.example/cb</callbackUrl>\n        <scopes>Full</scopes>\n        \
                 <scopes>RefreshToken</scopes>";
    folder.file(&format!("{name}.connectedApp"), change(app(oauth, "    <description>x</description>\n")));
}

/// Puts lines into the OAuth settings of an app.
fn with_lines(folder: &Folder, name: &str, lines: &str) {
    planted_app(folder, name, |app| app.replace("        <scopes>Full", &format!("{lines}\n        <scopes>Full")));
}

/// Secrets in every possible place.
#[expect(clippy::too_many_lines, reason = "a list of files, each with its secret")]
fn planted_project() -> Folder {
    let (key, hex) = (consumer_key(), consumer_secret());
    let folder = Folder::new();
    for (name, url) in [
        ("UserInUrl", format!("http://admin:{PASSWORD}@erp.acme.example/cb")),
        ("PasswordWithAt", format!("http://admin:x@{PASSWORD}@erp.acme.example/cb")),
        ("SecretInQuery", format!("http://erp.acme.example/cb?a=b&amp;client_secret={SECRET}")),
        ("TokenInFragment", format!("http://erp.acme.example/cb#access_token={PASSWORD}")),
        ("SecretInInnerUrl", format!("http://erp.acme.example/cb?u=http%3A%2F%2Fx%3Fclient_secret%3D{SECRET}")),
        ("KeyInQuery", format!("http://erp.acme.example/cb?client_id={key}")),
    ] {
        planted_app(&folder, name, |app| app.replace("http://erp.acme.example/cb", &url));
        planted_app(&folder, &format!("{name}Start"), |app| {
            let start = format!("    <startUrl>{url}</startUrl>\n    <infoUrl>{url}</infoUrl>\n</ConnectedApp>");
            app.replace("</ConnectedApp>", &start)
        });
    }
    for (number, name) in [
        "consumerSecrets",
        "secretKey",
        "apiKey",
        "pwd",
        "passphrase",
        "token",
        "clientId",
        "password",
        "client_secret",
        "consumer-key",
        "accessKeyId",
        "consumerSecret",
        "consumerKey",
    ]
    .iter()
    .enumerate()
    {
        with_lines(&folder, &format!("Near{number}"), &format!("<{name}>{SECRET}</{name}>"));
        with_lines(&folder, &format!("Attribute{number}"), &format!("<{name} value=\"{SECRET}\"/>"));
        with_lines(&folder, &format!("Broken{number}"), &format!("<{name} {SECRET}</{name}>"));
        with_lines(&folder, &format!("Open{number}"), &format!("{name}>{SECRET}</{name}>"));
        with_lines(&folder, &format!("Comment{number}"), &format!("<{name}><!-- </x> -->{SECRET}</{name}>"));
        with_lines(&folder, &format!("Stray{number}"), &format!("<{name}></x>{SECRET}</{name}>"));
        with_lines(&folder, &format!("Remark{number}"), &format!("<!-- {name}: {SECRET} -->"));
        with_lines(&folder, &format!("OtherAttribute{number}"), &format!("<scopes {name}='{SECRET}'>Nope</scopes>"));
    }
    for (number, value) in [&hex, &key, AWS_ID].iter().enumerate() {
        for element in
            ["scopes", "isAdminApproved", "description", "label", "contactEmail", "oauthClientCredentialUser"]
        {
            with_lines(&folder, &format!("Wrong{number}{element}"), &format!("<{element}>{value}</{element}>"));
        }
        planted_app(&folder, &format!("Description{number}"), |app| {
            app.replace("<description>x", &format!("<description>{value}"))
                .replace("<label>Acme", &format!("<label>{value}"))
        });
        folder.file(&format!("App{value}.connectedApp"), app("        <scopes>Full</scopes>", ""));
        folder.file(&format!("{value}/{value}.ecaOauth-meta.xml"), "<x");
        planted_app(&folder, &format!("Accepted{number}"), |app| {
            let comment = format!("<!-- calint: accept(full-scope) {value} -->\n        <scopes>Full");
            app.replace("<scopes>Full", &comment)
        });
    }
    for (number, value) in [SECRET, &hex].iter().enumerate() {
        planted_app(&folder, &format!("Before{number}"), |app| {
            app.replace("<ConnectedApp", &format!("{value}<ConnectedApp"))
        });
        planted_app(&folder, &format!("Behind{number}"), |app| format!("{app}{value}"));
        planted_app(&folder, &format!("Type{number}"), |app| {
            let declared = format!("<!DOCTYPE ConnectedApp [<!ENTITY s \"{value}\">]><ConnectedApp");
            app.replace("<ConnectedApp", &declared)
        });
        planted_app(&folder, &format!("Instruction{number}"), |app| {
            app.replace("<oauthConfig>", &format!("<?login {value}?><oauthConfig>"))
        });
    }
    let endpoint = format!("<endpoint>https://admin:{PASSWORD}@erp.acme.example</endpoint><label>x</label>");
    folder.file("Erp.namedCredential-meta.xml", format!("<NamedCredential>{endpoint}<nope>x</nope></NamedCredential>"));
    folder
}

/// Another secret of the same length and shape, with the same start and end, of which names of files show some
/// characters.
fn other(secret: &str) -> String {
    let turned = |byte: u8| match byte {
        b'F' => 'A',
        b'Z' => 'G',
        b'f' => 'a',
        b'z' => 'g',
        b'9' => '0',
        byte if byte.is_ascii_alphanumeric() => char::from(byte + 1),
        byte => char::from(byte),
    };
    let (start, rest) = secret.split_at(6);
    let (middle, end) = rest.split_at(rest.len() - 4);
    format!("{start}{}{end}", middle.bytes().map(turned).collect::<String>())
}

/// The same project with other secrets in all places.
fn with_other_secrets(folder: &Folder) -> Folder {
    let changed = |text: &str| planted().iter().fold(text.to_owned(), |text, it| text.replace(it.as_str(), &other(it)));
    let copy = Folder::new();
    for entry in walkdir::WalkDir::new(folder.path()).into_iter().flatten().filter(|entry| entry.file_type().is_file())
    {
        let name = entry.path().strip_prefix(folder.path()).expect("a file of the folder").to_string_lossy();
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        copy.file(&changed(&name), changed(&text));
    }
    copy
}

/// A hash of a short secret is as good as the secret.
#[test]
fn no_format_and_no_baseline_depends_on_a_planted_secret() {
    let first = planted_project();
    let second = with_other_secrets(&first);
    for secret in planted() {
        assert_ne!(other(&secret), secret);
    }
    let shown = |folder: &Folder, arguments: &[&str]| {
        let output = command(folder.path()).args(arguments).output().expect("the program starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        let text = text.replace(&folder.path().display().to_string(), "");
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    for format in FORMATS {
        let arguments = ["check", "--profile", "audit", "--now", "2026-12-01", "--format", format];
        let (one, two) = (shown(&first, &arguments), shown(&second, &arguments));
        assert!(one.len() > 20, "{format}: {one:?}");
        let differing: Vec<_> = one.iter().zip(&two).filter(|(a, b)| a != b).take(3).collect();
        assert!(differing.is_empty() && one.len() == two.len(), "{format}: {differing:?}");
    }
    let baseline = |folder: &Folder| {
        leave_what_is_readable(folder);
        folder.run(&["baseline", "create", "--profile", "audit"], 0);
        std::fs::read_to_string(folder.path().join("calint-baseline.json")).expect("the baseline")
    };
    let (first, second) = (baseline(&first), baseline(&second));
    let differing: Vec<_> = first.lines().zip(second.lines()).filter(|(a, b)| a != b).take(3).collect();
    assert!(first == second, "the baseline depends on a secret: {differing:?}");
}

#[test]
fn planted_secrets_are_in_no_report() {
    let (folder, reports) = (planted_project(), Folder::outside_git());
    for profile in ["default", "strict", "audit"] {
        let files = FORMATS.map(|format| reports.path().join(format!("{profile}-{format}")));
        let options: Vec<String> =
            FORMATS.iter().zip(&files).map(|(format, file)| format!("--report={format}={}", file.display())).collect();
        let mut check = command(folder.path());
        check.args(["check", "-v", "--show-accepted", "--profile", profile]).args(options);
        let output = check.output().expect("the program starts");
        let shown = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
        assert_nothing_leaks(&[profile], &shown);
        for (format, file) in FORMATS.iter().zip(files) {
            let report = std::fs::read_to_string(file).expect("a report");
            assert!(report.len() > 1000, "{format} says something: {report}");
            assert_nothing_leaks(&[profile, format], &report);
        }
    }
}

/// Deletes the files that cannot be read, which keep calint from writing a baseline.
fn leave_what_is_readable(folder: &Folder) {
    let output = command(folder.path()).args(["check", "--format", "json"]).output().expect("the program starts");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    let paths = report["problems"].as_array().expect("problems").iter().map(|it| it["path"].as_str().expect("a path"));
    let broken: std::collections::BTreeSet<&str> = paths.collect();
    for path in broken {
        let file = folder.path().join(path);
        if file.is_file() {
            std::fs::remove_file(file).expect("a file can be removed");
        }
    }
    // Of those with a secret in their name, reports do not show the path.
    for entry in walkdir::WalkDir::new(folder.path()).into_iter().flatten() {
        if entry.file_name().to_string_lossy().ends_with(".ecaOauth-meta.xml") {
            std::fs::remove_file(entry.path()).expect("a file can be removed");
        }
    }
}

#[test]
fn planted_secrets_are_in_no_baseline() {
    let folder = planted_project();
    leave_what_is_readable(&folder);
    let run = folder.run(&["baseline", "create", "--profile", "audit"], 0);
    assert_nothing_leaks(&["baseline", "create"], &(run.stdout + &run.stderr));
    let baseline = std::fs::read_to_string(folder.path().join("calint-baseline.json")).expect("the baseline");
    assert!(baseline.contains("App****************NMLK.connectedApp"), "{baseline}");
    assert_nothing_leaks(&["the baseline"], &baseline);
    // The names that it does not show are matched all the same.
    let again = folder.run(&["check", "--profile", "audit", "--format", "json"], 0).json();
    let active = again["findings"].as_array().expect("findings").iter().filter(|it| it["status"] == "active");
    assert_eq!(active.collect::<Vec<_>>(), Vec::<&serde_json::Value>::new());
}

#[test]
fn planted_secrets_are_in_no_word_on_the_configuration() {
    let (key, hex) = (consumer_key(), consumer_secret());
    for text in [
        format!("token = \"{SECRET}\""),
        format!("\"{key}\" = 1"),
        format!("profile = \"{hex}\""),
        format!("extends = \"https://admin:{PASSWORD}@acme.example/policy.toml\""),
        format!("exclude = [\"{key}*\"]"),
        format!("[apps.\"{key}\"]\nflows = [\"{AWS_ID}\"]"),
        format!("[[accept]]\nrule = \"full-scope\"\napp = \"*\"\nreason = \"{key} {hex}\""),
        format!("x = 1\n# password: {PASSWORD}"),
    ] {
        let folder = Folder::new();
        folder.file("A.connectedApp", app("        <scopes>Full</scopes>", "")).file("calint.toml", &text);
        for arguments in [
            vec!["check"],
            vec!["check", "-v", "--show-accepted", "--format", "json"],
            vec!["config", "show"],
            vec!["config", "check"],
            vec!["baseline", "check"],
        ] {
            let output = command(folder.path()).args(&arguments).output().expect("the program starts");
            let shown = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
            assert_nothing_leaks(&arguments, &shown);
        }
    }
}
