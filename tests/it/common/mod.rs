//! What the acceptance tests share: a scratch folder, the program in a clean environment, and the
//! expected exit code, which must always be stated.

pub(crate) mod markdown;
pub(crate) mod tables;

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The repository of calint itself.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A scratch folder in which the program runs. It holds a `.git`, so paths are shown relative to it.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self::outside_git();
        folder.folder(".git");
        folder
    }

    pub(crate) fn outside_git() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(&path).expect("a folder can be made");
        path
    }

    /// A repository with a copy of a folder of `testdata/`.
    pub(crate) fn copy_of(name: &str) -> Self {
        let folder = Self::new();
        let root = repository().join("testdata").join(name);
        for entry in WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let relative = entry.path().strip_prefix(&root).expect("a file of the folder");
            folder.file(&relative.to_string_lossy(), fs::read(entry.path()).expect("a file"));
        }
        folder
    }

    /// A file with a name that every system takes.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        assert!(!name.contains(is_forbidden_on_windows), "Windows takes no {name:?}: use `hostile_file`");
        self.write(name, content)
    }

    /// A file whose name need not be one for Windows; there `_` replaces forbidden characters.
    pub(crate) fn hostile_file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        if cfg!(windows) {
            self.write(&name.replace(is_forbidden_on_windows, "_"), content)
        } else {
            self.write(name, content)
        }
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
        self
    }

    /// Runs the program here and expects an exit code.
    pub(crate) fn run(&self, arguments: &[&str], code: i32) -> Run {
        run(command(self.path()).args(arguments), code)
    }

    /// Runs `check --format json` here.
    pub(crate) fn json(&self, arguments: &[&str], code: i32) -> Value {
        let mut all = vec!["check", "--format", "json"];
        all.extend(arguments);
        self.run(&all, code).json()
    }
}

fn is_forbidden_on_windows(character: char) -> bool {
    character.is_control() || matches!(character, ':' | '"' | '<' | '>' | '|' | '?' | '*' | '\\')
}

/// The program in a folder, with no variable that could change what it writes.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("calint").expect("the program is built for the tests");
    command.current_dir(folder).env_clear();
    if cfg!(windows) {
        // Without these Windows has no temporary folder, and may not start what it is asked to.
        let needed = ["SystemRoot", "TEMP", "TMP"].into_iter();
        command.envs(needed.filter_map(|name| Some((name, std::env::var_os(name)?))));
    }
    command
}

/// Runs Git in a folder.
pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Acme", "-c", "user.email=crm@acme.example", "-c", "init.defaultBranch=main"];
    let git = process::Command::new("git").current_dir(folder).args(identity).args(arguments).output();
    let output = git.expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What a run wrote.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("stdout holds the JSON report and nothing else")
    }
}

/// A text on one line, wherever a screen broke it.
pub(crate) fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs a command and expects an exit code.
pub(crate) fn run(command: &mut Command, code: i32) -> Run {
    let output = command.output().expect("the program starts");
    let stdout = String::from_utf8(output.stdout).expect("stdout is UTF-8");
    let stderr = String::from_utf8(output.stderr).expect("stderr is UTF-8");
    assert_eq!(output.status.code(), Some(code), "\nstdout: {stdout}\nstderr: {stderr}");
    Run { stdout, stderr }
}

/// Rule names of a report, in order.
pub(crate) fn rules(report: &Value) -> Vec<String> {
    texts(report, "rule")
}

/// One text field of every finding of a report, in order.
pub(crate) fn texts(report: &Value, field: &str) -> Vec<String> {
    let findings = report["findings"].as_array().expect("a report has findings");
    findings.iter().map(|finding| finding[field].as_str().expect("the field is a text").to_owned()).collect()
}

/// The bytes of a file under a range of a report.
pub(crate) fn under<'b>(bytes: &'b [u8], range: &Value) -> &'b [u8] {
    let at = |end: &str| usize::try_from(range[end]["offset"].as_u64().expect("an offset")).expect("a small file");
    &bytes[at("start")..at("end")]
}

/// A connected app with the given lines in `oauthConfig` and after it.
pub(crate) fn app(oauth: &str, after: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ConnectedApp xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n    \
         <contactEmail>crm@acme.example</contactEmail>\n    <label>Acme</label>\n    \
         <oauthConfig>\n{oauth}\n    </oauthConfig>\n{after}\n</ConnectedApp>\n"
    )
}

/// An app without a fault that any rule of the default profile sees.
pub(crate) fn good_app() -> String {
    let oauth = "        <callbackUrl>https://erp.acme.example/oauth/callback</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        <scopes>Api</scopes>";
    app(oauth, "    <permissionSetName>ERP Integration</permissionSetName>")
}

/// An app with the scope `Full`, and no other fault.
pub(crate) fn full_app() -> String {
    good_app().replace("<scopes>Api</scopes>", "<scopes>Full</scopes>")
}

/// Packs files into an archive.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("an entry can be begun");
        writer.write_all(bytes).expect("an entry can be written");
    }
    writer.finish().expect("the archive can be closed").into_inner()
}
