//! What each app opens, worked out once, so that a command may stop here.
//!
//! A sheet holds answers and no places, because who asks for a flow rarely points at it, and because answers of two
//! apps can then be compared. All sheets are made before any rule runs, although some runs ask for none: a sheet costs
//! less than the first rule that would ask for it, and a value that is computed on demand is no longer a plain value.

use std::collections::BTreeMap;

use crate::model::{App, DeclaredFlow, Model, Project};
use crate::schema::{Condition, Flow};
use crate::workspace::FileId;

use super::conditions::answer;
use super::purpose;
use super::states::{DERIVED, Met, State, declared_as, source, state};

/// What an app opens, and for whom. An answer is nothing if a setting is not known, or if no file of the app has
/// settings for OAuth.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The client credentials flow is meant to be on.
    pub client_credentials: Option<bool>,
    /// The client credentials flow gives tokens.
    pub client_credentials_open: Option<bool>,
    /// The JWT bearer flow is on.
    pub jwt_bearer: Option<bool>,
    /// A flow without a person is on: client credentials or JWT bearer.
    pub server_flow: Option<bool>,
    /// Only flows without a person are on.
    pub machine_only: Option<bool>,
    /// Only the client credentials flow is on.
    pub client_credentials_only: Option<bool>,
    /// A refresh token may be issued.
    pub refresh_scope: Option<bool>,
    /// Only the username-password flow can be finished.
    pub password_only: Option<bool>,
    /// It can keep no secret, because it is installed where its users are.
    pub public_client: Option<bool>,
    /// The Salesforce CLI logs in by it.
    pub is_for_command_line: bool,
    /// People log in by it.
    pub is_interactive: bool,
    /// Its flows.
    pub flows: Flows,
}

/// In which state each flow of an app is, and which conditions are met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flows {
    states: [State; Flow::ALL.len()],
    met: [Met; Condition::ALL.len()],
}

impl Default for Flows {
    fn default() -> Self {
        Self { states: [State::Off; Flow::ALL.len()], met: [Met::NotAsked; Condition::ALL.len()] }
    }
}

impl Flows {
    fn of(app: &App, project: &Project) -> Self {
        let mut flows = Self::default();
        for (met, condition) in flows.met.iter_mut().zip(Condition::ALL) {
            *met = answer(*condition, (app, project)).map_or(Met::NotAsked, |answer| answer.met.into());
        }
        for flow in Flow::ALL.iter().filter(|flow| !DERIVED.contains(flow)) {
            flows.judge(*flow, app);
        }
        for condition in [Condition::RefreshSource, Condition::AssetTokenSource] {
            flows.met[condition as usize] = source(condition, |flow| flows.state(flow));
        }
        for flow in DERIVED {
            flows.judge(flow, app);
        }
        flows
    }

    fn judge(&mut self, flow: Flow, app: &App) {
        let found = state(flow, app, |condition| self.met(condition));
        self.states[flow as usize] = found;
    }

    /// The state of a flow.
    pub fn state(&self, flow: Flow) -> State {
        self.states.get(flow as usize).copied().unwrap_or(State::Off)
    }

    /// The declared flows of an app that are known not to be usable. Some words of `calint.toml` mean several flows,
    /// of which one is enough.
    pub fn broken_promises(&self, app: &App) -> Vec<&'static str> {
        let declared = app.intent.flows.iter().flatten();
        let is_known_broken = |word: &&DeclaredFlow| {
            let mut meant = Flow::ALL.iter().filter(|flow| declared_as(**flow) == Some(**word));
            meant.all(|flow| matches!(self.state(*flow), State::Off | State::Incomplete))
        };
        declared.filter(is_known_broken).map(|word| word.as_str()).collect()
    }

    /// Whether a condition is known to be met.
    pub fn is_met(&self, condition: Condition) -> bool {
        self.met(condition) == Met::Yes
    }

    /// Whether a condition is known not to be met.
    pub fn is_unmet(&self, condition: Condition) -> bool {
        self.met(condition) == Met::No
    }

    /// Whether a condition is met.
    pub fn met(&self, condition: Condition) -> Met {
        self.met.get(condition as usize).copied().unwrap_or_default()
    }
}

impl Sheet {
    /// What the settings of an app say.
    fn of(app: &App, project: &Project) -> Self {
        let (is_for_command_line, of_flows) = (purpose::is_for_command_line(app), Flows::of(app, project));
        let Some(client) = &app.oauth else {
            return Self { is_for_command_line, flows: of_flows, ..Self::default() };
        };
        let (machine_only, password_only) = (purpose::machine_only(client), purpose::password_only(app));
        Self {
            client_credentials: purpose::client_credentials(client),
            client_credentials_open: purpose::client_credentials_open(client),
            jwt_bearer: purpose::jwt_bearer(client),
            server_flow: purpose::server_flow(client),
            machine_only,
            client_credentials_only: purpose::client_credentials_only(client),
            refresh_scope: purpose::refresh_scope(client),
            password_only,
            public_client: purpose::public_client(app, client),
            is_for_command_line,
            is_interactive: machine_only == Some(false) && password_only != Some(true),
            flows: of_flows,
        }
    }
}

/// The sheets of all apps of a model.
#[derive(Debug)]
pub struct Postures {
    /// By the file that the app begins in, which no other app of the model has.
    sheets: BTreeMap<FileId, Sheet>,
}

impl Postures {
    /// The sheet of an app of the model.
    ///
    /// # Panics
    ///
    /// The app is not of that model.
    pub fn sheet(&self, app: &App) -> &Sheet {
        self.sheets.get(&app.place.file).expect("each app of the model has a sheet")
    }
}

/// What each app of a model opens.
pub fn of(model: &Model) -> Postures {
    let apps = model.projects.iter().flat_map(|project| project.apps.iter().map(move |app| (app, project)));
    Postures { sheets: apps.map(|(app, project)| (app.place.file, Sheet::of(app, project))).collect() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::model::{Declarations, FactsRequest, Options, Replacing};
    use crate::workspace::{self, IgnoreFiles, Input, Memory, NamedLinks, Needs};

    use super::*;

    /// The model of all example projects.
    fn model() -> Model {
        let working_directory = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
        let scope = workspace::Request {
            inputs: vec![Input::Path("testdata/orgs".into())],
            ignore_files: IgnoreFiles::Honor,
            needs: Needs::default(),
            exclude: Vec::new(),
            named_links: NamedLinks::Follow,
            working_directory: working_directory.clone(),
        };
        let options = Options {
            api_version: None,
            facts: FactsRequest::default(),
            now: "2026-11-22T12:00:00Z".parse().expect("a moment"),
            replacing: Replacing::Honor,
            needs: Needs::default(),
            declared: Declarations::default(),
            working_directory,
        };
        let found = workspace::discover(&scope).expect("the projects are there");
        Model::of(&found, &options, &Memory::default()).expect("no facts are named")
    }

    /// The sheet of an app with OAuth settings that open nothing.
    fn closed() -> Sheet {
        let no = Some(false);
        Sheet {
            client_credentials: no,
            client_credentials_open: no,
            jwt_bearer: no,
            server_flow: no,
            machine_only: no,
            client_credentials_only: no,
            refresh_scope: no,
            password_only: no,
            public_client: no,
            is_for_command_line: false,
            is_interactive: false,
            flows: Flows::default(),
        }
    }

    #[test]
    fn each_app_of_each_project_has_its_own_sheet() {
        let model = model();
        let postures = of(&model);
        let apps = || model.projects.iter().flat_map(|project| &project.apps);
        let whole = |name: &str| postures.sheet(apps().find(|app| app.component.name == name).expect("it is there"));
        let sheet = |name: &str| Sheet { flows: Flows::default(), ..whole(name).clone() };
        let yes = Some(true);
        let machine = Sheet {
            client_credentials: yes,
            client_credentials_open: yes,
            server_flow: yes,
            machine_only: yes,
            client_credentials_only: yes,
            ..closed()
        };
        let person = Sheet { refresh_scope: yes, is_interactive: true, ..closed() };
        assert_eq!(sheet("Billing_Sync"), machine);
        assert_eq!(sheet("ERP_Export"), Sheet { refresh_scope: yes, ..machine });
        assert_eq!(sheet("Customer_Portal"), person);
        assert_eq!(sheet("Field_Service_Mobile"), Sheet { public_client: yes, ..person.clone() });
        let pipeline = Sheet { jwt_bearer: yes, server_flow: yes, is_for_command_line: true, ..person };
        assert_eq!(sheet("Nightly_Deploy"), pipeline);
        assert_eq!(postures.sheets.len(), apps().count(), "no two apps share a sheet");
    }
}
