//! Reading permissions out of a large profile, beside a bare loop over quick-xml's events on the same bytes.
#![allow(clippy::print_stdout, clippy::disallowed_macros, reason = "a benchmark prints what it measured")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use calint::testing::parse_permissions;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Times each of the two is run, in turn.
const RUNS: usize = 40;

fn main() {
    let profile = profile();
    let mut bare = Duration::MAX;
    let mut ours = Duration::MAX;
    for _ in 0..RUNS {
        bare = bare.min(time(|| events(&profile)));
        let bytes = profile.clone().into_bytes();
        ours = ours.min(time(|| parse_permissions(bytes)));
    }
    let size = f64::from(u32::try_from(profile.len()).unwrap_or(u32::MAX)) / 1e6;
    let speed = |taken: Duration| size / taken.as_secs_f64();
    println!(
        "{size:.1} MB profile: bare event loop {:.0} MB/s, permissions {:.0} MB/s, ratio {:.2} (budget 0.8)",
        speed(bare),
        speed(ours),
        bare.as_secs_f64() / ours.as_secs_f64()
    );
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    black_box(work());
    begin.elapsed()
}

fn events(text: &str) -> usize {
    let mut reader = Reader::from_str(text);
    let mut count = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return count,
            Ok(event) => {
                black_box(event);
                count += 1;
            }
        }
    }
}

/// A profile as a retrieve of a large org writes it: mostly field permissions.
fn profile() -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Profile xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n    \
         <custom>true</custom>\n",
    );
    for number in 0..38_000 {
        let _ = write!(
            text,
            "    <fieldPermissions>\n        <editable>false</editable>\n        \
             <field>Order_Line_{}__c.Field_{number}__c</field>\n        <readable>true</readable>\n    \
             </fieldPermissions>\n",
            number / 200
        );
    }
    for number in 0..300 {
        let _ = write!(
            text,
            "    <userPermissions>\n        <enabled>true</enabled>\n        <name>Permission{number}</name>\n    \
             </userPermissions>\n"
        );
    }
    text.push_str("</Profile>\n");
    text
}
