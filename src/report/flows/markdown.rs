//! Flows as a table, for a job summary.

use std::io::{self, Write};

use crate::report::prose::prose;
use crate::verdict::ToldFlow;

use super::listed::{FlowReport, answered, known_by, needs};

pub(super) fn write(report: &FlowReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| app | flow | state | why |\n|---|---|---|---|")?;
    for listed in &report.apps {
        let name = prose(&listed.app.component.name);
        for flow in &listed.flows {
            writeln!(out, "| {name} | {} | {} | {} |", flow.flow, flow.state, prose(&why(flow)))?;
        }
        if listed.off > 0 {
            writeln!(out, "| {name} | {} others | off | |", listed.off)?;
        }
    }
    for problem in report.problems {
        writeln!(out, "\nNot read: {}: {}", prose(&problem.path), prose(&problem.message))?;
    }
    let requests = report.apps.iter().flat_map(|listed| &listed.flows).map(|flow| (flow.flow, report.request(flow)));
    let mut shown: Vec<_> = requests.filter(|(_, lines)| !lines.is_empty()).collect();
    shown.sort_by_key(|(flow, _)| *flow);
    shown.dedup_by_key(|(flow, _)| *flow);
    for (flow, lines) in shown {
        writeln!(out, "\n{flow}:\n\n```sh\n{}\n```", lines.join("\n"))?;
    }
    Ok(())
}

/// What is missing with the answer to a request, or what would tell.
pub(super) fn why(flow: &ToldFlow) -> String {
    let missing = flow.unmet().map(|condition| match condition.error {
        Some(error) => format!("{}: {} ({})", condition.text(), answered(error), known_by(error.evidence)),
        None => condition.text().to_owned(),
    });
    let mut parts: Vec<String> = missing.collect();
    if flow.state != crate::posture::State::Off {
        parts.extend(needs(flow).into_iter().map(|(needs, _)| format!("not known without {needs}")));
    }
    parts.extend(flow.ends.map(|day| format!("ends {day}")));
    parts.join("; ")
}
