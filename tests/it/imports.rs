//! What each source file imports, read from its syntax: grouped imports, paths in code and in macros, and names that
//! another module hands on. A text search saw none of the groups.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, Macro, UseTree, Visibility};
use walkdir::WalkDir;

use crate::common::repository;

/// Source files below a folder, sorted.
pub(crate) fn sources_below(root: &Path) -> Vec<PathBuf> {
    let files = WalkDir::new(root).sort_by_file_name().into_iter().flatten();
    files.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

/// `src/model/app.rs` → `model::app`; `src/model/mod.rs` → `model`; `src/lib.rs` → nothing.
pub(crate) fn module(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).expect("a source file").with_extension("");
    let steps: Vec<_> = relative.iter().map(|step| step.to_string_lossy().into_owned()).collect();
    let name = steps.join("::");
    match name.as_str() {
        "lib" => String::new(),
        _ => name.strip_suffix("::mod").map_or(name.clone(), str::to_owned),
    }
}

/// The arrows between files: from each module to the modules whose items it names. A module that only re-exports names
/// is no such module
/// of them: the arrow leads to the file that has the item.
pub(crate) fn arrows(root: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let modules: BTreeSet<String> = sources_below(root).iter().map(|path| module(root, path)).collect();
    let read = |path: PathBuf| {
        let own = module(root, &path);
        let text = fs::read_to_string(&path).expect("a source file");
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut reader =
            Reader { own: steps(&own), modules: &modules, names: BTreeMap::new(), file: FileImports::default() };
        // Imports first: what is used above them has the same meaning.
        reader.read_uses(&file.items);
        reader.visit_file(&file);
        (own, reader.file)
    };
    let files: BTreeMap<String, FileImports> = sources_below(root).into_iter().map(read).collect();
    let mut arrows = BTreeMap::new();
    for (own, file) in &files {
        let targets = file.imports.iter().map(|path| resolved(path, &files)).filter(|target| target != own);
        arrows.insert(own.clone(), targets.collect());
    }
    arrows
}

/// The chain of modules by which one imports itself, if there is one.
pub(crate) fn circle(arrows: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    arrows.keys().find_map(|start| {
        let mut before: BTreeMap<&String, &String> = BTreeMap::new();
        let mut ahead = vec![start];
        while let Some(at) = ahead.pop() {
            for next in arrows.get(at).into_iter().flatten() {
                if next == start {
                    let chain = std::iter::successors(Some(at), |at| before.get(*at).copied());
                    return Some(chain.cloned().collect());
                }
                if !before.contains_key(next) {
                    before.insert(next, at);
                    ahead.push(next);
                }
            }
        }
        None
    })
}

fn steps(path: &str) -> Vec<String> {
    path.split("::").filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

/// The file that has what a path names, through the modules that hand it on.
fn resolved(path: &[String], files: &BTreeMap<String, FileImports>) -> String {
    let mut path = path.to_vec();
    // Each round replaces a name by where it comes from; a name that is handed on in a circle does not compile.
    loop {
        let mut module = String::new();
        let mut taken = 0;
        for step in &path {
            let next = if module.is_empty() { step.clone() } else { format!("{module}::{step}") };
            if !files.contains_key(&next) {
                break;
            }
            module = next;
            taken += 1;
        }
        let handed_on = path.get(taken).and_then(|name| files.get(&module)?.handed_on.get(name));
        match handed_on {
            Some(origin) => path = origin.iter().chain(path.iter().skip(taken + 1)).cloned().collect(),
            None => return module,
        }
    }
}

#[derive(Default)]
struct FileImports {
    /// Absolute paths of all that the file names.
    imports: BTreeSet<Vec<String>>,
    /// Names that it hands on, and where they come from.
    handed_on: BTreeMap<String, Vec<String>>,
}

struct Reader<'m> {
    own: Vec<String>,
    modules: &'m BTreeSet<String>,
    /// What is imported under which name.
    names: BTreeMap<String, Vec<String>>,
    file: FileImports,
}

impl Reader<'_> {
    fn read_uses(&mut self, items: &[syn::Item]) {
        for item in items {
            if let syn::Item::Use(item) = item {
                self.read_use(item);
            }
        }
    }

    fn read_use(&mut self, item: &ItemUse) {
        let mut leaves = Vec::new();
        unfold(&item.tree, &mut Vec::new(), &mut leaves);
        for (name, path) in leaves {
            let Some(absolute) = self.absolute(&path) else { continue };
            if matches!(item.vis, Visibility::Inherited) {
                self.file.imports.insert(absolute.clone());
            } else {
                self.file.handed_on.insert(name.clone(), absolute.clone());
            }
            self.names.insert(name, absolute);
        }
    }

    /// The path from the root of the crate; nothing if it leads out of it.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let child = self.own.iter().chain([first]).cloned().collect::<Vec<_>>();
        let (mut base, mut rest) = match first.as_str() {
            "crate" => (Vec::new(), rest),
            "self" => (self.own.clone(), rest),
            "super" => (self.above()?, rest),
            name if self.names.contains_key(name) => (self.names.get(name)?.clone(), rest),
            _ if self.modules.contains(&child.join("::")) => (child, rest),
            _ => return None,
        };
        while let Some((step, behind)) = rest.split_first().filter(|(step, _)| *step == "super") {
            debug_assert_eq!(step, "super");
            base.pop()?;
            rest = behind;
        }
        base.extend(rest.iter().filter(|step| *step != "self").cloned());
        Some(base)
    }

    fn above(&self) -> Option<Vec<String>> {
        self.own.split_last().map(|(_, above)| above.to_vec())
    }

    fn add(&mut self, path: &[String]) {
        // A single word is an item of the file or an import, which is known.
        if path.len() > 1
            && let Some(absolute) = self.absolute(path)
        {
            self.file.imports.insert(absolute);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.read_use(item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !item.attrs.iter().any(is_for_tests) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(&path.segments.iter().map(|step| step.ident.to_string()).collect::<Vec<_>>());
        visit::visit_path(self, path);
    }

    /// The tokens in a macro are no syntax yet, but its paths count.
    fn visit_macro(&mut self, item: &'ast Macro) {
        let text = item.tokens.to_string().replace(" :: ", "::");
        for word in text.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == ':')) {
            self.add(&steps(word));
        }
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
}

/// Each name that an import brings, with its path as it is written.
fn unfold(tree: &UseTree, before: &mut Vec<String>, leaves: &mut Vec<(String, Vec<String>)>) {
    let leaf = |name: String, last: &str, before: &[String]| {
        let path = before.iter().cloned().chain((last != "self").then(|| last.to_owned())).collect();
        (name, path)
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            unfold(&path.tree, before, leaves);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| unfold(tree, before, leaves)),
        UseTree::Name(name) if name.ident == "self" => {
            leaves.push(leaf(before.last().cloned().unwrap_or_default(), "self", before));
        }
        UseTree::Name(name) => leaves.push(leaf(name.ident.to_string(), &name.ident.to_string(), before)),
        UseTree::Rename(name) => leaves.push(leaf(name.rename.to_string(), &name.ident.to_string(), before)),
        UseTree::Glob(_) => leaves.push(leaf("*".to_owned(), "*", before)),
    }
}

/// The `src` folder of calint itself.
pub(crate) fn source_root() -> PathBuf {
    repository().join("src")
}
