//! The apps and changes of `testdata/flows`: reads them, writes their files, and asks the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::common::{Folder, repository};

/// Elements and files by their keys, as `bases.toml` explains them.
pub(crate) type Parts = BTreeMap<String, Part>;
pub(crate) type Words = BTreeSet<String>;

#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Part {
    Text(String),
    Texts(Vec<String>),
    /// Not there.
    Absent(bool),
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    ConnectedApp,
    ExternalClientApp,
}

pub(crate) const KINDS: [Kind; 2] = [Kind::ConnectedApp, Kind::ExternalClientApp];

#[derive(Deserialize)]
pub(crate) struct Bases {
    pub(crate) file: BTreeMap<String, File>,
    pub(crate) all: Base,
    #[serde(flatten)]
    pub(crate) flows: BTreeMap<String, Base>,
}

#[derive(Deserialize)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) root: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Base {
    pub(crate) state: Option<String>,
    pub(crate) unknown: Option<Words>,
    pub(crate) because: Option<String>,
    #[serde(default)]
    pub(crate) both: Parts,
    #[serde(default)]
    pub(crate) connected_app: Parts,
    #[serde(default)]
    pub(crate) external_client_app: Parts,
    pub(crate) external: Option<Exception>,
}

/// What is expected of an External Client App, if it differs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) unknown: Words,
    #[serde(default)]
    pub(crate) against: Words,
    pub(crate) because: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Met {
    No,
    Unknown,
    Yes,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) met: Option<Met>,
    pub(crate) both: Option<Parts>,
    pub(crate) connected_app: Option<Parts>,
    pub(crate) external_client_app: Option<Parts>,
    pub(crate) kinds: Option<Vec<Kind>>,
    pub(crate) flows: Option<Words>,
    #[serde(default)]
    pub(crate) except: Words,
    pub(crate) state: Option<String>,
    pub(crate) because: Option<String>,
    #[serde(default)]
    pub(crate) also: Words,
    #[serde(default)]
    pub(crate) needs: Words,
    pub(crate) now: Option<String>,
    pub(crate) never: Option<String>,
    pub(crate) not_asked: Option<String>,
}

/// What `flows` says of one flow of one app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) state: String,
    pub(crate) against: Words,
    pub(crate) unknown: Words,
    pub(crate) needs: Words,
}

pub(crate) struct Data {
    pub(crate) bases: Bases,
    pub(crate) conditions: BTreeMap<String, Vec<Case>>,
    pub(crate) texts: BTreeMap<String, String>,
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = repository().join("testdata/flows").join(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn data() -> Data {
    Data { bases: read("bases.toml"), conditions: read("conditions.toml"), texts: read("texts.toml") }
}

impl Base {
    pub(crate) fn parts(&self, kind: Kind) -> [&Parts; 2] {
        match kind {
            Kind::ConnectedApp => [&self.both, &self.connected_app],
            Kind::ExternalClientApp => [&self.both, &self.external_client_app],
        }
    }

    pub(crate) fn expected(&self, kind: Kind) -> Exception {
        match (&self.external, kind) {
            (Some(exception), Kind::ExternalClientApp) => exception.clone(),
            _ => Exception {
                state: self.state.clone().expect("each flow has a state"),
                unknown: self.unknown.clone().unwrap_or_default(),
                against: Words::new(),
                because: self.because.clone().unwrap_or_default(),
            },
        }
    }
}

impl Case {
    /// The changes to an app of a kind; nothing if the case is not about it.
    pub(crate) fn changes(&self, kind: Kind) -> Option<Vec<&Parts>> {
        let own = match kind {
            Kind::ConnectedApp => &self.connected_app,
            Kind::ExternalClientApp => &self.external_client_app,
        };
        let is_about = own.is_some() || (self.connected_app.is_none() && self.external_client_app.is_none());
        let all: Vec<&Parts> = self.both.iter().chain(own).collect();
        (is_about && !all.is_empty()).then_some(all)
    }

    pub(crate) fn is_about(&self, flow: &str, kind: Kind) -> bool {
        let is_named = self.flows.as_ref().is_none_or(|flows| flows.contains(flow));
        is_named && !self.except.contains(flow) && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }
}

/// An app with changes, as the content of files.
fn files(data: &Data, changes: &[&Parts]) -> BTreeMap<String, String> {
    let mut parts = Parts::new();
    for (key, part) in changes.iter().flat_map(|changes| changes.iter()) {
        let below = format!("{key}/");
        match part {
            Part::Absent(is_there) => {
                assert!(!is_there, "{key}: `false`, or a text");
                parts.retain(|other, _| other != key && !other.starts_with(&below));
            }
            _ => drop(parts.insert(key.clone(), part.clone())),
        }
    }
    let (elements, texts): (Parts, Parts) = parts.into_iter().partition(|(key, _)| data.file_of(key).is_some());
    let mut files: BTreeMap<String, String> =
        texts.into_iter().map(|(name, text)| (name, data.texts_of(&text).concat())).collect();
    for (short, file) in &data.bases.file {
        let own: Vec<(&str, &Part)> =
            elements.iter().filter_map(|(key, part)| Some((key.strip_prefix(&format!("{short}/"))?, part))).collect();
        if !own.is_empty() {
            let root = &file.root;
            let content = data.elements(&own);
            let content = format!("<{root} xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n{content}</{root}>\n");
            files.insert(file.path.clone(), format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{content}"));
        }
    }
    files
}

impl Data {
    fn file_of(&self, key: &str) -> Option<&File> {
        self.bases.file.get(key.split_once('/')?.0)
    }

    fn texts_of(&self, part: &Part) -> Vec<String> {
        let quoted = |text: &String| match text.strip_prefix('@') {
            Some(name) => self.texts.get(name).unwrap_or_else(|| panic!("texts.toml has no `{name}`")).clone(),
            None => text.clone(),
        };
        match part {
            Part::Text(text) => vec![quoted(text)],
            Part::Texts(texts) => texts.iter().map(quoted).collect(),
            Part::Absent(_) => Vec::new(),
        }
    }

    /// XML of elements that are sorted by their paths.
    fn elements(&self, parts: &[(&str, &Part)]) -> String {
        let head = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        parts
            .chunk_by(|one, other| head(one.0) == head(other.0))
            .map(|group| self.element(&head(group[0].0), group))
            .collect()
    }

    fn element(&self, name: &str, parts: &[(&str, &Part)]) -> String {
        let below: Vec<(&str, &Part)> =
            parts.iter().filter_map(|(path, part)| Some((path.split_once('/')?.1, *part))).collect();
        if below.is_empty() {
            let element = |text: &String| format!("<{name}>{text}</{name}>\n");
            return self.texts_of(parts[0].1).iter().map(element).collect::<Vec<_>>().concat();
        }
        format!("<{name}>\n{}</{name}>\n", self.elements(&below))
    }

    /// A folder with the app of a flow.
    pub(crate) fn folder(&self, flow: &str, kind: Kind, changes: &[&Parts]) -> Folder {
        let mut all = Vec::new();
        all.extend(self.bases.all.parts(kind));
        all.extend(self.bases.flows[flow].parts(kind));
        all.extend(changes);
        let folder = Folder::new();
        for (name, content) in files(self, &all) {
            folder.file(&name, content);
        }
        folder
    }

    /// What the program says of a flow of an app, and which conditions it has.
    pub(crate) fn ask(&self, flow: &str, kind: Kind, changes: &[&Parts], now: Option<&str>) -> (Outcome, Words) {
        let folder = self.folder(flow, kind, changes);
        let now = now.unwrap_or("2026-11-28");
        let mut arguments = vec!["flows", "--format", "json", "--all", "--flow", flow, "--now", now];
        if folder.path().join("facts").is_dir() {
            arguments.extend(["--facts", "facts"]);
        }
        outcome(&folder.run(&arguments, 0).json()["apps"][0]["flows"][0])
    }
}

/// What a row says, and which conditions it has.
fn outcome(row: &Value) -> (Outcome, Words) {
    let rows = row["preconditions"].as_array().expect("a flow has conditions");
    let counted: Vec<&Value> = rows.iter().filter(|row| row["role"] != "caller").collect();
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let unknown: Vec<&Value> = counted.iter().copied().filter(|row| row["met"].is_null()).collect();
    let reported = Outcome {
        state: word(&row["state"]),
        against: row["against"].as_array().expect("a list").iter().map(word).collect(),
        unknown: unknown.iter().map(|row| word(&row["id"])).collect(),
        needs: unknown.iter().map(|row| row["needs"].as_str().unwrap_or("nothing").to_owned()).collect(),
    };
    (reported, counted.iter().map(|row| word(&row["id"])).collect())
}
