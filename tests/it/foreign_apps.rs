//! Most rules ignore third-party metadata: metadata of managed packages, and Salesforce's own apps. Their
//! pages say so, and the Bad samples show it with another name, or with a label and a contact of Salesforce's.

use std::collections::BTreeSet;

use calint::testing::Severity;
use calint::testing::{PAGES, Page, RULES, is_about_apps};

use crate::common::Folder;
use crate::pages::lint_folder;
use crate::samples::{SampleFile, samples, written};

/// Pages of rules that ignore third-party metadata.
fn silent_pages() -> impl Iterator<Item = &'static Page> {
    PAGES.iter().copied().filter(|page| !page.managed)
}

/// A sample in which a component has another name.
fn renamed(sample: &[SampleFile], name: &str, new: &str) -> Folder {
    let folder = Folder::new();
    for file in sample {
        let (mut path, mut text) = (file.name.clone(), file.text.clone());
        for end in [".", "_"] {
            path = path.replace(&format!("/{name}{end}"), &format!("/{new}{end}"));
        }
        for end in ["<", ","] {
            text = text.replace(&format!(">{name}{end}"), &format!(">{new}{end}"));
        }
        folder.file(&path, text.replace(&format!("\"{name}\""), &format!("\"{new}\"")));
    }
    folder
}

#[test]
fn metadata_of_managed_packages_is_left_alone() {
    let mut compared = 0;
    for page in silent_pages() {
        for sample in samples(page, "Bad") {
            let findings = lint_folder(page, &written(&sample));
            let names: BTreeSet<&str> = findings.iter().map(|finding| finding.component.name.as_str()).collect();
            for name in names {
                let managed = format!("acme__{name}");
                let findings = lint_folder(page, &renamed(&sample, name, &managed));
                let is_left = findings.iter().any(|it| it.component.name == name || it.component.name == managed);
                assert!(!is_left, "{}: {managed}", page.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "only {compared} components were renamed");
}

/// Other rules report managed packages, too, so the new name alone does not silence a rule.
#[test]
fn rules_about_what_one_can_change_speak_of_managed_packages() {
    for page in PAGES.iter().filter(|page| page.managed) {
        for sample in samples(page, "Bad") {
            let findings = lint_folder(page, &written(&sample));
            let of_apps =
                findings.iter().filter(|it| ["ConnectedApp", "ExternalClientApplication"].contains(&it.component.kind));
            let names: BTreeSet<&str> = of_apps.map(|finding| finding.component.name.as_str()).collect();
            for name in names {
                let renamed = renamed(&sample, name, &format!("acme__{name}"));
                assert_eq!(lint_folder(page, &renamed).len(), findings.len(), "{}: {name}", page.name);
            }
        }
    }
}

/// The text of an element in place of the one that the first such element of a file has.
fn with_text(text: &str, element: &str, value: &str) -> String {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let parts = text.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1)));
    parts.map_or_else(|| text.to_owned(), |(before, after)| format!("{before}{open}{value}{close}{after}"))
}

/// A sample in which Salesforce made the apps.
fn made_by_salesforce(sample: &[SampleFile]) -> Folder {
    let folder = Folder::new();
    for file in sample {
        let is_app = file.name.contains(".connectedApp") || file.name.contains(".eca-meta");
        let labeled = || with_text(&file.text, "label", "Salesforce CLI");
        let text = || with_text(&labeled(), "contactEmail", "cli@salesforce.com");
        folder.file(&file.name, if is_app { text() } else { file.text.clone() });
    }
    folder
}

#[test]
fn apps_of_salesforce_are_left_alone() {
    let mut compared = 0;
    let is_about_apps = |page: &&Page| RULES.iter().any(|rule| rule.page.name == page.name && is_about_apps(rule));
    // The files that `eca-orphan-part` reports have no header, which would name the contact.
    for page in silent_pages().filter(is_about_apps).filter(|page| page.name != "eca-orphan-part") {
        for sample in samples(page, "Bad").iter().filter(|sample| has_contact(sample)) {
            let findings = lint_folder(page, &made_by_salesforce(sample));
            assert!(findings.is_empty(), "{}: {}", page.name, findings[0].message);
            compared += 1;
        }
    }
    assert!(compared > 80, "only {compared} samples were compared");
}

fn has_contact(sample: &[SampleFile]) -> bool {
    sample.iter().any(|file| file.text.contains("<contactEmail>"))
}

#[test]
fn findings_about_apps_of_salesforce_are_for_audits() {
    let is_about_apps = |page: &&Page| RULES.iter().any(|rule| rule.page.name == page.name && is_about_apps(rule));
    let mut compared = 0;
    for page in PAGES.iter().copied().filter(|page| page.managed).filter(is_about_apps) {
        let says = |words| checks(page).contains(words);
        assert!(says("Salesforce's own apps") && says("`audit`"), "{}", page.name);
        for sample in samples(page, "Bad").iter().filter(|sample| has_contact(sample)) {
            let findings = lint_folder(page, &made_by_salesforce(sample));
            assert!(findings.iter().all(|finding| finding.severity == Severity::Info), "{}", page.name);
            compared += findings.len();
        }
    }
    assert!(compared > 20, "only {compared} findings were compared");
}

#[test]
fn pages_say_that_rules_leave_alone_what_somebody_else_made() {
    // Settings are the org's own: no package contains them.
    for page in silent_pages().filter(|page| page.group != "org-settings") {
        assert!(checks(page).contains("managed package"), "{}", page.name);
    }
}

/// The section "What it checks".
fn checks(page: &Page) -> String {
    let [before, _] = page.body_without_samples();
    before.split("\n## ").next().expect("the section comes first").to_owned()
}
