//! A range of addresses is one that Salesforce refuses, or that no call can come from.
//!
//! The rule looks at whole projects and not at apps, because the same lists are in apps, profiles, and settings of the
//! org. A finding about a profile is shown at the app that runs under it: the profile itself may not be in the scope of
//! the run.

use std::net::IpAddr;

use super::addresses::{AddressList, ListRole, lists};
use crate::model::{Component, Field, IpRange, Located};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::page::IP_RANGE_INVALID as PAGE;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

/// Source: Salesforce Help, IP allowlist for refresh tokens; Metadata API guide, `ExtlClntAppOauthSettings`.
const MAX_RANGES: usize = 128;
const MAX_TOKEN_ADDRESSES: u128 = 256;

fn no_address(list: &AddressList<'_>, end: &Located<&String>) -> Finding {
    let message = format!("{} contain `{}`, which is not an IP address", list.words, end.value);
    list.finding(end.place, message, "write an IPv4 address such as 198.18.7.10, or an IPv6 address").value(end.value)
}

fn unordered(list: &AddressList<'_>, range: &Located<IpRange>, ends: [IpAddr; 2]) -> Finding {
    let [begin, end] = ends;
    let (what, help) = if begin.is_ipv4() == end.is_ipv4() {
        ("ends before it begins", "swap the two addresses")
    } else {
        ("mixes IPv4 and IPv6", "write one range for each family")
    };
    let message = format!("{} contain {begin}-{end}, which {what}", list.words);
    list.finding(range.place, message, help).value(format!("{begin}-{end}"))
}

fn unreachable(list: &AddressList<'_>, range: &Located<IpRange>, addresses: &str, network: &str) -> Finding {
    let message = format!("{} contain {addresses}, which is {network}: Salesforce sees no such address", list.words);
    let help = "list the public addresses from which calls leave the network";
    list.finding(range.place, message, help).value(addresses).severity(Severity::Warning)
}

fn too_many(list: &AddressList<'_>, what: &str, help: &str) -> Finding {
    list.finding(list.ranges.place(), format!("{} {what}", list.words), help)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let of_list = |list: AddressList<'_>| {
        let mut findings: Vec<Finding> = list.ranges.given().flat_map(|range| defects(&list, range)).collect();
        if !context.names(&PAGE, "private-ip-ok", &list.component.name) {
            findings.extend(unreachables(&list));
        }
        findings.extend(counts(&list));
        findings.extend(overlaps(&list));
        let weighed = findings.into_iter().map(|finding| weigh(finding, list.role));
        weighed.map(|finding| (list.component.clone(), finding)).collect::<Vec<_>>()
    };
    lists(context).into_iter().flat_map(of_list).collect()
}

/// What is wrong with a range by itself. `missing-required-element` reports an end that is missing.
fn defects(list: &AddressList<'_>, range: &Located<IpRange>) -> Vec<Finding> {
    let ends = [&range.value.start, &range.value.end].map(Field::given);
    let given = ends.iter().flatten().map(|end| Located { value: &end.value, place: end.place });
    let wrong: Vec<Finding> =
        given.filter(|end| end.value.parse::<IpAddr>().is_err()).map(|end| no_address(list, &end)).collect();
    let [Some(Ok(begin)), Some(Ok(end))] = ends.map(|end| end.map(|end| end.value.parse::<IpAddr>())) else {
        return wrong;
    };
    let is_ordered = begin.is_ipv4() == end.is_ipv4() && begin <= end;
    if is_ordered { wrong } else { vec![unordered(list, range, [begin, end])] }
}

fn unreachables(list: &AddressList<'_>) -> Vec<Finding> {
    let within = list.readable().filter_map(|(range, addresses)| Some((range, addresses, addresses.network()?)));
    within.map(|(range, addresses, network)| unreachable(list, range, &addresses.to_string(), network)).collect()
}

/// External Client Apps have limits.
fn counts(list: &AddressList<'_>) -> Vec<Finding> {
    let is_external = list.component.kind == "ExternalClientApplication" && list.role != ListRole::Profile;
    let ranges = list.ranges.items.len();
    let addresses: u128 = list.readable().fold(0, |sum, (_, range)| sum.saturating_add(range.count()));
    let many_ranges = (is_external && ranges > MAX_RANGES).then(|| {
        let what = format!("are {ranges}, over the limit of {MAX_RANGES}");
        too_many(list, &what, "join adjacent ranges").value("ranges")
    });
    let many_addresses = (list.role == ListRole::Tokens && addresses > MAX_TOKEN_ADDRESSES).then(|| {
        let what = format!("contain {addresses} addresses together, over the limit of {MAX_TOKEN_ADDRESSES}");
        too_many(list, &what, "list single addresses that the calls come from").value("addresses")
    });
    many_ranges.into_iter().chain(many_addresses).collect()
}

/// Each range that overlaps with one before it.
fn overlaps(list: &AddressList<'_>) -> Vec<Finding> {
    let all: Vec<_> = list.readable().collect();
    let overlap = |(index, (range, addresses)): (usize, &(&Located<IpRange>, _))| {
        let (other, twin) = all.iter().take(index).find(|(_, before)| before.overlaps(*addresses))?;
        let message = format!("{} contain {addresses} and {twin}, which overlap", list.words);
        let finding = list.finding(range.place, message, "join the two ranges").value(addresses.to_string());
        // What describes a range may tell why it is there.
        let described = &range.value.description;
        let is_same = described.value().is_some_and(|words| other.value.description.value() == Some(words));
        let is_repeated = twin == addresses && (is_same || described.is_blank());
        let delete = || Fix::safe("delete the repeated range", [Change::Remove(range.place)]);
        let finding = finding.fix(is_repeated.then(delete));
        Some(finding.related(other.place, "the other range").severity(Severity::Info).profile(Profile::Audit))
    };
    all.iter().enumerate().filter_map(overlap).collect()
}

/// Findings about the org's own list are for a person who reviews the org.
fn weigh(finding: Finding, role: ListRole) -> Finding {
    if role == ListRole::Org { finding.profile(Profile::Audit) } else { finding }
}
