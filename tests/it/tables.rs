//! The tables below `rules/schema/` agree with themselves and with the code that reads them.

use std::collections::BTreeSet;

use calint::testing::{SCOPES, ScopeFacts, TYPES, ValueKind};

#[test]
fn rows_are_whole() {
    let mut rows = 0;
    for facts in TYPES {
        let names: BTreeSet<_> = facts.elements.iter().map(|row| row.path).collect();
        assert_eq!(names.len(), facts.elements.len(), "{}: a path is a duplicate", facts.name);
        assert!(facts.elements.is_sorted_by_key(|row| row.path), "{}", facts.name);
        for row in facts.elements {
            let path = if row.parent.is_empty() { row.name.to_owned() } else { format!("{}/{}", row.parent, row.name) };
            assert_eq!(path, row.path, "{}", facts.name);
            assert!(row.until.is_none_or(|until| until >= row.since), "{}/{path}", facts.name);
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

/// The newest Metadata WSDL that is public. Later versions are known by published types alone.
const NEWEST_WSDL: u16 = 66;

#[test]
fn versions_say_how_they_are_known() {
    for facts in TYPES {
        let complaint = |path: &str| format!("{}/{path}", facts.name);
        assert_eq!(facts.since > NEWEST_WSDL, facts.is_since_inferred, "{}", facts.name);
        for row in facts.elements {
            assert_eq!(row.since > NEWEST_WSDL, row.is_since_inferred, "{}", complaint(row.path));
            // What newer types lack may only be missing from the org that they were made from.
            assert!(row.until.is_none_or(|until| until < NEWEST_WSDL), "{}", complaint(row.path));
        }
    }
    for scope in SCOPES {
        assert_eq!(scope.since > NEWEST_WSDL, scope.is_since_inferred, "{}", scope.name);
    }
}

#[test]
fn tables_and_kinds_agree_on_suffixes() {
    for table in TYPES {
        let file = format!("{}.{}", table.member.unwrap_or("X"), table.suffix);
        let named = calint::testing::NamedKind::of(&format!("{file}-meta.xml")).expect("a kind");
        assert_eq!((named.kind.type_name(), named.wrong_suffix), (table.name, None), "{file}");
    }
    for suffix in ["connectedApp", "eca", "ecaGlblOauth", "ecaOauth", "ecaOauthPlcy", "ecaPlcy", "ecaOauthSecurity"] {
        assert!(TYPES.iter().any(|table| table.suffix == suffix), "{suffix} has no table");
    }
}

#[test]
fn scopes_have_one_spelling_each() {
    let distinct = |spelling: fn(&ScopeFacts) -> &str| SCOPES.iter().map(spelling).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct(|scope| scope.name), SCOPES.len());
    assert_eq!(distinct(|scope| scope.eca), SCOPES.len());
    assert_eq!(distinct(|scope| scope.wire), SCOPES.len());
}
