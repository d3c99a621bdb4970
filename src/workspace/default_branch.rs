//! The branch that pull requests go to, as far as a clone knows it.

use std::path::Path;

use super::snapshot::output;

const USUAL: &str = "main";

/// The default branch of the repository around a folder: the default branch of `origin`, else a branch with a usual
/// name, else
/// `main`.
pub fn default_branch(folder: &Path) -> String {
    let remote = answer(folder, &["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
    let remote = remote.and_then(|name| name.strip_prefix("origin/").map(str::to_owned));
    let usual =
        || answer(folder, &["for-each-ref", "--format=%(refname:short)", "refs/heads/main", "refs/heads/master"]);
    remote.or_else(usual).unwrap_or_else(|| USUAL.to_owned())
}

/// The first line of Git's answer; nothing without Git or without an answer.
fn answer(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = output(folder, arguments).ok()?;
    let text = String::from_utf8(output).ok()?;
    text.lines().next().map(str::to_owned)
}
