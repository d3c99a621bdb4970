//! In which state each flow of an app is.

use crate::choices::choices;
use crate::model::{App, DeclaredFlow};
use crate::schema::{Condition, ConditionRole, Flow};

/// Whether a flow of an app can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It cannot be used, and nothing shows that it is meant to be.
    Off,
    /// It is meant, and something is missing: no request gets a token.
    Incomplete,
    /// No known obstacle, but something is unknown.
    Unknown,
    /// It gives tokens without a person.
    Ready,
    /// It gives tokens to people who log in.
    Open,
}

choices!(State, "state", {
    Off => "off": "Cannot be used, and no setting shows that it should be",
    Incomplete => "incomplete": "The app is set up for it, but something is missing",
    Unknown => "unknown": "No known obstacle, but something is unknown",
    Ready => "ready": "Issues tokens without a person",
    Open => "open": "Issues tokens to people who log in",
});

/// Whether a condition is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Met {
    /// The condition does not apply to the app, or only the caller decides it.
    #[default]
    NotAsked,
    /// It is.
    Yes,
    /// It is not.
    No,
    /// That is not known.
    Unknown,
}

impl From<Option<bool>> for Met {
    fn from(met: Option<bool>) -> Self {
        match met {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }
}

/// The flows whose states follow from other flows, which must be known first.
pub(super) const DERIVED: [Flow; 3] = [Flow::RefreshToken, Flow::AssetToken, Flow::HybridRefresh];

/// The flows that give refresh tokens.
const REFRESH_SOURCES: [Flow; 5] =
    [Flow::WebServer, Flow::WebServerPkce, Flow::Device, Flow::CodeAndCredentials, Flow::HybridWebServer];

/// The state of a flow, given which conditions are met.
pub(super) fn state(flow: Flow, app: &App, met: impl Fn(Condition) -> Met) -> State {
    let facts = flow.facts();
    // What only the caller fulfills is never asked, so that it counts for nothing here.
    let has = |wanted: Met| facts.conditions.iter().any(|condition| met(*condition) == wanted);
    if has(Met::No) {
        let is_over = facts.conditions.iter().any(|condition| ends_flow(*condition) && met(*condition) == Met::No);
        return if !is_over && is_meant(flow, app, &met) { State::Incomplete } else { State::Off };
    }
    match (has(Met::Unknown), facts.person) {
        (true, _) => State::Unknown,
        (false, true) => State::Open,
        (false, false) => State::Ready,
    }
}

/// Whether nothing that an app says can make up for the lack of a condition.
fn ends_flow(condition: Condition) -> bool {
    use Condition::{DeviceInTime, OauthSettings, PasswordInTime, PasswordKind, UserAgentInTime};
    matches!(condition, OauthSettings | PasswordKind | DeviceInTime | PasswordInTime | UserAgentInTime)
}

/// Whether a flow is declared, or something shows that it is meant. A refresh is meant only if there is a flow that it
/// could follow: other flows need its scope, too.
fn is_meant(flow: Flow, app: &App, met: &impl Fn(Condition) -> Met) -> bool {
    if let Some(is_declared) = declared(flow, app) {
        return is_declared;
    }
    let facts = flow.facts();
    if !facts.signs.is_empty() {
        return facts.signs.iter().any(|sign| met(*sign) == Met::Yes);
    }
    let mut gates = facts.conditions.iter().filter(|condition| condition.facts().role == ConditionRole::Gate);
    gates.all(|gate| matches!(met(*gate), Met::Yes | Met::NotAsked)) && met(Condition::RefreshSource) != Met::No
}

/// Whether a flow is among those that are declared; nothing if none are, or if `calint.toml` has no word for it.
fn declared(flow: Flow, app: &App) -> Option<bool> {
    app.intent.has(declared_as(flow)?)
}

/// The word for a flow in `calint.toml`.
pub fn declared_as(flow: Flow) -> Option<DeclaredFlow> {
    Some(match flow {
        Flow::ClientCredentials => DeclaredFlow::ClientCredentials,
        Flow::JwtBearer => DeclaredFlow::JwtBearer,
        Flow::SamlBearer => DeclaredFlow::SamlBearer,
        Flow::WebServer | Flow::WebServerPkce => DeclaredFlow::WebServer,
        Flow::UserAgent => DeclaredFlow::UserAgent,
        Flow::UsernamePassword => DeclaredFlow::UsernamePassword,
        Flow::Device => DeclaredFlow::Device,
        Flow::TokenExchange => DeclaredFlow::TokenExchange,
        Flow::CodeAndCredentials => DeclaredFlow::CodeCredential,
        Flow::RefreshToken | Flow::AssetToken | Flow::HybridWebServer | Flow::HybridUserAgent | Flow::HybridRefresh => {
            return None;
        }
    })
}

/// The flows that give what another one begins with; nothing if the condition is about something else.
pub(super) fn sources(condition: Condition) -> &'static [Flow] {
    match condition {
        Condition::RefreshSource => &REFRESH_SOURCES,
        Condition::AssetTokenSource => Flow::ALL,
        _ => &[],
    }
}

/// Whether a flow gives what another one begins with, by the states of those that may. No flow begins with itself.
pub(super) fn source(condition: Condition, state: impl Fn(Flow) -> State) -> Met {
    let others = || sources(condition).iter().filter(|flow| !flow.facts().conditions.contains(&condition));
    let is_any = |wanted: &[State]| others().any(|flow| wanted.contains(&state(*flow)));
    if is_any(&[State::Ready, State::Open]) {
        Met::Yes
    } else if is_any(&[State::Unknown]) {
        Met::Unknown
    } else {
        Met::No
    }
}
