//! What a rule is, and what it may ask. The list of all rules is `registry`: a rule knows these types, and not the
//! list.

use jiff::civil::Date;

use crate::model::{App, Component, Project, SourceFile};
use crate::posture::{Postures, Sheet};
use crate::schema::{ApiVersion, Need, VersionOrigin};
use crate::workspace::Library;

use super::finding::Finding;
use super::page::Page;
use super::schema::SchemaFile;
use super::settings::Settings;

/// A rule: what it says of itself, and what it does.
#[derive(Debug)]
pub struct Rule {
    /// Its page.
    pub page: &'static Page,
    /// Its code.
    pub(crate) check: Check,
    /// What it needs to be read for it besides apps.
    pub(crate) reads: &'static [Need],
}

impl Rule {
    /// The name of the rule.
    pub fn name(&self) -> &'static str {
        self.page.name
    }
}

/// What a rule looks at.
#[derive(Debug)]
pub enum Check {
    /// One app.
    App(fn(&App, &Context<'_>) -> Vec<Finding>),
    /// One file of any type.
    File(fn(&SourceFile, &Context<'_>) -> Vec<Finding>),
    /// One file beside the table of its type.
    Schema(fn(&SchemaFile<'_>, &Context<'_>) -> Vec<Finding>),
    /// All of a project at once; a finding is about the component beside it.
    Project(fn(&Context<'_>) -> Vec<(Component, Finding)>),
}

/// What a rule may ask besides the thing it looks at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'m> {
    /// The project of the app.
    pub project: &'m Project,
    /// What each app opens.
    pub postures: &'m Postures,
    /// The files of the run.
    pub library: &'m Library,
    /// What is set of rules.
    pub settings: &'m Settings,
}

impl Context<'_> {
    /// The API version that the files are written for.
    pub fn api(&self) -> u16 {
        self.project.api_version.number
    }

    /// What an app of the project opens.
    pub(super) fn posture(&self, app: &App) -> &Sheet {
        self.postures.sheet(app)
    }

    /// The release of the org as an API version: what is declared, else what the files are written for.
    pub fn release(&self) -> ApiVersion {
        let declared = self.project.declared.release;
        declared.map_or(self.project.api_version, |number| ApiVersion { number, origin: VersionOrigin::Configuration })
    }

    /// The day to judge by.
    pub(super) fn today(&self) -> Date {
        self.project.today()
    }

    /// Whether the run reports only what a change introduces.
    pub fn compares(&self) -> bool {
        self.settings.compares
    }

    /// Whether a pack of the run asks for a rule.
    pub(super) fn is_in_pack(&self, page: &Page) -> bool {
        self.settings.in_packs.contains(page.name)
    }

    /// A number that one may set of a rule.
    pub(super) fn count(&self, page: &Page, option: &str) -> i64 {
        self.settings.count(page, option)
    }

    /// Whether a name is in a list that one may set of a rule.
    pub(super) fn names(&self, page: &Page, option: &str, name: &str) -> bool {
        self.settings.names(page, option, name)
    }
}
