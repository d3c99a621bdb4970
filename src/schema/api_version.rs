//! The API version that the project's files are written for.

use std::fmt;

use super::tables::RELEASES;

/// An API version and its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiVersion {
    /// The number, without the fraction that Salesforce always writes as `.0`.
    pub number: u16,
    /// Its source.
    pub origin: VersionOrigin,
}

/// The source of an API version, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionOrigin {
    /// `--api-version`
    CommandLine,
    /// `api-version` in `calint.toml`
    Configuration,
    /// `<version>` in `package.xml`
    PackageXml,
    /// `sourceApiVersion` in `sfdx-project.json`
    ProjectFile,
    /// Nothing; the newest known version is taken.
    Assumed,
}

impl ApiVersion {
    /// The newest version that the tables know, for projects that name none.
    pub fn newest() -> Self {
        let number = RELEASES.last().map_or(0, |(number, _)| *number);
        Self { number, origin: VersionOrigin::Assumed }
    }

    /// Reads `66.0` or `66`; nothing if that is no version.
    pub fn parse(text: &str, origin: VersionOrigin) -> Option<Self> {
        let text = text.trim();
        let (number, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_version = fraction == "0" && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_version.then(|| number.parse().ok()).flatten().map(|number| Self { number, origin })
    }

    /// Whether it is newer than the tables.
    pub fn is_beyond_tables(self) -> bool {
        self.number > Self::newest().number
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let release = RELEASES.iter().find(|(number, _)| *number == self.number).map(|(_, name)| *name);
        let origin = match self.origin {
            VersionOrigin::CommandLine => "from --api-version",
            VersionOrigin::Configuration => "from calint.toml",
            VersionOrigin::PackageXml => "from package.xml",
            VersionOrigin::ProjectFile => "from sfdx-project.json",
            VersionOrigin::Assumed => "the newest, since the project names none",
        };
        match release {
            Some(release) => write!(f, "API {}.0 ({release}; {origin})", self.number),
            None => write!(f, "API {}.0 ({origin})", self.number),
        }
    }
}
