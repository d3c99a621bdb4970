#!/usr/bin/env python3
"""whole_process.py CALINT: whole-process times as ratios within one run, against their budgets.

A person waits for a process and not for instructions, so this measures what instructions.py cannot see: start, disk,
and kernel. Figures are ratios to another program in the same run, because times of two machines cannot be compared.
Times are the least of several runs, since noise only adds. Prints figures and asserts none: a busy machine must not
turn a build red. Needs xmllint and xmlstarlet. All inputs are made here.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
APP = f"""<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="{NAMESPACE}">
    <contactEmail>integrations@acme.example</contactEmail>
    <label>%(label)s</label>
    <oauthConfig>
        <callbackUrl>%(callback)s</callbackUrl>
        <isAdminApproved>%(approved)s</isAdminApproved>
        <isClientCredentialEnabled>%(credentials)s</isClientCredentialEnabled>
        <isConsumerSecretOptional>false</isConsumerSecretOptional>
        <scopes>%(scope)s</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>%(ip)s</ipRelaxation>
        <refreshTokenPolicy>%(refresh)s</refreshTokenPolicy>
    </oauthPolicy>
    <permissionSetName>ERP Integration</permissionSetName>
</ConnectedApp>
"""
GOOD = dict(label="Good", callback="https://erp.acme.example/cb", approved="true", credentials="false", scope="Api",
            ip="ENFORCE", refresh="specific_lifetime:30:DAYS")
BAD = dict(GOOD, label="Bad", callback="http://erp.acme.example/cb", approved="false", scope="Full", ip="BYPASS",
           refresh="infinite")
MACHINE = dict(GOOD, label="Machine", callback="http://localhost:1717/cb", credentials="true", refresh="zero")

# Nine checks as a team without a linter writes them.
CHECKS = {
    "full-scope": "/m:ConnectedApp/m:oauthConfig/m:scopes[.='Full']",
    "infinite-refresh": "/m:ConnectedApp/m:oauthPolicy/m:refreshTokenPolicy[.='infinite']",
    "ip-bypass": "/m:ConnectedApp/m:oauthPolicy/m:ipRelaxation[.='BYPASS']",
    "not-admin-approved": "/m:ConnectedApp/m:oauthConfig[not(m:isAdminApproved='true')]",
    "secret-in-source": "/m:ConnectedApp/m:oauthConfig/m:consumerSecret[normalize-space(.)]",
    "public-client-no-pkce": "/m:ConnectedApp/m:oauthConfig[m:isConsumerSecretOptional='true' and not(m:isPkceRequired='true')]",
    "no-run-as": "/m:ConnectedApp/m:oauthConfig[m:isClientCredentialEnabled='true' and not(m:oauthClientCredentialUser)]",
    "admin-approved-nobody": "/m:ConnectedApp[m:oauthConfig/m:isAdminApproved='true' and not(m:permissionSetName) and not(m:profileName)]",
    "http-callback": "/m:ConnectedApp/m:oauthConfig/m:callbackUrl[contains(.,'http://')]",
}


def apps(folder, count):
    folder.mkdir(parents=True)
    for number in range(count):
        kind = (GOOD, BAD, MACHINE)[number % 3]
        (folder / f"App{number:05}.connectedApp-meta.xml").write_text(APP % kind)


def least(runs, *commands):
    """The least time of each (command, folder), run in turn so that noise meets all alike."""
    times = [[] for _ in commands]
    for _ in range(runs):
        for (command, folder), taken in zip(commands, times):
            begin = time.perf_counter()
            subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            taken.append(time.perf_counter() - begin)
    return [min(taken) for taken in times]


def peak(command, cwd):
    """Peak memory of one run in MB."""
    code = "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    out = subprocess.run([sys.executable, "-c", code, *command], cwd=cwd, capture_output=True, text=True).stdout
    return int(out) / 1024


def say(what, ours, theirs, other, budget):
    print(f"{what:<44} {ours * 1000:8.1f} ms {theirs * 1000:8.1f} ms {other:<22} ratio {ours / theirs:5.2f} (budget {budget})")


def hook(calint, root):
    apps(root, 3)
    name = "App00001.connectedApp-meta.xml"
    ours, theirs = least(80, ([calint, "check", name], root), (["xmllint", "--noout", name], root))
    say("one app with findings, as a hook", ours, theirs, "xmllint --noout", "2")


def thousand(calint, root):
    apps(root / "connectedApps", 1000)
    select = ["xmlstarlet", "sel", "-N", f"m={NAMESPACE}", "-t"]
    for name, path in CHECKS.items():
        select += ["-m", path, "-f", "-o", f": {name}", "-n", "-b"]
    script = ["sh", "-c", "find connectedApps -name '*.connectedApp-meta.xml' -print0 | xargs -0 \"$@\"", "sh", *select]
    styles = ("full", "concise", "json")
    *ours, theirs = least(20, *(([calint, "check", "--format", style], root) for style in styles), (script, root))
    for style, taken in zip(styles, ours):
        say(f"1,000 apps, all rules, {style}", taken, theirs, "XPath, nine checks", "1")


def built(root, name, source, dependency):
    """Builds a program of one file on its own: as one of Cargo's benches it would wait for all of calint."""
    package = root / name
    package.mkdir()
    (package / "main.rs").write_text(source)
    target = f'[[bin]]\nname = "{name}"\npath = "main.rs"\n'
    head = f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n{dependency}\n[workspace]\n'
    (package / "Cargo.toml").write_text(head + target)
    environment = {name: value for name, value in os.environ.items() if name != "CARGO_TARGET_DIR"}
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=package, env=environment, check=True)
    return str(package / f"target/release/{name}")


def bare_walk(root):
    source = pathlib.Path(__file__).resolve().parent / "bare_walk.rs"
    return built(root, "bare_walk", source.read_text(), 'walkdir = "2.5"')


def walk(calint, root):
    for number in range(300):
        folder = root / f"force-app/main/default/part{number % 20}/objects{number}"
        folder.mkdir(parents=True)
        for index in range(50):
            (folder / f"Field{index}.field-meta.xml").write_text("<CustomField/>")
    apps(root / "force-app/main/default/connectedApps", 6)
    (root / "sfdx-project.json").write_text("{}")
    ours, theirs = least(20, ([calint, "check"], root), ([bare_walk(root.parent), "."], root))
    say("15,000 files with 6 apps", ours, theirs, "bare walkdir listing", "2")


def sources(calint, root):
    """A tree of Apex and JavaScript, each file of which is looked through for keys and tokens."""
    text = "public with sharing class Billing {\n    // %d\n" + "    public Decimal total { get; set; }\n" * 80 + "}\n"
    for number in range(300):
        folder = root / f"force-app/main/default/part{number % 20}/code{number}"
        folder.mkdir(parents=True)
        for index in range(50):
            (folder / f"Code{index}.{('cls', 'js')[index % 2]}").write_text(text % index)
    apps(root / "force-app/main/default/connectedApps", 6)
    (root / "sfdx-project.json").write_text("{}")
    search = ["grep", "-rlE", "-e", "-----BEGIN|force://|5Aep|3MVG9|00D.{12,15}!", "."]
    ours, theirs = least(10, ([calint, "check"], root), (search, root))
    say("15,000 sources of 3 KB with 6 apps", ours, theirs, "grep -rlE", "2")


def many(calint, root):
    apps(root / "connectedApps", 10_000)
    command = [calint, "check", "--format", "concise"]
    tenth = root.parent / "tenth"
    apps(tenth / "connectedApps", 1000)
    ours, theirs = least(5, (command, root), (command, tenth))
    say("10,000 apps", ours, theirs, "1,000 apps", "10: linear")
    for style in ("full", "concise", "json"):
        print(f"peak memory of 10,000 apps, {style:<7} {peak([calint, 'check', '--format', style], root):5.0f} MB (budget 200)")


def main(calint):
    calint = os.path.abspath(calint)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, measure in (("hook", hook), ("thousand", thousand), ("walk", walk), ("sources", sources), ("many", many)):
            measure(calint, root / name)


if __name__ == "__main__":
    main(*sys.argv[1:])
