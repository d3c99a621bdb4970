//! For all bytes: no panic, every span fits the text, and a fix changes nothing else.

use crate::common::Folder;
use calint::testing::{Document, NodeId, Span, parse};
use calint::testing::{Edit, apply};
use proptest::prelude::*;

/// Pieces that make bytes interesting to an XML reader.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "<ConnectedApp xmlns=\"http://soap.sforce.com/2006/04/metadata\">",
        "</ConnectedApp>",
        "<oauthConfig>",
        "</oauthConfig>",
        "<scopes>",
        "</scopes>",
        "Full",
        "<m:scopes xmlns:m='x'>",
        "</m:scopes>",
        "<a/>",
        "<a b='c' d=\"e\"/>",
        "&amp;",
        "&#65;",
        "&#x0;",
        "&nope;",
        "&",
        "<!-- c -->",
        "<!--",
        "-->",
        "<![CDATA[x]]>",
        "<![CDATA[",
        "]]>",
        "<?xml version='1.0'?>",
        "<?p?>",
        "<!DOCTYPE a>",
        "<",
        ">",
        "/>",
        "\"",
        "'",
        "=",
        "\r\n",
        "\n",
        "\t ",
        "é",
        "日本",
        "🦀",
        "\u{feff}",
        "\u{1}",
        "xmlns",
        ":",
    ]);
    let piece = prop_oneof![
        8 => known.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn nodes(document: &Document, from: NodeId) -> Vec<NodeId> {
    let mut all = vec![from];
    let mut next = 0;
    while let Some(node) = all.get(next).copied() {
        all.extend(document.children(node));
        next += 1;
    }
    all
}

/// What must hold for every document.
fn assert_sound(document: &Document) {
    let text = document.text();
    let fits = |span: calint::testing::Span| {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} does not fit the text");
    };
    for problem in document.problems() {
        fits(problem.span);
        let range = document.range(problem.span);
        assert!(range.start.line >= 1 && range.start.column >= 1 && range.start <= range.end);
    }
    for node in document.root().into_iter().flat_map(|root| nodes(document, root)) {
        fits(document.span(node));
        assert!(document.slice(document.start_tag(node)).starts_with('<'));
        assert!(document.span(node).contains(document.start_tag(node)));
        assert!(document.path(node).ends_with(document.name(node)) || document.path(node).ends_with(']'));
        for child in document.children(node) {
            assert_eq!(document.parent(child), Some(node));
            assert!(document.span(node).contains(document.span(child)));
        }
        let value = document.value(node);
        for line in value.lines().chain(value.trimmed()) {
            fits(line.span);
            assert!(document.span(node).contains(line.span));
            let written = document.slice(line.span);
            assert!(
                written == line.text || written.contains(['&', '<']) || written.contains("]]>"),
                "{written:?} reads as {:?}",
                line.text
            );
        }
    }
}

/// From text to the bytes of a file.
type Encode<'e> = &'e dyn Fn(&str) -> Vec<u8>;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_make_a_sound_document(bytes in fragments()) {
        assert_sound(&parse(bytes));
    }

    #[test]
    fn every_encoding_gives_the_same_text(text in "[ -~é日🦀\n]{0,60}") {
        let source = format!("<a>{}</a>", text.replace(['<', '&', ']'], "."));
        let wide = |unit: fn(u16) -> [u8; 2]| source.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let marked = [&[0xEF, 0xBB, 0xBF], source.as_bytes()].concat();
        let little = [&[0xFF, 0xFE], wide(u16::to_le_bytes).as_slice()].concat();
        let big = [&[0xFE, 0xFF], wide(u16::to_be_bytes).as_slice()].concat();
        for bytes in [source.clone().into_bytes(), marked, little, big] {
            let document = parse(bytes);
            assert_eq!(document.text(), source);
            assert_eq!(document.problems(), []);
            assert_sound(&document);
        }
    }

    #[test]
    fn a_well_formed_file_cut_anywhere_has_a_problem(cut in 1_usize..300) {
        let whole = "<?xml version=\"1.0\"?>\n<a xmlns=\"u\">\n  <b c=\"d\">text &amp; more</b><!-- e --><![CDATA[f]]>\n  <g/>\n</a>";
        let bytes = whole.as_bytes()[..cut.min(whole.len() - 1)].to_vec();
        let document = parse(bytes);
        assert!(!document.problems().is_empty() && !document.is_whole());
        assert_sound(&document);
    }

    #[test]
    fn edits_change_nothing_outside_them(
        parts in prop::collection::vec(("[a-zé日🦀\r\n ]{0,9}", "[a-zé日🦀]{0,5}", "[a-zé日🦀]{0,5}"), 1..6),
    ) {
        // Before each edit stands a text that stays.
        let text: String = parts.iter().flat_map(|(kept, old, _)| [kept.as_str(), old]).collect();
        let expected: String = parts.iter().flat_map(|(kept, _, new)| [kept.as_str(), new]).collect();
        let wide = |unit: fn(u16) -> [u8; 2]| move |text: &str| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let plain = |text: &str| text.as_bytes().to_vec();
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        let encodings: [(&[u8], Encode<'_>); 4] =
            [(b"", &plain), (b"\xEF\xBB\xBF", &plain), (b"\xFF\xFE", &little), (b"\xFE\xFF", &big)];
        for (mark, encode) in encodings {
            let file = |text: &str| [mark.to_vec(), encode(&format!("x{text}"))].concat();
            let document = parse(file(&text));
            let mut at = 1;
            let edits: Vec<Edit> = parts.iter().map(|(kept, old, new)| {
                let start = at + kept.len();
                at = start + old.len();
                Edit { range: document.range(Span::new(start, at)), text: new.clone() }
            }).collect();
            let applied = apply(&file(&text), &edits).expect("the edits fit");
            prop_assert_eq!(&applied.bytes, &file(&expected));
            for (region, (_, _, new)) in applied.regions.iter().zip(&parts) {
                let at = |offset: &u64| usize::try_from(*offset).expect("a small file");
                prop_assert!(applied.bytes[at(region.start())..at(region.end())] == encode(new));
            }
        }
    }
}

/// Connected apps with faults of every kind, laid out in every way.
fn crooked_app() -> impl Strategy<Value = String> {
    let lines = prop::sample::subsequence(
        vec![
            "<callbackUrl>http://a.acme.example/cb, https://b.acme.example/cb</callbackUrl>",
            "<callbackUrl>https://a.acme.example/cb</callbackUrl>",
            "<certificate>MIIB</certificate>",
            "<consumerSecret>0123456789abcdef</consumerSecret>",
            "<isAdminApproved>False</isAdminApproved>",
            "<isAdminApproved/>",
            "<isclientcredentialenabled>true</isclientcredentialenabled>",
            "<isIntrospectAllTokens>true</isIntrospectAllTokens>",
            "<ipRelaxation>BYPASS</ipRelaxation>",
            "<madeUp><deep>1</deep></madeUp>",
            "<oauthClientCredentialUser>erp@acme.example</oauthClientCredentialUser>",
            "<scopes>Full</scopes>",
            "<scopes>Api</scopes>",
            "<scopes>api</scopes>",
            "<scopes><scopes>Web</scopes></scopes>",
            "<scopes>OfflineAccess</scopes>",
            "<scopes>RefreshToken</scopes>",
            "<scopes>Chatter</scopes>",
            "<scopes><![CDATA[Content]]></scopes>",
            "<!-- a comment -->",
            "",
        ],
        0..15,
    );
    let after = prop::sample::subsequence(
        vec![
            "<oauthPolicy><ipRelaxation>BYPASS</ipRelaxation><refreshTokenPolicy>infinite</refreshTokenPolicy></oauthPolicy>",
            "<permissionSetName>ERP</permissionSetName>",
            "<permissionSetName/>",
            "<scopes>Api</scopes>",
            "<iconUrl>https://acme.example/i.png</iconUrl>",
            "<sessionPolicy/>",
        ],
        0..6,
    );
    let layout = (prop::sample::select(vec!["\n", "\r\n", "", "\n\n"]), prop::sample::select(vec!["    ", "\t", ""]));
    (lines.prop_shuffle(), after.prop_shuffle(), layout).prop_map(|(lines, after, (line_break, unit))| {
        let root = ["<ConnectedApp xmlns=\"http://soap.sforce.com/2006/04/metadata\">", line_break];
        let client = [unit, "<oauthConfig>", line_break];
        let inside = lines.iter().flat_map(|line| [unit, unit, line, line_break]);
        let end = [unit, "</oauthConfig>", line_break];
        let outside = after.iter().flat_map(|line| [unit, line, line_break]);
        let last = ["</ConnectedApp>", line_break];
        root.into_iter().chain(client).chain(inside).chain(end).chain(outside).chain(last).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repairs_settle_and_keep_the_file_well_formed(text in crooked_app()) {
        let folder = Folder::new();
        folder.file("App.connectedApp", &text);
        let all = ["--unsafe-fixes", "--profile", "audit"];
        folder.run(&[&["check", "--fix-only"], all.as_slice()].concat(), 0);
        let settled = std::fs::read_to_string(folder.path().join("App.connectedApp")).expect("the file is there");
        prop_assert!(roxmltree::Document::parse(&settled).is_ok(), "{}", settled);
        let again = folder.run(&[&["check", "--diff"], all.as_slice()].concat(), 0);
        prop_assert_eq!(again.stdout, "");
        // Lines without a fix keep their order.
        for kept in ["<!-- a comment -->", "<oauthConfig>", "</ConnectedApp>"] {
            prop_assert_eq!(settled.matches(kept).count(), text.matches(kept).count());
        }
    }

    #[test]
    fn fixes_bring_no_finding(text in crooked_app()) {
        for arguments in [["--fix-only", "--fail-on=error"], ["--fix-only", "--unsafe-fixes"]] {
            let folder = Folder::new();
            folder.file("App.connectedApp", &text);
            let before = meanings(&folder);
            folder.run(&[&["check", "--profile", "audit"], arguments.as_slice()].concat(), 0);
            let new: Vec<_> = meanings(&folder).difference(&before).cloned().collect();
            prop_assert!(new.is_empty(), "{:?} in {}", new, text);
        }
    }
}

/// The findings of an audit, without their lines.
fn meanings(folder: &Folder) -> std::collections::BTreeSet<(String, String)> {
    let report = folder.json(&["--profile", "audit", "--exit-zero"], 0);
    let findings = report["findings"].as_array().expect("a report has findings");
    let text = |finding: &serde_json::Value, field: &str| finding[field].as_str().unwrap_or_default().to_owned();
    let without_index = |path: String| {
        path.split('/').map(|step| step.split('[').next().unwrap_or(step).to_owned()).collect::<Vec<_>>().join("/")
    };
    findings.iter().map(|finding| (text(finding, "rule"), without_index(text(finding, "element")))).collect()
}
