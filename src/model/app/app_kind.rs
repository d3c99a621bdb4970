//! The two kinds of app, and how each writes the values that rules ask for. The names of elements are not here: a rule
//! takes them from the field that it is about.

use crate::model::values::IpRelaxation;

/// Which kind of app it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppKind {
    /// A `ConnectedApp`: one file.
    ConnectedApp,
    /// An External Client App: several files.
    ExternalClientApp,
}

impl AppKind {
    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::ConnectedApp => "a connected app",
            Self::ExternalClientApp => "an External Client App",
        }
    }

    /// The value by which an app admits only users that an administrator approved.
    pub fn admin_approved(self) -> &'static str {
        match self {
            Self::ConnectedApp => "true",
            Self::ExternalClientApp => "AdminApprovedPreAuthorized",
        }
    }

    /// The value by which an app treats the org's IP restrictions in some way.
    pub fn ip_relaxation(self, relaxation: IpRelaxation) -> &'static str {
        match (self, relaxation) {
            (Self::ConnectedApp, IpRelaxation::Enforce) => "ENFORCE",
            (Self::ConnectedApp, IpRelaxation::EnforceRelaxRefresh) => "ENFORCE_RELAXREFRESH",
            (Self::ConnectedApp, IpRelaxation::Bypass) => "BYPASS",
            (Self::ConnectedApp, IpRelaxation::BypassSecondFactor) => "BYPASS_2FACTOR",
            (Self::ExternalClientApp, IpRelaxation::Enforce) => "Enforce",
            (Self::ExternalClientApp, IpRelaxation::EnforceRelaxRefresh) => "Enforce_RelaxRefresh",
            (Self::ExternalClientApp, IpRelaxation::Bypass) => "Bypass",
            (Self::ExternalClientApp, IpRelaxation::BypassSecondFactor) => "Bypass_2factor",
        }
    }
}
