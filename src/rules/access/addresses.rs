//! Ranges of addresses that an app or the org lists, and how much they cover.
//!
//! Four lists in four types of file have the same ranges and opposite meanings: an address in one is let in, and in
//! another excused from checks. Two rules need all of them, so they are gathered here with their roles, and the rules
//! do not know where a list is from.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, IpSubnets, Ipv4Net, Ipv4Subnets, Ipv6Subnets};

use crate::model::{App, Component, IpRange, List, Located};
use crate::posture::run_as_user;
use crate::schema::NETWORKS;
use crate::workspace::Place;

use crate::rules::finding::Finding;
use crate::rules::rule::Context;

/// A list of ranges, and whose it is.
pub(super) struct AddressList<'m> {
    pub(super) component: Component,
    /// The beginning of a sentence about it.
    pub(super) words: String,
    pub(super) role: ListRole,
    pub(super) ranges: &'m List<IpRange>,
    /// What names the file with the list, if that is not a file of the component.
    named_at: Option<Place>,
}

/// What a list is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ListRole {
    /// Addresses that an app excuses from the org's restrictions. `is_awake`: it does so now.
    Trusted { is_awake: bool },
    /// Addresses from which refresh tokens are accepted.
    Tokens,
    /// Addresses from which a profile may log in.
    Profile,
    /// Addresses that the org trusts.
    Org,
}

/// Addresses from a first to a last one, both included.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Addresses {
    first: IpAddr,
    last: IpAddr,
}

impl AddressList<'_> {
    /// A finding at a range, or where the file with the range is named.
    pub(super) fn finding(&self, at: Place, message: String, help: &str) -> Finding {
        let finding = Finding::new(self.named_at.unwrap_or(at), message, help);
        if self.named_at.is_some() { finding.related(at, "the range") } else { finding }
    }

    /// The ranges that can be read.
    pub(super) fn readable(&self) -> impl Iterator<Item = (&Located<IpRange>, Addresses)> {
        self.ranges.given().filter_map(|range| Some((range, Addresses::read(&range.value)?)))
    }
}

impl Addresses {
    /// Reads a range of one family whose ends are in order.
    fn read(range: &IpRange) -> Option<Self> {
        let end = |text: &String| text.parse::<IpAddr>().ok();
        let (first, last) = (end(range.start.value()?)?, end(range.end.value()?)?);
        (first.is_ipv4() == last.is_ipv4() && first <= last).then_some(Self { first, last })
    }

    pub(super) fn is_ipv4(self) -> bool {
        self.first.is_ipv4()
    }

    /// How many addresses it has; one less for all of IPv6.
    pub(super) fn count(self) -> u128 {
        let number = |address| match address {
            IpAddr::V4(address) => u128::from(u32::from(address)),
            IpAddr::V6(address) => u128::from(address),
        };
        (number(self.last) - number(self.first)).saturating_add(1)
    }

    /// Whether Salesforce leaves it out when it counts what an org trusts.
    pub(super) fn is_uncounted(self) -> bool {
        let private = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8));
        private.contains(&self.first) && private.contains(&self.last)
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.is_ipv4() == other.is_ipv4() && self.first <= other.last && other.first <= self.last
    }

    /// The kind of network that contains all of it and that no packet from the Internet comes from.
    pub(super) fn network(self) -> Option<&'static str> {
        let holds = |net: IpNet| net.contains(&self.first) && net.contains(&self.last);
        let found = NETWORKS.iter().find(|(net, _)| net.parse().is_ok_and(holds));
        found.map(|(_, what)| *what)
    }

    /// The same as networks.
    fn networks(self) -> Vec<IpNet> {
        match (self.first, self.last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => IpSubnets::from(Ipv4Subnets::new(first, last, 0)).collect(),
            (IpAddr::V6(first), IpAddr::V6(last)) => IpSubnets::from(Ipv6Subnets::new(first, last, 0)).collect(),
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

/// How many IPv4 addresses some ranges have together, each counted once.
pub(super) fn ipv4_together(ranges: impl Iterator<Item = Addresses>) -> u128 {
    let networks: Vec<IpNet> = ranges.filter(|range| range.is_ipv4()).flat_map(Addresses::networks).collect();
    IpNet::aggregate(&networks).iter().map(|net| 1_u128 << (net.max_prefix_len() - net.prefix_len())).sum()
}

/// All lists of a project that concern its apps or its org.
pub(super) fn lists<'m>(context: &Context<'m>) -> Vec<AddressList<'m>> {
    let apps = context.project.apps.iter().flat_map(|app| of_app(app, context));
    apps.chain(of_org(context)).filter(|list| !list.ranges.items.is_empty()).collect()
}

fn of_app<'m>(app: &'m App, context: &Context<'m>) -> Vec<AddressList<'m>> {
    use crate::model::IpRelaxation::BypassSecondFactor;

    let name = &app.component.name;
    let list =
        |words, role, ranges| AddressList { component: app.component.clone(), words, role, ranges, named_at: None };
    // If the policy is not in the project, the list may be in effect.
    let policy = app.oauth_policy.ip_relaxation.value();
    let is_awake = policy.is_none_or(|policy| *policy == BypassSecondFactor);
    let trusted = ListRole::Trusted { is_awake };
    let mut lists = vec![list(format!("the trusted IP ranges of `{name}`"), trusted, &app.ip_ranges)];
    if let Some(external) = &app.external {
        let words = format!("the IP ranges for refresh tokens of `{name}`");
        lists.push(list(words, ListRole::Tokens, &external.token_ip_ranges));
    }
    if let Some((profile, at)) = profile(app, context) {
        let of_profile = |ranges| AddressList {
            named_at: Some(at),
            ..list(format!("the login IP ranges of `{profile}`, under which `{name}` runs,"), ListRole::Profile, ranges)
        };
        lists.extend(context.project.permissions.login_ip_ranges(profile).map(of_profile));
    }
    lists
}

/// The profile of the user that an app runs as, and where the user is named.
pub(super) fn profile<'m>(app: &App, context: &Context<'m>) -> Option<(&'m str, Place)> {
    let run_as = run_as_user(app)?;
    let user = context.project.users.find(&run_as.value)?;
    user.profile.as_deref().map(|profile| (profile, run_as.place))
}

fn of_org<'m>(context: &Context<'m>) -> Vec<AddressList<'m>> {
    let list = |ranges| AddressList {
        component: Component { kind: "SecuritySettings", name: "Security".to_owned() },
        words: "the trusted IP ranges of the org".to_owned(),
        role: ListRole::Org,
        ranges,
        named_at: None,
    };
    context.project.org.settings.security.iter().map(|settings| list(&settings.trusted_ip_ranges)).collect()
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{Addresses, ipv4_together};

    fn range(first: &str, last: &str) -> Addresses {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        Addresses { first: address(first), last: address(last) }
    }

    #[test]
    fn ranges_are_counted_once() {
        let halves = [range("0.0.0.0", "127.255.255.255"), range("128.0.0.0", "255.255.255.255")];
        assert_eq!(ipv4_together(halves.into_iter()), 1 << 32);
        let overlapping = [range("198.18.0.0", "198.18.0.9"), range("198.18.0.5", "198.18.0.14")];
        assert_eq!(ipv4_together(overlapping.into_iter()), 15);
        assert_eq!(ipv4_together([range("::", "::ff")].into_iter()), 0);
        assert_eq!(range("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").count(), u128::MAX);
        assert_eq!(range("2001:db8::1", "2001:db8::1").count(), 1);
    }

    #[test]
    fn networks_are_known_by_both_ends() {
        assert_eq!(range("10.55.10.1", "10.55.10.9").network(), Some("private (RFC 1918)"));
        assert_eq!(range("172.15.0.0", "172.16.0.1").network(), None);
        assert_eq!(range("2001:db8::1", "2001:db8::2").network(), Some("for documentation (RFC 3849)"));
        assert_eq!(range("0.0.0.0", "255.255.255.255").network(), None);
    }
}
