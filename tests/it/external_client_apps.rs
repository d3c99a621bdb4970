//! External Client Apps: several files, one app, the same rules.

use crate::common::{Folder, rules, texts, under};

const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";

fn part(root: &str, body: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{NAMESPACE}\">\n{body}\n</{root}>\n")
}

/// The files of an app: name and content.
struct Eca {
    header: String,
    global: String,
    oauth: String,
    policy: String,
}

const HEADER: &str = "app/externalClientApps/Sync.eca-meta.xml";
const GLOBAL: &str = "app/extlClntAppGlobalOauthSets/Sync_glbloauth.ecaGlblOauth-meta.xml";
const OAUTH: &str = "app/extlClntAppOauthSettings/Sync_oauth.ecaOauth-meta.xml";
const POLICY: &str = "app/extlClntAppOauthPolicies/Sync_defaultPolicy.ecaOauthPlcy-meta.xml";

/// An app that people log in to, without a fault.
fn good() -> Eca {
    let of = "    <externalClientApplication>Sync</externalClientApplication>\n";
    Eca {
        header: part(
            "ExternalClientApplication",
            "    <contactEmail>crm@acme.example</contactEmail>\n    <distributionState>Local</distributionState>\n    <label>Sync</label>",
        ),
        global: part(
            "ExtlClntAppGlobalOauthSettings",
            &format!(
                "    <callbackUrl>https://sync.acme.example/cb</callbackUrl>\n{of}    <isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled>\n    <isRefreshTokenRotationEnabled>true</isRefreshTokenRotationEnabled>\n    <label>Sync</label>"
            ),
        ),
        oauth: part(
            "ExtlClntAppOauthSettings",
            &format!(
                "    <commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes>\n{of}    <label>Sync</label>"
            ),
        ),
        policy: part(
            "ExtlClntAppOauthConfigurablePolicies",
            &format!(
                "    <commaSeparatedPermissionSet>Sync</commaSeparatedPermissionSet>\n{of}    <ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>\n    <isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled>\n    <label>Sync</label>\n    <permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>\n    <refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType>\n    <refreshTokenValidityPeriod>30</refreshTokenValidityPeriod>\n    <refreshTokenValidityUnit>Days</refreshTokenValidityUnit>"
            ),
        ),
    }
}

impl Eca {
    fn write(&self, folder: &Folder) {
        folder
            .file(HEADER, &self.header)
            .file(GLOBAL, &self.global)
            .file(OAUTH, &self.oauth)
            .file(POLICY, &self.policy);
    }
}

fn lint(app: &Eca, arguments: &[&str]) -> serde_json::Value {
    let folder = Folder::new();
    app.write(&folder);
    let mut all = vec!["--exit-zero"];
    all.extend(arguments);
    folder.json(&all, 0)
}

#[test]
fn the_files_of_an_app_are_one_app() {
    let report = lint(&good(), &["--profile", "strict"]);
    assert_eq!(rules(&report), Vec::<String>::new());
    assert_eq!((&report["summary"]["files"], &report["summary"]["apps"]), (&4.into(), &1.into()));
}

#[test]
fn a_finding_stands_in_the_file_that_is_wrong() {
    let mut app = good();
    app.oauth = app.oauth.replace("Api, RefreshToken", "Api ,Full, RefreshToken");
    let list = "    <commaSeparatedPermissionSet>Sync</commaSeparatedPermissionSet>\n";
    app.policy = app.policy.replace("Enforce", "Bypass").replace("AdminApprovedPreAuthorized", "AllSelfAuthorized");
    app.policy = app.policy.replace(list, "");
    app.global = app.global.replace("https://sync", "http://sync");
    let report = lint(&app, &[]);
    let found: Vec<_> = texts(&report, "path").into_iter().zip(rules(&report)).collect();
    let expected = [
        (GLOBAL, "callback-insecure-scheme"),
        (POLICY, "ip-relaxation-bypass"),
        (POLICY, "self-authorize-allowed"),
        (OAUTH, "full-scope"),
    ];
    assert_eq!(found, expected.map(|(path, rule)| (path.to_owned(), rule.to_owned())));
    let full = &report["findings"][3];
    assert_eq!(under(app.oauth.as_bytes(), &full["range"]), b"Full");
    assert_eq!(full["component"], serde_json::json!({ "type": "ExternalClientApplication", "name": "Sync" }));
    assert_eq!(full["element"], "ExtlClntAppOauthSettings/commaSeparatedOauthScopes");
    // The bypass is an error because of a scope in another file.
    assert_eq!(report["findings"][1]["related"][0]["path"], OAUTH);
}

#[test]
fn a_file_that_is_not_committed_is_unknown() {
    let folder = Folder::new();
    let mut app = good();
    app.policy = app.policy.replace("SpecificLifetime", "Infinite");
    app.write(&folder);
    assert_eq!(rules(&folder.json(&[], 1)), ["refresh-token-never-expires"]);
    // Without the callbacks, calint does not know whether people log in.
    std::fs::remove_file(folder.path().join(GLOBAL)).expect("it is there");
    assert_eq!(rules(&folder.json(&[], 0)), Vec::<String>::new());
}

/// `[developer's half, administrator's half]` of the switch, each `true` or `false`.
fn switched([developer, administrator]: [&str; 2], user: &str) -> Eca {
    let mut app = good();
    let flag = |on: &str| format!("<isClientCredentialsFlowEnabled>{on}</isClientCredentialsFlowEnabled>");
    app.global = app.global.replace(&flag("false"), &flag(developer));
    app.policy = app.policy.replace(&flag("false"), &flag(administrator));
    if !user.is_empty() {
        let user = format!(
            "    <clientCredentialsFlowUser>{user}</clientCredentialsFlowUser>\n    <externalClientApplication>"
        );
        app.policy = app.policy.replace("    <externalClientApplication>", &user);
    }
    app
}

#[test]
fn help_names_the_elements_of_the_kind_of_app() {
    let rule = "client-credentials-without-run-as-user";
    let folder = Folder::new();
    switched(["true", "false"], "").write(&folder);
    let user = "name a dedicated integration user by username in `<clientCredentialsFlowUser>`";
    let on = "set `<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>` in both files";
    assert_eq!(texts(&folder.json(&["--only", rule], 1), "help"), [format!("{user}, and {on}")]);
    // The file that would name the user is not there, and its elements have names still.
    std::fs::remove_file(folder.path().join(POLICY)).expect("it is there");
    assert_eq!(texts(&folder.json(&["--only", rule], 1), "help"), [user]);
}

#[test]
fn the_client_credentials_flow_has_two_halves() {
    let user = "sync@acme.example";
    let said = |halves, user| rules(&lint(&switched(halves, user), &[]));
    assert_eq!(said(["true", "true"], user), Vec::<String>::new());
    assert_eq!(said(["false", "false"], ""), Vec::<String>::new());
    assert_eq!(said(["true", "false"], user), ["client-credentials-flag-missing"]);
    assert_eq!(said(["false", "true"], user), ["client-credentials-flag-missing"]);
    assert_eq!(said(["false", "false"], user), ["client-credentials-flag-missing"; 2]);
    // Without a user, the message says only that, and the help names the other half.
    assert_eq!(said(["true", "true"], ""), ["client-credentials-without-run-as-user"]);
    let report = lint(&switched(["true", "false"], ""), &[]);
    assert_eq!(rules(&report), ["client-credentials-without-run-as-user"]);
    assert!(report["findings"][0]["help"].as_str().expect("help").contains("in both files"));
}

#[test]
fn without_a_policy_file_the_user_may_be_set_in_setup() {
    let folder = Folder::new();
    switched(["true", "true"], "").write(&folder);
    std::fs::remove_file(folder.path().join(POLICY)).expect("it is there");
    let report = folder.json(&["--only", "client-credentials-without-run-as-user"], 1);
    assert_eq!(
        (texts(&report, "severity"), texts(&report, "confidence")),
        (vec!["warning".to_owned()], vec!["medium".to_owned()])
    );
    // The switch came with API 60, so a lower version that is declared does not silence the finding.
    let report = folder.json(&["--only", "client-credentials-without-run-as-user", "--api-version", "59"], 1);
    assert_eq!(texts(&report, "severity"), ["warning"]);
}

#[test]
fn one_named_file_is_judged_with_the_others_and_alone_reported() {
    let folder = Folder::new();
    let mut app = good();
    app.oauth = app.oauth.replace("Api,", "Full,");
    app.policy = app.policy.replace("Enforce", "Bypass");
    app.write(&folder);
    folder.file("sfdx-project.json", r#"{ "packageDirectories": [{ "path": "app" }] }"#);
    let report = folder.json(&[POLICY], 1);
    // An error that only the other file shows, and no finding in the other file.
    assert_eq!(
        (rules(&report), texts(&report, "severity")),
        (vec!["ip-relaxation-bypass".to_owned()], vec!["error".to_owned()])
    );
    assert_eq!(report["summary"]["files"], 1);
    assert_eq!(rules(&folder.json(&["app/extlClntAppOauthSettings"], 1)), ["full-scope"]);
}

#[test]
fn two_policy_files_that_differ_decide_nothing() {
    let folder = Folder::new();
    let app = good();
    app.write(&folder);
    let other = app.policy.replace("AdminApprovedPreAuthorized", "AllSelfAuthorized");
    folder.file("app/extlClntAppOauthPolicies/Sync_other.ecaOauthPlcy-meta.xml", other);
    assert_eq!(rules(&folder.json(&["--only", "self-authorize-allowed"], 0)), Vec::<String>::new());
}

#[test]
fn refresh_token_policies_of_three_elements_are_read_together() {
    let said = |from: &str, to: &str| {
        let mut app = good();
        app.policy = app.policy.replace(from, to);
        let report = lint(&app, &["--only", "refresh-token-policy-malformed"]);
        texts(&report, "element")
    };
    let root = "ExtlClntAppOauthConfigurablePolicies";
    assert_eq!(said("Days", "Months"), Vec::<String>::new());
    assert_eq!(
        said("    <refreshTokenValidityPeriod>30</refreshTokenValidityPeriod>\n", ""),
        [format!("{root}/refreshTokenValidityPeriod")]
    );
    assert_eq!(said(">30<", ">0<"), [format!("{root}/refreshTokenValidityPeriod")]);
    assert_eq!(said("SpecificLifetime", "Forever"), [format!("{root}/refreshTokenPolicyType")]);
}

#[test]
fn scopes_have_a_vocabulary_of_their_own() {
    let mut app = good();
    app.oauth = app.oauth.replace("Api,", "SFApiPlatform, SFAP,");
    let report = lint(&app, &[]);
    assert_eq!(rules(&report), ["unknown-oauth-scope"]);
    assert_eq!(report["findings"][0]["help"], "write `SFApiPlatform`");
}

#[test]
fn both_kinds_of_app_and_both_formats_make_one_report() {
    let folder = Folder::new();
    good().write(&folder);
    folder.file("mdapi/connectedApps/Old.connectedApp", crate::common::full_app());
    folder.file("mdapi/package.xml", format!("<Package xmlns=\"{NAMESPACE}\"><version>66.0</version></Package>"));
    let report = folder.json(&[], 1);
    assert_eq!((&report["summary"]["files"], &report["summary"]["apps"]), (&5.into(), &2.into()));
    assert_eq!(rules(&report), ["full-scope"]);
}
