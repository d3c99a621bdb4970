#!/usr/bin/env python3
"""Counts the instructions of calint on odd inputs of one, two, and four times a length, and measures a whole repository
of the worst of them.

    checks/growth.py CALINT [SHAPE ...]

Twice the input may take 2.3 times the instructions at most, so that a run ends soon on any input that a stranger sends.
The ratio is the criterion and not a time: a quadratic step hides in a fast run on a short input. Instructions
do not depend on how busy the machine is; `valgrind --tool=callgrind` counts them. Without valgrind the script measures
only the repository and says so. Names of shapes limit the run to these.
"""

import base64
import json
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

# Linear work doubles. The rest is room for what grows a little faster, such as sorting.
HIGHEST_RATIO = 2.3
# Budgets for the repository of 16 MiB. calint itself enforces neither.
MAX_SECONDS, MAX_BYTES = 10, 512 * 1024 * 1024
NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
CHECK = ["check", "--profile", "audit", "-v", "--now", "2026-11-27"]
# A consumer key of an invented app, and the base64 of the first line of a key file.
CONSUMER_KEY, PEM_RUN = "3MVG9" + "aB3dE" * 16, "LS0tLS1CRUdJTi"


def app(oauth="", after=""):
    """A connected app with further text in its OAuth part and behind it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp {NAMESPACE}>\n<contactEmail>a@acme.example</contactEmail>\n'
        f"<label>Acme</label>\n<oauthConfig>\n<callbackUrl>https://acme.example/cb</callbackUrl>\n{oauth}\n"
        f"<scopes>Api</scopes>\n</oauthConfig>\n{after}\n</ConnectedApp>\n"
    )


def one(text, name="Acme.connectedApp-meta.xml"):
    """Writes a text to one file of the folder."""
    return lambda folder: (folder / name).write_text(text)


def lines(count, line):
    """One line for each number."""
    return "\n".join(line.format(i=i) for i in range(count))


def archive(count):
    """An archive with an app for each number."""

    def write(folder):
        with zipfile.ZipFile(folder / "retrieve.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for i in range(count):
                packed.writestr(f"connectedApps/A{i}.connectedApp", app())
                packed.writestr(f"classes/A{i}.cls", "// some Apex\n" * 20)

    return write


def with_app(name, text):
    """A file beside an app."""

    def write(folder):
        one(app())(folder)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)

    return write


def apps(count):
    """Many small apps."""

    def write(folder):
        for i in range(count):
            one(app(), f"A{i}.connectedApp-meta.xml")(folder)

    return write


def replaced(text, count=1):
    """An app and a project with some replacements in it."""
    entries = [{"glob": "**/*.xml", "stringToReplace": ".example/x", "replaceWithEnv": f"X{i}"} for i in range(count)]
    project = json.dumps({"packageDirectories": [{"path": "."}], "replacements": entries})

    def write(folder):
        one(text)(folder)
        (folder / "sfdx-project.json").write_text(project)

    return write


def ignored(count):
    """Apps in a folder that an ignore file excludes, beside an app."""

    def write(folder):
        with_app(".gitignore", "build/\n")(folder)
        (folder / "build").mkdir()
        for i in range(count):
            (folder / "build" / f"A{i}.connectedApp").write_text("")

    return write


def document_type(count):
    """A document type with an entity for each number."""
    entities = "".join(f'<!ENTITY e{i} "e{i}">' for i in range(count))
    return f"<!DOCTYPE ConnectedApp [{entities}]>\n"


def elliptic_key():
    """A private key of the curve P-521 in the form of SEC 1, which nobody has."""
    secret = bytes([4, 66]) + bytes(range(1, 67))
    curve = bytes.fromhex("a00706052b81040023")
    content = bytes([2, 1, 1]) + secret + curve
    text = base64.b64encode(bytes([0x30, len(content)]) + content).decode()
    return f"-----BEGIN EC PRIVATE KEY-----\n{text[:64]}\n{text[64:]}\n-----END EC PRIVATE KEY-----\n"


def facts(count):
    """Facts with a user for each number, and an app that runs as one."""
    users = ",".join(f'{{"Username": "u{i}@acme.example", "Profile": {{"Name": "P{i}"}}}}' for i in range(count))
    client = "<isClientCredentialEnabled>true</isClientCredentialEnabled>"
    runs_as = f"{client}<oauthClientCredentialUser>u1@acme.example</oauthClientCredentialUser>"

    def write(folder):
        one(app(runs_as))(folder)
        (folder / "users.json").write_text(f"[{users}]")

    return write


# Name: what is written for a number, the number to begin with, and the command line.
SHAPES = {
    "scopes": (lambda n: one(app(lines(n, "<scopes>Full</scopes>"))), 150, CHECK),
    "other scopes": (lambda n: one(app(lines(n, "<scopes>Scope{i}</scopes>"))), 150, CHECK),
    "callbacks": (lambda n: one(app(lines(n, "<callbackUrl>http://h{i}.example/cb</callbackUrl>"))), 150, CHECK),
    "callbacks of one element": (
        lambda n: one(app().replace("https://acme.example/cb", lines(n, "http://h{i}.example/cb"))), 150, CHECK),
    "comments": (lambda n: one(app("<!-- a comment -->\n" * n)), 1500, CHECK),
    "acceptances": (lambda n: one(app("<!-- calint: accept(full-scope) for a while -->\n" * n)), 300, CHECK),
    "attributes": (lambda n: one(app(f"<scopes {lines(n, 'a{i}=``')}>Api</scopes>".replace("`", '"'))), 1500, CHECK),
    "entities": (lambda n: one(app(f"<scopes>{'&amp;' * n}</scopes>")), 1500, CHECK),
    "ampersands": (lambda n: one(app(f"<scopes>{'& ' * n}</scopes>")), 1500, CHECK),
    "base64 of a key": (lambda n: with_app("readme.txt", PEM_RUN * n), 1000, CHECK),
    "base64 of a key in an app": (lambda n: one(app(after=f"<description>{PEM_RUN * n}</description>")), 500, CHECK),
    "marks of keys": (lambda n: with_app("readme.txt", "-----BEGIN PRIVATE KEY-----\n" * n), 700, CHECK),
    "consumer keys on one line": (lambda n: with_app("readme.txt", CONSUMER_KEY * n), 150, CHECK),
    "consumer keys and words": (lambda n: with_app("readme.txt", (CONSUMER_KEY + " 1234567890123456 ") * n), 150, CHECK),
    "CDATA": (lambda n: one(app(f"<scopes>{'<![CDATA[a]]>' * n}</scopes>")), 700, CHECK),
    "one line": (lambda n: one(app(lines(n, "<scopes>Full</scopes>")).replace("\n", "")), 150, CHECK),
    "line ends": (lambda n: one(app("\n" * n)), 20000, CHECK),
    "nesting": (lambda n: one(app("<scopes>" * n + "Api" + "</scopes>" * n)), 60, CHECK),
    "problems": (lambda n: one(app("</nothing>" * n)), 1500, CHECK),
    "declared entities": (lambda n: one(app().replace("<ConnectedApp ", f"{document_type(n)}<ConnectedApp ")), 1500, CHECK),
    "references to an entity": (lambda n: one(
        app("<scopes>" + "&e0;" * n + "</scopes>").replace("<ConnectedApp ", f"{document_type(1)}<ConnectedApp ")), 1500, CHECK),
    "long attribute": (lambda n: one(app(f'<scopes a="{"word " * n}">Api</scopes>')), 10000, CHECK),
    "misplaced elements": (lambda n: one(app(after="<isAdminApproved>true</isAdminApproved>\n" * n)), 150, CHECK),
    "keys of an elliptic curve": (lambda n: with_app("keys.txt", elliptic_key() * n), 150, CHECK),
    # Nothing beyond column 2,000 gets a picture; up to there each picture is longer than the one before.
    "unknown elements": (lambda n: one(app(after="<a/>" * n)), 600, CHECK),
    "names of elements": (lambda n: one(app(after=f"<{'n' * n}/>")), 20000, CHECK),
    "long text": (lambda n: one(app(after=f"<description>{'word ' * n}</description>")), 10000, CHECK),
    "sections": (lambda n: one(
        f"<PermissionSet {NAMESPACE}><fieldPermissions>{'<b ' * n}</fieldPermissions></PermissionSet>",
        "A.permissionset-meta.xml"), 12000, CHECK),
    "permissions": (lambda n: one(
        f"<PermissionSet {NAMESPACE}><label>A</label>"
        + "<userPermissions><enabled>true</enabled><name>UseAnyApiClient</name></userPermissions>" * n
        + "</PermissionSet>", "A.permissionset-meta.xml"), 100, CHECK),
    "facts": (facts, 100, [*CHECK, "--facts", "users.json"]),
    "apps": (apps, 30, CHECK),
    "keys of a configuration": (lambda n: with_app("calint.toml", lines(n, "k{i} = 1")), 400, CHECK),
    "apps of a configuration": (lambda n: with_app("calint.toml", lines(n, "[apps.k{i}]")), 100, CHECK),
    "acceptances of a configuration": (
        lambda n: with_app("calint.toml", lines(n, '[[accept]]\nrule = "full-scope"\nreason = "x"')), 100, CHECK),
    "exclusions": (lambda n: with_app("calint.toml", f"exclude = [{lines(n, '`a{i}*`,')}]".replace("`", '"')), 50, CHECK),
    "places that a deployment replaces": (lambda n: replaced(app(lines(n, "<callbackUrl>https://a{i}.example/x</callbackUrl>"))), 150, CHECK),
    "replacements": (lambda n: replaced(app(), n), 100, CHECK),
    "ignored apps": (lambda n: ignored(n), 300, CHECK),
    "archive entries": (archive, 40, CHECK),
    "ignore files": (lambda n: with_app(".gitignore", lines(n, "a{i}*b")), 100, CHECK),
    "names in ignore files": (lambda n: with_app(".gitignore", lines(n, "name{i}")), 300, CHECK),
    "repairs": (
        lambda n: one(app(lines(n, "<permissionsetname>P{i}</permissionsetname>"))), 40,
        ["check", "--diff", "--unsafe-fixes", "--profile", "audit"]),
    "callback lists to repair": (
        lambda n: one(app("<callbackUrl>http://a.example, https://b.example</callbackUrl>\n" * n)), 40,
        ["check", "--diff", "--unsafe-fixes"]),
    "nested namesakes to repair": (
        lambda n: one(app("<scopes><scopes>Api</scopes></scopes>\n" * n)), 40, ["check", "--diff", "--unsafe-fixes"]),
}


def instructions(calint, shape, count):
    """How many instructions one run takes."""
    write, _, arguments = SHAPES[shape]
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home)
        write(count)(folder)
        counter = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        # One thread: how work is shared among several is left to chance.
        run = subprocess.run([*counter, calint, *arguments, "."], cwd=folder, capture_output=True, text=True,
                             errors="replace", env={"RAYON_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"}, timeout=300)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode not in (0, 1, 2, 3) or not found:
        sys.exit(f"{shape}, {count}: calint ended with {run.returncode}\n{run.stderr[-2000:]}")
    return int(found.group(1))


def growth(calint, shape, none):
    """A line on a shape, and whether it grows too fast. What a run on a plain app takes is taken off."""
    first = SHAPES[shape][1]
    steps = [instructions(calint, shape, count) for count in (first, 2 * first, 4 * first)]
    steps = [max(step - none, 1) for step in steps]
    # Below a twentieth of that, a step is noise.
    ratios = [b / max(a, none / 20) for a, b in zip(steps, steps[1:])]
    counts = ", ".join(f"{step / 1e6:.1f}" for step in steps)
    line = f"{shape:35} {counts} million, ratios {', '.join(f'{ratio:.2f}' for ratio in ratios)}"
    return line, max(ratios) > HIGHEST_RATIO


def repository(folder, size):
    """Files of the worst shapes, of about this many bytes together."""
    kinds = [
        lambda i: one(app(after="<a/>" * 49_000), f"Unknown{i}.connectedApp-meta.xml"),
        lambda i: one(app("<scopes>Full</scopes>" * 9_000), f"Scopes{i}.connectedApp-meta.xml"),
        lambda i: one(app("<callbackUrl>http://h.example/cb</callbackUrl>" * 5_000), f"Callbacks{i}.connectedApp-meta.xml"),
        lambda i: one(PEM_RUN * 15_000, f"key{i}.txt"),
        lambda i: one(CONSUMER_KEY * 2_500, f"consumer{i}.txt"),
        lambda i: one(app("&" * 200_000), f"Ampersands{i}.connectedApp-meta.xml"),
        lambda i: one(app("\n" * 200_000), f"Lines{i}.connectedApp-meta.xml"),
        lambda i: one("-----BEGIN RSA PRIVATE KEY-----\n" * 6_000, f"marks{i}.pem"),
        lambda i: one(app("<a>" * 255 + "<b/>" * 40_000), f"Deep{i}.connectedApp-meta.xml"),
    ]
    written = number = 0
    while written < size:
        for kind in kinds:
            kind(number)(folder)
        number += 1
        written = sum(path.stat().st_size for path in folder.iterdir())


def whole(calint, profile):
    """A line on a repository of 16 MiB, and whether it takes too much."""
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home)
        repository(folder, 16 * 1024 * 1024)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run([calint, "check", "--profile", profile, "--format", "json", "."], cwd=folder,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The largest child so far: nothing larger runs before.
    held = after.ru_maxrss * 1024
    line = f"16 MiB of the worst shapes, {profile}: {seconds:.1f} s of CPU, {held / 2**20:.0f} MB, exit {run.returncode}"
    return line, seconds > MAX_SECONDS or held > MAX_BYTES or run.returncode not in (1, 3)


def main():
    calint, *wanted = sys.argv[1:]
    calint = str(pathlib.Path(calint).resolve())
    is_bad = False
    if not wanted:
        for line, is_too_much in (whole(calint, profile) for profile in ("default", "audit")):
            print(("TOO MUCH  " if is_too_much else "") + line, flush=True)
            is_bad |= is_too_much
    if not shutil.which("valgrind"):
        print("skipped: no valgrind here, so growth is not measured")
        return is_bad
    shapes = wanted or SHAPES
    none = instructions(calint, "scopes", 0)
    with ThreadPoolExecutor(2) as pool:
        for line, is_too_fast in pool.map(lambda shape: growth(calint, shape, none), shapes):
            print(("TOO FAST  " if is_too_fast else "") + line, flush=True)
            is_bad |= is_too_fast
    return is_bad


if __name__ == "__main__":
    sys.exit(main())
