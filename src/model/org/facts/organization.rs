//! The org that gave the answers.

use serde::Deserialize;

use super::rows::{BrokenCell, Row, record_id};

/// The org's own record, as its query or the manifest of an export states it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Organization {
    /// `Id`, which tells one org from another.
    #[serde(rename = "Id")]
    pub id: String,
    /// `Name`
    #[serde(rename = "Name", default)]
    pub name: Option<String>,
    /// `IsSandbox`
    #[serde(rename = "IsSandbox", default)]
    pub is_sandbox: Option<bool>,
    /// `OrganizationType`, such as `Developer Edition`.
    #[serde(rename = "OrganizationType", default)]
    pub edition: Option<String>,
    /// `InstanceName`
    #[serde(rename = "InstanceName", default)]
    pub instance: Option<String>,
}

impl Organization {
    /// Reads a record; nothing if it does not say which org it is.
    pub(super) fn read(row: &Row) -> Result<Option<Self>, BrokenCell> {
        let owned = |column| Ok(row.text(column)?.map(str::to_owned));
        let Some(id) = owned("Id")? else { return Ok(None) };
        Ok(Some(Self {
            id,
            name: owned("Name")?,
            is_sandbox: row.boolean("IsSandbox")?,
            edition: owned("OrganizationType")?,
            instance: owned("InstanceName")?,
        }))
    }

    /// Whether both are the same org. Ids have 15 or 18 characters.
    pub(super) fn is(&self, other: &Self) -> bool {
        record_id(&self.id) == record_id(&other.id)
    }

    /// Its name and its id.
    pub fn describe(&self) -> String {
        match &self.name {
            Some(name) => format!("`{name}` ({})", self.id),
            None => format!("`{}`", self.id),
        }
    }
}
