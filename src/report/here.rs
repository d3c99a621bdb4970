//! Paths for people, who may click on them: relative to the current directory.

use std::path::PathBuf;

use crate::verdict::Summary;
use crate::workspace::{Names, absolute};

/// Turns the paths of a summary into paths relative to the current directory.
#[derive(Debug)]
pub struct Here {
    base: PathBuf,
    names: Names,
}

impl Here {
    /// The current directory of a run.
    pub fn of(summary: &Summary) -> Self {
        let directory = summary.working_directory.clone();
        Self { base: summary.base.clone(), names: Names::new(directory.clone()).relative_to(directory) }
    }

    /// A path of the summary as seen from here.
    pub fn path(&self, path: &str) -> String {
        if self.base == self.names.base() {
            return path.to_owned();
        }
        self.names.file(&absolute(&self.base, path.as_ref())).to_string()
    }
}
