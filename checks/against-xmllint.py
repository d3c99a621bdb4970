#!/usr/bin/env python3
"""against-xmllint.py CALINT FOLDER: compare with `xmllint --noout`, file by file.

What xmllint accepts must have no problem, and what it rejects must have one on the same line, give or
take one. The exceptions are listed with their reasons.
"""
import json
import pathlib
import re
import subprocess
import sys

# Accepted by xmllint, refused by calint on purpose.
REFUSED = {
    "doctype": "metadata needs no DOCTYPE, and entities are how XML readers are attacked",
    "billion-laughs": "the same",
    "external-entity": "the same",
    "latin1": "only UTF-8 and UTF-16 are read; Salesforce writes UTF-8",
    "utf16-without-mark": "UTF-16 is told by its byte order mark; libxml2 guesses",
    "utf16-odd-byte": "libxml2 drops a last half of a UTF-16 unit",
    "wrong-root": "well-formed, but not the component that the file name promises",
}
# Rejected by both, on lines further apart.
ELSEWHERE = {
    "truncated-in-comment": "calint points at the start of the comment that never ends, libxml2 at the end of the file",
}


def main(calint, folder):
    files = sorted(p for p in pathlib.Path(folder).rglob("*.connectedApp*") if p.is_file())
    report = subprocess.run([calint, "check", "--format", "json", "--no-ignore", folder], capture_output=True, text=True)
    if report.returncode not in (0, 1, 3):
        sys.exit(f"calint ended with {report.returncode}: {report.stderr}")
    lines = {}
    for problem in json.loads(report.stdout)["problems"]:
        name = problem["path"].rsplit("/", 1)[-1]
        if "range" in problem:
            lines.setdefault(name, []).append(problem["range"]["start"]["line"])
    accepted = rejected = 0
    wrong = []
    for path in files:
        name, stem = path.name, path.name.split(".")[0]
        run = subprocess.run(["xmllint", "--noout", str(path)], capture_output=True, text=True, errors="replace")
        found = lines.get(name, [])
        if run.returncode == 0:
            accepted += 1
            if found and stem not in REFUSED:
                wrong.append(f"{path}: xmllint accepts it, calint has a problem on line {found[0]}")
        else:
            rejected += 1
            line = re.search(r":(\d+): (?:parser|namespace) error", run.stderr)
            line = int(line.group(1)) if line else 1
            if not found or (abs(found[0] - line) > 1 and stem not in ELSEWHERE):
                wrong.append(f"{path}: xmllint rejects line {line}, calint says {found or 'nothing'}")
    print("\n".join(wrong) or f"agreed: {accepted} files accepted by xmllint, {rejected} rejected")
    sys.exit(bool(wrong))


main(*sys.argv[1:])
