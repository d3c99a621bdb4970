#!/usr/bin/env python3
"""instructions.py CALINT: measures whole runs against the budgets of speed, as ratios.

Most rows count instructions, because they repeat: how busy the machine is does not count, and neither do the disk and the
kernel. The row on repairs counts opened files, and those on memory and size count bytes. All inputs are made here. The other
side of a row is another program (`xmllint`, `rg`, `fd`, `xmlstarlet`), another run of calint, or a loop over the bare XML parser
that Cargo builds; where it is not on the machine, a line says so. Needs valgrind, and strace for repairs. Ends with 1 if a
budget is not met, or if a row that misses its budget exceeds the ratio at which it was left.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "checks"))
import growth  # noqa: E402
from whole_process import APP, BAD, CHECKS, GOOD, NAMESPACE, apps, built, peak  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = '{"packageDirectories": [{"path": "force-app", "default": true}], "sourceApiVersion": "66.0"}\n'
# One that makes calint look for what it depends on, and one that is as it should be.
HOOK = dict(BAD, credentials="true")
CLEAN = dict(GOOD, label="Clean")
# The loop that every program with this parser runs at least.
BARE_LOOP = """use quick_xml::events::Event;
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut count = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => break,
            Ok(event) => count += std::hint::black_box(event).len(),
        }
    }
    println!("{count}");
}
"""


def count(command, folder):
    """The instructions of one run, whatever it finds."""
    with tempfile.NamedTemporaryFile() as counts:
        callgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts.name}"]
        # With more threads, the work to share it out would count, too, and differ from run to run.
        environment = dict(os.environ, RAYON_NUM_THREADS="1")
        run = subprocess.run([*callgrind, *command], cwd=folder, capture_output=True, text=True, env=environment)
    counted = re.search(r"Collected : (\d+)", run.stderr)
    if not counted or run.returncode == 2:
        sys.exit(f"{' '.join(map(str, command[:6]))} ended with {run.returncode}\n{run.stderr[-2000:]}")
    return int(counted[1])


def opened(command, folder):
    """How many times one run opens a file of a folder."""
    with tempfile.NamedTemporaryFile("r") as calls:
        strace = ["strace", "-f", "-e", "trace=open,openat,openat2", "-o", calls.name]
        environment = dict(os.environ, RAYON_NUM_THREADS="1")
        subprocess.run([*strace, *command], cwd=folder, capture_output=True, env=environment)
        return sum(f'"{folder}/' in call and "O_DIRECTORY" not in call for call in calls)


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
    """Rows as they are measured, and whether each is as it should be."""

    def __init__(self):
        self.is_met = True

    def row(self, what, ours, theirs, other, budget, left_at=0):
        """A row; `left_at` is the ratio that one which misses its budget must not exceed."""
        ratio = ours / theirs
        is_met = ratio <= budget
        self.is_met &= ratio <= max(budget, left_at)
        unit, by = (" M", 1e6) if max(ours, theirs) >= 1e5 else ("  ", 1)
        figures = f"{ours / by:9.2f}{unit} {theirs / by:9.2f}{unit}"
        print(f"{what:<44} {figures} {other:<26} {ratio:6.2f} (budget {budget:g}){'' if is_met else '  NOT MET'}", flush=True)

    def against(self, program, what, ours, command, folder, budget, left_at=0):
        """A row against another program, if it is on the machine. Debian calls `fd` by another name."""
        found = shutil.which(program) or (shutil.which("fdfind") if program == "fd" else None)
        other = f"{program} {command[0]}"
        if found:
            self.row(what, ours, count([found, *command], folder), other, budget, left_at)
        else:
            print(f"{what:<44} {ours / 1e6:9.2f} M; not compared: no {program} on this machine", flush=True)


def hook(table, calint, root):
    folder, app = project(root / "alone", 0, 0)
    alone = count([calint, "check", app], folder)
    clean = root / "clean/Clean.connectedApp-meta.xml"
    clean.parent.mkdir()
    clean.write_text(APP % CLEAN)
    parse = ("xmllint", ["--noout", clean.name], clean.parent)
    own = count([calint, "check", clean.name], clean.parent)
    table.against(parse[0], "hook, one app alone", own, *parse[1:], 1)
    # Most of the difference draws the pictures of the findings.
    table.against(parse[0], "hook, one app with findings", alone, *parse[1:], 1.5)
    for what, shape in (
        ("hook in a project of 15,000 files", (150, 100)),
        ("hook in a project of 100,000 files", (1000, 100)),
        ("hook beside 1,000 apps", (0, 0, 1000)),
    ):
        folder, app = project(root / what.replace(" ", "-"), *shape)
        table.row(what, count([calint, "check", app], folder), alone, "the same app alone", 2)


def whole(table, calint, root):
    folder, _ = project(root / "whole", 150, 100, 5)
    pages = (ROOT / "rules").glob("*/*.md")
    opening = [page.stem for page in pages if 'reads = "other-files"' in page.read_text()]
    skipped = [word for rule in opening for word in ("--skip", rule)]
    ours, names_alone = count([calint, "check", "."], folder), count([calint, "check", ".", *skipped], folder)
    search = ["-uu", "-l", "-F", "PRIVATE KEY", "-j1"]
    table.against("rg", "whole run, 15,000 files, 6 apps", ours, search, folder, 1.25)
    table.against("fd", "the same without rules that open every text", names_alone, ["-u", "-j1"], folder, 2)


def thousands(table, calint, root):
    apps(root / "thousand", 1000)
    apps(root / "ten-thousand", 10_000)
    few, many = (count([calint, "check", name, "--format", "concise"], root) for name in ("thousand", "ten-thousand"))
    script = ["sel", "-N", f"m={NAMESPACE}", "-t"]
    for name, path in CHECKS.items():
        script += ["-m", path, "-f", "-o", f": {name}", "-n", "-b"]
    script += sorted(str(path.relative_to(root)) for path in (root / "thousand").iterdir())
    full, json = (count([calint, "check", "thousand", "--format", style], root) for style in ("full", "json"))
    for style, ours, budget, left_at in (("concise", few, 1, 2.3), ("json", json, 1, 2.6), ("full", full, 1.2, 3.85)):
        table.against("xmlstarlet", f"1,000 apps, all rules, {style}", ours, script, root, budget, left_at)
    # Linear, but for searches in lists that are sorted by path.
    table.row("10,000 apps, concise", many, few, "1,000 apps", 10.2)
    for style in ("concise", "json", "full"):
        held = peak([calint, "check", "ten-thousand", "--format", style], root)
        table.row(f"10,000 apps, {style}: memory", held * 1e6, 150e6, "150 MB", 1)


def repairs(table, calint, root):
    if not shutil.which("strace"):
        print("skipped the files that repairs open: no strace on this machine")
        return
    folder, _ = project(root / "repairs", 60, 100, 20)
    plain = [calint, "check", "--profile", "audit"]
    repaired = [*plain, "--diff", "--unsafe-fixes"]
    diff = subprocess.run(repaired, cwd=folder, capture_output=True, text=True).stdout
    changed = len(re.findall("^[+]{3} ", diff, re.M))
    more = opened(repaired, folder) - opened(plain, folder)
    table.row("check --diff: files opened besides a check's", more, changed, "changed files", 2)


def profile(table, calint, root):
    text = ['<?xml version="1.0" encoding="UTF-8"?>', f'<Profile xmlns="{NAMESPACE}">', "    <custom>true</custom>"]
    for number in range(38_000):
        field = f"Order_Line_{number // 200}__c.Field_{number}__c"
        part = f"        <editable>false</editable>\n        <field>{field}</field>\n        <readable>true</readable>"
        text.append(f"    <fieldPermissions>\n{part}\n    </fieldPermissions>")
    for number in range(300):
        part = f"        <enabled>true</enabled>\n        <name>Permission{number}</name>"
        text.append(f"    <userPermissions>\n{part}\n    </userPermissions>")
    root.mkdir()
    (root / "Sales.profile-meta.xml").write_text("\n".join([*text, "</Profile>\n"]))
    ours = count([calint, "check", "Sales.profile-meta.xml", "--profile", "strict"], root)
    try:
        bare = built(root, "bare_loop", BARE_LOOP, 'quick-xml = "0.42"')
    except (OSError, subprocess.CalledProcessError):
        print(f"profile of 6.5 MB: {ours / 1e6:.2f} M; not compared: Cargo builds no loop over the bare parser here")
        return
    table.row("profile of 6.5 MB", ours, count([bare, "Sales.profile-meta.xml"], root), "bare loop over its events", 1)


def hostile(table, calint, _):
    """Three of the shapes of checks/growth.py, which measures all of them."""
    none = growth.instructions(calint, "scopes", 0)
    for shape in ("scopes", "unknown elements", "repairs"):
        size = growth.SHAPES[shape][1] * 2
        once, twice = (growth.instructions(calint, shape, length) - none for length in (size, 2 * size))
        table.row(f"hostile file twice as long: {shape}", twice, once, "the file", growth.HIGHEST_RATIO)


def main():
    if not shutil.which("valgrind"):
        print("skipped: no valgrind, which counts the instructions (apt-get install valgrind)")
        return 0
    calint = str(pathlib.Path(sys.argv[1]).resolve())
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        for measure in (hook, whole, thousands, repairs, profile, hostile):
            measure(table, calint, pathlib.Path(folder).resolve() / measure.__name__)
    table.row("the program: bytes", os.path.getsize(calint), 8e6, "8 MB", 1, left_at=1.02)
    return 0 if table.is_met else 1


if __name__ == "__main__":
    sys.exit(main())
