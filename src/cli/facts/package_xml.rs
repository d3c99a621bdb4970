//! What to retrieve of an org, so that calint can check its apps.

use std::io::{self, Write};

use crate::schema::{RETRIEVED, Retrieved, TypeFacts, is_newer};

/// Whether to list types whose files contain what must not be shared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Revealing {
    Listed,
    LeftOut,
}

/// Writes a `package.xml` for an API version.
pub(super) fn write(api: u16, revealing: Revealing, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let is_listed = |row: &&Retrieved| revealing == Revealing::Listed || row.reveals.is_none();
    let (listed, left_out): (Vec<&Retrieved>, Vec<&Retrieved>) = of_version(api).partition(is_listed);
    for row in left_out {
        let reveals = row.reveals.unwrap_or_default();
        writeln!(out, "<!-- Not listed: {}. Its files contain {reveals}. -->", row.name)?;
    }
    writeln!(out, "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">")?;
    for row in listed {
        writeln!(out, "    <types>")?;
        for member in row.members {
            writeln!(out, "        <members>{member}</members>")?;
        }
        writeln!(out, "        <name>{}</name>\n    </types>", row.name)?;
    }
    writeln!(out, "    <version>{api}.0</version>\n</Package>")
}

/// What the files of an API version's types contain that must not be shared.
pub(super) fn warnings(api: u16) -> impl Iterator<Item = String> {
    of_version(api).filter_map(|row| {
        let reveals = row.reveals?;
        Some(format!("the files of {} contain {reveals}: do not share or commit them", row.name))
    })
}

/// The types that an API version knows.
fn of_version(api: u16) -> impl Iterator<Item = &'static Retrieved> {
    let is_known = move |row: &&Retrieved| TypeFacts::find(row.name).is_none_or(|facts| !is_newer(facts.since, api));
    RETRIEVED.iter().filter(is_known)
}
