//! What names the files of a release names the same ones: the workflow makes them, and the action, `cargo binstall`, and
//! npm look for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;
use serde_json::Value;
use toml::Table;

use crate::common::repository;

fn text(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn manifest() -> Table {
    text("Cargo.toml").parse().expect("Cargo.toml is TOML")
}

/// The platforms of npm that a release has, with the targets of Rust.
fn platforms() -> BTreeMap<String, String> {
    let row = Regex::new(r"- platform: (\S+)\n +os: \S+\n +target: (\S+)\n").expect("a pattern");
    let workflow = text(".github/workflows/release.yml");
    let platforms: BTreeMap<_, _> =
        row.captures_iter(&workflow).map(|it| (it[1].to_owned(), it[2].to_owned())).collect();
    assert_eq!(platforms.len(), workflow.matches("- platform: ").count());
    platforms
}

/// The archive of a target, without its suffix, the suffix, and the program in it, as release.yml names them.
fn made(platform: &str, target: &str, version: &str) -> (String, &'static str, String) {
    let workflow = text(".github/workflows/release.yml");
    for line in [
        "folder=calint-$version-$TARGET\n",
        "program=calint suffix=.tar.gz\n",
        "case $PLATFORM in win32-*) program=calint.exe suffix=.zip ;; esac\n",
        "cp \"target/$TARGET/release/$program\" README.md LICENSE \"$folder/\"\n",
        "7z a \"dist/$folder$suffix\" \"$folder\"\n",
        "tar -czf \"dist/$folder$suffix\" \"$folder\"\n",
    ] {
        assert!(workflow.contains(line), "release.yml names its files in another way: {line}");
    }
    let folder = format!("calint-{version}-{target}");
    let is_windows = platform.starts_with("win32-");
    let (suffix, ending) = if is_windows { (".zip", ".exe") } else { (".tar.gz", "") };
    let program = format!("{folder}/calint{ending}");
    (folder, suffix, program)
}

#[test]
fn cargo_binstall_finds_each_program() {
    let manifest = manifest();
    let package = manifest["package"].as_table().expect("the package");
    let version = package["version"].as_str().expect("the version");
    let repository = package["repository"].as_str().expect("the host of calint");
    let binstall = package["metadata"]["binstall"].as_table().expect("what cargo binstall reads");
    let overrides = binstall["overrides"].as_table().expect("the exceptions");
    let mut seen = BTreeSet::new();
    for (platform, target) in platforms() {
        let of_target = overrides.get(&target).and_then(|it| it.as_table());
        let setting = |key: &str| {
            let own = of_target.and_then(|it| it.get(key));
            own.or_else(|| binstall.get(key)).and_then(|it| it.as_str()).expect("a text")
        };
        let filled = |key: &str| {
            let ending = if target.contains("windows") { ".exe" } else { "" };
            let filled = setting(key).replace("{ repo }", repository).replace("{ version }", version);
            let filled = filled.replace("{ target }", &target);
            filled.replace("{ bin }", "calint").replace("{ binary-ext }", ending)
        };
        let (archive, suffix, program) = made(&platform, &target, version);
        let release = format!("{repository}/releases/download/v{version}");
        assert_eq!(filled("pkg-url"), format!("{release}/{archive}{suffix}"));
        assert_eq!(filled("bin-dir"), program);
        assert_eq!(setting("pkg-fmt"), if suffix == ".zip" { "zip" } else { "tgz" });
        seen.extend(of_target.map(|_| target.clone()));
    }
    assert_eq!(seen, overrides.keys().cloned().collect(), "an exception for a target without a release");
}

#[test]
fn the_action_downloads_what_is_released() {
    let action = text("action.yml");
    let row = Regex::new(r"\) target=(\S+) suffix=(\S+) ;;").expect("a pattern");
    let mut rows: BTreeMap<_, _> = row.captures_iter(&action).map(|it| (it[1].to_owned(), it[2].to_owned())).collect();
    let released = platforms().into_iter().map(|(platform, target)| {
        let (_, suffix, _) = made(&platform, &target, "1");
        (target, suffix.to_owned())
    });
    // Any other platform.
    rows.remove("\"\"");
    assert_eq!(rows, released.collect());
    assert!(action.contains("name=calint-$RELEASE-$target$suffix\n"));
    assert!(action.contains("https://github.com/$REPOSITORY/releases/download/v$RELEASE/$1"));
}

#[test]
fn npm_has_a_package_for_each_platform() {
    let main: Value = serde_json::from_str(&text("npm/package.json")).expect("JSON");
    let named = main["optionalDependencies"].as_object().expect("the packages of platforms").keys().cloned();
    let released = platforms().into_keys().map(|platform| format!("@calint/{platform}"));
    assert_eq!(named.collect::<BTreeSet<_>>(), released.collect());
}

#[test]
fn no_package_has_a_version_of_its_own() {
    for name in ["npm/package.json", "npm/sf-plugin/package.json"] {
        let package: Value = serde_json::from_str(&text(name)).expect("JSON");
        let ours = ["dependencies", "optionalDependencies"].into_iter().filter_map(|key| package[key].as_object());
        let ours = ours.flatten().filter(|(name, _)| name.contains("calint")).map(|(_, version)| version);
        let versions: Vec<&Value> = ours.chain([&package["version"]]).collect();
        assert!(versions.len() > 1 && versions.iter().all(|version| **version == "0.0.0"), "{name}: {versions:?}");
    }
    let release = manifest()["package"]["version"].as_str().expect("the version").to_owned();
    assert!(
        text("docs/hooks.md").contains(&format!("[\"calint=={release}\"]")),
        "docs/hooks.md installs another version"
    );
    assert!(text("docs/ci.md").contains(&format!("`version: {release}`")), "docs/ci.md downloads another version");
    let python: Table = text("pyproject.toml").parse().expect("pyproject.toml is TOML");
    assert!(!python["project"].as_table().expect("the project").contains_key("version"));
}
