//! What a package may contain: in folders, in archives, and in a run on one file.

use crate::common::{Folder, full_app, rules, texts, zip};

const PROJECT: &str = r#"{"packageDirectories":[{"path":"force-app","package":"Acme Billing"}],"namespace":"acme"}"#;
const APP: &str = "force-app/main/default/connectedApps/Billing.connectedApp-meta.xml";
const POLICY: &str = "force-app/main/default/extlClntAppPolicies/Portal_plcy.ecaPlcy-meta.xml";
const ONLY: [&str; 4] = ["--only", "packaged-connected-app", "--only", "eca-not-packageable"];

fn policy() -> String {
    "<ExtlClntAppConfigurablePolicies xmlns=\"http://soap.sforce.com/2006/04/metadata\">\
     <externalClientApplication>Portal</externalClientApplication><isEnabled>true</isEnabled>\
     </ExtlClntAppConfigurablePolicies>"
        .to_owned()
}

fn package() -> Folder {
    let folder = Folder::new();
    folder.file("sfdx-project.json", PROJECT).file(APP, full_app()).file(POLICY, policy());
    folder
}

fn found(folder: &Folder, arguments: &[&str], code: i32) -> Vec<String> {
    let arguments: Vec<&str> = ONLY.iter().chain(arguments).copied().collect();
    rules(&folder.json(&arguments, code))
}

#[test]
fn a_run_on_one_file_knows_the_package_around_it() {
    let folder = package();
    assert_eq!(found(&folder, &[], 1), ["packaged-connected-app", "eca-not-packageable"]);
    assert_eq!(found(&folder, &[APP], 1), ["packaged-connected-app"]);
    assert_eq!(found(&folder, &[POLICY], 1), ["eca-not-packageable"]);
    folder.file(".forceignore", "extlClntAppPolicies\n");
    assert_eq!(found(&folder, &[POLICY], 0), [""; 0]);
    assert_eq!(found(&folder, &[APP], 1), ["packaged-connected-app"]);
}

#[test]
fn an_archive_of_a_project_is_a_project() {
    let folder = Folder::new();
    let (app, policy) = (full_app(), policy());
    let mut files = vec![("sfdx-project.json", PROJECT.as_bytes()), (APP, app.as_bytes()), (POLICY, policy.as_bytes())];
    folder.file("project.zip", zip(&files));
    assert_eq!(found(&folder, &["project.zip"], 1), ["packaged-connected-app", "eca-not-packageable"]);
    files.push((".forceignore", b"**/connectedApps\n"));
    folder.file("project.zip", zip(&files));
    assert_eq!(found(&folder, &["project.zip"], 1), ["eca-not-packageable"]);
}

fn handler(name: &str) -> String {
    format!(
        "<OauthTokenExchangeHandler xmlns=\"http://soap.sforce.com/2006/04/metadata\"><description>Acme</description>\
         <developerName>{name}</developerName><enablements><apexExecutionUser>tokens@acme.example</apexExecutionUser>\
         <connectedApp>Portal</connectedApp><isDefault>true</isDefault></enablements><isEnabled>true</isEnabled>\
         </OauthTokenExchangeHandler>"
    )
}

/// Which of two handlers is reported may not depend on which of them a run names.
#[test]
fn one_of_two_default_handlers_is_reported_whichever_file_is_named() {
    let folder = Folder::new();
    let path = |name: &str| format!("oauthtokenexchangehandlers/{name}.oauthtokenexchangehandler-meta.xml");
    let (first, second) = (path("Partner_Tokens"), path("Reseller_Tokens"));
    folder.file("sfdx-project.json", r#"{"packageDirectories":[{"path":"."}]}"#);
    folder.file(&first, handler("Partner_Tokens")).file(&second, handler("Reseller_Tokens"));
    let paths = |named: &[&str]| {
        let arguments: Vec<&str> =
            ["--only", "token-handler-creates-users", "--exit-zero"].iter().chain(named).copied().collect();
        texts(&folder.json(&arguments, 0), "path")
    };
    assert_eq!(paths(&[]), std::slice::from_ref(&second));
    assert_eq!(paths(&[&second]), std::slice::from_ref(&second));
    assert_eq!(paths(&[&first]), [""; 0]);
}
