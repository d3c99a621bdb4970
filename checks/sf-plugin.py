#!/usr/bin/env python3
"""sf-plugin.py CALINT: the commands of calint in the real Salesforce CLI.

It makes the npm packages from CALINT, links the plugin into the `sf` of the path or into one that npm installs, and
compares what `sf calint` does with what calint does. Once installed, it must work without a network: where the kernel
allows it, the commands run without one. All that it makes is in one temporary folder. Without npm, or if the registry
does not have what is needed, it says so and ends with 0.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALINT = pathlib.Path(sys.argv[1]).resolve()
ORG = ROOT / "testdata/orgs/acme-crm"
QUIET = {"SF_DISABLE_TELEMETRY": "true", "SF_AUTOUPDATE_DISABLE": "true", "SF_SKIP_NEW_VERSION_CHECK": "true",
         "SF_HIDE_RELEASE_NOTES": "true", "npm_config_update_notifier": "false"}


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(0)


def installed(folder, *packages):
    """Installs packages from the registry or from files, or tells that it cannot."""
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true}')
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if ended.returncode != 0:
        skip(f"npm cannot install {packages[0]}: {(ended.stderr or ended.stdout).strip().splitlines()[-1:]}")
    return folder / "node_modules"


def plugin(scratch):
    """The folder of the plugin, with all that it depends on."""
    platform = subprocess.run(["node", "-p", "process.platform + '-' + process.arch"], check=True, capture_output=True, text=True)
    platform, build = platform.stdout.strip(), ["node", ROOT / "npm/build.mjs"]
    out = scratch / "packages"
    made = [[*build, "main", out], [*build, "sf-plugin", out], [*build, "platform", platform, CALINT, out]]
    folders = [subprocess.run(it, check=True, capture_output=True, text=True).stdout.strip() for it in made]
    for folder in folders:
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", scratch, folder], check=True, capture_output=True)
    modules = installed(scratch / "plugin", *sorted(map(str, scratch.glob("*.tgz"))))
    return modules / "@calint/sf-plugin", modules / f"@calint/{platform}"


class Cli:
    """The Salesforce CLI, in a home of its own."""

    def __init__(self, scratch):
        self.home = scratch / "home"
        self.home.mkdir()
        self.program = shutil.which("sf") or installed(scratch / "cli", "@salesforce/cli") / ".bin/sf"
        self.offline = ["unshare", "-rn"] if shutil.which("unshare") else []
        if self.offline and subprocess.run([*self.offline, "true"], capture_output=True).returncode != 0:
            self.offline = []

    def run(self, *arguments, stdin="", cwd=ORG):
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.home), **QUIET}
        command = [*self.offline, self.program, *arguments]
        return subprocess.run(command, cwd=cwd, env=variables, input=stdin, capture_output=True, text=True)


def calint(*arguments, stdin="", cwd=ORG):
    return subprocess.run([CALINT, *arguments], cwd=cwd, input=stdin, capture_output=True, text=True)


def same(sf, *arguments, code, **more):
    """Compares the output and the exit code. The Salesforce CLI itself may write to stderr."""
    ours, theirs = calint(*arguments, **more), sf.run("calint", *arguments, **more)
    assert ours.returncode == theirs.returncode == code, (arguments, ours.returncode, theirs.returncode, theirs.stderr)
    assert ours.stdout == theirs.stdout, (arguments, theirs.stdout)
    missing = [line for line in ours.stderr.splitlines() if line not in theirs.stderr.splitlines()]
    assert not missing, (arguments, missing, theirs.stderr)


def check(sf, scratch):
    good = "connectedApps/Good 'one' $(touch pwned).connectedApp-meta.xml"
    project = scratch / "project"
    (project / "connectedApps").mkdir(parents=True)
    (project / "sfdx-project.json").write_text("{}")
    app = (ORG / "force-app/main/default/connectedApps/Partner_Portal.connectedApp-meta.xml").read_text()
    (project / good).write_text(app)
    (project / "--json").mkdir()
    same(sf, "check", "--format", "concise", code=1)
    same(sf, "check", "--format", "json", "--only", "full-scope,wrong-case", code=1)
    same(sf, "check", "--only", "wrong-case", "--skip", "", code=2)
    same(sf, "check", "--only", "wrong-case", good, cwd=project, code=0)
    same(sf, "check", good, "--exit-zero", "--format", "csv", cwd=project, code=0)
    same(sf, "check", "--", "--json", cwd=project, code=3)
    same(sf, "check", "--nothing", code=2)
    same(sf, "check", "-", "--stdin-filename", "App.connectedApp", "--format", "concise", stdin=app, code=1)
    same(sf, "explain", "full-scope", code=0)
    same(sf, "explain", "user hasn't approved this consumer", code=0)
    same(sf, "flows", code=0)
    same(sf, "facts", "--script", "sh", code=0)
    same(sf, "config", "show", code=0)
    same(sf, "help", "check", code=0)
    assert not (project / "pwned").exists()

    wrapped = sf.run("calint", "check", "--json")
    report = json.loads(wrapped.stdout)
    ours = calint("check", "--format", "json")
    assert wrapped.returncode == report["status"] == 1 and report["result"] == json.loads(ours.stdout), report
    assert ours.stderr.strip().splitlines() == report["warnings"], report["warnings"]
    wrapped = sf.run("calint", "check", "nowhere", "--json")
    report = json.loads(wrapped.stdout)
    assert wrapped.returncode == report["status"] == 2 and "no such file" in report["message"], report
    assert json.loads(sf.run("calint", "rules", "--json").stdout)["result"] == json.loads(calint("rules", "--format", "json").stdout)
    for shown in sf.run("calint", "check", "--help"), sf.run("calint", "--help"):
        assert shown.returncode == 0 and "calint" in shown.stdout, shown


with tempfile.TemporaryDirectory() as folder:
    if not shutil.which("npm"):
        skip("no npm; install it by: apt-get install nodejs npm")
    scratch = pathlib.Path(folder)
    # Its help shows the name of the program.
    (scratch / "bin").mkdir()
    CALINT = pathlib.Path(shutil.copy(CALINT, scratch / "bin/calint"))
    package, platform_package = plugin(scratch)
    sf = Cli(scratch)
    linked = sf.run("plugins", "link", str(package), "--no-install", cwd=scratch)
    assert linked.returncode == 0, linked.stderr
    version = sf.run("--version").stdout.split(" ")[0]
    check(sf, scratch)
    shutil.rmtree(platform_package)
    alone = sf.run("calint", "check")
    assert alone.returncode == 3 and "is not installed" in alone.stderr, alone
    print(f"{version} runs calint: same reports, same exit codes, {'without a network' if sf.offline else 'with the network on'}")
