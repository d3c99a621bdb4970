//! Time of each stage on one app: what a hook run pays for.

use calint::testing::parse;

const APP: &str =
    include_str!("../testdata/orgs/acme-crm/force-app/main/default/connectedApps/Partner_Portal.connectedApp-meta.xml");

fn main() {
    divan::main();
}

/// Bytes to tree.
#[divan::bench]
fn parse_one_app(bencher: divan::Bencher<'_, '_>) {
    bencher.counter(divan::counter::BytesCount::of_str(APP)).bench(|| parse(APP.as_bytes().to_vec()));
}

/// Bytes to tree, a hundred times the size on one line.
#[divan::bench]
fn parse_one_long_line(bencher: divan::Bencher<'_, '_>) {
    let scopes = "<scopes>Api</scopes>".repeat(5000);
    let text = APP.replace("<scopes>Full</scopes>", &scopes).replace('\n', " ");
    bencher.counter(divan::counter::BytesCount::of_str(&text)).bench(|| parse(text.as_bytes().to_vec()));
}
