//! An element that no version of the type has.

use crate::model::ApiVersion;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::levels::Severity;
use crate::rules::registry::Context;
use crate::rules::schema::{SchemaFile, Standing, Visit};

/// Letters that a suggested name may differ by.
const CLOSE: usize = 2;

fn unknown(schema: &SchemaFile<'_>, visit: &Visit, context: &Context<'_>) -> Finding {
    let name = schema.name(visit);
    let parent = if visit.parent.is_empty() { schema.facts.name } else { visit.parent };
    let newest = ApiVersion::newest().number;
    let message = format!("`{parent}` has no element `{name}` in any version up to API {newest}.0");
    let near = schema.facts.children(visit.parent).map(|row| (strsim::levenshtein(row.name, name), row.name));
    let place = schema.tag(visit.node);
    let finding = match near.filter(|(distance, _)| *distance <= CLOSE).min() {
        Some((_, near)) => Finding::new(place, message, format!("did you mean `{near}`?")),
        None => Finding::new(place, message, format!("delete `{name}`: a deployment refuses it"))
            .fix(Fix::risky(format!("delete `{name}`"), [Change::Remove(place)])),
    };
    let finding = finding.value(name);
    // A newer version than the tables know may have it.
    if context.project.api_version.is_beyond_tables() { finding.severity(Severity::Info).fix(None) } else { finding }
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, context: &Context<'_>) -> Vec<Finding> {
    if schema.facts.partial {
        return Vec::new();
    }
    let unknown_elements = schema.visits.iter().filter(|visit| matches!(visit.standing, Standing::Unknown));
    unknown_elements.map(|visit| unknown(schema, visit, context)).collect()
}
