//! Tables that are lists of texts: what hosts, mail domains, placeholders, suffixes, and folders mean by themselves.
//!
//! A list has no columns, so each key becomes a constant of its own instead of a field of a struct. The declaration of
//! that constant is written beside the key, because its visibility differs: most lists are for one module of the
//! program only.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::literal::Names;
use super::row::{lists, row};
use super::source::Source;
use super::table_words::CallbackUse;

lists! {
    Placeholders {
        /// Texts of apps that are the same in every org.
        settings: Names => "pub static SETTING_TEXTS: &[&str]";
        /// Marks round a placeholder.
        tokens: Vec<(String, String)> => "pub static PLACEHOLDER_TOKENS: &[(&str, &str)]";
        /// How a placeholder begins.
        prefixes: Names => "pub static PLACEHOLDER_PREFIXES: &[&str]";
        /// Words that are placeholders.
        words: Names => "pub static PLACEHOLDER_WORDS: &[&str]";
    }
}

lists! {
    Internet {
        /// Domains of tunnels: anyone can get a name there that leads to their own machine.
        tunnels: Names => "pub static TUNNELS: &[&str]";
        /// Parts of host names that mark what is not production.
        environments: Names => "pub static ENVIRONMENTS: &[&str]";
        /// How the names of Salesforce's instances begin.
        instance_prefixes: Names => "pub static INSTANCE_PREFIXES: &[&str]";
        /// Domains in which anybody can have a mailbox.
        free_mail: Names => "pub static FREE_MAIL: &[&str]";
        /// Domains without mailboxes.
        no_mail: Names => "pub static NO_MAIL: &[&str]";
        /// Networks that no packet from the Internet comes from, and what they are.
        networks: BTreeMap<String, String> => "pub static NETWORKS: &[(&str, &str)]";
    }
}

lists! {
    Callbacks {
        /// Hosts that stand-in callbacks name: no program of the app listens there.
        placeholder_hosts: Names => "pub static PLACEHOLDER_HOSTS: &[&str]";
        /// Sites of which only the home page is a stand-in.
        home_pages: Names => "pub static HOME_PAGES: &[&str]";
        /// Schemes that belong to no installed app.
        placeholder_schemes: Names => "pub static PLACEHOLDER_SCHEMES: &[&str]";
        /// How callbacks of the Mobile SDK end.
        mobile_sdk_paths: Names => "pub static MOBILE_SDK_PATHS: &[&str]";
        /// Programs whose callbacks are known.
        client: Vec<CallbackClient> => "pub static CALLBACK_CLIENTS: &[CallbackClient]";
    }
    besides { salesforce: SalesforcePages, }
}

lists! {
    SalesforcePages {
        /// Salesforce's own hosts.
        hosts: Names => "pub static SALESFORCE_HOSTS: &[&str]";
        /// Pages there that receive no code.
        pages: Names => "pub static SALESFORCE_PAGES: &[&str]";
        /// Endpoints there that clients call.
        endpoints: Names => "pub static ENDPOINT_PAGES: &[&str]";
    }
}

row! {
    CallbackClient {
        name: String,
        #[serde(rename = "use")]
        used_for: CallbackUse,
        scheme: String,
        host: String,
        port: Option<u16>,
        path: String,
    }
}

lists! {
    StandardApps {
        /// Apps of Salesforce's own, by label.
        labels: Names => "pub static STANDARD_APPS: &[&str]";
        /// Further apps of Salesforce's own, by developer name; `*` at the end matches any text.
        developer_names: Names => "pub static STANDARD_APP_NAMES: &[&str]";
    }
}

lists! {
    Suffixes {
        /// Suffixes that no tool knows, and the ones that were meant.
        aliases: BTreeMap<String, String> => "pub static SUFFIX_ALIASES: &[(&str, &str)]";
    }
}

lists! {
    Folders {
        /// Folders of types that calint reads and that have no table, sorted.
        of_our_types: Names => "static OF_OUR_TYPES: &[&str]";
        /// Folders of types that calint does not read, sorted.
        of_other_types: Names => "static OF_OTHER_TYPES: &[&str]";
    }
}

pub(super) fn placeholders() -> Result<String, String> {
    let (source, table) = read::<Placeholders>("placeholders")?;
    table.code(&source)
}

pub(super) fn internet() -> Result<String, String> {
    let (source, table) = read::<Internet>("internet")?;
    table.code(&source)
}

pub(super) fn callbacks() -> Result<String, String> {
    let (source, table) = read::<Callbacks>("callbacks")?;
    Ok(table.code(&source)? + &table.salesforce.code(&source)?)
}

pub(super) fn standard_apps() -> Result<String, String> {
    let (source, table) = read::<StandardApps>("standard_apps")?;
    table.code(&source)
}

pub(super) fn suffixes() -> Result<String, String> {
    let (source, table) = read::<Suffixes>("suffixes")?;
    table.code(&source)
}

pub(super) fn folders() -> Result<String, String> {
    let (source, table) = read::<Folders>("folders")?;
    table.code(&source)
}

/// A table of `rules/schema/`, with its text for refusals.
pub(super) fn read<T: DeserializeOwned>(name: &str) -> Result<(Source, T), String> {
    let source = Source::open(&Path::new("rules/schema").join(name).with_extension("toml"))?;
    let table = source.parse()?;
    Ok((source, table))
}
