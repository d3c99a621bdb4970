//! A certificate has expired, will expire soon, is not valid yet, or is valid for very long.
//!
//! A certificate gets one finding, the most urgent: a person who replaces it solves the others with it. Certificates in
//! apps and certificates of the org are checked together, because the org's may be the same ones, and two findings
//! about one certificate would be one too many.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::named_certificates::namer;
use crate::model::{CertificateFile, Component};
use crate::rules::finding::Finding;
use crate::rules::page;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};
use crate::secrets::Certificate;
use crate::words::count;
use crate::workspace::Place;

use super::{certificates, component, is_of_salesforce};

const RENEW: &str = "create a new key pair, put its certificate here, and give the client the new private key. Public \
                     answers disagree on whether Salesforce checks this date for connected apps";

const RENEW_IN_ORG: &str = "create a new certificate in Certificate and Key Management, choose it wherever this one is \
                            used, and retrieve it";

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

fn expired(whose: &str, end: Timestamp) -> String {
    format!("{whose} expired on {}", day(end))
}

fn expires(whose: &str, end: Timestamp, days: i64) -> String {
    let when = match days {
        0 => "within a day".to_owned(),
        1 => "in 1 day".to_owned(),
        days => format!("in {}", count(days, "day")),
    };
    format!("{whose} expires on {}, {when}", day(end))
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let mut found = Vec::new();
    for app in &context.project.apps {
        let whose = format!("the certificate of `{}`", app.component.name);
        for (_, certificate, place) in certificates(app, context) {
            let finding = of_certificate((&whose, place), certificate, context);
            found.extend(finding.map(|finding| (app.component.clone(), finding)));
        }
    }
    for file in &context.project.org.certificates {
        found.extend(of_org(file, context).map(|finding| (component(file), finding)));
    }
    found
}

/// A certificate of the org. The project cannot show whether one that it does not name is still in use.
fn of_org(file: &CertificateFile, context: &Context<'_>) -> Option<Finding> {
    let date = file.expiration_date.given().filter(|_| !is_of_salesforce(file))?;
    let whose = format!("the certificate `{}` of the org", file.name);
    let finding = of_end((&whose, date.place), date.value, RENEW_IN_ORG, context)?;
    if let Some(user) = namer(&file.name, context) {
        let message = format!("{}; {user} uses it", finding.message);
        let has_ended = date.value < context.project.now;
        let finding = Finding { message, ..finding };
        return Some(if has_ended { finding.severity(Severity::Error) } else { finding });
    }
    let is_of_app = context.project.apps.iter().any(|app| {
        certificates(app, context)
            .any(|(_, certificate, _)| certificate.not_after.as_second() == date.value.as_second())
    });
    (!is_of_app).then(|| finding.severity(Severity::Info).profile(Profile::Audit))
}

/// What is most urgent about a certificate.
fn of_certificate(whose: (&str, Place), certificate: &Certificate, context: &Context<'_>) -> Option<Finding> {
    of_end(whose, certificate.not_after, RENEW, context)
        .or_else(|| of_begin(whose, certificate.not_before, context))
        .or_else(|| of_length(whose, certificate, context))
}

fn of_end((whose, place): (&str, Place), end: Timestamp, help: &str, context: &Context<'_>) -> Option<Finding> {
    let left = end.as_second() - context.project.now.as_second();
    let window = context.count(&page::CERTIFICATE_EXPIRY, "days");
    let finding = |message: String| Finding::new(place, message, help).value(day(end).to_string());
    if left < 0 {
        Some(finding(expired(whose, end)))
    } else if left < window * SECONDS_A_DAY {
        Some(finding(expires(whose, end, days_to(end, context))).severity(Severity::Warning))
    } else {
        None
    }
}

/// Days of the calendar.
fn days_to(end: Timestamp, context: &Context<'_>) -> i64 {
    let today = context.today();
    today.until(day(end)).map_or(0, |span| i64::from(span.get_days()))
}

fn of_begin((whose, place): (&str, Place), begin: Timestamp, context: &Context<'_>) -> Option<Finding> {
    let message = format!("{whose} is not valid before {}", day(begin));
    let help =
        "deploy it from that day on, or create one that is valid now; check the clock of the machine that created it";
    (begin > context.project.now).then(|| Finding::new(place, message, help).value(day(begin).to_string()))
}

fn of_length((whose, place): (&str, Place), certificate: &Certificate, context: &Context<'_>) -> Option<Finding> {
    let days = (certificate.not_after.as_second() - certificate.not_before.as_second()) / SECONDS_A_DAY;
    let most = context.count(&page::CERTIFICATE_EXPIRY, "validity-days");
    let message = format!("{whose} is valid for {}, until {}", count(days, "day"), day(certificate.not_after));
    let help = format!(
        "create one that is valid for {} at most, so that its key is replaced from time to time",
        count(most, "day")
    );
    let finding = || Finding::new(place, message, help).value("validity");
    (days > most).then(|| finding().severity(Severity::Info).profile(Profile::Audit))
}

fn day(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}
