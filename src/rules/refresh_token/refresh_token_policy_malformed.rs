//! A refresh token policy does not have the documented format.

use crate::model::{App, AppKind, Located, RefreshTokenPolicy};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let policy = app.oauth_policy.refresh_token_policy.ill_typed();
    let finding = policy.map(|policy| {
        let message = format!(
            "`{}` is not a valid refresh token policy, so Salesforce refuses to deploy \
                     `{}`",
            policy.value, app.component.name
        );
        let finding = Finding::new(policy.place, message, help(app.kind)).value(policy.value);
        finding.fix(well_formed(app, &policy))
    });
    finding.into_iter().collect()
}

/// The policies that there are.
fn help(kind: AppKind) -> &'static str {
    match kind {
        AppKind::ConnectedApp => {
            "write `zero`, `infinite`, `specific_lifetime:N:U` or `specific_inactivity:N:U`, with a number N from 1 \
             and a \
             unit U of HOURS, DAYS or MONTHS"
        }
        AppKind::ExternalClientApp => {
            "write `Zero` or `Infinite`, or `SpecificLifetime` or `SpecificInactivity` with a positive \
             `refreshTokenValidityPeriod` and a `refreshTokenValidityUnit` of Hours, Days or Months"
        }
    }
}

/// The same policy with its unit in the plural; nothing if that is not all that is wrong.
fn well_formed(app: &App, policy: &Located<&str>) -> Option<Fix> {
    let text = match app.kind {
        AppKind::ConnectedApp => {
            let (before, unit) = policy.value.rsplit_once(':')?;
            let text = format!("{before}:{}", plural(unit)?.to_ascii_uppercase());
            RefreshTokenPolicy::parse(&text).map(|_| text)?
        }
        // The mistake is in the element with the unit, one of three.
        AppKind::ExternalClientApp => {
            let (period, unit) = policy.value.split_once(' ')?;
            let text = plural(unit)?;
            RefreshTokenPolicy::parse(&format!("specific_lifetime:{period}:{text}")).map(|_| text.to_owned())?
        }
    };
    Some(Fix::safe(format!("write `{text}`"), [Change::Write(policy.place, text)]))
}

/// A unit in the plural.
fn plural(unit: &str) -> Option<&'static str> {
    ["Days", "Hours", "Months"].into_iter().find(|known| known.trim_end_matches('s').eq_ignore_ascii_case(unit))
}
