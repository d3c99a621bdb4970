//! Each condition of each flow once false and once unknown, for either kind of app.
//!
//! The cases are in `testdata/flows`. A case names one state for both kinds, so that an app means the same as a
//! connected
//! app and as an External Client App. A condition that the program has and the folder lacks fails the test.

use std::collections::BTreeMap;

use calint::testing::{CONDITIONS, FLOWS};
use rayon::prelude::*;

use crate::flow_cases::{Case, Data, KINDS, Kind, Met, Outcome, Words, data};

/// A flow of a kind of app, and the conditions that count for it, with their roles.
struct Subject {
    flow: &'static str,
    kind: Kind,
    conditions: BTreeMap<&'static str, String>,
}

fn subjects() -> Vec<Subject> {
    let subject = |kind: Kind| {
        FLOWS.iter().map(move |flow| {
            let facts = flow.conditions.iter().map(|condition| condition.facts());
            let counted = facts.filter(|facts| facts.role.to_string() != "caller");
            let conditions = counted.map(|facts| (facts.name.as_str(), facts.role.to_string())).collect();
            Subject { flow: flow.name.as_str(), kind, conditions }
        })
    };
    KINDS.into_iter().flat_map(subject).collect()
}

impl Subject {
    /// Whether an app of the kind can have the flow at all.
    fn is_possible(&self, data: &Data) -> bool {
        data.bases.flows[self.flow].expected(self.kind).against.is_empty()
    }

    fn cases<'d>(&self, data: &'d Data, condition: &str) -> Vec<&'d Case> {
        let all = data.conditions.get(condition).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|case| case.is_about(self.flow, self.kind)).collect()
    }

    /// The state that follows from one condition that is not met.
    fn broken(&self, data: &Data, condition: &str) -> &'static str {
        let unknown = data.bases.flows[self.flow].expected(self.kind).unknown;
        let is_gate = |name: &str| self.conditions[name] == "gate";
        // Where a gate is not known to be open, nothing shows that the flow is meant.
        let is_meant = !is_gate(condition) && !unknown.iter().any(|name| is_gate(name));
        if is_meant { "incomplete" } else { "off" }
    }

    fn expected(&self, data: &Data, (condition, case): (&str, &Case), (base, asked): (&Outcome, &Words)) -> Outcome {
        let mut expected = base.clone();
        let mut answers: Words = case.also.intersection(asked).cloned().collect();
        answers.insert(condition.to_owned());
        let state = match case.met {
            Some(Met::No) => {
                expected.against.extend(answers);
                self.broken(data, condition)
            }
            Some(Met::Unknown) => {
                expected.unknown.extend(answers);
                expected.needs.extend(case.needs.iter().cloned());
                "unknown"
            }
            _ => &base.state,
        };
        expected.state = case.state.clone().unwrap_or_else(|| state.to_owned());
        expected
    }

    /// What is wrong with the cases of the flow.
    fn faults(&self, data: &Data) -> Vec<String> {
        let (base, asked) = data.ask(self.flow, self.kind, &[], None);
        let mut faults: Vec<String> = self.faults_of_base(data, &base).into_iter().collect();
        for condition in self.conditions.keys().filter(|_| self.is_possible(data)) {
            for case in self.cases(data, condition) {
                let Some(changes) = case.changes(self.kind) else { continue };
                let (reported, _) = data.ask(self.flow, self.kind, &changes, case.now.as_deref());
                let expected = self.expected(data, (condition, case), (&base, &asked));
                let is_same = match case.met {
                    // If a flow cannot be used, other unknown conditions do not matter.
                    Some(Met::No) => reported.state == expected.state && reported.against == expected.against,
                    _ => reported == expected,
                };
                if !is_same {
                    faults.push(format!(
                        "{condition} {:?}\n  expected {expected:?}\n  reported     {reported:?}",
                        case.met
                    ));
                }
            }
        }
        let title = format!("{} {:?}", self.flow, self.kind);
        faults.into_iter().map(|fault| format!("{title}: {fault}")).collect()
    }

    fn faults_of_base(&self, data: &Data, reported: &Outcome) -> Option<String> {
        let expected = data.bases.flows[self.flow].expected(self.kind);
        let is_same = reported.state == expected.state
            && reported.unknown == expected.unknown
            && reported.against == expected.against;
        (!is_same).then(|| format!("the app without changes\n  expected {expected:?}\n  reported     {reported:?}"))
    }
}

#[test]
fn each_flow_can_be_used_and_each_condition_was_once_false_and_once_unknown() {
    let data = data();
    let faults: Vec<String> = subjects().par_iter().flat_map_iter(|subject| subject.faults(&data)).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_condition_has_cases_or_a_reason_why_it_has_none() {
    let data = data();
    let mut lacking = Vec::new();
    for subject in subjects().iter().filter(|subject| subject.is_possible(&data)) {
        let (_, asked) = data.ask(subject.flow, subject.kind, &[], None);
        let base = data.bases.flows[subject.flow].expected(subject.kind);
        for condition in subject.conditions.keys() {
            let cases = subject.cases(&data, condition);
            let title = format!("{} {:?}: {condition}", subject.flow, subject.kind);
            if cases.iter().any(|case| case.not_asked.is_some()) {
                assert!(!asked.contains(*condition), "{title} is asked");
                continue;
            }
            for wanted in [Met::No, Met::Unknown] {
                let is_there = cases.iter().any(|case| {
                    case.met == Some(wanted) && (case.never.is_some() || case.changes(subject.kind).is_some())
                });
                let is_of_base = wanted == Met::Unknown && base.unknown.contains(*condition);
                if !is_there && !is_of_base {
                    lacking.push(format!("{title} is never {wanted:?}"));
                }
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn the_cases_name_what_there_is() {
    let data = data();
    let flows: Words = FLOWS.iter().map(|flow| flow.name.to_string()).collect();
    let conditions: Words = CONDITIONS.iter().map(|condition| condition.name.to_string()).collect();
    assert_eq!(data.bases.flows.keys().cloned().collect::<Words>(), flows);
    for (condition, cases) in &data.conditions {
        assert!(conditions.contains(condition), "there is no condition {condition}");
        for case in cases {
            assert!(case.also.is_subset(&conditions), "{condition}: {:?}", case.also);
            let named = case.flows.iter().flatten().chain(&case.except);
            assert!(named.into_iter().all(|flow| flows.contains(flow)), "{condition}: {:?}", case.flows);
            assert_eq!(case.state.is_some(), case.because.is_some(), "{condition}: a state has a reason");
            let reason = case.never.as_ref().or(case.not_asked.as_ref());
            let has_changes = KINDS.into_iter().any(|kind| case.changes(kind).is_some());
            assert_ne!(reason.is_some(), has_changes, "{condition}: changes, or a reason");
            assert!(reason.is_none_or(|reason| reason.ends_with('.')), "{condition}: {reason:?}");
            assert_eq!(case.met == Some(Met::Unknown) && has_changes, !case.needs.is_empty(), "{condition}: needs");
        }
    }
    for (flow, base) in &data.bases.flows {
        for kind in KINDS {
            let expected = base.expected(kind);
            let is_usable = ["ready", "open"].contains(&expected.state.as_str());
            assert_eq!(is_usable, expected.because.is_empty(), "{flow}: another state has a reason");
        }
    }
}

#[test]
fn without_facts_no_flow_of_client_credentials_is_ready() {
    let data = data();
    let no_facts = [("facts".to_owned(), crate::flow_cases::Part::Absent(false))].into();
    for kind in KINDS {
        let (reported, _) = data.ask("client-credentials", kind, &[&no_facts], None);
        assert_eq!(reported.state, "unknown", "{kind:?}: {reported:?}");
        assert!(reported.needs.contains("users.json"), "{kind:?}: {reported:?}");
    }
}
