//! Which certificates of the org the project names.

use crate::model::FileId;
use crate::rules::registry::Context;

/// The file in which the project names a certificate of the org, in backticks: identity provider settings, a site, a
/// credential, an app, a custom label, or a call of `setClientCertificateName`.
pub(super) fn namer(certificate: &str, context: &Context<'_>) -> Option<String> {
    let project = &context.project;
    let files = project.sources.iter().map(|it| it.file).chain(project.others.iter().map(|it| it.file));
    let mut files = files.chain(project.apps.iter().map(|app| app.place.file));
    files.find(|file| names(*file, certificate, context)).map(|file| {
        let path = context.library.file(file).path.as_str();
        format!("`{}`", path.rsplit('/').next().unwrap_or(path))
    })
}

fn names(file: FileId, certificate: &str, context: &Context<'_>) -> bool {
    let text = context.library.text(file).unwrap_or_default();
    let is_label = text.contains("<CustomLabels");
    text.match_indices(certificate).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let after = text.get(at + certificate.len()..).unwrap_or_default();
        is_element(before, after, is_label) || is_call(before, after)
    })
}

/// `<certificateName>Name</certificateName>`, or the value of a custom label.
fn is_element(before: &str, after: &str, is_label: bool) -> bool {
    let element = before.strip_suffix('>').and_then(|tag| tag.rsplit_once('<')).map_or("", |(_, name)| name);
    let is_certificate = element.to_ascii_lowercase().contains("certificate") && !element.starts_with('/');
    after.trim_start().starts_with("</") && (is_certificate || (is_label && element == "value"))
}

/// `request.setClientCertificateName('Name')`
fn is_call(before: &str, after: &str) -> bool {
    let call = before.strip_suffix(['\'', '"']).map(str::trim_end);
    call.is_some_and(|call| call.ends_with("setClientCertificateName(")) && after.starts_with(['\'', '"'])
}
