//! `calint check --diff`: the fixes as a patch. Git refuses a whole patch because of one file that it cannot change, so
//! calint leaves such files out and names them.

use std::fs;
use std::path::Path;

use crate::fix::{PatchFile, write_patch};
use crate::report::{Color, Screen};
use crate::workspace::{Draft, Names, repository_root};

use super::command_error::CommandError;

/// A patch, and the files that it leaves out.
#[derive(Default)]
pub(super) struct Patch {
    pub(super) bytes: Vec<u8>,
    pub(super) files: usize,
    /// Their paths on the disk, and why.
    pub(super) left_out: Vec<(std::path::PathBuf, String)>,
}

impl Patch {
    /// Adds the change of a file, or a reason why Git would not take it.
    pub(super) fn add(&mut self, path: &Path, draft: &Draft, names: &Names) -> Result<(), CommandError> {
        if let Some(reason) = refusal(path, draft, names) {
            self.left_out.push((path.to_owned(), reason));
            return Ok(());
        }
        let (old, new) = (names.exact(path), names.exact(&draft.path));
        let (old_path, new_path) = (old.as_str(), new.as_str());
        let file = PatchFile { old_path, new_path, before: &draft.before, after: &draft.after };
        write_patch(&file, &mut self.bytes).map_err(CommandError::Output)?;
        self.files += 1;
        Ok(())
    }
}

/// A patch in colors, for the eye: deleted and added lines, and where they are.
pub(super) fn painted(patch: &str, screen: Screen) -> String {
    let mut painted = String::with_capacity(patch.len());
    let mut is_in_hunk = false;
    for line in patch.lines() {
        is_in_hunk = !line.starts_with("diff --git ") && (is_in_hunk || line.starts_with("@@ "));
        let line = match line.as_bytes().first() {
            Some(b'@') => screen.paint(line, Color::Cyan),
            Some(b'-') if is_in_hunk => screen.paint(line, Color::Red),
            Some(b'+') if is_in_hunk => screen.paint(line, Color::Green),
            _ if is_in_hunk => line.to_owned(),
            _ => screen.paint(line, Color::Bold),
        };
        painted.extend([&line, "\n"]);
    }
    painted
}

/// Why `git apply` would refuse the change of a file.
fn refusal(path: &Path, draft: &Draft, names: &Names) -> Option<String> {
    let is_text = |path: &Path| path.to_str().is_some();
    if !is_text(path) || !is_text(&draft.path) {
        return Some("a patch cannot name a file whose name is not UTF-8".to_owned());
    }
    if is_linked(path) {
        return Some("Git does not patch files through links".to_owned());
    }
    let shown = names.file(path);
    if shown.as_str().starts_with('/') || shown.as_str().split('/').any(|step| step == "..") {
        return Some("a patch cannot change files outside the current repository".to_owned());
    }
    if draft.path != path && is_another(path, &draft.path) {
        let name = draft.path.file_name().unwrap_or_default().to_string_lossy();
        return Some(format!("there is already a file `{name}`"));
    }
    None
}

/// Whether a path is a link, or leads through one inside its repository.
fn is_linked(path: &Path) -> bool {
    let root = path.parent().and_then(repository_root);
    let inside = path.ancestors().take_while(|folder| Some(*folder) != root);
    let mut checked = if root.is_some() { inside.collect::<Vec<_>>() } else { vec![path] };
    checked.retain(|step| step.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()));
    !checked.is_empty()
}

/// Whether a name belongs to another file. On some file systems a name in another letter case is the same file.
fn is_another(path: &Path, name: &Path) -> bool {
    let same = || fs::canonicalize(name).is_ok_and(|there| fs::canonicalize(path).is_ok_and(|here| here == there));
    name.symlink_metadata().is_ok() && !same()
}
