//! `--fix` changes the bytes of the fix and no others, in every layout and encoding; and it says truly what it did.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{Folder, app, command, full_app, good_app, rules, run, zip};

const APP: &str = "connectedApps/App.connectedApp-meta.xml";
const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";

/// The file after the fixes of one rule, which has no finding left.
fn fixed(name: &str, before: impl AsRef<[u8]>, rule: &str) -> Vec<u8> {
    let folder = Folder::new();
    folder.file(name, before);
    folder.run(&["check", "--fix", "--unsafe-fixes", "--only", rule, "--fail-on", "info"], 0);
    fs::read(folder.path().join(name)).expect("the file is there")
}

/// The same as a text, for files that hold one.
fn fixed_text(name: &str, before: &str, rule: &str) -> String {
    String::from_utf8(fixed(name, before, rule)).expect("UTF-8 stays UTF-8")
}

fn assert_fixed(rule: &str, name: &str, before: &str, (from, to): (&str, &str)) {
    assert!(before.contains(from), "{rule}: {from:?} is not in the file");
    assert_eq!(fixed_text(name, before, rule), before.replacen(from, to, 1), "{rule}: {before:?}");
}

/// An app in which a run-as user waits for his flow.
fn waiting() -> String {
    app(
        "        <callbackUrl>https://erp.acme.example/cb</callbackUrl>\n        \
         <oauthClientCredentialUser>erp@acme.example</oauthClientCredentialUser>\n        <scopes>Api</scopes>",
        "",
    )
}

#[test]
fn an_absent_element_is_laid_out_like_its_neighbors() {
    let rule = "client-credentials-flag-missing";
    let new = "<isClientCredentialEnabled>true</isClientCredentialEnabled>";
    let behind = "</callbackUrl>";
    let plain = waiting();
    assert_fixed(rule, APP, &plain, (behind, &format!("{behind}\n        {new}")));
    let returned = plain.replace('\n', "\r\n");
    assert_fixed(rule, APP, &returned, (behind, &format!("{behind}\r\n        {new}")));
    let tabs = plain.replace("    ", "\t");
    assert_fixed(rule, APP, &tabs, (behind, &format!("{behind}\n\t\t{new}")));
    let line = plain.replace('\n', "").replace("    ", "");
    assert_fixed(rule, APP, &line, (behind, &format!("{behind}{new}")));
    let comment = plain.replace(behind, &format!("{behind} <!-- the ERP -->"));
    assert_fixed(rule, APP, &comment, (" <!-- the ERP -->", &format!(" <!-- the ERP -->\n        {new}")));
    // Before the first that comes after it, and behind a comment that belongs to the one before.
    let first = plain.replace("        <callbackUrl>https://erp.acme.example/cb</callbackUrl>\n", "");
    assert_fixed(rule, APP, &first, ("<oauthConfig>", &format!("<oauthConfig>\n        {new}")));
    let prefixed =
        plain.replace('<', "<m:").replace("<m:/", "</m:").replace("<m:?", "<?").replace("xmlns=", "xmlns:m=");
    let prefixed_new = new.replace('<', "<m:").replace("<m:/", "</m:");
    assert_fixed(rule, APP, &prefixed, ("</m:callbackUrl>", &format!("</m:callbackUrl>\n        {prefixed_new}")));
}

#[test]
fn an_empty_parent_is_opened() {
    let rule = "missing-required-element";
    let tag = format!("<OauthCustomScope xmlns=\"{NAMESPACE}\"");
    let name = "connectedApps/App.connectedApp";
    let tag = tag.replace("OauthCustomScope", "ConnectedApp");
    let email = "<contactEmail>crm@acme.example</contactEmail>";
    // Only the label follows from the name of the file. calint does not invent the rest.
    for (before, after) in [
        (format!("{tag}/>\n"), format!("{tag}>\n    <label>App</label>\n</ConnectedApp>\n")),
        (format!("{tag} />\r\n"), format!("{tag}>\r\n    <label>App</label>\r\n</ConnectedApp>\r\n")),
        (format!("{tag}></ConnectedApp>"), format!("{tag}><label>App</label></ConnectedApp>")),
        (format!("{tag}>{email}</ConnectedApp>"), format!("{tag}>{email}<label>App</label></ConnectedApp>")),
        (
            format!("{tag}>\n  {email}\n</ConnectedApp>"),
            format!("{tag}>\n  {email}\n  <label>App</label>\n</ConnectedApp>"),
        ),
        (format!("{tag}>{email}<label/></ConnectedApp>"), format!("{tag}>{email}<label>App</label></ConnectedApp>")),
    ] {
        let folder = Folder::new();
        folder.file(name, &before);
        let code = i32::from(!before.contains(email));
        folder.run(&["check", "--fix", "--unsafe-fixes", "--only", rule], code);
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("the file is there"), after);
    }
}

#[test]
fn every_encoding_stays_what_it_is() {
    let text = full_app().replace("Acme", "Ärzte 😀");
    let after = text.replace("Full", "Api");
    let wide = |text: &str, mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
        let text = text.replace("UTF-8", "UTF-16");
        [mark.to_vec(), text.encode_utf16().flat_map(unit).collect()].concat()
    };
    let marked = |text: &str| [b"\xEF\xBB\xBF".to_vec(), text.as_bytes().to_vec()].concat();
    let little = |text: &str| wide(text, [0xFF, 0xFE], u16::to_le_bytes);
    let big = |text: &str| wide(text, [0xFE, 0xFF], u16::to_be_bytes);
    for encode in [&marked as &dyn Fn(&str) -> Vec<u8>, &little, &big] {
        assert_eq!(fixed(APP, encode(&text), "full-scope"), encode(&after));
        // As an editor would do it that goes by the report.
        let folder = Folder::new();
        folder.file(APP, encode(&text));
        let report = folder.json(&["--only", "full-scope"], 1);
        let edit = &report["findings"][0]["fix"]["edits"][0];
        assert_eq!(edit["start"], report["findings"][0]["range"]["start"]["offset"]);
        assert_eq!(edit["end"], report["findings"][0]["range"]["end"]["offset"]);
    }
}

#[test]
fn values_keep_how_they_are_written() {
    let callback = |address: &str| good_app().replace("https://erp.acme.example/oauth/callback", address);
    assert_fixed(
        "callback-insecure-scheme",
        APP,
        &callback("http://erp.acme.example/cb?a=1&amp;b=2"),
        ("http://erp", "https://erp"),
    );
    let section = full_app().replace("Full", "<![CDATA[ Full ]]>");
    assert_fixed("full-scope", APP, &section, ("Full", "Api"));
    let spaced = full_app().replace(">Full<", ">\n            Full\n        <");
    assert_fixed("full-scope", APP, &spaced, ("Full", "Api"));
    let cased =
        good_app().replace("isAdminApproved>", "isadminapproved >").replace("<isadminapproved >", "<isadminapproved>");
    let right = cased.replace("isadminapproved", "isAdminApproved");
    assert_eq!(fixed_text(APP, &cased, "wrong-case"), right);
    assert_fixed(
        "callback-malformed",
        APP,
        &callback("https://a.acme.example/cb, https://b.acme.example/cb").replace('\n', "\r\n"),
        ("cb, https", "cb\r\nhttps"),
    );
}

#[test]
fn what_goes_takes_its_line_along_and_nothing_else() {
    let with = |line: &str| good_app().replace("        <scopes>Api", &format!("{line}        <scopes>Api"));
    let group = "        <madeUp>\r\n            <deep>1</deep>\n        </madeUp>  \n";
    assert_fixed("unknown-element", APP, &with(group), (group, ""));
    let beside = good_app().replace("<scopes>Api</scopes>", "<madeUp/><scopes>Api</scopes> <!-- here -->");
    assert_fixed("unknown-element", APP, &beside, ("<madeUp/>", ""));
    let repeated = with("        <scopes>Api</scopes>\n");
    assert_fixed("duplicate-element", APP, &repeated, ("        <scopes>Api</scopes>\n", ""));
    let doubled =
        good_app().replace("<scopes>Api</scopes>", "<scopes><scopes>Api</scopes><scopes>Web</scopes></scopes>");
    assert_fixed(
        "misplaced-element",
        APP,
        &doubled,
        (
            "<scopes><scopes>Api</scopes><scopes>Web</scopes></scopes>",
            "<scopes>Api</scopes>\n        <scopes>Web</scopes>",
        ),
    );
    let (line, before) = ("        <isAdminApproved>true</isAdminApproved>\n", good_app());
    let moved = before
        .replace(line, "")
        .replace("    <permissionSetName>", "    <isAdminApproved>true</isAdminApproved>\n    <permissionSetName>");
    assert_eq!(fixed_text(APP, &moved, "misplaced-element"), before);
}

#[test]
fn lists_in_one_text_keep_their_style() {
    let name = "extlClntAppOauthSettings/X_oauth.ecaOauth-meta.xml";
    let settings = |scopes: &str| {
        format!(
            "<ExtlClntAppOauthSettings xmlns=\"{NAMESPACE}\">\n    <commaSeparatedOauthScopes>{scopes}\
             </commaSeparatedOauthScopes>\n    <externalClientApplication>X</externalClientApplication>\n    \
             <label>X</label>\n</ExtlClntAppOauthSettings>\n"
        )
    };
    for (rule, before, after) in [
        ("redundant-scope", "RefreshToken,OfflineAccess,Api", "RefreshToken,Api"),
        ("redundant-scope", "Api, RefreshToken,  OfflineAccess ", "Api, RefreshToken "),
        ("redundant-scope", " Basic, Profile, Email, Phone", " Basic"),
        ("redundant-scope", "Api,Web,Api", "Api,Web"),
        ("full-scope", "Full,Api", "Api"),
        ("full-scope", "Full,Full", "Api"),
        ("unknown-oauth-scope", "api, refresh_token, API", "Api, RefreshToken"),
    ] {
        assert_eq!(fixed_text(name, &settings(before), rule), settings(after), "{rule}: {before}");
    }
    let two = "<callbackUrl>https://a.acme.example/cb</callbackUrl>\r\n        \
               <callbackUrl>https://b.acme.example/cb\r\nhttps://a.acme.example/cb</callbackUrl>";
    let one = "<callbackUrl>https://a.acme.example/cb\r\nhttps://b.acme.example/cb</callbackUrl>";
    let returned = good_app().replace('\n', "\r\n");
    let app = returned.replace("<callbackUrl>https://erp.acme.example/oauth/callback</callbackUrl>", two);
    assert_fixed("duplicate-element", APP, &app, (two, one));
}

#[test]
fn a_policy_is_written_as_a_whole() {
    let interactive =
        good_app().replace("<scopes>Api</scopes>", "<scopes>Api</scopes>\n        <scopes>RefreshToken</scopes>");
    let policy = "    </oauthConfig>\n    <oauthPolicy>\n        <ipRelaxation>ENFORCE</ipRelaxation>\n        \
                  <refreshTokenPolicy>specific_lifetime:90:DAYS</refreshTokenPolicy>\n    </oauthPolicy>";
    assert_fixed("refresh-token-never-expires", APP, &interactive, ("    </oauthConfig>", policy));
    let name = "extlClntAppOauthPolicies/X.ecaOauthPlcy-meta.xml";
    let folder = Folder::new();
    let external = |kind: &str, inside: &str| {
        format!(
            "<{kind} xmlns=\"{NAMESPACE}\">\n\t<externalClientApplication>X</externalClientApplication>\n{inside}</{kind}>\n"
        )
    };
    folder.file(
        "s/X.ecaOauth-meta.xml",
        external("ExtlClntAppOauthSettings", "\t<commaSeparatedOauthScopes>RefreshToken</commaSeparatedOauthScopes>\n"),
    );
    folder.file(
        "g/X.ecaGlblOauth-meta.xml",
        external("ExtlClntAppGlobalOauthSettings", "\t<callbackUrl>https://a.acme.example/cb</callbackUrl>\n"),
    );
    folder.file(
        name,
        external(
            "ExtlClntAppOauthConfigurablePolicies",
            "\t<refreshTokenPolicyType>Infinite</refreshTokenPolicyType>\n",
        ),
    );
    folder.run(&["check", "--fix", "--unsafe-fixes", "--only", "refresh-token-never-expires"], 0);
    let expected = "\t<refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType>\n\t\
                    <refreshTokenValidityPeriod>90</refreshTokenValidityPeriod>\n\t\
                    <refreshTokenValidityUnit>Days</refreshTokenValidityUnit>\n";
    let written = fs::read_to_string(folder.path().join(name)).expect("the file is there");
    assert_eq!(written, external("ExtlClntAppOauthConfigurablePolicies", expected));
}

#[test]
fn a_wrong_suffix_is_renamed_unless_the_name_is_taken() {
    let folder = Folder::new();
    folder.file("connectedApps/App.connectedapp", good_app());
    folder.run(&["check", "--fix"], 0);
    assert_eq!(fs::read_to_string(folder.path().join("connectedApps/App.connectedApp")).expect("renamed"), good_app());
    assert!(!folder.path().join("connectedApps/App.connectedapp").exists());
    folder.file("connectedApps/App.connectedapp", full_app());
    let run = folder.run(&["check", "--fix", "--only", "wrong-file-suffix"], 3);
    assert!(run.stdout.contains("there is already a file `App.connectedApp`"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(folder.path().join("connectedApps/App.connectedApp")).expect("kept"), good_app());
    assert_eq!(fs::read_to_string(folder.path().join("connectedApps/App.connectedapp")).expect("kept"), full_app());
}

#[test]
fn unsafe_fixes_are_asked_for() {
    let folder = Folder::new();
    let app = full_app().replace("<isAdminApproved>true", "<isAdminApproved>True");
    folder.file(APP, &app);
    let all = ["--profile", "strict", "--skip", "pkce-not-required"];
    let plain = folder.run(&[&["check"], all.as_slice()].concat(), 1);
    assert!(plain.stderr.contains("; 1 fixable with --fix (1 more with --unsafe-fixes); exit 1"), "{}", plain.stderr);
    assert!(plain.stdout.contains("fix:  write `true` (--fix)") && plain.stdout.contains("(--fix --unsafe-fixes)"));
    let safe = folder.run(&[&["check", "--fix"], all.as_slice()].concat(), 1);
    assert!(safe.stderr.contains("; fixed 1 in 1 file; exit 1"), "{}", safe.stderr);
    assert!(!safe.stdout.contains("wrong-case") && safe.stdout.contains("full-scope"), "{}", safe.stdout);
    let risky = folder.run(&[&["check", "--fix", "--unsafe-fixes"], all.as_slice()].concat(), 0);
    assert!(risky.stderr.contains("; fixed 1 in 1 file; exit 0"), "{}", risky.stderr);
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), good_app());
    let again = folder.run(&[&["check", "--fix", "--unsafe-fixes"], all.as_slice()].concat(), 0);
    assert!(again.stderr.contains("; fixed 0; exit 0"), "{}", again.stderr);
}

#[test]
fn only_what_is_shown_is_repaired() {
    for arguments in [["--skip", "full-scope"], ["--only", "callback-malformed"]] {
        let folder = Folder::new();
        folder.file(APP, full_app());
        folder.run(&[&["check", "--fix", "--unsafe-fixes"], arguments.as_slice()].concat(), 0);
        assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), full_app());
    }
    let folder = Folder::new();
    let cased = good_app().replace("<isAdminApproved>true", "<isAdminApproved>True");
    folder.file(APP, &cased);
    folder.run(&["check", "--fix"], 0);
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), cased, "a rule of `strict`");
}

#[test]
fn fix_only_tells_nothing_that_is_left() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    let run = folder.run(&["check", "--fix-only"], 0);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("; fixed 0; exit 0: --fix-only"), "{}", run.stderr);
    folder.run(&["check", "--fix-only", "--unsafe-fixes"], 0);
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), good_app());
    folder.file("Broken.connectedApp", "<ConnectedApp");
    folder.run(&["check", "--fix-only"], 3);
}

#[test]
fn flags_that_contradict_one_another_are_2() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    for arguments in [
        ["--fix", "--diff"],
        ["--fix-only", "--diff"],
        ["--fix-only", "--report=json=x"],
        ["--diff", "--report=json=x"],
        ["--unsafe-fixes", "--exit-zero"],
    ] {
        folder.run(&[&["check"], arguments.as_slice()].concat(), 2);
    }
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), full_app());
}

#[test]
fn what_others_fill_in_or_own_is_left_alone() {
    let folder = Folder::new();
    let project = r#"{ "packageDirectories": [{ "path": "force-app" }], "replacements": [
        { "filename": "force-app/A.connectedApp-meta.xml", "stringToReplace": "https://erp", "replaceWithEnv": "X" }] }"#;
    folder.file("sfdx-project.json", project);
    let clear = good_app().replace("https://erp", "http://erp");
    let deprecated = good_app().replace("    <label>", "    <iconUrl>${ICON}</iconUrl>\n    <label>");
    let replaced = good_app().replace("    <label>", "    <iconUrl>https://erp</iconUrl>\n    <label>");
    folder.file("force-app/A.connectedApp-meta.xml", &replaced);
    folder.file("force-app/B.connectedApp-meta.xml", &deprecated);
    folder.file("force-app/acme__C.connectedApp-meta.xml", &clear);
    folder.file("force-app/D.connectedApp-meta.xml", &clear);
    folder.file("force-app/E.connectedApp-meta.xml", clear.replace("</ConnectedApp>", ""));
    folder.run(&["check", "--fix-only", "--unsafe-fixes", "--profile", "audit", "--skip", "pkce-not-required"], 3);
    let read = |name: &str| fs::read_to_string(folder.path().join("force-app").join(name)).expect("the file is there");
    assert_eq!(read("A.connectedApp-meta.xml"), replaced);
    assert_eq!(read("B.connectedApp-meta.xml"), deprecated);
    assert_eq!(read("acme__C.connectedApp-meta.xml"), clear);
    assert_eq!(read("D.connectedApp-meta.xml"), good_app());
    assert_eq!(read("E.connectedApp-meta.xml"), clear.replace("</ConnectedApp>", ""));
}

#[test]
fn what_is_accepted_or_in_the_baseline_is_left_alone() {
    let folder = Folder::new();
    let accept = "[[accept]]\nrule = \"full-scope\"\napp = \"A\"\nreason = \"until the contract ends\"\n";
    folder.file("calint.toml", accept).file("A.connectedApp", full_app()).file("B.connectedApp", full_app());
    folder.run(&["baseline", "create"], 0);
    folder.file("C.connectedApp", full_app());
    let run = folder.run(&["check", "--fix", "--unsafe-fixes"], 0);
    assert!(run.stderr.contains("; fixed 1 in 1 file"), "{}", run.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("the file is there");
    assert_eq!([read("A.connectedApp"), read("B.connectedApp")], [full_app(), full_app()]);
    assert_eq!(read("C.connectedApp"), good_app());
    // calint fixes a change that a person reverts.
    folder.run(&["check", "--fix-only", "--unsafe-fixes", "--no-accept", "--no-baseline"], 0);
    assert_eq!([read("A.connectedApp"), read("B.connectedApp")], [good_app(), good_app()]);
}

#[test]
fn a_wrong_configuration_writes_nothing() {
    let folder = Folder::new();
    folder.file("calint.toml", "exclude = [\"nowhere/**\"]\n").file("A.connectedApp", full_app());
    folder.run(&["check", "--fix", "--unsafe-fixes"], 2);
    assert_eq!(fs::read_to_string(folder.path().join("A.connectedApp")).expect("the file is there"), full_app());
}

#[test]
fn archives_are_never_written() {
    let folder = Folder::new();
    let bytes = zip(&[("connectedApps/App.connectedApp", full_app().as_bytes())]);
    folder.file("retrieve.zip", &bytes);
    let run = folder.run(&["check", "--fix", "--unsafe-fixes"], 1);
    assert!(run.stderr.contains("; fixed 0;"), "{}", run.stderr);
    assert_eq!(fs::read(folder.path().join("retrieve.zip")).expect("the archive is there"), bytes);
    assert!(folder.json(&["retrieve.zip"], 1)["findings"][0].get("fix").is_none());
}

#[test]
fn stdin_is_printed_repaired() {
    let folder = Folder::new();
    folder.file("App.connectedApp", "what stands on the disk");
    let print = |text: &str, arguments: &[&str], code: i32| {
        let mut all = vec!["check", "-", "--stdin-filename", "App.connectedApp"];
        all.extend(arguments);
        run(command(folder.path()).args(&all).write_stdin(text), code).stdout
    };
    assert_eq!(print(&full_app(), &["--fix", "--unsafe-fixes"], 0), good_app());
    assert_eq!(print(&full_app(), &["--fix"], 1), full_app());
    assert_eq!(print(&good_app(), &["--fix"], 0), good_app());
    assert!(print(&full_app(), &["--diff", "--unsafe-fixes"], 1).contains("\n+        <scopes>Api</scopes>\n"));
    let disk = fs::read_to_string(folder.path().join("App.connectedApp")).expect("the file is there");
    assert_eq!(disk, "what stands on the disk");
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Acme", "-c", "user.email=crm@acme.example", "-c", "core.autocrlf=false"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Files that need fixes, in every layout that might break a patch.
fn crooked(folder: &Folder) -> Vec<&'static str> {
    let without_end = full_app()
        .trim_end()
        .replace("<scopes>Full</scopes>\n    </oauthConfig>", "<scopes>Full</scopes></oauthConfig>");
    folder.file("a b/Å.connectedApp", full_app().replace('\n', "\r\n"));
    folder.file("Mark.connectedApp", format!("\u{feff}{}", full_app()));
    folder.file("Line.connectedApp", full_app().replace('\n', ""));
    folder.file("End.connectedApp", without_end);
    folder.file(
        "Long.connectedApp",
        full_app().replace("    <label>", &format!("{}    <label>", "<!-- -->\n".repeat(40))),
    );
    folder.file("Policy.connectedapp", waiting());
    folder.file("Good.connectedApp", good_app());
    vec![
        "a b/Å.connectedApp",
        "Mark.connectedApp",
        "Line.connectedApp",
        "End.connectedApp",
        "Long.connectedApp",
        "Policy.connectedApp",
        "Good.connectedApp",
    ]
}

#[test]
fn a_patch_is_what_git_takes_and_what_fix_does() {
    let (by_patch, by_fix) = (Folder::outside_git(), Folder::new());
    let arguments = ["--unsafe-fixes", "--profile", "audit"];
    crooked(&by_patch);
    let names = crooked(&by_fix);
    git(by_patch.path(), &["init", "-q"]);
    git(by_patch.path(), &["add", "-A"]);
    git(by_patch.path(), &["commit", "-q", "-m", "first"]);
    let patch = by_patch.run(&[&["check", "--diff"], arguments.as_slice()].concat(), 1).stdout;
    let again = by_patch.run(&[&["check", "--diff", "--exit-zero"], arguments.as_slice()].concat(), 0).stdout;
    assert_eq!(patch, again);
    git(by_patch.path(), &["diff", "--exit-code"]);
    by_patch.file(".git/fixes.patch", &patch);
    git(by_patch.path(), &["apply", "--check", ".git/fixes.patch"]);
    git(by_patch.path(), &["apply", ".git/fixes.patch"]);
    by_fix.run(&[&["check", "--fix-only"], arguments.as_slice()].concat(), 0);
    for name in names {
        let read =
            |folder: &Folder| fs::read(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(String::from_utf8_lossy(&read(&by_patch)), String::from_utf8_lossy(&read(&by_fix)), "{name}");
    }
    assert!(
        !by_patch.path().join("Policy.connectedapp").exists() && !by_fix.path().join("Policy.connectedapp").exists()
    );
    by_patch.run(&[&["check", "--diff"], arguments.as_slice()].concat(), 0);
}

#[test]
fn repairs_of_several_rules_settle() {
    let folder = Folder::new();
    // Everything at once, on one list: each rule would do another thing.
    let scopes = ["Full", "api", "Api", "Web", "RefreshToken", "OfflineAccess", "Chatter", "OfflineAccess"];
    let lines: String = scopes.map(|scope| format!("        <scopes>{scope}</scopes>\n")).concat();
    folder.file(APP, full_app().replace("        <scopes>Full</scopes>\n", &lines));
    let arguments = ["check", "--fix-only", "--unsafe-fixes", "--profile", "audit"];
    folder.run(&arguments, 0);
    let settled = fs::read_to_string(folder.path().join(APP)).expect("the file is there");
    let left: Vec<&str> = settled.lines().map(str::trim).filter_map(|line| line.strip_prefix("<scopes>")).collect();
    assert_eq!(left, ["Api</scopes>", "Web</scopes>", "RefreshToken</scopes>"]);
    let again = folder.run(&arguments, 0);
    assert!(again.stderr.contains("; fixed 0; "), "{}", again.stderr);
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), settled);
}

#[test]
fn a_repair_that_brings_another_finding_is_taken_back() {
    let folder = Folder::new();
    // The scope could be read then, and it is one that no machine needs.
    let doubled = "        <certificate>MIIB</certificate>\n        <isAdminApproved>true</isAdminApproved>\n        \
                   <scopes>Api</scopes>\n        <scopes><scopes>Lightning</scopes></scopes>";
    let text = app(doubled, "    <permissionSetName>ERP</permissionSetName>");
    folder.file(APP, &text);
    let run = folder.run(&["check", "--fix", "--profile", "strict", "--format", "concise"], 1);
    assert!(run.stderr.contains("; fixed 0, 1 could not be fixed; exit 1"), "{}", run.stderr);
    assert!(run.stdout.contains("misplaced-element"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), text);
    // If the other finding is hidden, it does not block the fix.
    let run = folder.run(&["check", "--fix"], 1);
    assert!(run.stderr.contains("; fixed 1 in 1 file; exit 1"), "{}", run.stderr);
}

#[test]
fn only_what_a_change_brings_is_repaired() {
    let folder = Folder::outside_git();
    folder.file("Old.connectedApp", full_app());
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    folder.file("New.connectedApp", full_app());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let arguments = ["check", "--fix", "--unsafe-fixes", "--changed-since", "HEAD"];
    run(command(folder.path()).env("PATH", path).args(arguments), 0);
    assert_eq!(fs::read_to_string(folder.path().join("Old.connectedApp")).expect("the file is there"), full_app());
    assert_eq!(fs::read_to_string(folder.path().join("New.connectedApp")).expect("the file is there"), good_app());
}

#[test]
fn what_is_left_is_reported_in_the_changed_file() {
    let folder = Folder::new();
    let app = full_app()
        .replace("https://erp.acme.example/oauth/callback", "https://*.acme.example/\n\nhttp://a.acme.example/");
    folder.file(APP, &app);
    let report = folder.json(&["--fix", "--unsafe-fixes"], 1);
    assert_eq!(rules(&report), ["callback-malformed"]);
    let bytes = fs::read(folder.path().join(APP)).expect("the file is there");
    assert_eq!(crate::common::under(&bytes, &report["findings"][0]["range"]), b"https://*.acme.example/");
}

/// An org that allows flows with passwords.
const OIDC: &str = "<OauthOidcSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n    \
                    <blockOAuthUnPwFlow>false</blockOAuthUnPwFlow>\n    <blockOAuthUsrAgtFlow>true</blockOAuthUsrAgtFlow>\n\
                    </OauthOidcSettings>\n";

#[test]
fn shared_files_are_fixed_only_if_only_names_the_rule() {
    let folder = Folder::new();
    let name = "settings/OauthOidc.settings-meta.xml";
    folder.file(name, OIDC);
    let arguments = ["--unsafe-fixes", "--profile", "strict", "--skip", "org-pkce-not-required"];
    let report = folder.json(&["--profile", "strict", "--skip", "org-pkce-not-required"], 1);
    assert_eq!(report["findings"][0]["fix"]["needs_only"], true);
    let plain = folder.run(&["check", "--profile", "strict", "--skip", "org-pkce-not-required"], 1);
    assert!(plain.stderr.contains("; 1 fixable only if --only names the rule; exit 1"), "{}", plain.stderr);
    assert!(plain.stdout.contains("(--fix --unsafe-fixes --only org-legacy-flow-allowed)"), "{}", plain.stdout);
    for mode in ["--fix", "--fix-only", "--diff"] {
        let code = i32::from(mode == "--fix");
        let run = folder.run(&[&["check", mode], arguments.as_slice()].concat(), code);
        let hint = "fixes them only if --only names the rule (org-legacy-flow-allowed)";
        assert!(run.stderr.contains(hint), "{mode}: {}", run.stderr);
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("the file is there"), OIDC, "{mode}");
    }
    folder.run(&["check", "--fix", "--unsafe-fixes", "--only", "org-legacy-flow-allowed"], 0);
    let fixed = fs::read_to_string(folder.path().join(name)).expect("the file is there");
    assert_eq!(fixed, OIDC.replace(">false<", ">true<"));
}

#[test]
fn a_run_lists_what_it_fixed_and_what_it_could_fix() {
    let app = full_app().replace("<isAdminApproved>true", "<isAdminApproved>True");
    let arguments = ["--profile", "strict", "--skip", "pkce-not-required"];
    for (mode, verb, code) in [("--diff", "would fix", 1), ("--fix-only", "fixed", 0), ("--fix", "fixed", 1)] {
        let folder = Folder::new();
        folder.file("B.connectedApp", &app).file("A.connectedApp", &app);
        let run = folder.run(&[&["check", mode], arguments.as_slice()].concat(), code);
        let lines: Vec<&str> = run.stderr.lines().collect();
        let fixed = |app: &str| format!("calint: {verb} {app}.connectedApp: wrong-case: write `true`");
        assert_eq!(lines.get(..2), Some([fixed("A"), fixed("B")].each_ref().map(String::as_str).as_slice()), "{mode}");
        assert!(run.stderr.contains("calint: --unsafe-fixes would fix 2 more findings"), "{mode}: {}", run.stderr);
    }
}

#[test]
fn a_fix_that_brings_a_finding_elsewhere_is_left_with_its_reason() {
    let folder = Folder::new();
    // The key shows that the file is an old retrieve. Without it calint would miss the settings of newer versions.
    let old = full_app()
        .replace(
            "        <isAdminApproved>true</isAdminApproved>\n",
            "        <consumerKey>abcdefgh12345678</consumerKey>\n",
        )
        .replace("Full", "Api");
    folder.file(APP, &old);
    let run = folder.run(&["check", "--fix", "--unsafe-fixes", "--profile", "strict"], 1);
    assert!(run.stderr.contains("(it would bring `pkce-not-required` in connectedApps/"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), old);
}

#[test]
fn many_fixes_of_a_file_take_few_rounds_or_leave_it_whole() {
    let many = "    <permissionsetname>ERP</permissionsetname>\n".repeat(60);
    let text = good_app().replace("</ConnectedApp>", &format!("{many}</ConnectedApp>"));
    let folder = Folder::new();
    folder.file(APP, &text);
    let run = folder.run(&["check", "--fix", "--only", "wrong-case,duplicate-element"], 1);
    assert!(run.stderr.contains("; fixed 0, ") && run.stderr.contains("could not be fixed"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), text);
}

#[cfg(unix)]
mod on_disk {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("the file is there").permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode can be set");
    }

    #[test]
    fn mode_and_links_stay() {
        let folder = Folder::new();
        folder.file("elsewhere/Real.txt", full_app()).file("app/x", "");
        let (real, link) = (folder.path().join("elsewhere/Real.txt"), folder.path().join("app/App.connectedApp"));
        symlink("../elsewhere/Real.txt", &link).expect("a link can be made");
        set_mode(&real, 0o600);
        folder.run(&["check", "--fix", "--unsafe-fixes", "app/App.connectedApp"], 0);
        assert_eq!(fs::read_link(&link).expect("still a link"), Path::new("../elsewhere/Real.txt"));
        assert_eq!(fs::read_to_string(&real).expect("the file is there"), good_app());
        assert_eq!(mode(&real), 0o600);
    }

    #[test]
    fn what_may_not_be_written_is_told_and_the_others_are_repaired() {
        let folder = Folder::new();
        folder.file("a/App.connectedApp", full_app()).file("b/App.connectedApp", full_app());
        let locked = folder.path().join("a/App.connectedApp");
        set_mode(&locked, 0o444);
        let run = folder.run(&["check", "--fix", "--unsafe-fixes"], 3);
        assert!(run.stdout.contains("is not fixed: it cannot be written"), "{}", run.stdout);
        assert!(run.stdout.contains("full-scope") && run.stderr.contains("; fixed 1 in 1 file"), "{}", run.stderr);
        assert_eq!(fs::read_to_string(&locked).expect("the file is there"), full_app());
        assert_eq!(fs::read_to_string(folder.path().join("b/App.connectedApp")).expect("it is there"), good_app());
    }

    #[test]
    fn a_folder_that_may_not_be_written_keeps_its_files() {
        let folder = Folder::new();
        folder.file("a/App.connectedApp", full_app());
        let inside = folder.path().join("a");
        set_mode(&inside, 0o555);
        let is_locked = fs::write(inside.join("probe"), "").is_err(); // Root may write anywhere.
        if is_locked {
            folder.run(&["check", "--fix", "--unsafe-fixes"], 3);
            assert_eq!(fs::read_to_string(inside.join("App.connectedApp")).expect("it is there"), full_app());
        }
        set_mode(&inside, 0o755);
    }

    /// A shell whose children may not write a byte into a file: a full disk, or a kill in the midst of the write.
    fn limited(folder: &Folder, trap: &str) -> std::process::Output {
        let program = assert_cmd::cargo::cargo_bin("calint");
        let script = format!("{trap} ulimit -f 0; exec \"{}\" check --fix --unsafe-fixes", program.display());
        let mut shell = Command::new("sh");
        shell.current_dir(folder.path()).env_clear().args(["-c", &script]);
        shell.output().expect("a shell runs")
    }

    #[test]
    fn a_full_disk_or_a_kill_leaves_the_old_file_whole() {
        for (trap, code) in [("trap '' XFSZ;", Some(3)), ("", None)] {
            let folder = Folder::new();
            folder.file(APP, full_app());
            let output = limited(&folder, trap);
            assert_eq!(output.status.code(), code, "{}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), full_app());
            // calint ignores the remains of a killed run, and the next run completes its work.
            folder.run(&["check", "--fix", "--unsafe-fixes"], 0);
            assert_eq!(fs::read_to_string(folder.path().join(APP)).expect("the file is there"), good_app());
        }
    }

    #[test]
    fn a_patch_leaves_out_what_git_would_refuse() {
        use std::os::unix::ffi::OsStrExt;
        let folder = Folder::outside_git();
        let clear = "connectedApps/B.connectedApp";
        folder.file(clear, full_app()).file("elsewhere/Real.txt", full_app());
        symlink("../elsewhere/Real.txt", folder.path().join("connectedApps/Link.connectedApp")).expect("a link");
        let strange = std::ffi::OsStr::from_bytes(b"Caf\xe9.connectedApp");
        let is_possible = fs::write(folder.path().join("connectedApps").join(strange), full_app()).is_ok();
        folder.file("connectedApps/A.connectedapp", good_app()).file("connectedApps/A.connectedApp", good_app());
        git(folder.path(), &["init", "-q"]);
        git(folder.path(), &["add", "-A"]);
        let link = "connectedApps/Link.connectedApp";
        let run = folder.run(&["check", "--diff", "--unsafe-fixes", "--profile", "default", clear, link, "."], 3);
        folder.file(".git/fixes.patch", &run.stdout);
        git(folder.path(), &["apply", ".git/fixes.patch"]);
        assert_eq!(fs::read_to_string(folder.path().join(clear)).expect("the file is there"), good_app());
        assert!(run.stderr.contains("(Git does not patch files through links)"), "{}", run.stderr);
        assert!(!is_possible || run.stderr.contains("whose name is not UTF-8"), "{}", run.stderr);
    }

    #[test]
    fn a_file_and_a_link_to_it_are_fixed_once() {
        let folder = Folder::new();
        folder.file("App.connectedApp", full_app());
        symlink("App.connectedApp", folder.path().join("Same.connectedApp")).expect("a link can be made");
        // calint follows a link only where it is named.
        let named = ["App.connectedApp", "Same.connectedApp"];
        let run = folder.run(&[&["check", "--fix-only", "--unsafe-fixes"], &named[..]].concat(), 0);
        assert!(!run.stderr.contains("changed while"), "{}", run.stderr);
        assert_eq!(fs::read_to_string(folder.path().join("App.connectedApp")).expect("it is there"), good_app());
        assert!(folder.path().join("Same.connectedApp").is_symlink());
    }

    #[test]
    fn owners_stay_and_calint_says_what_does_not() {
        use std::os::unix::fs::{MetadataExt, chown};
        let folder = Folder::new();
        folder.file("App.connectedApp", full_app());
        let path = folder.path().join("App.connectedApp");
        let is_ours = chown(&path, Some(65534), Some(65534)).is_err(); // Only root may give files away.
        fs::hard_link(&path, folder.path().join("copy.txt")).expect("a hard link can be made");
        let before = fs::metadata(&path).expect("the file is there");
        let run = folder.run(&["check", "--fix", "--unsafe-fixes"], 0);
        let after = fs::metadata(&path).expect("the file is there");
        assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()), "given away: {}", !is_ours);
        assert!(run.stderr.contains("hard links: they keep the old text"), "{}", run.stderr);
        assert_eq!(fs::read_to_string(folder.path().join("copy.txt")).expect("it is there"), full_app());
    }

    #[test]
    fn temporary_files_of_a_killed_run_are_swept() {
        let folder = Folder::new();
        folder.file("a/App.connectedApp", full_app()).file("a/.calint-a1B2c3", "half").file("b/.calint-a1B2c3", "half");
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(600);
        for name in ["a", "b"] {
            let file = fs::File::options().append(true).open(folder.path().join(name).join(".calint-a1B2c3"));
            file.expect("the file is there").set_modified(old).expect("the time can be set");
        }
        folder.run(&["check", "--fix", "--unsafe-fixes"], 0);
        assert!(!folder.path().join("a/.calint-a1B2c3").exists());
        assert!(folder.path().join("b/.calint-a1B2c3").exists(), "calint writes nothing there");
    }
}
