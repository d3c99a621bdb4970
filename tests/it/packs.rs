//! Packs: findings name the controls of benchmarks, and calint counts them at the end.

use crate::common::{Folder, command, full_app, good_app, repository, rules, run, unwrapped};
use calint::testing::{Cover, PACKS, find_pack};
use serde_json::Value;

fn with_full(pack: &str) -> Value {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    folder.json(&["--pack", pack], 1)
}

fn control<'r>(report: &'r Value, id: &str) -> &'r Value {
    let controls = report["packs"][0]["controls"].as_array().expect("controls");
    controls.iter().find(|control| control["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn all_packs_are_there_and_say_what_files_cannot_show() {
    let names: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
    assert_eq!(names, ["appexchange", "deploy", "essentials", "incident-2025", "rfc9700", "sbs", "shr"]);
    for pack in PACKS {
        let explained = unwrapped(&run(command(repository()).args(["explain", pack.name]), 0).stdout);
        for control in pack.controls {
            assert!(explained.contains(control.id) && explained.contains(control.why_not), "{}", control.id);
            assert!(control.cover == Cover::Full || !control.why_not.is_empty(), "{}", control.id);
        }
    }
    let sbs = find_pack("sbs").expect("it is there");
    assert_eq!(sbs.controls.len(), 46);
}

#[test]
fn findings_name_their_controls_and_the_pack_shows_its_rules() {
    let report = with_full("sbs");
    let of = |rule: &str| {
        let findings = report["findings"].as_array().expect("findings");
        findings.iter().find(|finding| finding["rule"] == rule).cloned().unwrap_or_default()
    };
    assert_eq!(of("full-scope")["controls"][0]["id"], "SBS-ACS-009");
    // A rule of the audit profile is shown, because the benchmark asks for it.
    assert_eq!(of("app-owner-unclear")["controls"][0]["pack"], "sbs");
    assert_eq!(control(&report, "SBS-ACS-009")["state"], "broken");
    // A rule that sees a part of a control never shows that all of it is in order.
    assert_eq!(control(&report, "SBS-OAUTH-002")["state"], "no-evidence");
    assert_eq!(control(&report, "SBS-AUTH-004")["state"], "no-evidence");
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    let reported = folder.run(&["check", "--pack", "sbs"], 1);
    assert!(reported.stdout.contains("control SBS-ACS-009 (sbs)"), "{}", reported.stdout);
    assert!(
        reported.stderr.contains("calint: sbs: 46 controls: ")
            && reported.stderr.contains("files give no evidence for ")
    );
    assert!(!reported.stderr.contains("compliant"));
    assert!(folder.json(&[], 1).get("packs").is_none());
}

#[test]
fn a_pack_raises_severities_and_the_configuration_outranks_it() {
    let folder = Folder::new();
    let open = good_app()
        .replace("<isAdminApproved>true", "<isAdminApproved>false")
        .replace("    <permissionSetName>ERP Integration</permissionSetName>\n", "");
    folder.file("App.connectedApp", open);
    let severity = |arguments: &[&str]| {
        let all: Vec<&str> = ["--exit-zero"].into_iter().chain(arguments.iter().copied()).collect();
        let report = folder.json(&all, 0);
        let at = rules(&report).iter().position(|rule| rule == "self-authorize-allowed").expect("the finding");
        report["findings"][at]["severity"].clone()
    };
    assert_eq!(severity(&[]), "warning");
    assert_eq!(severity(&["--pack", "sbs"]), "error");
    folder.file("calint.toml", "packs = [\"sbs\"]\n");
    assert_eq!(severity(&[]), "error");
    folder.file("calint.toml", "packs = [\"sbs\"]\n[rules]\nself-authorize-allowed = \"info\"\n");
    assert_eq!(severity(&[]), "info");
}

#[test]
fn an_acceptance_with_a_reason_satisfies_a_control_and_is_shown_so() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    let accept = "packs = [\"rfc9700\"]\n[[accept]]\nrule = \"full-scope\"\nreason = \"SEC-1\"\n";
    folder.file("calint.toml", accept);
    let report = folder.json(&["--skip", "pkce-not-required"], 0);
    assert_eq!(control(&report, "RFC9700-2.3")["state"], "accepted");
    let reported = folder.run(&["check", "--skip", "pkce-not-required"], 0).stderr;
    assert!(reported.contains("1 accepted with a reason"), "{reported}");
    assert_eq!(
        control(&folder.json(&["--skip", "pkce-not-required", "--no-accept"], 1), "RFC9700-2.3")["state"],
        "broken"
    );
    // A control whose rules did not all run is neither in order nor broken.
    assert_eq!(control(&report, "RFC9700-2.1.1")["state"], "unasked");
}

#[test]
fn a_pack_that_is_none_is_told() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    assert!(
        folder.run(&["check", "--pack", "sb"], 2).stderr.contains("no pack is called `sb`; there are appexchange,")
    );
    folder.file("calint.toml", "packs = [\"sb\"]\n");
    assert!(folder.run(&["check"], 2).stderr.contains("did you mean `sbs`?"));
}

#[test]
fn a_benchmark_that_asks_for_an_inventory_says_so_once() {
    let folder = Folder::new();
    folder.file("A.connectedApp", good_app()).file("B.connectedApp", good_app());
    let reported = |report: &Value| rules(report).iter().filter(|rule| *rule == "inventory-entry-missing").count();
    assert_eq!(reported(&folder.json(&["--profile", "audit", "--exit-zero"], 0)), 0);
    assert_eq!(reported(&folder.json(&["--pack", "sbs", "--exit-zero"], 0)), 1);
    folder.file("apps.csv", "app,owner,purpose,criticality\n").file("calint.toml", "inventory = \"apps.csv\"\n");
    assert_eq!(reported(&folder.json(&["--profile", "audit", "--exit-zero"], 0)), 2);
    folder.file("apps.csv", "app,owner\n");
    assert!(folder.run(&["check"], 2).stderr.contains("the column `purpose` is missing"));
}

#[test]
fn a_control_without_a_finding_had_something_to_check() {
    let control_state = |settings: Option<&str>| {
        let folder = Folder::new();
        folder.file("App.connectedApp", good_app());
        if let Some(switches) = settings {
            let root = "OauthOidcSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\"";
            folder.file("settings/OauthOidc.settings", format!("<{root}>{switches}</OauthOidcSettings>"));
        }
        let report = folder.json(&["--pack", "rfc9700", "--exit-zero"], 0);
        control(&report, "RFC9700-2.1.2")["state"].as_str().expect("a state").to_owned()
    };
    assert_eq!(control_state(None), "no-evidence");
    assert_eq!(control_state(Some("<blockOAuthUsrAgtFlow>true</blockOAuthUsrAgtFlow>")), "no-finding");
    assert_eq!(control_state(Some("<blockOAuthUsrAgtFlow>false</blockOAuthUsrAgtFlow>")), "broken");
}

#[test]
fn the_word_met_is_in_no_report() {
    let folder = Folder::new();
    folder.file("App.connectedApp", good_app());
    for pack in PACKS {
        let report = folder.json(&["--pack", pack.name, "--exit-zero"], 0);
        let states = report["packs"][0]["controls"].as_array().expect("controls").iter().map(|it| &it["state"]);
        let known = ["accepted", "broken", "no-evidence", "no-finding", "unasked"];
        assert!(states.into_iter().all(|state| known.contains(&state.as_str().expect("a state"))), "{}", pack.name);
        let explained = run(command(repository()).args(["explain", pack.name]), 0).stdout;
        let words = |text: &str| text.split(|it: char| !it.is_alphabetic()).any(|word| word == "met");
        assert!(!words(&explained) && !words(&report.to_string()), "{}", pack.name);
    }
}

#[test]
fn a_control_that_is_covered_in_full_leaves_nothing_to_say() {
    let of_run_time = ["shows at", "are not seen", "is not seen", "not in files", "in no file"];
    for control in PACKS.iter().flat_map(|pack| pack.controls).filter(|control| control.cover == Cover::Full) {
        let reported = of_run_time.iter().find(|words| control.why_not.contains(**words));
        assert_eq!(reported, None, "{}: {}", control.id, control.why_not);
    }
}
