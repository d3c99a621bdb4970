//! The queries as one script, for an administrator who has no calint.
//!
//! The scripts are files beside this one, with marks where the project comes in, so that one can read them as a whole.
//! They say for each query whether the org answered, does not have what the query asks for, or failed, because the files
//! of the answers alone cannot say that.

use std::io::{self, Write};

use crate::model::UNKNOWN_TO_ORG;
use crate::report::one_line;

use super::super::facts_arguments::{FactsArguments, ScriptShell};
use super::questions::{LEFT_OUT, Question, Wanted};
use super::quoting::{quoted, quoted_for_powershell};

/// A shell that a script is for.
struct Shell {
    /// The script, with marks.
    text: &'static str,
    /// How it writes a word.
    quoted: fn(&str) -> String,
    /// What is before each of several texts to look for, and between two of them.
    list: (&'static str, &'static str),
    ask: &'static str,
    /// Usernames and apps in one query. Windows limits the length of a command.
    names_in_query: usize,
}

const SH: Shell =
    Shell { text: include_str!("script.sh"), quoted, list: ("-e ", " "), ask: "ask", names_in_query: 100 };

const POWERSHELL: Shell = Shell {
    text: include_str!("script.ps1"),
    quoted: quoted_for_powershell,
    list: ("", ", "),
    ask: "Ask",
    names_in_query: 25,
};

/// Writes the script.
pub(super) fn write(
    wanted: &Wanted,
    shell: ScriptShell,
    arguments: &FactsArguments,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shell = match shell {
        ScriptShell::Sh => SH,
        ScriptShell::Ps1 => POWERSHELL,
    };
    let folder = (shell.quoted)(&arguments.into.to_string_lossy());
    let (before, between) = shell.list;
    let unknown = UNKNOWN_TO_ORG.map(|text| format!("{before}'{text}'")).join(between);
    for line in shell.text.lines() {
        match line {
            "# @LEFT-OUT@" => write_left_out(wanted, out)?,
            "# @QUESTIONS@" => write_questions(wanted, &shell, out)?,
            line => {
                let line = line.replace("@VERSION@", env!("CARGO_PKG_VERSION")).replace("@UNKNOWN@", &unknown);
                writeln!(out, "{}", line.replace("@FOLDER@", &folder))?;
            }
        }
    }
    Ok(())
}

fn write_left_out(wanted: &Wanted, out: &mut dyn Write) -> io::Result<()> {
    for name in &wanted.left_out {
        writeln!(out, "# {LEFT_OUT}: {}", one_line(name))?;
    }
    Ok(())
}

fn write_questions(wanted: &Wanted, shell: &Shell, out: &mut dyn Write) -> io::Result<()> {
    let mut asked = None;
    for question in wanted.questions(shell.names_in_query) {
        let Question { query, file, soql, .. } = &question;
        if asked.replace(*query) != Some(*query) {
            writeln!(out, "\n# {}: {}", query.object, query.tells)?;
        }
        let word = |word: &str| (shell.quoted)(word);
        let need = word(question.need());
        writeln!(out, "{} {} {} {need} \"{soql}\"", shell.ask, word(file), word(query.object))?;
    }
    Ok(())
}
