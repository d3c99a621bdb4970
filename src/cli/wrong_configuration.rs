//! What is wrong with a configuration, in the reports that were asked for: a job that uploads a report or shows
//! annotations would otherwise have nothing to show.

use crate::config::{ConfigError, ConfigProblem};
use crate::parse::{Position, Range};
use crate::verdict::{Problem, Summary, redact_words};
use crate::workspace::Names;

use super::plan::Plan;

/// A summary with the mistakes as problems, and nothing else.
pub(super) fn summary(error: &ConfigError, plan: &Plan<'_>) -> Summary {
    let names = plan.names();
    let problems = error.problems.iter().map(|problem| described(problem, &names)).collect();
    Summary::of_wrong_configuration(problems, names.base().to_owned(), plan.scope.working_directory.clone())
}

fn described(problem: &ConfigProblem, names: &Names) -> Problem {
    let position = |at: usize| {
        let (line, column) = (problem.file.line(&(at..at)), problem.file.column(&(at..at)));
        Position { line, column, offset: u64::try_from(at).unwrap_or(u64::MAX) }
    };
    Problem {
        path: names.file(&problem.file.path).as_str().to_owned(),
        message: redact_words(&problem.message),
        help: redact_words(&problem.help),
        range: Some(Range { start: position(problem.span.start), end: position(problem.span.end) }),
    }
}
