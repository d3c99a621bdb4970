#!/usr/bin/env python3
"""tables.py CALINT FOLDER: compares the tables of rules/schema with every metadata file below FOLDER.

Reads tables and files a second time, with other libraries than calint, and demands that both agree: each element that
is not in a table, that occurs too often, or whose value the table does not allow is a finding of calint, and no other
element is. A row is typed by hand from a guide, and files that people deployed are the only other witness. A second
reader of its own keeps a fault of calint's parser from excusing a wrong row. Prints how many rows of the tables occur
in the files.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree

TABLES = pathlib.Path(__file__).parent.parent / "rules" / "schema"
RULES = "unknown-element,misplaced-element,wrong-case,duplicate-element,invalid-value"
INHERITED = {"fullName", "module"}
# The form of a connected app in a package: calint does not compare these with the table.
PACKAGED_FORM = {"developerName", "version"}


def tables():
    for file in sorted(TABLES.glob("*.toml")):
        table = tomllib.loads(file.read_text())
        if isinstance(table.get("type"), str):
            rows = {f"{row['parent']}/{row['name']}".lstrip("/"): row for row in table["element"]}
            yield table["type"], table, rows


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def fits(row, text):
    """Whether a text is a value that a row allows. Empty texts and placeholders say nothing."""
    text = (text or "").strip()
    if not text or re.search(r"\{\{|\$\{|%%|__|^\{[A-Za-z][\w.-]*\}$", text):
        return True
    if row["type"] == "boolean":
        return text in ("true", "false")
    if row["type"] == "enum":
        return text in row["values"]
    if row["type"] == "int":
        low, high = row.get("range", (-(2**31), 2**31))
        return re.fullmatch(r"-?\d+", text) and low <= int(text) <= high and int(text) in row.get("allowed", [int(text)])
    return True


def compare(root, rows, met):
    """Paths of elements that have no row, occur more often than their row allows, or have a value that it does not allow."""
    odd = collections.Counter()
    skipped = INHERITED
    if local(root) == "ConnectedApp" and any(local(child) == "developerName" for child in root):
        skipped = INHERITED | PACKAGED_FORM
    groups = [(root, "")]
    while groups:
        group, path = groups.pop()
        names = collections.Counter(local(child) for child in group)
        for child in group:
            name = local(child)
            if not path and name in skipped:
                continue
            below = f"{path}/{name}".lstrip("/")
            row = rows.get(below)
            if row is None:
                odd[below] += 1
                continue
            met.add(below)
            if not fits(row, child.text):
                odd[below] += 1
            groups.append((child, below))
        for name, count in names.items():
            below = f"{path}/{name}".lstrip("/")
            if count > 1 and below in rows and not rows[below].get("repeatable"):
                odd[below] += count - 1
    return odd


def said(calint, folder):
    command = [calint, "check", ".", "--format", "json", "--only", RULES]
    report = json.loads(subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout)
    found = collections.defaultdict(set)
    for finding in report["findings"]:
        is_value = finding["rule"] == "duplicate-element" and finding["severity"] == "warning"
        if not is_value:  # The same value twice in a list is no matter of tables.
            path = re.sub(r"\[\d+\]", "", finding["element"])
            found[finding["path"]].add(path.split("/", 1)[1])
    return found


def main(calint, folder):
    calint, folder = os.path.abspath(calint), pathlib.Path(folder)
    all_rows = all_met = files = 0
    counts = []
    known = list(tables())
    found = said(calint, folder)
    # calint shows paths relative to the Git repository, or else to the folder itself.
    shown = {(os.path.abspath(folder) + "/" + path): paths for path, paths in found.items()}
    differences = []
    for name, table, rows in known:
        met, of_type = set(), 0
        stem = table.get("member") or "*"
        for suffix in (table["suffix"], table["suffix"] + "-meta.xml"):
            for file in sorted(folder.rglob(f"{stem}.{suffix}")):
                try:
                    root = ElementTree.parse(file).getroot()
                except ElementTree.ParseError:
                    continue
                if local(root) != name:
                    continue
                of_type += 1
                odd = set(compare(root, rows, met))
                if not table["partial"]:
                    ours = shown.get(os.path.abspath(file), set())
                    if odd != ours:
                        differences.append(f"{file}: tables {sorted(odd)}, calint {sorted(ours)}")
        counts.append((name, of_type, len(met), len(rows)))
        all_rows, all_met, files = all_rows + len(rows), all_met + len(met), files + of_type
    for name, of_type, met, rows in counts:
        print(f"{of_type:6} files {met:4} of {rows:4} rows  {name}")
    print(f"{files} files met {all_met} of {all_rows} rows")
    if differences:
        sys.exit("\n".join(differences))


main(*sys.argv[1:])
