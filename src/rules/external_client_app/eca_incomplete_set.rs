//! The project has some files of an External Client App, but lacks others that they need.

use crate::model::{App, Distribution, External, ExternalFile, Manifest};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{EcaPart, Kind, Profile, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(external) = app.external.as_ref().filter(|_| context.project.is_whole) else { return Vec::new() };
    let first = |part| external.files_of(part).next();
    let Some(header) = first(EcaPart::Header) else { return Vec::new() };
    let (global, oauth) = (first(EcaPart::GlobalOauth), first(EcaPart::Oauth));
    let is_packaged = context.project.is_packaged_external_client_app(app);
    let is_kept_apart = is_packaged || context.project.ignores_global_settings;
    let mut findings = Vec::new();
    match (global, oauth) {
        (Some(global), None) if app.intent.distribution != Some(Distribution::Piecewise) => {
            findings.push(without_oauth(app, global));
        }
        (None, Some(oauth)) if external.oauth_link.is_blank() && !is_kept_apart => {
            findings.push(without_global(app, oauth));
        }
        _ => {}
    }
    let has_settings = global.is_some() || oauth.is_some();
    if has_settings && first(EcaPart::OauthPolicy).is_none() && !is_packaged {
        findings.push(without_policy(app, header));
    }
    findings.extend(context.project.manifest.iter().flat_map(|manifest| not_listed(app, external, manifest)));
    findings
}

fn without_oauth(app: &App, global: &ExternalFile) -> Finding {
    let name = &app.component.name;
    let message = format!(
        "`{name}` has global OAuth settings but no `.ecaOauth` file: the deployment ends with \"doesn't have a valid OAuth \
         settings configuration\""
    );
    Finding::new(global.place, message, format!("Add `{name}_oauth.ecaOauth-meta.xml` with the scopes of the app"))
}

fn without_global(app: &App, oauth: &ExternalFile) -> Finding {
    let message = format!(
        "`{}` has OAuth settings, but neither an `.ecaGlblOauth` file nor an `oauthLink` to a consumer",
        app.component.name
    );
    let help =
        "Name the file in `.gitignore` if it stays out of the repository on purpose. Otherwise, add `<oauthLink>`";
    Finding::new(oauth.place, message, help).severity(Severity::Info).profile(Profile::Audit)
}

fn without_policy(app: &App, header: &ExternalFile) -> Finding {
    let name = &app.component.name;
    let message = format!(
        "`{name}` has no OAuth policy file: Salesforce creates one that lets every user authorize it, with refresh \
         tokens of 365 days"
    );
    let help = format!(
        "Add `{name}_oauthPlcy.ecaOauthPlcy-meta.xml` with the policies of the org, such as `AdminApprovedPreAuthorized` and \
         the permission sets of the app's users"
    );
    Finding::new(header.place, message, help).severity(Severity::Info).profile(Profile::Audit)
}

/// Files that a deployment by the manifest leaves behind, although it takes others of the app.
fn not_listed(app: &App, external: &External, manifest: &Manifest) -> Vec<Finding> {
    let is_listed = |file: &&ExternalFile| manifest.lists(Kind::Eca(file.part).type_name(), &file.name);
    let (listed, left): (Vec<_>, Vec<_>) = external.files.iter().partition(is_listed);
    if listed.is_empty() {
        return Vec::new();
    }
    let finding = |file: &ExternalFile| {
        let kind = Kind::Eca(file.part).type_name();
        let message = format!("`package.xml` lists other files of `{}`, but not `{}`", app.component.name, file.name);
        let help = format!("Add the member `{}` to the type `{kind}` of `package.xml`", file.name);
        Finding::new(file.place, message, help).severity(Severity::Warning).value(&file.name)
    };
    left.into_iter().map(finding).collect()
}
