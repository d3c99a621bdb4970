//! What the rules of a run need, added up.

use crate::schema::Need;

/// What the rules of a run need. The default is what every run reads: apps and what these name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs(u16);

impl Needs {
    /// Whether a rule of the run needs it.
    pub fn has(self, need: Need) -> bool {
        self.0 & Self::bit(need) != 0
    }

    /// Whether a run reads files beside the metadata. A rule about credentials compares them with those.
    pub fn has_other_files(self) -> bool {
        self.has(Need::OtherFiles) || self.has(Need::Credentials)
    }

    fn bit(need: Need) -> u16 {
        1 << need as u16
    }
}

impl FromIterator<Need> for Needs {
    fn from_iter<I: IntoIterator<Item = Need>>(needs: I) -> Self {
        Self(needs.into_iter().fold(0, |sum, need| sum | Self::bit(need)))
    }
}
