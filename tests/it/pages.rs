//! A rule's page is its specification: every Bad sample has the finding at the marked element, every
//! Good sample has none. Another XML reader (roxmltree) must agree on the places.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::common::Folder;
use crate::samples::{SampleFile, samples, written, written_without};
use calint::testing::{CONDITIONS, Carries, FixSafety, Judged, PAGES, Page, Safety, Severity, apply};

/// Lints a sample with one rule alone.
fn lint(page: &Page, files: &[SampleFile]) -> (Folder, Vec<Judged>) {
    let folder = written(files);
    let findings = lint_folder(page, &folder);
    (folder, findings)
}

pub(crate) fn lint_folder(page: &Page, folder: &Folder) -> Vec<Judged> {
    calint::testing::check_folder(page.name, folder.path())
}

#[test]
fn bad_samples_are_found_at_the_marked_places() {
    for page in PAGES {
        for sample in samples(page, "Bad") {
            assert!(sample.iter().any(|file| !file.marks.is_empty()), "{}: a Bad sample marks nothing", page.name);
            let (_folder, findings) = lint(page, &sample);
            let mut found: BTreeMap<&str, Vec<[String; 3]>> = BTreeMap::new();
            for finding in &findings {
                let file = sample.iter().find(|file| file.name == finding.place.path).expect("a file of the sample");
                let text = cut(&file.text, finding);
                let severity = finding.severity.as_str().to_owned();
                found.entry(&file.name).or_default().push([finding.element.clone(), text, severity]);
            }
            for file in &sample {
                let found = found.remove(file.name.as_str()).unwrap_or_default();
                assert_eq!(found, file.marks, "{}: {}", page.name, file.name);
            }
        }
    }
}

/// What findings say that are more than a remark, wherever they stand, how often.
fn said(findings: &[Judged], least: Severity) -> BTreeMap<String, usize> {
    let mut said = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity >= least) {
        *said.entry(finding.message.clone()).or_default() += 1;
    }
    said
}

#[test]
fn fixes_are_what_the_page_says_and_repair_what_is_marked() {
    let mut complaints = Vec::new();
    for page in PAGES {
        let mut offered = 0;
        for sample in samples(page, "Bad") {
            let (_folder, findings) = lint(page, &sample);
            for (index, fix) in findings.iter().enumerate().filter_map(|(index, it)| Some((index, it.fix.as_ref()?))) {
                if !page.fix.allows(fix.offer.safety) {
                    complaints.push(format!("{}: {:?}", page.name, fix.offer));
                }
                offered += 1;
                // The fix alone, on files that nothing else changed.
                let folder = written(&sample);
                let file = folder.path().join(&fix.path);
                let bytes = fs::read(&file).expect("a file of the sample");
                let applied = apply(&bytes, &fix.offer.edits).expect("the edits fit").bytes;
                fs::write(&file, applied).expect("a file can be written");
                if let Some(name) = fix.new_path() {
                    fs::rename(&file, folder.path().join(name)).expect("a file can be renamed");
                }
                let left = lint_folder(page, &folder);
                let (before, after) = (said(&findings, Severity::Info), said(&left, Severity::Info));
                let worse = said(&left, Severity::Warning);
                let message = &findings[index].message;
                let is_new = |(it, count): (&String, &usize)| before.get(it).is_none_or(|before| before < count);
                if after.get(message) >= before.get(message) || worse.iter().any(is_new) {
                    complaints.push(format!("{}: {before:?} becomes {after:?}", page.name));
                }
            }
        }
        if (offered > 0) != (page.fix != FixSafety::None) {
            complaints.push(format!("{}: {offered} fixes are offered", page.name));
        }
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn good_samples_are_silent() {
    let mut complaints = Vec::new();
    for page in PAGES {
        for sample in samples(page, "Good") {
            let (_folder, findings) = lint(page, &sample);
            complaints.extend(findings.iter().map(|finding| format!("{}: {}", page.name, finding.message)));
        }
    }
    assert_eq!(complaints, Vec::<String>::new());
}

/// Each guard of a page is shown by a sample: with it the rule is silent, without it the rule speaks.
#[test]
fn guards_are_what_keeps_good_samples_silent() {
    let mut complaints = Vec::new();
    for page in PAGES {
        for sample in samples(page, "Good") {
            for (index, file) in sample.iter().enumerate() {
                for guard in &file.guards {
                    let folder = written_without(&sample, index, guard);
                    if lint_folder(page, &folder).is_empty() {
                        complaints.push(format!("{}: {} is silent without {guard:?}, too", page.name, file.name));
                    }
                }
            }
        }
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn guards_stand_in_good_samples_only() {
    for page in PAGES {
        let files: Vec<SampleFile> = samples(page, "Bad").into_iter().flatten().collect();
        assert!(files.iter().all(|file| file.guards.is_empty()), "{}: a Bad sample has a guard", page.name);
        let files: Vec<SampleFile> = samples(page, "Good").into_iter().flatten().collect();
        assert!(files.iter().all(|file| file.marks.is_empty()), "{}: a Good sample marks a finding", page.name);
    }
}

/// A finding of a sample rests on a claim that carries its severity, and a safe fix on one that carries that.
#[test]
fn errors_and_safe_fixes_rest_on_claims() {
    let mut missing = BTreeSet::new();
    for page in PAGES {
        for sample in samples(page, "Bad") {
            for finding in lint(page, &sample).1 {
                let carried =
                    |what: &dyn Fn(&Carries) -> bool| page.claims.iter().any(|it| it.carries.iter().any(what));
                if !carried(&|it| it.severity() == Some(finding.severity)) {
                    missing.insert((page.name, finding.severity.as_str()));
                }
                let is_safe = finding.fix.is_some_and(|fix| fix.offer.safety == Safety::Safe);
                if is_safe && !carried(&|it| *it == Carries::SafeFix) {
                    missing.insert((page.name, "safe fix"));
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

/// The text under the region, with the start tag's attributes as written.
fn cut(text: &str, finding: &Judged) -> String {
    let range = finding.place.range;
    let at = |offset: u64| usize::try_from(offset).expect("a small file");
    text[at(range.start.offset)..at(range.end.offset)].to_owned()
}

#[test]
fn places_agree_with_another_xml_reader() {
    let mut compared = 0;
    for page in PAGES {
        for sample in samples(page, "Bad") {
            let (_folder, findings) = lint(page, &sample);
            for finding in &findings {
                let file = sample.iter().find(|file| file.name == finding.place.path).expect("a file of the sample");
                // A finding about the text of a file names no element.
                let parsed = roxmltree::Document::parse(&file.text).ok().filter(|_| !finding.element.is_empty());
                let Some(document) = parsed else { continue };
                let text = cut(&file.text, finding);
                let start = finding.place.range.start;
                let offset = usize::try_from(start.offset).expect("a small file");
                let place = document.text_pos_at(offset);
                assert_eq!((place.row, place.col), (start.line, start.column), "{}", page.name);
                assert!(text.len() <= 2000 && !text.is_empty(), "{}: the region is odd: {text}", page.name);
                let around = resolve(&document, &finding.element).map(|node| node.range());
                if let Some(around) = around {
                    // There: the region is (part of) its text, or its start tag.
                    assert!(around.contains(&offset), "{}", page.name);
                } else {
                    // Absent: the region is the parent's start tag.
                    let (parent, _) = finding.element.rsplit_once('/').expect("an absent element has a parent");
                    let parent = resolve(&document, parent).expect("the parent is there");
                    assert_eq!(parent.range().start, offset, "{}", page.name);
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "only {compared} places were compared");
}

/// The node of an element path such as `ConnectedApp/oauthConfig/scopes[2]`.
fn resolve<'d>(document: &'d roxmltree::Document<'d>, path: &str) -> Option<roxmltree::Node<'d, 'd>> {
    let mut steps = path.split('/');
    let mut node = Some(document.root_element()).filter(|root| Some(root.tag_name().name()) == steps.next())?;
    for step in steps {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().expect("an index")),
            None => (step, 1),
        };
        let mut namesakes = node.children().filter(|child| child.is_element() && child.tag_name().name() == name);
        node = namesakes.nth(index - 1)?;
    }
    Some(node)
}

#[test]
fn pages_hold_what_reports_need() {
    for page in PAGES {
        assert!(!page.url().is_empty() && !page.summary.is_empty(), "{}", page.name);
        if let Some(score) = page.security_severity {
            assert!((0.1..=10.0).contains(&score), "{}: {score}", page.name);
        }
        for cwe in page.cwe {
            assert!(
                cwe.strip_prefix("CWE-").is_some_and(|number| number.parse::<u32>().is_ok()),
                "{}: {cwe}",
                page.name
            );
        }
    }
}

#[test]
fn pages_show_each_kind_of_app_that_they_apply_to() {
    let is_part = |kind: &&str| kind.starts_with("ExtlClntApp") || *kind == "ExternalClientApplication";
    for page in PAGES {
        let bad: Vec<String> =
            samples(page, "Bad").into_iter().flatten().map(|file| file.name.to_ascii_lowercase()).collect();
        let shows = |suffix: &str| bad.iter().any(|name| name.contains(suffix));
        assert!(!page.applies_to.contains(&"ConnectedApp") || shows(".connectedapp"), "{}: connected app", page.name);
        assert!(!page.applies_to.iter().any(is_part) || shows(".eca"), "{}: External Client App", page.name);
    }
}

#[test]
fn every_source_is_one_that_a_page_or_a_flow_needs() {
    let rules = crate::common::repository().join("rules");
    let sources: toml::Table =
        std::fs::read_to_string(rules.join("sources.toml")).expect("the table").parse().expect("TOML");
    let sources = sources["source"].as_array().expect("a list");
    let of_claims = PAGES.iter().flat_map(|page| page.claims).flat_map(|claim| claim.sources);
    let of_conditions = CONDITIONS.iter().flat_map(|row| {
        let of_errors = row.error.iter().flat_map(|error| error.sources);
        row.sources.iter().chain(of_errors)
    });
    let of_pages = PAGES.iter().flat_map(|page| page.references).chain(of_claims);
    let used: BTreeSet<&str> = of_pages.chain(of_conditions).map(|reference| reference.url).collect();
    let unused: Vec<_> =
        sources.iter().filter_map(|source| source["url"].as_str()).filter(|url| !used.contains(url)).collect();
    assert_eq!(unused, [""; 0]);
    assert!(sources.len() >= used.len() && PAGES.iter().all(|page| !page.references.is_empty()));
}
