//! What lowers or raises a finding: what an app is, what `calint.toml` declares of it, and options of rules. Pages show
//! what is found and what is not; here it is how bad.

use crate::common::{Folder, app, texts};

/// `rule element severity` of an app with a configuration, without the path's first step.
fn judged(rule: &str, oauth: &[(&str, &str)], after: &str, configuration: &str) -> Vec<String> {
    let element = |(name, value): &(&str, &str)| format!("        <{name}>{value}</{name}>");
    let oauth = oauth.iter().map(element).collect::<Vec<_>>().join("\n");
    let folder = Folder::new();
    folder.file("apps/Acme.connectedApp", app(&oauth, after)).file("calint.toml", configuration);
    let report = folder.json(&["--only", rule, "--exit-zero"], 0);
    let elements = texts(&report, "element").into_iter().map(|path| path.replacen("ConnectedApp/", "", 1));
    elements.zip(texts(&report, "severity")).map(|(element, severity)| format!("{element} {severity}")).collect()
}

const WEB: [(&str, &str); 3] =
    [("callbackUrl", "https://erp.acme.example/cb"), ("scopes", "Api"), ("scopes", "RefreshToken")];
const MOBILE: [(&str, &str); 3] = [("callbackUrl", "com.acme.erp:/cb"), ("scopes", "Api"), ("scopes", "RefreshToken")];

fn ranges(ranges: &[(&str, &str)], relaxation: &str) -> String {
    let range = |(start, end): &(&str, &str)| format!("<ipRanges><end>{end}</end><start>{start}</start></ipRanges>");
    let policy = format!(
        "<oauthPolicy><ipRelaxation>{relaxation}</ipRelaxation><refreshTokenPolicy>zero</refreshTokenPolicy></oauthPolicy>"
    );
    ranges.iter().map(range).collect::<String>() + &policy
}

#[test]
fn ranges_that_sleep_and_options_of_their_size() {
    let rule = "ip-range-too-broad";
    let all = [("0.0.0.0", "255.255.255.255")];
    assert_eq!(judged(rule, &WEB, &ranges(&all, "BYPASS_2FACTOR"), ""), ["ipRanges error"]);
    assert_eq!(judged(rule, &WEB, &ranges(&all, "ENFORCE"), ""), ["ipRanges warning"]);
    let small = [("198.18.7.0", "198.18.7.255")];
    assert_eq!(judged(rule, &WEB, &ranges(&small, "BYPASS_2FACTOR"), ""), [""; 0]);
    let option = "[rules]\nip-range-too-broad = { warning-prefix = 24 }\n";
    assert_eq!(judged(rule, &WEB, &ranges(&small, "BYPASS_2FACTOR"), option), ["ipRanges warning"]);
    // Each is below the limits, and together they are half of all addresses.
    let starts: Vec<(String, String)> = (0..131)
        .flat_map(|net| [(net, 0, 127), (net, 128, 255)])
        .map(|(net, from, to)| (format!("{net}.{from}.0.0"), format!("{net}.{to}.255.255")))
        .collect();
    let halves: Vec<(&str, &str)> = starts.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let option = "[rules]\nip-range-too-broad = { warning-prefix = 8 }\n";
    assert_eq!(judged(rule, &WEB, &ranges(&halves, "BYPASS_2FACTOR"), option), ["ipRanges[1] error"]);
}

#[test]
fn a_client_without_a_secret_is_worse_off() {
    let pkce = "oauthConfig/isPkceRequired";
    assert_eq!(judged("pkce-not-required", &WEB, "", ""), [format!("{pkce} warning")]);
    assert_eq!(judged("pkce-not-required", &MOBILE, "", ""), [format!("{pkce} error")]);
    let rotation = "oauthConfig/isRefreshTokenRotationEnabled";
    let rule = "refresh-token-rotation-disabled";
    assert_eq!(judged(rule, &WEB, "", ""), [format!("{rotation} info")]);
    assert_eq!(judged(rule, &MOBILE, "", ""), [format!("{rotation} warning")]);
    let shared = "[apps.Acme]\nshares-refresh-token = true\n";
    assert_eq!(judged(rule, &MOBILE, "", shared), [format!("{rotation} info")]);
}

#[test]
fn a_key_that_is_chosen_on_purpose_is_an_info() {
    let keyed =
        [("callbackUrl", "https://erp.acme.example/cb"), ("consumerKey", "ACMEKEYACMEKEYACMEKEY"), ("scopes", "Api")];
    let element = "oauthConfig/consumerKey";
    assert_eq!(judged("consumer-key-in-source", &keyed, "", ""), [format!("{element} warning")]);
    let pinned = "[rules]\nconsumer-key-in-source = { pinned = [\"Ac*\"] }\n";
    assert_eq!(judged("consumer-key-in-source", &keyed, "", pinned), [format!("{element} info")]);
}

#[test]
fn triple_des_matters_where_something_is_encrypted() {
    let saml = |more: &str| {
        format!(
            "<samlConfig><acsUrl>https://wiki.acme.example/acs</acsUrl>{more}<encryptionType>Triple_Des</encryptionType>\
             <entityUrl>https://wiki.acme.example</entityUrl><samlSubjectType>Username</samlSubjectType></samlConfig>"
        )
    };
    let element = "samlConfig/encryptionType";
    assert_eq!(judged("saml-weak-crypto", &WEB, &saml(""), ""), [format!("{element} info")]);
    let certificate = "<encryptionCertificate>Wiki</encryptionCertificate>";
    assert_eq!(judged("saml-weak-crypto", &WEB, &saml(certificate), ""), [format!("{element} warning")]);
}

#[test]
fn settings_of_the_org_lower_what_they_cover() {
    let settings = |lines: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <OauthOidcSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\">{lines}</OauthOidcSettings>\n"
        )
    };
    let folder = Folder::new();
    folder.file("sfdx-project.json", "{\"packageDirectories\": [{\"path\": \"src\"}], \"sourceApiVersion\": \"66.0\"}");
    folder.file(
        "src/connectedApps/Acme.connectedApp",
        app("        <callbackUrl>https://erp.acme.example/cb</callbackUrl>", ""),
    );
    folder.file("src/settings/OauthOidc.settings", settings("<isPkceRequired>true</isPkceRequired>"));
    let severities = |rule: &str| texts(&folder.json(&["--only", rule, "--exit-zero"], 0), "severity");
    assert_eq!(severities("pkce-not-required"), ["info"]);
    assert_eq!(severities("org-legacy-flow-allowed"), ["warning"]);
    folder.file("calint.toml", "[org]\nmobile = true\n");
    assert_eq!(severities("org-legacy-flow-allowed"), ["info"]);
    // Of several files, what all of them say counts.
    folder.file("other/settings/OauthOidc.settings", settings("<isPkceRequired>true</isPkceRequired>"));
    assert_eq!(severities("pkce-not-required"), ["info"]);
    folder.file("other/settings/OauthOidc.settings", settings(""));
    assert_eq!(severities("pkce-not-required"), ["warning"]);
}

#[test]
fn an_app_that_asks_for_more_may_never_call_the_api_that_wants_other_tokens() {
    let (rule, flag) = ("jwt-access-token-mismatch", "oauthConfig/isNamedUserJwtEnabled");
    let callback = ("callbackUrl", "https://erp.acme.example/cb");
    assert_eq!(
        judged(rule, &[callback, ("scopes", "SFAP"), ("scopes", "Api"), ("scopes", "RefreshToken")], "", ""),
        [format!("{flag} warning")]
    );
    assert_eq!(judged(rule, &[callback, ("scopes", "SFAP"), ("scopes", "Wave")], "", ""), [format!("{flag} info")]);
}

#[test]
fn a_deprecated_switch_that_is_off_is_left_alone() {
    let folder = Folder::new();
    let found = |value: &str| {
        let switch = format!("<enableConsumerSecretApiAccess>{value}</enableConsumerSecretApiAccess>");
        let root = format!(
            "<ExternalClientAppSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\">{switch}\
             </ExternalClientAppSettings>"
        );
        folder.file("settings/ExternalClientApp.settings", root);
        texts(&folder.json(&["--only", "deprecated-element", "--exit-zero"], 0), "element").len()
    };
    assert_eq!((found("true"), found("false")), (1, 0));
}

#[test]
fn what_is_not_in_the_project_is_told_of_whole_projects_only() {
    // A repository or a project file says where a project begins; without either, its files may lie elsewhere.
    let folder = Folder::outside_git();
    let oauth = "        <callbackUrl>https://erp.acme.example/cb</callbackUrl>\n        <scopes>Api</scopes>";
    folder.file("connectedApps/Acme.connectedApp", app(oauth, "    <plugin>AcmePlugin</plugin>"));
    folder.file("connectedApps/Wiki.connectedApp", app(oauth, "    <profileName>Acme Sales</profileName>"));
    folder.file("classes/Other.cls", "public class Other {}\n");
    folder.file("profiles/Sales.profile", "<Profile xmlns=\"http://soap.sforce.com/2006/04/metadata\"/>\n");
    folder.file(
        "oauthcustomscopes/invoices.oauthcustomscope",
        "<OauthCustomScope xmlns=\"http://soap.sforce.com/2006/04/metadata\"><assignedTo><connectedApp>Other\
         </connectedApp></assignedTo><developerName>invoices</developerName></OauthCustomScope>\n",
    );
    let rules = "dangling-app-reference,dangling-component-reference,dangling-permission-set-or-profile";
    let found = || texts(&folder.json(&["--only", rules, "--exit-zero"], 0), "rule");
    assert_eq!(found(), [""; 0]);
    folder.file("sfdx-project.json", "{\"packageDirectories\": [{\"path\": \".\"}]}");
    let mut named = found();
    named.sort();
    assert_eq!(named.join(","), rules);
}

#[test]
fn a_login_in_a_line_that_a_program_wrote_is_left_alone() {
    let found = |padding: usize| {
        let folder = Folder::new();
        folder.file("apps/Acme.connectedApp", app("        <scopes>Api</scopes>", ""));
        let login = "fetch(\"https://login.salesforce.com/services/oauth2/token\", {body: \"grant_type=password\"});";
        folder.file("web/login.js", format!("{login}{}\n", " ".repeat(padding)));
        folder.json(&["--only", "password-grant-usage", "--exit-zero"], 0)["findings"].as_array().map(Vec::len)
    };
    assert_eq!((found(100), found(5000)), (Some(1), Some(0)));
}
