//! Which findings are shown: profiles, rules by name, order, caps, fingerprints.

use crate::common::{Folder, app, full_app, good_app, repository, rules, texts};

const APP: &str = "connectedApps/App.connectedApp-meta.xml";

/// Only machines use it; it asks for a scope of the user interface.
fn machine_app() -> String {
    let oauth = "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        \
                 <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
                 <oauthClientCredentialUser>etl@acme.example</oauthClientCredentialUser>\n        \
                 <scopes>Api</scopes>\n        <scopes>Lightning</scopes>";
    app(
        oauth,
        "    <oauthPolicy>\n        <ipRelaxation>BYPASS_2FACTOR</ipRelaxation>\n        <refreshTokenPolicy>zero</refreshTokenPolicy>\n    </oauthPolicy>\n    <permissionSetName>ETL</permissionSetName>",
    )
}

#[test]
fn each_profile_holds_the_ones_before_it() {
    let folder = Folder::new();
    folder.file(APP, machine_app());
    // Other tests check findings that every connected app has.
    let others = "app-owner-unclear,connected-app-creation-blocked,connected-app-migration-candidate,\
                  client-credentials-enabled,ip-allowlist-missing,retiring-feature";
    let shown = |profile: &str| {
        let report = folder.json(&["--profile", profile, "--exit-zero", "--skip", others], 0);
        (rules(&report), report["summary"]["hidden"].as_u64().expect("a number"))
    };
    assert_eq!(shown("default"), (vec![], 2));
    assert_eq!(shown("strict"), (vec!["server-flow-extra-scopes".to_owned()], 1));
    assert_eq!(shown("audit"), (vec!["server-flow-extra-scopes".to_owned(), "ip-relaxation-bypass".to_owned()], 0));
}

#[test]
fn a_rule_that_is_named_is_shown_whatever_the_profile() {
    let folder = Folder::new();
    folder.file(APP, machine_app());
    assert_eq!(rules(&folder.json(&["--only", "server-flow-extra-scopes"], 1)), ["server-flow-extra-scopes"]);
    assert_eq!(rules(&folder.json(&["--only", "ip-relaxation-bypass,full-scope"], 0)), ["ip-relaxation-bypass"]);
    assert_eq!(
        rules(
            &folder.json(
                &["--profile", "strict", "--skip", "ip-relaxation-bypass", "--skip", "server-flow-extra-scopes"],
                0
            )
        ),
        Vec::<String>::new()
    );
}

#[test]
fn findings_stand_in_the_order_of_the_file() {
    let report = Folder::new().file("z.connectedApp", full_app()).file("a.connectedApp", full_app()).json(&[], 1);
    assert_eq!(texts(&report, "path"), ["a.connectedApp", "z.connectedApp"]);
    let run =
        crate::common::command(repository()).args(["check", "--format", "json", "testdata/orgs/acme-crm"]).output();
    let report: serde_json::Value = serde_json::from_slice(&run.expect("it starts").stdout).expect("a report");
    let place = |finding: &serde_json::Value| {
        (finding["path"].as_str().expect("a path").to_owned(), finding["range"]["start"]["line"].as_u64())
    };
    let places: Vec<_> = report["findings"].as_array().expect("findings").iter().map(place).collect();
    assert!(places.is_sorted() && places.len() == 5);
}

#[test]
fn repeated_findings_of_a_rule_in_a_file_are_counted() {
    let folder = Folder::new();
    let scopes: Vec<String> = (0..9).map(|number| format!("        <scopes>Wrong{number}</scopes>")).collect();
    folder.file(APP, app(&scopes.join("\n"), ""));
    let shown = |arguments: &[&str]| {
        let text = folder.run(arguments, 1).stdout;
        (text.matches("error[unknown-oauth-scope]").count(), text.contains("and 6 more of unknown-oauth-scope"))
    };
    assert_eq!(shown(&["check"]), (3, true));
    assert_eq!(shown(&["check", "-v"]), (9, false));
    assert_eq!(
        folder.run(&["check", "--format", "concise"], 1).stdout.matches("error[unknown-oauth-scope]").count(),
        9
    );
}

fn fingerprints(text: &str) -> Vec<String> {
    let folder = Folder::new();
    folder.file(APP, text);
    texts(&folder.json(&["--profile", "strict", "--exit-zero", "--skip", "pkce-not-required"], 0), "fingerprint")
}

#[test]
fn fingerprints_survive_what_changes_no_meaning() {
    let before = fingerprints(&full_app());
    assert_eq!(before.len(), 1);
    assert_eq!(before[0].len(), 32);
    // Ten lines above, blanks round the value, another scope before it, other line ends.
    assert_eq!(
        before,
        fingerprints(&full_app().replace("    <label>", &("    <!-- x -->\n".repeat(10) + "    <label>")))
    );
    assert_eq!(before, fingerprints(&full_app().replace(">Full<", ">\n  Full\t<")));
    assert_eq!(
        before,
        fingerprints(&full_app().replace("<scopes>Full", "<scopes>OpenID</scopes>\n        <scopes>Full"))
    );
    assert_eq!(before, fingerprints(&full_app().replace('\n', "\r\n")));
}

#[test]
fn fingerprints_change_with_the_meaning() {
    let wrong = |name: &str| fingerprints(&good_app().replace(">Api<", &format!(">{name}<")));
    assert_ne!(wrong("Wrong1"), wrong("Wrong2"));
    let twice =
        fingerprints(&good_app().replace("<scopes>Api</scopes>", "<scopes>Wrong</scopes><scopes>Wrong</scopes>"));
    // Two unknown scopes, and the repetition itself.
    let distinct: std::collections::BTreeSet<_> = twice.iter().collect();
    assert_eq!((twice.len(), distinct.len()), (3, 3));
    let folder = Folder::new();
    folder.file("A.connectedApp", full_app()).file("B.connectedApp", full_app());
    let both = texts(&folder.json(&[], 1), "fingerprint");
    assert_ne!(both[0], both[1]);
}

#[test]
fn a_group_or_a_pack_stands_for_its_rules() {
    let folder = Folder::new();
    folder.file(APP, machine_app());
    assert_eq!(rules(&folder.json(&["--only", "scopes"], 1)), ["server-flow-extra-scopes"]);
    assert_eq!(rules(&folder.json(&["--only", "scopes,ip-relaxation-bypass"], 1)).len(), 2);
    assert!(rules(&folder.json(&["--only", "scopes", "--skip", "server-flow-extra-scopes"], 0)).is_empty());
    assert!(rules(&folder.json(&["--profile", "strict", "--skip", "scopes,access"], 0)).is_empty());
    let of_pack = rules(&folder.json(&["--only", "sbs", "--exit-zero"], 0));
    let pack = calint::testing::find_pack("sbs").expect("a pack");
    assert!(!of_pack.is_empty() && of_pack.iter().all(|rule| pack.has(rule)), "{of_pack:?}");
    folder.run(&["check", "--only", "scopes", "--skip", "scopes"], 2);
}

/// Otherwise the order of the places to look in would decide what a name means.
#[test]
fn no_rule_group_or_pack_has_the_name_of_another() {
    use calint::testing::{PACKS, PAGES};
    let groups: std::collections::BTreeSet<&str> = PAGES.iter().map(|page| page.group).collect();
    let names = PAGES.iter().map(|page| page.name).chain(PACKS.iter().map(|pack| pack.name)).chain(groups.clone());
    let distinct: std::collections::BTreeSet<&str> = names.collect();
    assert_eq!(distinct.len(), PAGES.len() + PACKS.len() + groups.len());
}
