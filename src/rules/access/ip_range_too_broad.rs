//! A range has so many addresses that it gives no protection.

use super::addresses::{AddressList, Addresses, ListRole, ipv4_together, lists};
use super::ip_range_too_large::is_too_large;
use crate::model::Component;
use crate::rules::finding::Finding;
use crate::rules::page::IP_RANGE_TOO_BROAD as PAGE;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

/// An IPv6 range that is larger than a /32, which is what an Internet provider gets.
const MAX_IPV6: u128 = 1 << 96;

/// Half of IPv4: a list that is cut into many ranges may contain as much.
const HALF_OF_IPV4: u128 = 1 << 31;

const HELP: &str = "list the addresses that the calls really come from, one range for each network";

fn broad(list: &AddressList<'_>, range: Addresses) -> String {
    let count = match range.count() {
        count if range.is_ipv4() && count == 1 << 32 => "every IPv4 address".to_owned(),
        count if range.is_ipv4() => format!("{count} addresses"),
        _ => "more than an Internet provider gets".to_owned(),
    };
    format!("{} contain {range}: {count}", list.words)
}

fn together(list: &AddressList<'_>) -> String {
    format!("{} together contain half of IPv4", list.words)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let of_list = |list: AddressList<'_>| {
        let findings = judge(&list, context).into_iter().map(|finding| weigh(finding, list.role));
        findings.map(|finding| (list.component.clone(), finding)).collect::<Vec<_>>()
    };
    lists(context).into_iter().flat_map(of_list).collect()
}

fn judge(list: &AddressList<'_>, context: &Context<'_>) -> Vec<Finding> {
    // Ranges that no call can come from restrict nothing, and `ip-range-invalid` reports them. `ip-range-too-large`
    // reports those that Salesforce refuses.
    let is_refused = |range: Addresses| list.role == ListRole::Org && is_too_large(range);
    let public = || list.readable().filter(|(_, range)| range.network().is_none() && !is_refused(*range));
    let findings: Vec<Finding> = public()
        .filter_map(|(at, range)| {
            let severity = severity(range, context)?;
            Some(list.finding(at.place, broad(list, range), HELP).value(range.to_string()).severity(severity))
        })
        .collect();
    // In the list of the org, that is more than Salesforce allows.
    let may_be_cut = findings.is_empty() && list.role != ListRole::Org;
    if may_be_cut && ipv4_together(public().map(|(_, range)| range)) >= HALF_OF_IPV4 {
        return vec![list.finding(list.ranges.place(), together(list), HELP).value("together")];
    }
    findings
}

fn severity(range: Addresses, context: &Context<'_>) -> Option<Severity> {
    let network =
        |option| u32::try_from(context.count(&PAGE, option)).map_or(u128::MAX, |prefix| 1 << (32 - prefix.min(32)));
    match range.count() {
        count if !range.is_ipv4() => (count > MAX_IPV6).then_some(Severity::Error),
        count if count >= network("error-prefix") => Some(Severity::Error),
        count if count >= network("warning-prefix") => Some(Severity::Warning),
        _ => None,
    }
}

/// A list that is not in effect does no harm until the policy changes. Findings about the org's own list are for a
/// person who reviews the org.
fn weigh(finding: Finding, role: ListRole) -> Finding {
    match role {
        ListRole::Trusted { is_awake: false } => finding.severity(Severity::Warning),
        ListRole::Org => finding.profile(Profile::Audit),
        ListRole::Trusted { is_awake: true } | ListRole::Tokens | ListRole::Profile => finding,
    }
}
