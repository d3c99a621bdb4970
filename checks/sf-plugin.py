#!/usr/bin/env python3
"""sf-plugin.py CALINT: the commands of calint in the real Salesforce CLI.

It makes the npm packages from CALINT, serves them as a registry would, has the `sf` of the path (or one that npm installs)
install the plugin, and compares what `sf calint` does with what calint does. Once installed, it must work without a
network: where the kernel allows it, the commands run without one. All that it makes is in one temporary folder. Without
npm, or if the registry does not have what is needed, it says so and ends with 0.
"""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALINT = pathlib.Path(sys.argv[1]).resolve()
ORG = ROOT / "testdata/orgs/acme-crm"
REGISTRY = "https://registry.npmjs.org"
PLUGIN = "@calint/sf-plugin"
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


def packages(scratch):
    """The files of all packages, as npm makes them, and the name of the one with the program."""
    platform = subprocess.run(["node", "-p", "process.platform + '-' + process.arch"], check=True, capture_output=True, text=True)
    platform, build = platform.stdout.strip(), ["node", ROOT / "npm/build.mjs"]
    out, files = scratch / "packages", scratch / "files"
    files.mkdir()
    made = [[*build, "main", out], [*build, "sf-plugin", out], [*build, "platform", platform, CALINT, out]]
    for command in made:
        folder = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", files, folder], check=True, capture_output=True)
    return sorted(files.glob("*.tgz")), f"@calint/{platform}"


class Registry(http.server.ThreadingHTTPServer):
    """A registry of npm that has our packages, and sends those who ask for others to the public one."""

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server_port}/"
        self.files, self.about = {file.name: file.read_bytes() for file in files}, {}
        for file in files:
            with tarfile.open(file) as archive:
                about = json.load(archive.extractfile("package/package.json"))
            digest = base64.b64encode(hashlib.sha512(self.files[file.name]).digest()).decode()
            about["dist"] = {"tarball": f"{self.address}-/{file.name}", "integrity": f"sha512-{digest}"}
            tags = {"latest": about["version"]}
            self.about[about["name"]] = {"name": about["name"], "dist-tags": tags, "versions": {about["version"]: about}}
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path[1:])
        about = self.server.about.get(asked)
        body = self.server.files.get(asked.removeprefix("-/")) or (json.dumps(about).encode() if about else None)
        self.send_response(200 if body else 302)
        if not body:
            self.send_header("Location", REGISTRY + self.path)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


class Cli:
    """The Salesforce CLI, in a home of its own."""

    def __init__(self, scratch):
        self.home = scratch / "home"
        self.home.mkdir()
        on_path = shutil.which("sf")
        self.program = pathlib.Path(on_path) if on_path else installed(scratch / "cli", "@salesforce/cli") / ".bin/sf"
        self.offline = ["unshare", "-rn"] if shutil.which("unshare") else []
        if self.offline and subprocess.run([*self.offline, "true"], capture_output=True).returncode != 0:
            self.offline = []

    def install(self, registry, modules):
        """Installs the plugin from a registry. Tells where its packages are, and how it was installed."""
        # sf asks before it installs a plugin without a signature.
        allowed = self.home / ".config/sf/unsignedPluginAllowList.json"
        allowed.parent.mkdir(parents=True)
        allowed.write_text(json.dumps([PLUGIN]))
        node = subprocess.run(["node", "-p", "process.versions.node"], check=True, capture_output=True, text=True).stdout
        if int(node.split(".")[0]) >= 22:
            ended = self.run("plugins", "install", PLUGIN, cwd=self.home, online=True, npm_config_registry=registry.address)
            assert ended.returncode == 0, ended.stdout + ended.stderr
            return self.home / ".local/share/sf/node_modules", "installed"
        # To install, the CLI needs a newer Node than to run.
        ended = self.run("plugins", "link", str(modules / PLUGIN), "--no-install", cwd=self.home)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return modules, "linked, because Node is older than 22"

    def run(self, *arguments, stdin="", cwd=ORG, online=False, **more):
        path = f"{self.program.parent}:{os.environ['PATH']}"
        variables = {**os.environ, "PATH": path, "HOME": str(self.home), **QUIET, **more}
        command = [*([] if online else self.offline), self.program, *arguments]
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
    files, platform_package = packages(scratch)
    sf = Cli(scratch)
    # This tells at once whether the public registry has what the plugin depends on.
    modules, how = sf.install(Registry(files), installed(scratch / "plugin", *map(str, files)))
    version = sf.run("--version").stdout.split(" ")[0]
    check(sf, scratch)
    shutil.rmtree(modules / platform_package)
    alone = sf.run("calint", "check")
    assert alone.returncode == 3 and "is not installed" in alone.stderr, alone
    network = "without a network" if sf.offline else "with the network on"
    print(f"{version} runs calint ({how}): same reports, same exit codes, {network}")
