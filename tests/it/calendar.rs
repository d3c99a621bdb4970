//! What Salesforce switches off: a word far ahead, a warning half a year before, an error afterwards.

use crate::common::{Folder, app, rules};
use serde_json::Value;

fn device_app() -> String {
    let oauth = "        <callbackUrl>https://kiosk.acme.example/oauth</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        <isDeviceFlowEnabled>true</isDeviceFlowEnabled>\n        \
                 <scopes>Api</scopes>";
    app(oauth, "    <permissionSetName>Kiosk</permissionSetName>")
}

fn on(folder: &Folder, day: &str, arguments: &[&str]) -> Value {
    let all: Vec<&str> = ["--now", day, "--exit-zero"].into_iter().chain(arguments.iter().copied()).collect();
    folder.json(&all, 0)
}

#[test]
fn the_day_decides_how_bad_it_is() {
    let folder = Folder::new();
    folder.file("Kiosk.connectedApp", device_app());
    for (day, severity) in [
        ("2026-01-01", "info"),
        ("2026-06-02", "info"),
        ("2026-06-03", "warning"),
        ("2026-11-30", "warning"),
        ("2026-12-01", "error"),
    ] {
        let report = on(&folder, day, &[]);
        assert_eq!(rules(&report), ["retiring-feature"], "{day}");
        assert_eq!(report["findings"][0]["severity"], severity, "{day}");
    }
    let report = on(&folder, "2026-11-22", &[]);
    let message = report["findings"][0]["message"].as_str().expect("a text");
    assert!(message.ends_with("localhost callback from 30 November 2026"), "{message}");
    let help = report["findings"][0]["help"].as_str().expect("a text");
    assert!(help.ends_with("the date was read on 2026-11-22 (release notes)"), "{help}");
}

#[test]
fn the_end_of_connected_apps_is_told_once_a_project_and_to_auditors_only() {
    let folder = Folder::new();
    for name in ["Billing", "Mailer", "Portal"] {
        folder.file(&format!("{name}.connectedApp"), crate::common::good_app());
    }
    assert_eq!(rules(&on(&folder, "2028-01-01", &[])), [""; 0]);
    for (day, severity, (lose, asks)) in [
        ("2026-12-02", "info", ("lose", "asks")),
        ("2026-12-03", "warning", ("lose", "asks")),
        ("2027-06-02", "error", ("lost", "asked")),
    ] {
        let report = on(&folder, day, &["--only", "retiring-feature"]);
        let [finding] = report["findings"].as_array().expect("findings").as_slice() else { panic!("{report}") };
        assert_eq!(finding["severity"], severity, "{day}");
        let message = format!(
            "`Billing` and 2 more are connected apps, which {lose} support and fixes in Summer '27, when a release \
             update {asks} every org to migrate them"
        );
        assert_eq!(finding["message"], message.as_str());
        let related: Vec<&Value> =
            finding["related"].as_array().expect("places").iter().map(|it| &it["path"]).collect();
        assert_eq!(related, ["Mailer.connectedApp", "Portal.connectedApp"]);
    }
}

#[test]
fn old_api_versions_are_told_and_assumed_ones_are_not() {
    let folder = Folder::new();
    folder.file("App.connectedApp", crate::common::good_app());
    let strict = |arguments: &[&str]| {
        let all: Vec<&str> = ["--profile", "strict"].into_iter().chain(arguments.iter().copied()).collect();
        rules(&on(&folder, "2026-11-22", &all)).contains(&"retiring-feature".to_owned())
    };
    // The first app of the project may be one that Salesforce made.
    let theirs =
        crate::common::good_app().replace(">Acme<", ">DevOps Center<").replace("crm@acme.example", "it@salesforce.com");
    folder.file("AAA.connectedApp", theirs);
    assert!(strict(&["--api-version", "30.0"]) && !strict(&["--api-version", "31.0"]) && !strict(&[]));
}
