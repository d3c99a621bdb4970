#!/usr/bin/env python3
"""instructions.py CALINT: counts the instructions of whole runs, as ratios against their budgets.

Instructions are the measure because they are the same in each run: how busy the machine is does not count, and neither
do the disk and the kernel. So this script can fail a build, which a time could not. The price is that it sees no
waiting, which whole_process.py measures. Needs valgrind; `xmllint` and `rg` are compared with where they are installed. All inputs are made here. Prints a table, and ends with 1 if a budget is not met.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from whole_process import APP, BAD, GOOD, apps  # noqa: E402

PROJECT = '{"packageDirectories": [{"path": "force-app", "default": true}], "sourceApiVersion": "66.0"}\n'
# One that makes calint look for what it depends on, and one that is as it should be.
HOOK = dict(BAD, credentials="true")
CLEAN = dict(GOOD, label="Clean")


def count(command, folder):
    """The instructions of one run, with any exit code."""
    with tempfile.NamedTemporaryFile() as counts:
        callgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts.name}"]
        # With more threads, the work to share it out would count, too, and differ from run to run.
        environment = dict(os.environ, RAYON_NUM_THREADS="1")
        out = subprocess.run([*callgrind, *command], cwd=folder, capture_output=True, text=True, env=environment).stderr
    return int(re.search(r"Collected : (\d+)", out)[1])


def project(root, folders, per_folder, apps_beside=0):
    """A project with one app to hook, beside folders of Apex classes with their -meta.xml."""
    (root / ".git").mkdir(parents=True)
    (root / "sfdx-project.json").write_text(PROJECT)
    main = root / "force-app/main/default"
    for number in range(folders):
        classes = main / f"part{number % 10}/classes/area{number}"
        classes.mkdir(parents=True)
        for index in range(per_folder // 2):
            (classes / f"Class{index}.cls").write_text("public class X {}\n")
            (classes / f"Class{index}.cls-meta.xml").write_text("<ApexClass/>\n")
    if apps_beside:
        apps(main / "connectedApps", apps_beside)
    (main / "connectedApps").mkdir(parents=True, exist_ok=True)
    app = main / "connectedApps/Hooked.connectedApp-meta.xml"
    app.write_text(APP % HOOK)
    return root, str(app.relative_to(root))


class Table:
    """Rows as they are measured, and whether each budget is met."""

    def __init__(self):
        self.is_met = True

    def row(self, what, ours, theirs, other, budget):
        ratio = ours / theirs
        is_met = ratio <= budget
        self.is_met &= is_met
        verdict = "" if is_met else "  NOT MET"
        print(f"{what:<52} {ours / 1e6:9.2f} M {theirs / 1e6:9.2f} M {other:<22} {ratio:6.2f} (budget {budget}){verdict}")


def hook(table, calint, root):
    folder, app = project(root / "alone", 0, 0)
    alone = count([calint, "check", app], folder)
    clean = root / "clean/Clean.connectedApp-meta.xml"
    clean.parent.mkdir()
    clean.write_text(APP % CLEAN)
    if shutil.which("xmllint"):
        parsed = count(["xmllint", "--noout", clean.name], clean.parent)
        table.row("hook, one app alone", count([calint, "check", clean.name], clean.parent), parsed, "xmllint --noout", 1)
        # Most of the difference draws the pictures of the findings.
        table.row("hook, one app with findings", alone, parsed, "xmllint --noout", 1.5)
    else:
        print("skipped the comparison with xmllint, which is not there")
    for what, shape in (
        ("hook in a project of 15,000 files", (150, 100)),
        ("hook in a project of 100,000 files", (1000, 100)),
        ("hook beside 1,000 apps", (0, 0, 1000)),
    ):
        folder, app = project(root / what.replace(" ", "-"), *shape)
        table.row(what, count([calint, "check", app], folder), alone, "alone", 2)


def whole(table, calint, root):
    folder, _ = project(root / "whole", 150, 100, 5)
    ours = count([calint, "check", "."], folder)
    if shutil.which("rg"):
        texts = count(["rg", "-uu", "-l", "-j1", "-F", "PRIVATE KEY"], folder)
        table.row("whole run, 15,000 files, 6 apps", ours, texts, "rg -uu -l -F", 1.25)
    else:
        print(f"whole run, 15,000 files, 6 apps: {ours / 1e6:.2f} M; skipped the comparison: no rg")


def thousands(table, calint, root):
    apps(root / "thousand", 1000)
    apps(root / "ten-thousand", 10_000)
    few, many = (count([calint, "check", name, "--format", "concise"], root) for name in ("thousand", "ten-thousand"))
    table.row("10,000 apps, concise", many, few, "1,000 apps", 10.5)


def main():
    if not shutil.which("valgrind"):
        print("skipped: no valgrind, which counts the instructions (apt-get install valgrind)")
        return 0
    calint = str(pathlib.Path(sys.argv[1]).resolve())
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        for measure in (hook, whole, thousands):
            measure(table, calint, pathlib.Path(folder) / measure.__name__)
    return 0 if table.is_met else 1


if __name__ == "__main__":
    sys.exit(main())
