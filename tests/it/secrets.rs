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
