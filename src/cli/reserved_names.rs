//! Names under which calint writes no report and no baseline, because the next run would read the file as something
//! else.

use std::path::Path;

use crate::schema::NamedKind;

/// Files that decide over a check, beside baselines.
const DECIDING: [&str; 5] = ["calint.toml", "sfdx-project.json", "package.xml", ".gitignore", ".forceignore"];

/// Why a report or a baseline may not be a file of this name, whether there is one or not.
pub(super) fn refused_name(target: &Path) -> Option<&'static str> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let suffix = target.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if NamedKind::of(&name).is_some() {
        Some("it has the name of a file that calint checks; choose another name")
    } else if DECIDING.contains(&name.as_ref()) || suffix == "toml" {
        Some(DECIDES)
    } else if suffix == "zip" {
        Some("it has the name of an archive that calint checks; choose another name")
    } else if target.iter().any(|step| step == ".git") {
        Some("it is in `.git`; choose another folder")
    } else {
        None
    }
}

/// Why nothing else may have the name of a file that decides over a check.
pub(super) const DECIDES: &str = "it has the name of a file that decides over a check; choose another name";
