//! The landing of all commands: what is there.
//!
//! A workspace searches for files once and reads each once, on the first request. It lives as long as its command,
//! and takes drafts: files as they would be. So a round of fixes, or a keystroke in an editor, costs the files that
//! changed and not another search.

use std::borrow::Cow;
use std::collections::HashSet;

use super::drafts::Drafts;
use super::found::{DiscoverError, Found};
use super::governor::Governor;
use super::memory::Memory;
use super::names::Names;
use super::request::Request;
use super::source::Source;

/// The files that a command is about.
#[derive(Debug)]
pub struct Workspace {
    found: Found,
    drafts: Drafts,
    /// What was read.
    pub(crate) memory: Memory,
}

impl Workspace {
    /// Searches for the files of a request, each by its own configuration.
    ///
    /// # Errors
    ///
    /// A named path does not exist.
    pub fn open(request: &Request, governor: &mut dyn Governor, memory: Memory) -> Result<Self, DiscoverError> {
        Ok(Self { found: super::discover_by(request, governor)?, drafts: Drafts::default(), memory })
    }

    /// Takes files as they would be, in the place of all earlier drafts.
    pub fn draft(&mut self, drafts: Drafts) {
        self.drafts = drafts;
    }

    /// The files on the disk.
    pub fn on_disk(&self) -> &Found {
        &self.found
    }

    /// The files as they would be.
    pub fn files(&self) -> Cow<'_, Found> {
        if self.drafts.is_empty() {
            return Cow::Borrowed(&self.found);
        }
        let names = Names::new(self.found.working_directory.clone()).relative_to(self.found.base.clone());
        let drafted = |sources: &[Source]| self.drafted(sources, &names);
        let (sources, unopened) = (drafted(&self.found.sources), drafted(&self.found.unopened));
        Cow::Owned(Found { sources, unopened, ..self.found.clone() })
    }

    /// Some files as they would be, sorted. Of two with one path the first counts.
    fn drafted(&self, sources: &[Source], names: &Names) -> Vec<Source> {
        let drafted = |source: &Source| match self.drafts.get(&source.path) {
            Some(draft) => source.drafted(draft, names),
            None => Some(source.clone()),
        };
        let mut seen = HashSet::new();
        let mut all: Vec<Source> = sources.iter().filter_map(drafted).collect();
        all.retain(|source| seen.insert(source.path.clone()));
        all.sort_by(|a, b| a.shown.cmp(&b.shown));
        all
    }
}
