//! Twelve users and every route by which a permission comes to one: license, profile, permission set, group, group less
//! its muting sets; and every way in which a user is unknown, or is not the one that was meant.
//!
//! The tests ask the model and not the program. The rules report only a lack or a surplus of some permissions, so a
//! wrong route that leads to the right answer would not show in a finding.

use std::path::Path;

use crate::model::{Declarations, Model, Options, Project, Replacing};
use crate::workspace::{self, IgnoreFiles, Input, Memory, NamedLinks, Needs};

use super::{FactsRequest, FactsSource, User, UserOrigin, has_permission, permissions_of};

const ORG: &str = "testdata/orgs/run-as-users";

/// Reads the example project with the facts of one org.
fn model(target: &str) -> Model {
    let working_directory = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let scope = workspace::Request {
        inputs: vec![Input::Path(ORG.into())],
        ignore_files: IgnoreFiles::Honor,
        needs: Needs::default(),
        exclude: Vec::new(),
        named_links: NamedLinks::Follow,
        working_directory: working_directory.clone(),
    };
    let source = |org: &str| FactsSource { org: Some(org.to_owned()), path: format!("{ORG}/facts/{org}").into() };
    let options = Options {
        api_version: None,
        facts: FactsRequest { sources: vec![source("prod"), source("uat")], target: Some(target.to_owned()) },
        now: "2026-11-22T12:00:00Z".parse().expect("a moment"),
        replacing: Replacing::Honor,
        needs: Needs::default(),
        declared: Declarations::default(),
        working_directory,
    };
    let found = workspace::discover(&scope).expect("the project is there");
    let model = Model::of(&found, &options, &Memory::default()).expect("the facts are there");
    assert!(model.library.troubles.is_empty(), "{:?}", model.library.troubles);
    model
}

fn project(model: &Model) -> &Project {
    let [project] = model.projects.as_slice() else { panic!("one project") };
    project
}

fn user<'p>(project: &'p Project, username: &str) -> &'p User {
    project.users.find(username).unwrap_or_else(|| panic!("{username} is known"))
}

/// Every permission of a user with its path.
fn power(project: &Project, username: &str) -> Vec<String> {
    let held = permissions_of(user(project, username), &project.permissions);
    held.iter().map(ToString::to_string).collect()
}

#[test]
fn every_route_gives_what_it_should_and_nothing_else() {
    let model = model("prod");
    let project = project(&model);
    let cases: [(&str, &[&str]); 8] = [
        ("ledger.feed@acme.example", &["`ApiUserOnly` ← license `Salesforce Integration`"]),
        (
            "erp.sync@acme.example",
            &["`ApiEnabled` ← profile `ERP Integration`", "`ApiUserOnly` ← profile `ERP Integration`"],
        ),
        (
            "billing.feed@acme.example",
            &[
                "`ApiEnabled` ← profile `Integration Base`",
                "`ApiUserOnly` ← permission set `Billing_Api`",
                "`ViewAllData` ← permission set `Billing_Api`",
            ],
        ),
        (
            "ops.bot@acme.example",
            &[
                "`ApiEnabled` ← profile `Integration Base`",
                "`ApiUserOnly` ← permission set `Ops_Api` ← group `Ops`",
                "`AuthorApex` ← permission set `Integration_Admin` ← group `Ops`",
                "`ModifyAllData` ← permission set `Integration_Admin` ← group `Ops`",
            ],
        ),
        (
            "warehouse.feed@acme.example",
            &[
                "`ApiEnabled` ← profile `Integration Base`",
                "`ApiUserOnly` ← permission set `Warehouse_Admin` ← group `Warehouse`",
            ],
        ),
        (
            "report.pull@acme.example",
            &["`ApiEnabled` ← profile `Integration Base`", "`ExportReport` ← permission set `Reports_Read`"],
        ),
        (
            "old.feed@acme.example",
            &["`ApiEnabled` ← profile `ERP Integration`", "`ApiUserOnly` ← profile `ERP Integration`"],
        ),
        (
            "hub@acme.example",
            &["`ApiEnabled` ← profile `Integration Base`", "`ApiUserOnly` ← permission set `Hub_Api`"],
        ),
    ];
    for (username, expected) in cases {
        assert_eq!(power(project, username), expected, "{username}");
    }
    // A standard profile without a file: what every administrator can do.
    let administrator = power(project, "admin.legacy@acme.example");
    for permission in ["ModifyAllData", "ManageUsers", "AuthorApex", "CustomizeApplication"] {
        let wanted = format!("`{permission}` ← profile `System Administrator`");
        assert!(administrator.contains(&wanted), "{wanted} in {administrator:?}");
    }
}

#[test]
fn what_is_not_granted_is_told_from_what_is_not_known() {
    let model = model("prod");
    let project = project(&model);
    let has = |username, permission| has_permission(user(project, username), &project.permissions, permission);
    for (username, api_only, modifies_all) in [
        ("ledger.feed@acme.example", Some(true), Some(false)), // An exported column of its profile says so.
        ("erp.sync@acme.example", Some(true), Some(false)),
        ("billing.feed@acme.example", Some(true), Some(false)),
        ("ops.bot@acme.example", Some(true), Some(true)),
        ("warehouse.feed@acme.example", Some(true), Some(false)), // A set of the group grants it, and it is muted.
        ("report.pull@acme.example", Some(false), Some(false)),
        ("hub@acme.example", Some(true), Some(false)),
        ("admin.legacy@acme.example", Some(false), Some(true)),
    ] {
        assert_eq!(has(username, "ApiUserOnly"), api_only, "{username}");
        assert_eq!(has(username, "ModifyAllData"), modifies_all, "{username}");
    }
}

#[test]
fn users_that_are_not_the_ones_that_were_meant() {
    let prod = model("prod");
    let known = &project(&prod).users;
    assert!(known.find("ghost.integration@acme.example").is_none());
    assert_eq!(user(project(&prod), "old.feed@acme.example").is_frozen, Some(true));
    // The email address of another user is no username.
    assert!(known.find("mail.merge@acme.example").is_none());
    let owner = known.with_email("Mail.Merge@acme.example").expect("a user has the address");
    assert_eq!(owner.username, "mail.merge@acme.example.integration");
    // The app names a sandbox's user: production has the same one without the suffix.
    let folded = known.find("catalog.sync@acme.example.uat").expect("it folds");
    assert_eq!(folded.username, "catalog.sync@acme.example");
    let uat = model("uat");
    let exact = user(project(&uat), "catalog.sync@acme.example.uat");
    assert_eq!((exact.username.as_str(), exact.origin), ("catalog.sync@acme.example.uat", UserOrigin::Export));
}
