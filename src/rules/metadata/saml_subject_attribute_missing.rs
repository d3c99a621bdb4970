//! SAML identifies users by a custom attribute that is missing, or an attribute has no effect.

use crate::model::{App, Saml};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

/// The word of the WSDL, and the word of the guide.
const CUSTOM: [&str; 2] = ["CustomAttribute", "CustomAttr"];

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    app.saml.iter().filter_map(|saml| of_saml(app, saml, context)).collect()
}

fn of_saml(app: &App, saml: &Saml, context: &Context<'_>) -> Option<Finding> {
    let subject = saml.subject_type.given()?;
    let attribute = &saml.subject_custom_attribute;
    let (of_subject, of_attribute) = (context.name_of(&saml.subject_type), context.name_of(attribute));
    let name = &app.component.name;
    if CUSTOM.contains(&subject.value.as_str()) {
        let message = format!(
            "`{name}` identifies users by a custom attribute in SAML logins, but `{of_attribute}` does not name it: \
             no login identifies a user"
        );
        let help = format!("add `<{of_attribute}>` with the name of the field, or choose another `{of_subject}`");
        let finding = Finding::new(attribute.place(), message, help);
        return attribute.is_blank().then(|| finding.related(subject.place, "asks for an attribute"));
    }
    let unread = attribute.given()?;
    let message = format!(
        "`{of_attribute}` of `{name}` has no effect: `{of_subject}` is `{}`, and not a custom attribute",
        subject.value
    );
    let help = format!("delete `<{of_attribute}>`, or set `<{of_subject}>CustomAttribute</{of_subject}>`");
    let finding = Finding::new(unread.place, message, help).related(subject.place, "is what identifies users");
    Some(finding.severity(Severity::Info).profile(Profile::Audit))
}
