//! `[rules]`: severities, and the options that each rule's page names and bounds.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::rules::{OptionKind, OptionValue, Page, RuleOption, RuleSettings};

use super::file::Set;
use super::layer::{Layer, Level, RuleChange};
use super::reader::{Reader, Value};

const HELP: &str = "write \"error\", \"warning\", \"info\" or \"off\", or a table of the rule's options";

impl Reader<'_> {
    pub(super) fn rules(&mut self, value: Value<'_>, layer: &mut Layer) {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return self.problem(span, "not a table of rules", "begin it with [rules]");
        };
        for (name, value) in table {
            let Some(page) = self.page(name.get_ref(), name.span()) else { continue };
            let change = self.change(page.value, value);
            layer.rules.extend(change.map(|value| (page.value, Set { value, at: page.at })));
        }
    }

    fn change(&mut self, page: &'static Page, value: Value<'_>) -> Option<RuleChange> {
        let span = value.span();
        match value.into_inner() {
            DeValue::String(level) => {
                let level = self.level(&level, span)?;
                Some(RuleChange { level: Some(level), options: RuleSettings::default() })
            }
            DeValue::Table(table) => {
                let mut change = RuleChange { level: None, options: RuleSettings::default() };
                for (key, value) in table {
                    self.option(page, &key, value, &mut change);
                }
                Some(change)
            }
            _ => {
                self.problem(span, "neither a severity nor a table", HELP);
                None
            }
        }
    }

    fn level(&mut self, text: &str, span: Range<usize>) -> Option<Level> {
        let level = if text == "off" { Some(Level::Off) } else { text.parse().ok().map(Level::At) };
        if level.is_none() {
            self.problem(span, &format!("no severity is called `{text}`"), HELP);
        }
        level
    }

    fn option(
        &mut self,
        page: &'static Page,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: Value<'_>,
        change: &mut RuleChange,
    ) {
        let name = key.get_ref().as_ref();
        if name == "severity" {
            if let Some(text) = self.set::<String>(value) {
                change.level = self.level(&text.value, text.at.span);
            }
            return;
        }
        let Some(option) = page.options.iter().find(|option| option.name == name) else {
            let known = page.options.iter().map(|option| option.name).chain(["severity"]);
            return self.unknown(key.span(), (&format!("option of {}", page.name), name), known);
        };
        if let Some(value) = self.option_value(option, value) {
            change.options.options.insert(option.name, value);
        }
    }

    fn option_value(&mut self, option: &RuleOption, value: Value<'_>) -> Option<OptionValue> {
        match option.kind {
            OptionKind::Count { minimum, maximum, .. } => {
                let count: Set<i64> = self.set(value)?;
                if (minimum..=maximum).contains(&count.value) {
                    return Some(OptionValue::Count(count.value));
                }
                let message = format!("`{}` is {minimum} to {maximum}", option.name);
                self.problem(count.at.span, &message, option.about);
                None
            }
            OptionKind::Names => {
                let names: Set<Vec<Spanned<String>>> = self.set(value)?;
                let globs = names.value.iter().map(|name| self.name_glob(name.get_ref(), name.span()));
                globs.collect::<Option<Vec<_>>>().map(OptionValue::Names)
            }
        }
    }
}
