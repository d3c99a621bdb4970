//! The switches of an External Client App as the org states them, for apps whose policy file is not in the project.

use crate::model::app::App;
use crate::schema::EcaPart;
use crate::workspace::FileId;

use super::filling::Filling;
use super::rows::{BrokenCell, Row};

/// The switches of an External Client App. What the export does not say is nothing.
#[derive(Debug, Clone)]
pub struct EcaSwitches {
    /// `ExternalClientApplication.DeveloperName`
    pub(super) app: String,
    /// `IsEnabled`: the switch of the whole app.
    pub is_enabled: Option<bool>,
    /// `OauthPluginStatus`: the switch of its OAuth part.
    pub is_oauth_plugin_enabled: Option<bool>,
    file: FileId,
}

impl EcaSwitches {
    /// Reads a record; nothing if it does not name its app.
    pub(super) fn read(row: &Row, file: FileId) -> Result<Option<Self>, BrokenCell> {
        let Some(app) = row.text("ExternalClientApplication.DeveloperName")? else { return Ok(None) };
        Ok(Some(Self {
            app: app.to_owned(),
            is_enabled: row.boolean("IsEnabled")?,
            is_oauth_plugin_enabled: row.text("OauthPluginStatus")?.and_then(is_on),
            file,
        }))
    }

    /// Fills in the switches of the policy file that is not in the project.
    pub(in crate::model) fn complete(&self, app: &mut App) {
        let Some(external) = &mut app.external else { return };
        let mut fill = Filling::new(app.place, EcaPart::Policy, self.file);
        fill.value(&mut external.is_enabled, "isEnabled", self.is_enabled);
        fill.value(&mut external.is_oauth_plugin_enabled, "isOauthPluginEnabled", self.is_oauth_plugin_enabled);
        external.by_facts.extend(fill.filled);
    }
}

/// The status of a plugin of the app: `Enabled`, `Disabled`, or `Notinstalled`.
fn is_on(status: &str) -> Option<bool> {
    let is = |value: &str| status.eq_ignore_ascii_case(value);
    if is("Enabled") { Some(true) } else { (is("Disabled") || is("NotInstalled")).then_some(false) }
}
