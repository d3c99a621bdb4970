//! Whatever the bytes: no panic, and every span fits the text.

use calint::parse::{Document, NodeId, parse};
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
    let fits = |span: calint::parse::Span| {
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
}
