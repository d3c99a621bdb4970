//! What `check` takes.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::report::{FORMATS, Format, one_line};
use crate::rules::nearest;
use crate::schema::Severity;
use crate::words;

use super::choice_parser::choice_parser;
use super::color::ColorWhen;
use super::headings::{BASELINE, FILES, GENERAL, OUTPUT, RULES};
use super::repair_arguments::RepairArguments;
use super::selection::Selection;

/// What `check` takes.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are on or off")]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) selection: Selection,

    /// Name the file on stdin; the name determines its kind
    #[arg(long, value_name = "PATH", help_heading = FILES)]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Fail (exit 1) on findings of this severity or higher [default: warning]
    #[arg(long, value_parser = choice_parser::<Severity>(), value_name = "SEVERITY", help_heading = RULES)]
    pub(super) fail_on: Option<Severity>,

    /// Exit with 0 instead of 1 when there are findings
    #[arg(long, help_heading = RULES)]
    pub(super) exit_zero: bool,

    /// Report only findings that are new since this Git revision
    #[arg(long, value_name = "REV", help_heading = BASELINE)]
    pub(super) changed_since: Option<String>,

    /// Ignore all acceptances, in the configuration and in comments
    #[arg(long, help_heading = BASELINE)]
    pub(super) no_accept: bool,

    /// Show findings that are accepted or in the baseline, too
    #[arg(long, help_heading = BASELINE)]
    pub(super) show_accepted: bool,

    /// Ignore all baselines
    #[arg(long, conflicts_with = "baseline", help_heading = BASELINE)]
    pub(super) no_baseline: bool,

    /// Ignore what the repository says about its own check
    ///
    /// This covers its configuration, acceptances, baselines, ignore files, and the replacements of sfdx-project.json,
    /// and calint does not run Git. Add --config for a policy from elsewhere
    #[arg(long, conflicts_with = "changed_since", help_heading = FILES)]
    pub(super) untrusted: bool,

    #[command(flatten)]
    pub(super) repair: RepairArguments,

    /// Select the format of the report on stdout
    #[arg(long, short_alias = 'f', alias = "output-format", default_value = "full", value_parser = format_parser(), help_heading = OUTPUT)]
    pub(super) format: &'static Format,

    /// Write another report into a file; repeatable
    ///
    /// The file is new, empty, or an earlier report
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report, help_heading = OUTPUT)]
    pub(super) report: Vec<ReportFile>,

    /// Print counts by rule instead of findings
    ///
    /// For --format full, concise, and json
    #[arg(long, conflicts_with_all = ["diff", "fix_only"], help_heading = OUTPUT)]
    pub(super) statistics: bool,

    /// Check again whenever a file changes, until Ctrl+C
    #[arg(long, conflicts_with = "repairing", help_heading = GENERAL)]
    pub(super) watch: bool,

    /// Choose when to use colors
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto, help_heading = GENERAL)]
    pub(super) color: ColorWhen,

    /// Print findings and errors, and no other line
    ///
    /// This leaves out the closing line, unless the exit code is 3, the notes, and the list of fixes
    #[arg(short, long, conflicts_with = "verbose", help_heading = GENERAL)]
    pub(super) quiet: bool,

    /// Show every finding, and list the files that calint opened
    ///
    /// Without it, `full` shows three findings of a rule in a file, and counts the others
    #[arg(short, long, help_heading = GENERAL)]
    pub(super) verbose: bool,
}

impl CheckArguments {
    /// Sets the options that `--untrusted` implies. calint trusts files that the command line itself names.
    pub(super) fn distrust(&mut self) {
        if self.untrusted {
            self.selection.scope.configuration.no_config = self.selection.scope.configuration.config.is_none();
            self.selection.scope.no_ignore = true;
            self.no_accept = true;
            self.no_baseline = self.selection.baseline.is_none();
        }
    }
}

/// A report into a file.
#[derive(Debug, Clone)]
pub(super) struct ReportFile {
    pub(super) format: &'static Format,
    pub(super) path: PathBuf,
}

/// Takes the name of a format; the help lists all of them.
fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).try_map(|name| Format::find(&name).ok_or("no such format"))
}

fn report(text: &str) -> Result<ReportFile, String> {
    let (name, path) = text.split_once('=').ok_or("write FORMAT=FILE, such as sarif=calint.sarif")?;
    let format = Format::find(name).ok_or_else(|| unknown_format(name))?;
    if path.is_empty() {
        let Format { name, extension, .. } = format;
        return Err(format!(
            "the file is missing behind the `=`; write {name}=FILE, such as {name}=calint.{extension}"
        ));
    }
    Ok(ReportFile { format, path: path.into() })
}

fn unknown_format(name: &str) -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let near = nearest(name, names.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
    let all = words::list(&names);
    format!("no format is called `{}`; there are {all}{}", one_line(name), near.unwrap_or_default())
}
