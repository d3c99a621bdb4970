//! The page of the packs.

use calint::testing::{Cover, PACKS};

use super::links;
use crate::common::tables::table;

pub(super) fn of_all() -> String {
    let mut text = "<!-- Generated. CALINT_WRITE_DOCS=1 cargo test --test it rule_pages rewrites it. -->\n\n\
        # Packs\n\n\
        A pack is a benchmark: a list of controls, and the rules that check them. `--pack NAME` shows its rules and reports the state of\n\
        each control. [configuration.md](configuration.md#packs) says what the states mean. No report says that an org complies with a\n\
        benchmark.\n\n"
        .to_owned();
    let rows = PACKS.iter().map(|pack| {
        let covered = pack.controls.iter().filter(|control| control.cover != Cover::None).count();
        vec![format!("[{0}](#{0})", pack.name), pack.title.to_owned(), format!("{covered} of {}", pack.controls.len())]
    });
    text += &table(&["pack", "benchmark", "controls that files say something about"], rows);
    for pack in PACKS {
        text.extend([format!("\n## {}\n\n[{}]({}). {}\n\n", pack.name, pack.title, pack.url, pack.about)]);
        let rows = pack.controls.iter().map(|control| {
            let id = format!("[{}]({})", control.id, control.url);
            vec![
                id,
                control.title.to_owned(),
                cover(control.cover),
                links(control.rules, "rules/"),
                control.why_not.to_owned(),
            ]
        });
        text += &table(&["control", "title", "files show", "rules", "what files cannot show"], rows);
    }
    text
}

fn cover(cover: Cover) -> String {
    let words = match cover {
        Cover::Full => "all of it",
        Cover::Partial => "a part",
        Cover::Evidence => "evidence for a person",
        Cover::None => "nothing",
    };
    words.to_owned()
}
