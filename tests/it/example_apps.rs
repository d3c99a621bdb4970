//! The example projects with one External Client App each: every part has one fault, and every fault is
//! found in its part.

use crate::common::{Folder, under};

/// Part, rule, severity, and the text under the region.
type Fault = (&'static str, &'static str, &'static str, &'static str);

/// Lints an example project and compares what it says with the faults that were put in.
fn faults_of(org: &str, faults: &[Fault]) {
    // A copy, since a source archive is in no repository, so that paths would be relative to another folder.
    let folder = Folder::copy_of(&format!("orgs/{org}"));
    let report = folder.json(&["--profile", "strict"], 1);
    let findings = report["findings"].as_array().expect("a report has findings");
    let mut found: Vec<[String; 4]> = Vec::new();
    for finding in findings {
        let path = finding["path"].as_str().expect("a path");
        let bytes = std::fs::read(folder.path().join(path)).expect("the file of a finding");
        let text = String::from_utf8(under(&bytes, &finding["range"]).to_owned()).expect("UTF-8");
        let suffix = path.trim_end_matches("-meta.xml").rsplit('.').next().expect("a suffix");
        let word = |field: &str| finding[field].as_str().expect("a text").to_owned();
        found.push([suffix.to_owned(), word("rule"), word("severity"), text]);
    }
    let expected: Vec<[String; 4]> = faults
        .iter()
        .map(|(part, rule, severity, text)| [part, rule, severity, text].map(|word| (*word).to_owned()))
        .collect();
    assert_eq!(found, expected, "{org}");
    assert_eq!(report["summary"]["apps"], 1, "{org}");
}

#[test]
fn client_credentials() {
    let root = "<ExtlClntAppConfigurablePolicies xmlns=\"http://soap.sforce.com/2006/04/metadata\">";
    faults_of(
        "eca-client-credentials",
        &[
            ("eca", "invalid-value", "error", "Packageable"),
            ("ecaGlblOauth", "rotate-flag-committed", "error", "true"),
            ("ecaOauthPlcy", "policy-disables-app", "warning", "HIGH_ASSURANCE"),
            ("ecaOauth", "server-flow-extra-scopes", "info", "RefreshToken"),
            ("ecaPlcy", "missing-required-element", "error", root),
        ],
    );
}

#[test]
fn jwt_bearer() {
    faults_of(
        "eca-jwt-bearer",
        &[
            ("eca", "unresolved-placeholder", "warning", "{{RELEASE_CONTACT}}"),
            ("ecaGlblOauth", "eca-global-settings-in-source", "warning", "ACMEKEYACMEKEYACMEKEY"),
            ("ecaOauthPlcy", "ip-relaxation-bypass", "error", "Bypass"),
            ("ecaOauth", "full-scope", "error", "Full"),
            ("ecaPlcy", "misplaced-element", "error", "<sessionTimeoutInMinutes>"),
        ],
    );
}

#[test]
fn web_server_with_pkce() {
    faults_of(
        "eca-web-server-pkce",
        &[
            ("eca", "wrong-case", "error", "<logoURL>"),
            ("ecaGlblOauth", "callback-insecure-scheme", "error", "http://portal-uat.acme.example/oauth/callback"),
            ("ecaOauthPlcy", "refresh-token-never-expires", "warning", "Infinite"),
            ("ecaOauthSecurity", "ip-range-invalid", "warning", "<tokenIpRanges>"),
            ("ecaOauth", "unknown-oauth-scope", "error", "id"),
            ("ecaPlcy", "unknown-element", "warning", "<isNotificationsPluginEnabled>"),
        ],
    );
}
