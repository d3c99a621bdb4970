//! Which certificates of the org the project names.

use crate::model::{App, External};
use crate::schema::EcaPart;
use crate::workspace::FileId;

use crate::rules::rule::Context;

/// The file in which the project names a certificate of the org, in backticks: identity provider settings, a site, a
/// credential, an app, a custom label, or a call of `setClientCertificateName`.
pub(super) fn namer(certificate: &str, context: &Context<'_>) -> Option<String> {
    let project = &context.project;
    let files = project.sources.iter().map(|it| it.file).chain(project.others.iter().map(|it| it.file));
    let mut files = files.chain(project.apps.iter().map(|app| app.place.file));
    // Enabling the identity provider makes a certificate by itself. Without a service provider it has no use.
    let is_idle = |file: &FileId| {
        let path = context.library.file(*file).path.as_str();
        path.contains("IdentityProvider.settings") && !project.apps.iter().any(uses_saml)
    };
    files.find(|file| !is_idle(file) && names(*file, certificate, context)).map(|file| {
        let path = context.library.file(file).path.as_str();
        format!("`{}`", path.rsplit('/').next().unwrap_or(path))
    })
}

/// Whether people log in to an app with SAML, the org being the identity provider.
fn uses_saml(app: &App) -> bool {
    let has_policy = |it: &External| it.files.iter().any(|file| file.part == EcaPart::SamlPolicy);
    app.saml.is_some() || app.external.as_deref().is_some_and(has_policy)
}

fn names(file: FileId, certificate: &str, context: &Context<'_>) -> bool {
    let text = context.library.text(file).unwrap_or_default();
    let is_label = text.contains("<CustomLabels");
    text.match_indices(certificate).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let after = text.get(at + certificate.len()..).unwrap_or_default();
        let element = element(before, after);
        element.to_ascii_lowercase().contains("certificate")
            || (is_label && element == "value")
            || is_call(before, after)
    })
}

/// The name of the element whose whole text is between two texts, such as `certificateName`; else an empty text.
fn element<'t>(before: &'t str, after: &str) -> &'t str {
    let tag = before.strip_suffix('>').and_then(|text| text.rsplit_once('<')).map_or("", |(_, tag)| tag);
    if after.trim_start().starts_with("</") && !tag.starts_with('/') { tag } else { "" }
}

/// `request.setClientCertificateName('Name')`
fn is_call(before: &str, after: &str) -> bool {
    let call = before.strip_suffix(['\'', '"']).map(str::trim_end);
    call.is_some_and(|call| call.ends_with("setClientCertificateName(")) && after.starts_with(['\'', '"'])
}
