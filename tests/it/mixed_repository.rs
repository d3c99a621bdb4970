//! A repository as they grow: connected apps and External Client Apps, source and metadata format, settings,
//! and a retrieve that is still packed. One run, one report.

use crate::common::{Folder, app, full_app, good_app, rules, texts, zip};

const PROJECT: &str = r#"{"packageDirectories": [{"path": "force-app", "default": true}], "sourceApiVersion": "66.0"}"#;
const PACKAGE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n    <version>58.0</version>\n</Package>\n";

fn part(root: &str, body: &str) -> String {
    format!("<{root} xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n{body}\n</{root}>\n")
}

/// Header, OAuth settings and policy of the app `Portal`, under some folder, in source format.
fn portal(folder: &Folder) {
    let of = "    <externalClientApplication>Portal</externalClientApplication>\n";
    let header = part(
        "ExternalClientApplication",
        "    <contactEmail>crm@acme.example</contactEmail>\n    <distributionState>Local</distributionState>\n    \
         <label>Portal</label>",
    );
    let oauth = part(
        "ExtlClntAppOauthSettings",
        &format!(
            "    <commaSeparatedOauthScopes>Api, Web, RefreshToken</commaSeparatedOauthScopes>\n{of}    \
             <label>Portal_oauth</label>\n    <oauthLink>00D5g0000012AcM:0CiAcme</oauthLink>"
        ),
    );
    let policy = part(
        "ExtlClntAppOauthConfigurablePolicies",
        &format!(
            "{of}    <ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType>\n    <label>Portal_plcy</label>\n    \
             <permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>\n    \
             <commaSeparatedPermissionSet>Portal</commaSeparatedPermissionSet>\n    \
             <refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType>\n    \
             <refreshTokenValidityPeriod>30</refreshTokenValidityPeriod>\n    \
             <refreshTokenValidityUnit>Days</refreshTokenValidityUnit>"
        ),
    );
    folder
        .file("force-app/main/default/externalClientApps/Portal.eca-meta.xml", header)
        .file("force-app/main/default/extlClntAppOauthSettings/Portal_oauth.ecaOauth-meta.xml", oauth)
        .file("force-app/main/default/extlClntAppOauthPolicies/Portal_plcy.ecaOauthPlcy-meta.xml", policy);
}

fn repository() -> Folder {
    let folder = Folder::new();
    portal(&folder);
    let headless = app(
        "        <callbackUrl>https://shop.acme.example/cb</callbackUrl>\n        \
         <isAdminApproved>true</isAdminApproved>\n        \
         <isCodeCredentialEnabled>true</isCodeCredentialEnabled>\n        <scopes>Api</scopes>",
        "    <permissionSetName>Shop</permissionSetName>",
    );
    let oidc = part("OauthOidcSettings", "    <oAuthCdCrdtFlowEnable>false</oAuthCdCrdtFlowEnable>");
    let twin = good_app().replace(
        "<scopes>Api</scopes>",
        "<isPkceRequired>true</isPkceRequired>\n        <scopes>Api</scopes>\n        <scopes>RefreshToken</scopes>",
    );
    folder
        .file("sfdx-project.json", PROJECT)
        .file("force-app/main/default/connectedApps/Shop.connectedApp-meta.xml", headless)
        .file("force-app/main/default/connectedApps/Portal.connectedApp-meta.xml", twin)
        .file("force-app/main/default/settings/OauthOidc.settings-meta.xml", oidc)
        .file("mdapi/package.xml", PACKAGE)
        .file("mdapi/connectedApps/Old.connectedApp", full_app())
        .file("mdapi/extlClntAppPolicies/Lost_plcy.ecaPolicy", part(
            "ExtlClntAppConfigurablePolicies",
            "    <externalClientApplication>Lost</externalClientApplication>\n    <isEnabled>true</isEnabled>\n    <label>Lost_plcy</label>",
        ))
        .file("backup/retrieve.zip", zip(&[
            ("unpackaged/package.xml", PACKAGE.as_bytes()),
            ("unpackaged/connectedApps/Packed.connectedApp", full_app().as_bytes()),
        ]));
    folder
}

#[test]
fn everything_is_in_one_report() {
    let folder = repository();
    // Other tests check findings about flows and switches.
    let others = "pkce-not-required,refresh-token-rotation-disabled,code-credential-flow-exposed,org-legacy-flow-allowed,\
                  org-pkce-not-required";
    let report = folder.json(&["--profile", "strict", "--skip", others, "."], 1);
    let found: Vec<(String, String)> = texts(&report, "path").into_iter().zip(rules(&report)).collect();
    let default = "force-app/main/default";
    let expected = [
        ("backup/retrieve.zip!unpackaged/connectedApps/Packed.connectedApp".to_owned(), "full-scope"),
        (format!("{default}/connectedApps/Portal.connectedApp-meta.xml"), "refresh-token-never-expires"),
        (format!("{default}/connectedApps/Shop.connectedApp-meta.xml"), "policy-disables-app"),
        (
            format!("{default}/extlClntAppOauthPolicies/Portal_plcy.ecaOauthPlcy-meta.xml"),
            "eca-weaker-than-connected-app",
        ),
        (format!("{default}/extlClntAppOauthPolicies/Portal_plcy.ecaOauthPlcy-meta.xml"), "ip-relaxation-bypass"),
        (format!("{default}/extlClntAppOauthSettings/Portal_oauth.ecaOauth-meta.xml"), "eca-weaker-than-connected-app"),
        ("mdapi/connectedApps/Old.connectedApp".to_owned(), "full-scope"),
        ("mdapi/extlClntAppPolicies/Lost_plcy.ecaPolicy".to_owned(), "field-not-in-api-version"),
        ("mdapi/extlClntAppPolicies/Lost_plcy.ecaPolicy".to_owned(), "wrong-file-suffix"),
        ("mdapi/extlClntAppPolicies/Lost_plcy.ecaPolicy".to_owned(), "eca-orphan-part"),
    ];
    assert_eq!(found, expected.map(|(path, rule)| (path, rule.to_owned())));
    let summary = &report["summary"];
    // The policy without its header is an app of its own as far as anyone can see.
    assert_eq!((&summary["files"], &summary["apps"]), (&9.into(), &6.into()));
    assert_eq!(summary["verdict"], "findings");
}

#[test]
fn the_order_of_the_names_changes_nothing() {
    let folder = repository();
    let whole = folder.run(&["check", "--format", "json", "."], 1).stdout;
    for inputs in [["backup", "mdapi", "force-app"], ["force-app", "mdapi", "backup"]] {
        let mut arguments = vec!["check", "--format", "json"];
        arguments.extend(inputs);
        assert_eq!(folder.run(&arguments, 1).stdout, whole);
    }
}

#[test]
fn one_named_file_is_judged_with_the_rest_of_its_project() {
    let folder = repository();
    let shop = "force-app/main/default/connectedApps/Shop.connectedApp-meta.xml";
    // calint reads the setting that forbids the flow, but reports no finding in that file.
    let report = folder.json(&["--only", "policy-disables-app", shop], 1);
    assert_eq!(rules(&report), ["policy-disables-app"]);
    assert_eq!(
        report["findings"][0]["related"][0]["path"],
        "force-app/main/default/settings/OauthOidc.settings-meta.xml"
    );
    assert_eq!((&report["summary"]["files"], &report["summary"]["apps"]), (&1.into(), &1.into()));
    // The header is looked up, so the policy is no orphan.
    let policy = "force-app/main/default/extlClntAppOauthPolicies/Portal_plcy.ecaOauthPlcy-meta.xml";
    assert_eq!(rules(&folder.json(&[policy], 1)), ["ip-relaxation-bypass"]);
    std::fs::remove_file(folder.path().join("force-app/main/default/externalClientApps/Portal.eca-meta.xml"))
        .expect("it is there");
    assert_eq!(rules(&folder.json(&["--only", "eca-orphan-part", policy], 1)), ["eca-orphan-part"]);
}
