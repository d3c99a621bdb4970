//! What was met and is not checked, as reports say it: how it is counted, why, and what to do.

use crate::workspace::LeftOutBy;

/// How reports describe a reason.
pub(super) struct Words {
    /// The name for machines.
    pub(super) name: &'static str,
    /// What is counted.
    pub(super) noun: &'static str,
    /// Why it is not checked, and what to do.
    pub(super) reason: &'static str,
    /// What would help.
    pub(super) needs: &'static str,
}

pub(super) fn words(by: LeftOutBy) -> Words {
    const FILE: &str = "app file";
    const NO_IGNORE: &str = "`--no-ignore`";
    const BY_IGNORE_FILE: &str = "excluded by an ignore file; use `--no-ignore`";
    let (name, noun, reason, needs) = match by {
        LeftOutBy::IgnoreFile => ("ignored-file", FILE, BY_IGNORE_FILE, NO_IGNORE),
        LeftOutBy::IgnoredFolder => ("ignored-folder", "folder", BY_IGNORE_FILE, NO_IGNORE),
        LeftOutBy::ClosedFolder => (
            "file-in-skipped-folder",
            FILE,
            "calint does not enter `node_modules`, `.sf`, and `.sfdx`; name the files or their folder",
            "the path on the command line",
        ),
        LeftOutBy::LargeClosedFolder => (
            "skipped-folder",
            "folder",
            "calint does not enter `node_modules`, `.sf`, and `.sfdx`; name the folder",
            "the path on the command line",
        ),
        LeftOutBy::Link => (
            "link",
            "link",
            "calint follows only links that the command line names; name the link",
            "the path on the command line",
        ),
        LeftOutBy::Exclude => (
            "excluded-file",
            FILE,
            "excluded by `exclude` in the configuration or on the command line",
            "an `exclude` that does not match the file",
        ),
        LeftOutBy::LetterCase => (
            "letter-case",
            FILE,
            "the name does not end in `-meta.xml` in lower case; rename the file",
            "a name that ends in `-meta.xml`",
        ),
        LeftOutBy::DamagedArchive => {
            ("damaged-archive", "archive", "damaged or not readable; replace or exclude the file", "a whole archive")
        }
        LeftOutBy::NestedArchive => (
            "nested-archive",
            "archive",
            "calint does not open archives in archives; unpack the outer one",
            "the archive as a file of its own",
        ),
    };
    Words { name, noun, reason, needs }
}
