//! The lines on stderr after a fix run: what was fixed, what was left and why, and what other options would fix.

use crate::repair::{Beyond, LeftFix, NamedFix};
use crate::report::one_line;
use crate::rules::Safety;
use crate::verdict::Summary;
use crate::words;

use super::output;

/// Prints what was fixed, one line each, by path, and what was left.
pub(super) fn say(verb: &str, fixed: Vec<NamedFix>, left: &[LeftFix]) {
    let mut fixed = fixed;
    fixed.sort_unstable();
    for fix in &fixed {
        output::say(&line(verb, fix, None));
    }
    for left in left {
        output::say(&line("not fixed", &left.fix, Some(&left.reason)));
    }
}

/// `calint: fixed App.connectedApp: full-scope: delete the scope`
fn line(verb: &str, fix: &NamedFix, reason: Option<&str>) -> String {
    let reason = reason.map(|reason| format!(" ({})", one_line(reason))).unwrap_or_default();
    format!("calint: {verb} {}: {}: {}{reason}", one_line(&fix.path), fix.rule, one_line(&fix.title))
}

/// Prints what a fix run would change, with the options that it needs.
pub(super) fn say_offered(summary: &Summary) {
    for (finding, fix) in summary.fixes() {
        let rule = finding.page.name;
        let risky = if fix.offer.safety == Safety::Unsafe { " --unsafe-fixes" } else { "" };
        let named = if fix.is_in_reach() { String::new() } else { format!(" --only {rule}") };
        let fix = NamedFix { path: fix.path.clone(), rule, title: fix.offer.title.clone() };
        output::say(&line(&format!("--fix{risky}{named} would fix"), &fix, None));
    }
}

/// Prints what other options would fix.
pub(super) fn say_beyond(beyond: &Beyond) {
    if beyond.risky > 0 {
        let count = words::count(beyond.risky, "more finding");
        output::say(&format!("calint: --unsafe-fixes would fix {count}: review the changes before you deploy them"));
    }
    if beyond.shared > 0 {
        let rules: Vec<&str> = beyond.rules.iter().copied().collect();
        output::say(&format!(
            "calint: {} in org-wide settings, profiles, permission sets, app menus, or files of other components: calint \
             fixes them only if --only names the rule ({})",
            words::count(beyond.shared, "fixable finding"),
            words::list(&rules),
        ));
    }
}

/// A part of the closing line: `; fixed 3 in 2 files, 1 could not be fixed`.
pub(super) fn note(verb: &str, (fixed, files): (usize, usize), left: usize) -> String {
    let left = match left {
        0 => String::new(),
        left => format!(", {left} could not be fixed"),
    };
    let place = if fixed == 0 { String::new() } else { format!(" in {}", words::count(files, "file")) };
    format!("; {verb} {fixed}{place}{left}")
}
