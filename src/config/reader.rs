//! Readers of the values of a configuration file.
//!
//! serde could read the whole file into one struct, but it stops at the first mistake. Here each key and each entry of
//! a list is read by itself, so that a mistake in one hides none in the others and one run names them all.

use std::ops::Range;

use globset::GlobMatcher;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};
use toml::value::Datetime;

use crate::choices::Choice;
use crate::globs;
use crate::globs::Star;
use crate::model::{Inventory, Managed};
use crate::rules::{EDITIONS, PACKS, PAGES, Pack, Page, find_pack, nearest};
use crate::schema::{ApiVersion, VersionOrigin};
use crate::verdict::Acceptance;
use crate::workspace::read_file;

use super::discovery::within_repository;
use super::file::{At, ConfigFile, Set};
use super::layer::{ExcludeGlob, Layer};
use super::problem::ConfigProblem;
use super::raw::{RawAccept, RawCreation, RawManaged, RawOrg, RawTargets};
use super::word::Word;

/// A value with its place in the file.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// Reads values of a file, and collects what is wrong with them.
pub(super) struct Reader<'f> {
    file: &'f ConfigFile,
    index: usize,
    problems: Vec<ConfigProblem>,
}

impl<'f> Reader<'f> {
    pub(super) fn new(file: &'f ConfigFile, index: usize) -> Self {
        Self { file, index, problems: Vec::new() }
    }

    /// All problems, by their places.
    pub(super) fn finish(mut self) -> Vec<ConfigProblem> {
        self.problems.sort_by_key(|problem| problem.span.start);
        self.problems
    }
}

impl Reader<'_> {
    pub(super) fn edition(&mut self, value: Value<'_>) -> Option<Set<&'static str>> {
        let name: Set<String> = self.set(value)?;
        let known = EDITIONS.iter().find(|edition| **edition == name.value);
        if known.is_none() {
            let message = format!("no edition of the rules is called `{}`", name.value);
            self.problem(name.at.span.clone(), &message, &format!("known are {}", EDITIONS.join(", ")));
        }
        known.map(|edition| name.map(|_| *edition))
    }

    pub(super) fn api_version(&mut self, value: &Value<'_>) -> Option<Set<u16>> {
        let text = match value.get_ref() {
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        let version = ApiVersion::parse(&text, VersionOrigin::Configuration);
        if version.is_none() {
            self.problem(value.span(), "not an API version", "write it as 66 or \"66.0\"");
        }
        version.map(|version| Set { value: version.number, at: self.at(value.span()) })
    }

    pub(super) fn packs(&mut self, value: Value<'_>) -> Vec<Set<&'static Pack>> {
        let names = self.texts(value);
        let pack = |name: Set<String>| {
            let pack = find_pack(&name.value);
            if pack.is_none() {
                self.unknown(name.at.span.clone(), ("pack", &name.value), PACKS.iter().map(|pack| pack.name));
            }
            pack.map(|value| Set { value, at: name.at })
        };
        names.into_iter().filter_map(pack).collect()
    }

    pub(super) fn pages(&mut self, value: Value<'_>) -> Vec<Set<&'static Page>> {
        let names = self.texts(value);
        names.into_iter().filter_map(|name| self.page(&name.value, name.at.span.clone())).collect()
    }

    /// The page of a rule's name.
    pub(super) fn page(&mut self, name: &str, span: Range<usize>) -> Option<Set<&'static Page>> {
        let page = PAGES.iter().find(|page| page.name == name);
        if page.is_none() {
            self.unknown(span.clone(), ("rule", name), PAGES.iter().map(|page| page.name));
        }
        page.map(|page| Set { value: *page, at: self.at(span) })
    }

    pub(super) fn exclude(&mut self, value: Value<'_>) -> Vec<ExcludeGlob> {
        let texts = self.texts(value);
        let glob = |text: Set<String>| Some(ExcludeGlob { glob: self.path_glob(&text)?, at: text.at });
        texts.into_iter().filter_map(glob).collect()
    }

    pub(super) fn inventory(&mut self, value: Value<'_>) -> Option<Set<Inventory>> {
        let name: Set<String> = self.set(value)?;
        let path = self.file.path.with_file_name(&name.value);
        let inside = within_repository(&path, self.file.path.parent());
        let text = inside.and_then(|()| read_file(&path).map_err(|error| error.to_string()));
        let text = text.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()));
        match text.and_then(|text| Inventory::parse(&text)) {
            Ok(inventory) => Some(name.map(|_| Inventory { file: path, ..inventory })),
            Err(reason) => {
                let message = format!("the inventory cannot be read: {reason}");
                self.problem(name.at.span, &message, "name a CSV file relative to this one");
                None
            }
        }
    }

    pub(super) fn org(&mut self, value: Value<'_>, layer: &mut Layer) {
        let at = self.at(value.span());
        let Some(raw) = self.set::<RawOrg>(value) else { return };
        let set = |value| Set { value, at: at.clone() };
        layer.org.release = raw.value.release.map(|value| Set { value, at: at.clone() });
        layer.org.edition = raw.value.edition.map(|value| Set { value, at: at.clone() });
        layer.org.sandboxes_of_one_org =
            raw.value.targets.map(|targets| set(targets == RawTargets::ProductionAndSandboxes));
        layer.org.has_mobile_users = raw.value.mobile.map(&set);
        layer.org.may_create_connected_apps =
            raw.value.connected_app_creation.map(|creation| set(creation == RawCreation::EnabledBySupport));
        layer.org.managed = self.managed(raw.value.managed.unwrap_or_default());
    }

    fn managed(&mut self, raw: RawManaged) -> Managed {
        Managed {
            apps: self.name_globs(raw.apps),
            permission_sets: self.name_globs(raw.permission_sets),
            profiles: self.name_globs(raw.profiles),
            components: self.name_globs(raw.components),
        }
    }

    fn name_globs(&mut self, names: Option<Vec<Spanned<String>>>) -> Vec<GlobMatcher> {
        names.into_iter().flatten().filter_map(|name| self.name_glob(name.get_ref(), name.span())).collect()
    }

    pub(super) fn accept(&mut self, value: Value<'_>, layer: &mut Layer) {
        let span = value.span();
        let DeValue::Array(entries) = value.into_inner() else {
            return self.problem(span, "not a list of acceptances", "begin each with [[accept]]");
        };
        for entry in entries {
            let at = self.at(entry.span());
            let Some(raw) = self.set::<RawAccept>(entry) else { continue };
            let acceptance = self.acceptance(raw.value, &at);
            layer.accept.extend(acceptance.map(|value| Set { value, at }));
        }
    }

    fn acceptance(&mut self, raw: RawAccept, at: &At) -> Option<Acceptance> {
        let rule = self.page(raw.rule.get_ref(), raw.rule.span());
        let app = raw.app.map(|app| self.name_glob(app.get_ref(), app.span()));
        let path = raw.path.map(|path| {
            let at = self.at(path.span());
            self.path_glob(&Set { value: path.into_inner(), at })
        });
        let until = raw.until.map(|until| self.date(&until));
        let blank = raw.reason.as_ref().filter(|reason| reason.get_ref().trim().is_empty()).map(Spanned::span);
        if raw.reason.is_none() || blank.is_some() {
            let span = blank.unwrap_or_else(|| raw.rule.span());
            self.problem(span, "an acceptance without a reason", "say in `reason` why the finding is accepted");
        }
        Some(Acceptance {
            rule: rule?.value.name,
            app: not_wrong(app)?,
            path: not_wrong(path)?,
            reason: raw.reason?.into_inner().trim().to_owned(),
            until: not_wrong(until)?,
            origin: (self.file.shown.clone(), self.file.line(&at.span)),
        })
    }

    fn date(&mut self, value: &Spanned<Datetime>) -> Option<Date> {
        let date = value.get_ref().date.filter(|_| value.get_ref().time.is_none());
        let number = |part: u8| i8::try_from(part).unwrap_or_default();
        let date =
            date.and_then(|date| Date::new(i16::try_from(date.year).ok()?, number(date.month), number(date.day)).ok());
        if date.is_none() {
            self.problem(value.span(), "not a date", "write it as 2027-03-31");
        }
        date
    }

    // What all keys need.

    pub(super) fn at(&self, span: Range<usize>) -> At {
        At { file: self.index, span }
    }

    /// A value of a type.
    pub(super) fn set<T: DeserializeOwned>(&mut self, value: Value<'_>) -> Option<Set<T>> {
        let at = self.at(value.span());
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(Set { value, at }),
            Err(error) => {
                let span = error.span().unwrap_or(at.span);
                let is_date = error.message().contains("expected a TOML datetime");
                let help = if is_date {
                    "write the date without quotes, as in 2027-03-31"
                } else {
                    "`calint config schema` shows what is allowed here"
                };
                self.problem(span, error.message(), help);
                None
            }
        }
    }

    /// A value of an enum.
    pub(super) fn word<T: Choice>(&mut self, value: Value<'_>) -> Option<Set<T>> {
        self.set(value).map(|word: Set<Word<T>>| word.map(|word| word.0))
    }

    pub(super) fn texts(&mut self, value: Value<'_>) -> Vec<Set<String>> {
        let texts: Option<Set<Vec<Spanned<String>>>> = self.set(value);
        let texts = texts.into_iter().flat_map(|texts| texts.value);
        texts.map(|text| Set { at: self.at(text.span()), value: text.into_inner() }).collect()
    }

    /// A glob over names, in which `*` matches any text.
    pub(super) fn name_glob(&mut self, text: &str, span: Range<usize>) -> Option<GlobMatcher> {
        self.glob((text, Star::Anything), span)
    }

    /// A glob over paths, in which `*` does not cross a folder.
    fn path_glob(&mut self, text: &Set<String>) -> Option<GlobMatcher> {
        let text_of_path = text.value.strip_prefix("./").unwrap_or(&text.value);
        self.glob((text_of_path, Star::WithinFolder), text.at.span.clone())
    }

    fn glob(&mut self, (text, star): (&str, Star), span: Range<usize>) -> Option<GlobMatcher> {
        match globs::compile(text, star) {
            Ok(glob) => Some(glob),
            Err(reason) => {
                self.problem(
                    span,
                    &format!("not a glob: {reason}"),
                    "`*` matches any text in a name or folder, `**` matches any folders; see docs.rs/globset",
                );
                None
            }
        }
    }

    pub(super) fn unknown<'n>(
        &mut self,
        span: Range<usize>,
        (what, name): (&str, &str),
        known: impl Iterator<Item = &'n str>,
    ) {
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None if what == "rule" => "`calint rules` lists them".to_owned(),
            None => "`calint config schema` shows what is allowed here".to_owned(),
        };
        self.problem(span, &format!("no {what} is called `{name}`"), &help);
    }

    pub(super) fn problem(&mut self, span: Range<usize>, message: &str, help: &str) {
        let (message, help) = (message.to_owned(), help.to_owned());
        self.problems.push(ConfigProblem { file: self.file.clone(), span, message, help });
    }
}

impl<T> Set<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Set<U> {
        Set { value: change(self.value), at: self.at }
    }
}

/// Nothing if what is given is wrong; else what is given, which may be nothing.
#[expect(clippy::option_option, reason = "wrong and not given are two things")]
fn not_wrong<T>(given: Option<Option<T>>) -> Option<Option<T>> {
    match given {
        Some(None) => None,
        Some(given) => Some(given),
        None => Some(None),
    }
}
