//! The tables below `rules/schema/` agree with themselves and with the code that reads them.

use std::collections::BTreeSet;

use calint::model::{SCOPES, ScopeFacts, TYPES, ValueKind};

#[test]
fn rows_are_whole() {
    let mut rows = 0;
    for facts in TYPES {
        let names: BTreeSet<_> = facts.elements.iter().map(|row| row.path).collect();
        assert_eq!(names.len(), facts.elements.len(), "{}: a path stands twice", facts.name);
        assert!(facts.elements.is_sorted_by_key(|row| row.path), "{}", facts.name);
        for row in facts.elements {
            let path = if row.parent.is_empty() { row.name.to_owned() } else { format!("{}/{}", row.parent, row.name) };
            assert_eq!(path, row.path, "{}", facts.name);
            assert!(row.until.is_none_or(|until| until >= row.since), "{}/{path}", facts.name);
            assert!(row.pattern.is_none_or(|pattern| regex::Regex::new(pattern).is_ok()), "{}/{path}", facts.name);
            assert_eq!(row.kind == ValueKind::Enum, !row.values.is_empty(), "{}/{path}", facts.name);
            assert!(
                row.parent.is_empty() || {
                    let (above, name) = row.parent.rsplit_once('/').unwrap_or(("", row.parent));
                    facts.element(above, name).is_some_and(|it| it.kind == ValueKind::Group)
                }
            );
        }
        rows += facts.elements.len();
    }
    assert!(rows > 500, "only {rows} rows");
}

#[test]
fn every_app_file_has_its_table() {
    for suffix in ["connectedApp", "eca", "ecaGlblOauth", "ecaOauth", "ecaOauthPlcy", "ecaPlcy", "ecaOauthSecurity"] {
        let table = TYPES.iter().find(|facts| facts.suffix == suffix).expect("a table");
        let named = calint::discover::NamedKind::of(&format!("X.{suffix}")).expect("a kind");
        assert_eq!(named.kind.type_name(), table.name);
    }
}

#[test]
fn scopes_have_one_spelling_each() {
    let distinct = |spelling: fn(&ScopeFacts) -> &str| SCOPES.iter().map(spelling).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct(|scope| scope.name), SCOPES.len());
    assert_eq!(distinct(|scope| scope.eca), SCOPES.len());
    assert_eq!(distinct(|scope| scope.wire), SCOPES.len());
}
