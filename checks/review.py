#!/usr/bin/env python3
"""review.py BINARY PICKED WHOLE [--check | --list RULE | --open PROFILE]: what the rules report on real repositories,
and whether it is true.

PICKED is a folder of repositories with only the files near connected apps, WHOLE one of whole checkouts. Writes
testdata/review/table.md: for each rule its findings in both folders, and the verdicts of testdata/review/verdicts.csv,
which a person gave after reading the file. A finding is named by a hash of its repository, file, and fingerprint, so
that nothing of other people's repositories is in this repository. The same file in both folders is one finding with one
verdict.

Tests show that a rule reports what its page says. Only a reader of real files can say whether the report is right, so
the verdicts are kept, and a change of a rule shows here as findings without a verdict or as verdicts without a finding.

--check compares instead of writing. It fails if a finding of the default profile in WHOLE was not read or is wrong, if
2 in 100 findings of the strict profile there are wrong, if a rule has fewer than 20 verdicts although it has so many
findings, or if a verdict matches no finding. --list shows the findings of a rule, --open those of a profile without a
verdict, for the reader.
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
DAY = "2026-11-27"
PROFILES = ("default", "strict", "audit")
# Findings of a rule that a person reads, if there are as many. If one in ten is wrong, 20 show it with 88 %.
READ = 20
# Fewer than this many of 100 findings of the strict profile may be wrong in whole checkouts.
WRONG_IN_STRICT = 2
VERDICTS = ("right", "arguable", "wrong")


class Finding:
    """A finding with its hash; `profile` is the first that shows it."""

    def __init__(self, repository, profile, report):
        self.repository, self.profile, self.report = repository, profile, report
        parts = (repository, report["path"], report["rule"], report["fingerprint"])
        self.hash = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
        self.rule = report["rule"]

    def row(self, verdict):
        line = self.report["range"]["start"]["line"]
        place = f"{self.repository}/{self.report['path']}:{line}"
        return "\t".join([self.hash, verdict or "-", self.profile, self.rule, self.report["severity"], place, self.report["message"]])


def check(binary, folder, profile):
    options = ["--profile", profile, "--format", "json", "--allow-empty", "--no-ignore", "--no-config", "--now", DAY]
    ended = subprocess.run([binary, "check", *options, "--", "."], capture_output=True, text=True, cwd=folder)
    assert ended.returncode in (0, 1, 3), f"{folder}: {ended.stderr}"
    return json.loads(ended.stdout)


def findings(binary, corpus):
    """How many files were looked at, and each finding of each repository with its hash."""
    files, found = 0, {}
    for folder in sorted(path for path in corpus.iterdir() if path.is_dir()):
        for profile in PROFILES:
            report = check(binary, folder, profile)
            for it in report["findings"]:
                finding = Finding(folder.name, profile, it)
                found.setdefault(finding.hash, finding)
        files += report["summary"]["files"]
    return files, found


def verdicts():
    with open(REVIEW / "verdicts.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["verdict"] in VERDICTS and row["reason"] for row in rows), "a verdict is right, arguable, or wrong, and has a reason"
    judged = {row["finding"]: row for row in rows}
    assert len(judged) == len(rows), "a finding has one verdict"
    return judged


def severities(found):
    counts = collections.Counter(it.report["severity"] for it in found)
    return " ".join(f"{counts[word]} {word[0].upper()}" for word in ("error", "warning", "info") if counts[word]) or "-"


def table(binary, picked, whole, judged):
    rules = json.loads(subprocess.run([binary, "rules", "--format", "json"], capture_output=True, text=True, check=True).stdout)["rules"]
    lines = []
    for rule in rules:
        of = [[it for it in found.values() if it.rule == rule["name"]] for _, found in (picked, whole)]
        mine = {it.hash: it for it in of[0] + of[1]}
        read = collections.Counter(judged[key]["verdict"] for key in mine if key in judged)
        cells = [f"`{rule['name']}`", rule["profile"], str(len(of[0])), severities(of[0]), str(len(of[1])), severities(of[1])]
        lines.append("| " + " | ".join([*cells, str(sum(read.values())), *(str(read[it]) for it in VERDICTS)]) + " |")
    head = [
        "| rule | profile | picked | by severity | whole | by severity | read | right | arguable | wrong |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    intro = [
        "# What the rules report on real repositories",
        "",
        f"Made by `checks/review.py`, profile `audit`, day {DAY}: {picked[0]} picked files of public repositories, and {whole[0]} files of",
        "whole checkouts. Findings were read one by one in their files. `verdicts.csv` contains each verdict with its reason.",
        "",
    ]
    return "\n".join([*intro, *head, *lines, "", *shares(whole[1], judged)]) + "\n"


def shares(whole, judged):
    """A line for each profile: how many of its findings in whole checkouts were read, and how many are wrong."""
    lines = []
    for index, profile in enumerate(PROFILES):
        shown = [it for it in whole.values() if PROFILES.index(it.profile) <= index]
        read = collections.Counter(judged[it.hash]["verdict"] for it in shown if it.hash in judged)
        counts = ", ".join(f"{read[it]} {it}" for it in VERDICTS)
        lines.append(f"- `{profile}` on whole checkouts: {len(shown)} findings, {sum(read.values())} read: {counts}")
    return lines


def faults(picked, whole, judged):
    found = {**picked, **whole}
    for key in sorted(set(judged) - set(found)):
        yield f"a verdict on a finding that is no more: {key} {judged[key]['rule']}"
    for it in whole.values():
        if it.profile == "default" and judged.get(it.hash, {}).get("verdict") in (None, "wrong"):
            yield f"default: {it.row(judged.get(it.hash, {}).get('verdict'))}"
    for it in picked.values():
        if it.profile == "default" and judged.get(it.hash, {}).get("verdict") == "wrong":
            yield f"default: {it.row('wrong')}"
    strict = [judged[it.hash]["verdict"] for it in whole.values() if it.profile != "audit" and it.hash in judged]
    if strict.count("wrong") * 100 >= WRONG_IN_STRICT * len(strict):
        yield f"strict: {strict.count('wrong')} of {len(strict)} are wrong"
    by_rule = collections.defaultdict(list)
    for it in found.values():
        by_rule[it.rule].append(it.hash in judged)
    for rule, read in by_rule.items():
        if sum(read) < min(READ, len(read)):
            yield f"{rule}: {sum(read)} of {len(read)} findings were read"


def main():
    binary, picked, whole, *options = sys.argv[1:]
    binary = str(pathlib.Path(binary).resolve())
    picked, whole = (findings(binary, pathlib.Path(corpus).resolve()) for corpus in (picked, whole))
    judged = verdicts()
    found = {**picked[1], **whole[1]}
    if options[:1] in (["--list"], ["--open"]):
        last = PROFILES.index(options[1]) if options[0] == "--open" else 0
        is_open = lambda it: it.hash in whole[1] and it.hash not in judged and PROFILES.index(it.profile) <= last
        for it in found.values():
            if it.rule == options[1] or options[0] == "--open" and is_open(it):
                print(it.row(judged.get(it.hash, {}).get("verdict")))
        return
    text, wrong = table(binary, picked, whole, judged), list(faults(picked[1], whole[1], judged))
    if "--check" in options:
        assert (REVIEW / "table.md").read_text() == text, "testdata/review/table.md is not up to date: run checks/review.py"
        assert not wrong, "\n".join(wrong)
        print(text[text.index("\n- ") :].strip())
    else:
        (REVIEW / "table.md").write_text(text)
        print("\n".join(wrong) or "nothing to add")


main()
