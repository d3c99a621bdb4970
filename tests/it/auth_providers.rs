//! Scopes that an auth provider of the project asks an app for stay: its logins would fail without them.

use crate::common::{Folder, app, command, run, texts};

const HUB: &str = "https://acme.my.salesforce.com/services/authcallback/Billing_Hub";
const APP: &str = "connectedApps/Billing.connectedApp-meta.xml";
const PROVIDER: &str = "authproviders/Billing_Hub.authprovider-meta.xml";

/// An app that sends its codes to a callback.
fn app_of(callback: &str, scopes: &[&str]) -> String {
    let scopes: Vec<String> = scopes.iter().map(|scope| format!("        <scopes>{scope}</scopes>")).collect();
    app(&format!("        <callbackUrl>{callback}</callbackUrl>\n{}", scopes.join("\n")), "")
}

fn provider(scopes: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<AuthProvider xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n    \
         <defaultScopes>{scopes}</defaultScopes>\n    <friendlyName>Billing hub</friendlyName>\n    \
         <providerType>Salesforce</providerType>\n</AuthProvider>\n"
    )
}

/// A project with an app and an auth provider.
fn project(app: &str, provider: &str) -> Folder {
    let folder = Folder::new();
    folder.file("sfdx-project.json", r#"{"packageDirectories":[{"path":"."}]}"#);
    folder.file(APP, app).file(PROVIDER, provider);
    folder
}

/// Whether the findings of a rule have a fix, and their help.
fn offers(rule: &str, folder: &Folder, path: &str) -> Vec<(bool, String)> {
    let report = folder.json(&["--only", rule, "--exit-zero", path], 0);
    let findings = report["findings"].as_array().expect("a list");
    let has_fix = findings.iter().map(|finding| finding.get("fix").is_some_and(|fix| !fix.is_null()));
    has_fix.zip(texts(&report, "help")).collect()
}

#[test]
fn full_stays_if_an_auth_provider_asks_for_it() {
    let app = app_of(HUB, &["Full", "RefreshToken"]);
    for scopes in ["full refresh_token", "refresh_token  FULL", "id web"] {
        let folder = project(&app, &provider(scopes));
        for path in [".", APP] {
            let found = offers("full-scope", &folder, path);
            let [(has_fix, help)] = &found[..] else { panic!("{scopes}: {found:?}") };
            assert!(!has_fix && help.contains("auth provider `Billing_Hub`"), "{scopes}: {help}");
        }
        run(command(folder.path()).args(["check", "--fix", "--unsafe-fixes", "--only", "full-scope"]), 1);
        let after = std::fs::read_to_string(folder.path().join(APP)).expect("the app is there");
        assert_eq!(after, app, "{scopes}");
    }
}

#[test]
fn full_goes_if_no_auth_provider_needs_it() {
    let offered = |app: &str, provider: &str| {
        let found = offers("full-scope", &project(app, provider), ".");
        assert!(found.iter().all(|(has_fix, help)| *has_fix != help.contains("auth provider")), "{found:?}");
        found.into_iter().map(|(has_fix, _)| has_fix).collect::<Vec<_>>()
    };
    let app = app_of(HUB, &["Full", "RefreshToken"]);
    // `Api` comes in the place of `Full`, and it contains the scope of Chatter.
    for scopes in ["api refresh_token", "chatter_api", "offline_access", "", "acme_scope", "${SCOPES}"] {
        assert_eq!(offered(&app, &provider(scopes)), [true], "{scopes}");
    }
    let elsewhere = HUB.replace("Billing_Hub", "Sales_Hub");
    assert_eq!(offered(&app_of(&elsewhere, &["Full"]), &provider("full")), [true]);
    assert_eq!(offered(&app_of("https://billing.acme.example/Billing_Hub", &["Full"]), &provider("full")), [true]);
    assert_eq!(offered(&app_of(HUB, &["Full", "Full"]), &provider("full")), [false, false]);
}

#[test]
fn scopes_that_others_contain_stay_if_an_auth_provider_asks_for_them() {
    let app = app_of(HUB, &["Api", "Basic", "Chatter", "OfflineAccess", "Profile", "RefreshToken"]);
    let offered = |scopes: &str| -> Vec<bool> {
        let found = offers("redundant-scope", &project(&app, &provider(scopes)), ".");
        found.into_iter().map(|(has_fix, _)| has_fix).collect()
    };
    assert_eq!(offered("id"), [true, true, true]);
    assert_eq!(offered("chatter_api profile"), [false, true, false]);
    // The two names of the refresh scope mean the same.
    assert_eq!(offered("api offline_access"), [true, true, true]);
    let app = app_of(HUB, &["Api", "Full"]);
    let found = offers("redundant-scope", &project(&app, &provider("full")), ".");
    assert!(matches!(&found[..], [(false, help)] if help.contains("auth provider `Billing_Hub`")), "{found:?}");
}

#[test]
fn scopes_of_a_machine_stay_if_an_auth_provider_asks_for_them() {
    let oauth = format!(
        "        <callbackUrl>{HUB}</callbackUrl>\n        <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
         <scopes>Api</scopes>\n        <scopes>Lightning</scopes>\n        <scopes>Web</scopes>"
    );
    let offered = |scopes: &str| -> Vec<bool> {
        let folder = project(&app(&oauth, ""), &provider(scopes));
        folder.file("calint.toml", "[apps.Billing]\nflow = \"client-credentials\"\n");
        offers("server-flow-extra-scopes", &folder, ".").into_iter().map(|(has_fix, _)| has_fix).collect()
    };
    assert_eq!(offered("api"), [true, true]);
    assert_eq!(offered("lightning"), [false, true]);
    assert_eq!(offered("api web"), [true, false]);
}
