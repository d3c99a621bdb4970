//! A callback that no `redirect_uri` can ever equal, or that OAuth forbids.
//!
//! Salesforce compares exactly, so a wildcard, a separator or a missing scheme makes a callback that never matches.
//! Each line gets one finding, the first defect that makes it useless, because the others follow from it: two addresses
//! on one line also contain a blank. A fix that makes new addresses valid is not safe, since codes can then be sent to
//! them.

use std::collections::BTreeSet;
use std::mem;

use url::Url;

use crate::model::{App, Callback, CallbackKind, Callbacks, Located};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix, Separator};
use crate::rules::rule::Context;
use crate::schema::{Confidence, Profile, Severity};

/// Characters that Salesforce allows for all callbacks of an app together. Source: the page of the rule.
const MAX_CHARACTERS: usize = 2000;

/// What people put between addresses instead of a line end.
const SEPARATORS: [char; 4] = [',', ';', ' ', '\t'];

fn malformed(app: &App, callback: &Located<Callback>, what: &str, help: &str) -> Finding {
    let message = format!("the callback {} of `{}` {what}", callback.value.text, app.component.name);
    Finding::new(callback.place, message, help).value(&callback.value.text)
}

fn remark(app: &App, callback: &Located<Callback>, what: &str, help: &str) -> Finding {
    malformed(app, callback, what, help).severity(Severity::Info).profile(Profile::Audit)
}

fn repetition(app: &App, callback: &Located<Callback>) -> Finding {
    let fix = Fix::safe("delete the repeated line", [Change::Drop(vec![callback.place], Separator::Line)]);
    remark(app, callback, "is there twice", "delete one of the two lines").fix(fix)
}

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let mut findings: Vec<Finding> = too_long(app, &client.callbacks).into_iter().collect();
    let known: BTreeSet<&str> = client.callbacks.urls.given().map(|it| it.value.text.as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut is_query_reported = false;
    for callback in client.callbacks.urls.given() {
        let is_new = seen.insert(callback.value.text.as_str());
        let remarks =
            || if is_new { style(app, callback, &mut is_query_reported) } else { Some(repetition(app, callback)) };
        findings.extend(defect(app, &known, callback).or_else(remarks));
    }
    findings
}

fn too_long(app: &App, callbacks: &Callbacks) -> Option<Finding> {
    let element = callbacks.element.given().filter(|text| text.value.chars().count() > MAX_CHARACTERS)?;
    let count = element.value.chars().count();
    let message = format!(
        "the callbacks of `{}` have {}, over the {MAX_CHARACTERS} allowed",
        app.component.name,
        crate::words::count(count, "character")
    );
    Some(Finding::new(element.place, message, "delete unused callbacks, or split the app"))
}

/// The first thing that makes a callback useless.
fn defect(app: &App, known: &BTreeSet<&str>, callback: &Located<Callback>) -> Option<Finding> {
    let text = callback.value.text.as_str();
    let finding = |what: &str, help: &str| Some(malformed(app, callback, what, help));
    if text.contains('*') {
        return finding(
            "contains a `*`, but callbacks are compared exactly",
            "write each address in full, on its own line",
        );
    }
    if joins_several(text) {
        let several = finding("is several addresses on one line", "write each address on its own line");
        return several.map(|finding| finding.fix(one_a_line(callback, known)));
    }
    if is_glued(&callback.value) {
        let glued = malformed(app, callback, "is two addresses without a line break", "write each on its own line");
        return Some(glued.severity(Severity::Warning));
    }
    if text.contains(char::is_whitespace) {
        return finding("contains a blank", "write %20 for a blank, and each address on its own line");
    }
    if callback.value.is_empty() {
        let dead = malformed(
            app,
            callback,
            "names no host",
            "write an address; delete the line only if another callback remains",
        );
        return Some(dead.severity(Severity::Warning));
    }
    let Some(url) = &callback.value.url else {
        return finding("is not an absolute URL", "begin it with https://, or with the scheme of an installed app");
    };
    if url.fragment().is_some() {
        // Real apps have one, so Salesforce seems to take it; clients may still cut it off.
        let fragment =
            malformed(app, callback, "has a fragment, which RFC 6749 forbids", "delete the `#` and what follows it");
        return Some(fragment.severity(Severity::Warning).confidence(Confidence::Medium).profile(Profile::Strict));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let user = malformed(app, callback, "contains a user name", "delete what is before the `@`");
        return Some(user.severity(Severity::Warning));
    }
    None
}

/// Whether a second `https://` follows the first, outside of a query.
fn is_glued(callback: &Callback) -> bool {
    let text = callback.text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    text.match_indices("http").filter(|(at, _)| is_scheme_at(&text, *at)).count() > 1
}

fn is_scheme_at(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with("https://") || rest.starts_with("http://"))
}

/// Each address on a line of its own, if every piece is one.
fn one_a_line(callback: &Located<Callback>, known: &BTreeSet<&str>) -> Option<Fix> {
    let pieces = || callback.value.text.split(SEPARATORS).map(str::trim).filter(|piece| !piece.is_empty());
    if !pieces().all(|piece| Url::parse(piece).is_ok_and(|url| url.has_host())) {
        return None;
    }
    // An address that has a line of its own needs no second one.
    let mut seen = BTreeSet::new();
    let new: Vec<&str> = pieces().filter(|piece| !known.contains(piece) && seen.insert(*piece)).collect();
    let change = if new.is_empty() {
        Change::Drop(vec![callback.place], Separator::Line)
    } else {
        Change::Write(callback.place, new.join("\n"))
    };
    // Not safe: codes can be sent to these addresses afterwards, and to none of them before.
    Some(Fix::risky("write each address on its own line", [change]))
}

/// Whether a blank, comma or semicolon is before a further absolute URL.
fn joins_several(text: &str) -> bool {
    let mut pieces = text.split(SEPARATORS).skip(1);
    pieces.any(|piece| Url::parse(piece.trim()).is_ok_and(|url| url.has_host()))
}

/// What works, but should be looked at. One remark about a query string is enough for an app.
fn style(app: &App, callback: &Located<Callback>, is_query_reported: &mut bool) -> Option<Finding> {
    let url = callback.value.url.as_ref()?;
    if callback.value.kind() == CallbackKind::SalesforceEndpoint {
        let what = "is an endpoint that clients call, and receives no code";
        let help = "write the address of the client; the endpoint belongs in the client's configuration";
        return Some(remark(app, callback, what, help).profile(Profile::Strict));
    }
    if url.query().is_some() && !mem::replace(is_query_reported, true) {
        return Some(remark(app, callback, "has a query string", "pass such values in `state`"));
    }
    let bare_scheme = callback.value.has_private_scheme() && !url.scheme().contains('.') && url.scheme() != "urn";
    let help = "use a scheme that is your own domain reversed, such as com.acme.app (RFC 8252, section 7.1)";
    bare_scheme.then(|| remark(app, callback, "has a scheme that any other app may claim", help))
}
