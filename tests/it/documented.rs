//! Which public items of a source file have no comment that says what they mean.

use syn::visit::{self, Visit};
use syn::{Attribute, Field, ImplItemFn, Item, Visibility};

/// Public types, functions, constants, and fields without a comment, by name.
pub(crate) fn undocumented(file: &syn::File) -> Vec<String> {
    let mut finder = Finder(Vec::new());
    finder.visit_file(file);
    finder.0
}

struct Finder(Vec<String>);

impl Finder {
    fn look(&mut self, name: &syn::Ident, (attributes, visibility): (&[Attribute], &Visibility)) {
        let is_public = matches!(visibility, Visibility::Public(_));
        if is_public && !attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
            self.0.push(name.to_string());
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Const(it) => self.look(&it.ident, (&it.attrs, &it.vis)),
            Item::Enum(it) => self.look(&it.ident, (&it.attrs, &it.vis)),
            Item::Fn(it) => self.look(&it.sig.ident, (&it.attrs, &it.vis)),
            Item::Static(it) => self.look(&it.ident, (&it.attrs, &it.vis)),
            Item::Struct(it) => self.look(&it.ident, (&it.attrs, &it.vis)),
            Item::Trait(it) => self.look(&it.ident, (&it.attrs, &it.vis)),
            Item::Type(it) => self.look(&it.ident, (&it.attrs, &it.vis)),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.look(&item.sig.ident, (&item.attrs, &item.vis));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_field(&mut self, field: &'ast Field) {
        if let Some(name) = &field.ident {
            self.look(name, (&field.attrs, &field.vis));
        }
        visit::visit_field(self, field);
    }
}
