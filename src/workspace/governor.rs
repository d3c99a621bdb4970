//! What is decided for each file by where it is: which configuration applies to it, and what that configuration looks
//! at.

use std::path::Path;
use std::sync::Arc;

use crate::schema::{Kind, Need};

use super::needs::Needs;
use super::request::{Exclusion, Request};

/// What the configuration of a file decides about looking at it.
#[derive(Debug, Clone)]
pub struct Treatment {
    /// The number of the configuration.
    pub configuration: usize,
    /// What its rules need.
    pub needs: Needs,
    /// Files that are not linted.
    pub exclude: Vec<Exclusion>,
    /// Whether a named directory may contain no file to check.
    pub allows_empty: bool,
}

impl Treatment {
    /// Whether files of a kind are linted themselves.
    pub(super) fn lints(&self, kind: Kind) -> bool {
        kind.is_linted()
            || (self.needs.has(Need::PermissionLists) && kind.lists_permissions())
            || (self.needs.has(Need::Credentials) && kind.holds_credentials())
    }
}

/// Chooses the configuration of each file.
pub trait Governor {
    /// The treatment of a file at an absolute path.
    fn treatment(&mut self, path: &Path) -> Arc<Treatment>;
}

/// One configuration for all files.
#[derive(Debug)]
pub struct Uniform(Arc<Treatment>);

impl Uniform {
    /// The configuration that a request describes.
    pub fn of(request: &Request) -> Self {
        let exclude = request.exclude.clone();
        Self(Arc::new(Treatment { configuration: 0, needs: request.needs, exclude, allows_empty: false }))
    }
}

impl Governor for Uniform {
    fn treatment(&mut self, _: &Path) -> Arc<Treatment> {
        Arc::clone(&self.0)
    }
}
