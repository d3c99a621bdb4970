//! The org trusts more addresses than Salesforce allows.
//!
//! Salesforce limits each range, and since Winter '26 all of them together. Orgs that exceeded the second limit before
//! keep their ranges, so only the first is an error.

use super::addresses::{AddressList, Addresses, ListRole, ipv4_together, lists};
use crate::model::Component;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Confidence, Severity};

/// Source: Security Implementation Guide, Set Trusted IP Ranges for Your Organization.
const MAX_IPV4_OF_RANGE: u128 = 1 << 25;

/// Source: Salesforce Help, Set Trusted IP Ranges for Your Org.
const MAX_IPV4: u128 = 1 << 24;

const HELP: &str = "list the networks from which people really log in, one range for each";

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let of_org = lists(context).into_iter().filter(|list| list.role == ListRole::Org);
    of_org.flat_map(|list| of_list(&list).into_iter().map(move |finding| (list.component.clone(), finding))).collect()
}

/// Each range that is too large by itself, or else one finding for all together.
fn of_list(list: &AddressList<'_>) -> Vec<Finding> {
    let ranges: Vec<_> = list.readable().filter(|(_, range)| range.is_ipv4()).collect();
    let too_large = ranges.iter().filter(|(_, range)| is_too_large(*range));
    let findings: Vec<Finding> = too_large
        .map(|(at, range)| {
            let count = range.count();
            let message = format!(
                "{} contain {range}, which is {count} addresses: Salesforce refuses a range of more than \
                 {MAX_IPV4_OF_RANGE}",
                list.words
            );
            list.finding(at.place, message, HELP).value(range.to_string())
        })
        .collect();
    let together = ipv4_together(ranges.iter().map(|(_, range)| *range).filter(|range| !range.is_uncounted()));
    if findings.is_empty() && together > MAX_IPV4 { vec![all_together(list, together)] } else { findings }
}

/// Whether Salesforce refuses a range.
pub(super) fn is_too_large(range: Addresses) -> bool {
    range.is_ipv4() && range.count() > MAX_IPV4_OF_RANGE
}

fn all_together(list: &AddressList<'_>, count: u128) -> Finding {
    let message = format!(
        "{} contain {count} addresses together: since Winter '26 Salesforce adds no range beyond {MAX_IPV4}, and \
         verifies \
         users in them as if they were outside",
        list.words
    );
    let finding = list.finding(list.ranges.place(), message, HELP).value("together");
    finding.severity(Severity::Warning).confidence(Confidence::Medium)
}
