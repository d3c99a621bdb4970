//! Flows for spreadsheets: one row for each flow of each app.

use std::io::{self, Write};

use crate::report::csv::Table;

use super::listed::{FlowReport, answered};
use super::markdown::why;

/// The columns, in order.
const HEADER: [&str; 12] =
    ["app_type", "app", "path", "flow", "state", "person", "why", "answer", "acts_as", "ends", "advice", "confidence"];

pub(super) fn write(report: &FlowReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out);
    table.row(HEADER)?;
    for listed in &report.apps {
        let component = &listed.app.component;
        for flow in &listed.flows {
            let facts = flow.flow.facts();
            let errors: Vec<String> = flow.unmet().filter_map(|condition| condition.error.map(answered)).collect();
            table.row([
                component.kind,
                &component.name,
                &listed.app.path,
                flow.flow.as_str(),
                flow.state.as_str(),
                if facts.person { "true" } else { "false" },
                &why(flow),
                &errors.join("; "),
                flow.acts_as.as_deref().unwrap_or_default(),
                &flow.ends.map(|day| day.to_string()).unwrap_or_default(),
                facts.advice,
                flow.confidence.as_str(),
            ])?;
        }
    }
    for problem in report.problems {
        table.row(["", "", &problem.path, "", "problem", "", &problem.message, "", "", "", "", ""])?;
    }
    table.finish()
}
