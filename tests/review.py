#!/usr/bin/env python3
"""review.py BINARY CORPUS [--check | --list RULE]: what each rule says of real repositories, and whether it is right.

Writes testdata/review/table.md: for each rule the files that were looked at, its findings, and the verdicts of
testdata/review/verdicts.csv, which a person gave after reading the file. A finding is named by a hash of its repository,
file and fingerprint, so that nothing of other people's repositories stands here. --check compares instead of writing, and
fails where a rule of the default profile has a wrong finding, or more than one arguable one in ten; --list shows the
findings of a rule with their hashes, for the reader.
"""
import collections
import csv
import hashlib
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REVIEW = ROOT / "testdata/review"
DAY = "2026-11-22"
# So many findings of a rule are read where there are so many.
READ = 20
VERDICTS = ("right", "arguable", "wrong")


def run(binary, arguments):
    ended = subprocess.run([binary, *arguments], capture_output=True, text=True, cwd=ROOT)
    assert ended.returncode in (0, 1, 3), ended.stderr
    return json.loads(ended.stdout)


def name(repository, finding):
    """The hash that stands for a finding."""
    parts = (repository, finding["path"], finding["rule"], finding["fingerprint"])
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def findings(binary, corpus, profile):
    """Files looked at, and each finding of each repository with its hash."""
    files, found = 0, []
    for repository in sorted(path for path in corpus.iterdir() if path.is_dir()):
        options = ["--profile", profile, "--format", "json", "--allow-empty", "--no-ignore", "--no-config", "--now", DAY]
        report = run(binary, ["check", *options, "--", str(repository)])
        files += report["summary"]["files"]
        found += [(name(repository.name, finding), repository.name, finding) for finding in report["findings"]]
    return files, found


def verdicts():
    with open(REVIEW / "verdicts.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["verdict"] in VERDICTS for row in rows), "a verdict is right, arguable or wrong"
    return {row["finding"]: row for row in rows}


def table(binary, files, found, shown, judged):
    """The lines of the table, and what is wrong with the rules. `shown` are the findings of the default profile."""
    by_rule = collections.defaultdict(list)
    for key, _, finding in found:
        by_rule[finding["rule"]].append((key, finding))
    lines, faults = [], []
    for rule in run(binary, ["rules", "--format", "json"])["rules"]:
        mine = by_rule[rule["name"]]
        severities = collections.Counter(finding["severity"] for _, finding in mine)
        read = collections.Counter(judged[key]["verdict"] for key, _ in mine if key in judged)
        count = sum(read.values())
        said = " ".join(f"{severities[word]} {word[0].upper()}" for word in ("error", "warning", "info") if severities[word])
        cells = [f"`{rule['name']}`", rule["profile"], str(len(mine)), said or "-", str(count), *(str(read[it]) for it in VERDICTS)]
        lines.append("| " + " | ".join(cells) + " |")
        if count < min(READ, len(mine)):
            faults.append(f"{rule['name']}: {count} of {len(mine)} findings were read")
        default = collections.Counter(judged[key]["verdict"] for key, _ in mine if key in judged and key in shown)
        if default["wrong"] or default["arguable"] * 10 > sum(default.values()):
            faults.append(f"{rule['name']}: in the default profile {dict(default)}")
    head = ["| rule | profile | findings | by severity | read | right | arguable | wrong |", "|---|---|---|---|---|---|---|---|"]
    intro = [
        "# What the rules say of real repositories",
        "",
        f"Made by `tests/review.py` on {files} files of public repositories, profile `audit`, day {DAY}. Findings were read one by one in",
        "their files, at least 20 of each rule that has so many. `verdicts.csv` holds each verdict with its reason.",
        "",
    ]
    return "\n".join([*intro, *head, *lines]) + "\n", faults


def main():
    binary, corpus, *options = sys.argv[1:]
    binary = str(pathlib.Path(binary).resolve())
    files, found = findings(binary, pathlib.Path(corpus).resolve(), "audit")
    if options[:1] == ["--list"]:
        judged = verdicts()
        for key, repository, finding in found:
            if finding["rule"] == options[1]:
                start = finding["range"]["start"]
                known = judged.get(key, {}).get("verdict", "")
                print(key, known or "-", finding["severity"], f"{finding['path']}:{start['line']}", finding["message"], sep="\t")
        return
    judged = verdicts()
    unknown = sorted(set(judged) - {key for key, _, _ in found})
    shown = {key for key, _, _ in findings(binary, pathlib.Path(corpus).resolve(), "default")[1]}
    text, faults = table(binary, files, found, shown, judged)
    if "--check" in options:
        assert (REVIEW / "table.md").read_text() == text, "testdata/review/table.md is not up to date: run tests/review.py"
        assert not unknown, f"verdicts on findings that are no more: {', '.join(unknown)}"
        assert not faults, "\n".join(faults)
        print(f"{len(found)} findings in {files} files; {len(judged)} verdicts, and the table holds")
    else:
        (REVIEW / "table.md").write_text(text)
        print("\n".join([*faults, *(f"no more a finding: {key}" for key in unknown)]) or "nothing to add")


main()
