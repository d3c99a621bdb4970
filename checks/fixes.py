#!/usr/bin/env python3
"""fixes.py CALINT FOLDER: fixes a copy of every repository below FOLDER, rule by rule and with all rules at once.

Each time, it demands that the program ends as it should; that a file becomes what the edits of the JSON report say, and
stays byte for byte as it was where there are none; that what was XML still is; that a second run changes nothing; that
the patch of --diff, applied by git, gives the same files; that a run introduces no finding; and that safe fixes leave
every flow of every app as open as it was. preconditions.py decides the last one and knows nothing of calint's rules. Of
a large repository only the safe fixes are applied, all at once.

The samples of the pages show each fix alone in a small file. Real repositories show what samples cannot: fixes of
several rules in one element, copies of files, odd encodings, and files that were broken before. No result is written
down for them, so the check compares runs of calint with each other and with git. Prints how many findings can be fixed,
by rule.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import preconditions

ENVIRONMENT = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}


def copied(repository, into):
    """A copy that may be written, without a repository of its own, so that paths are those of the copy."""
    shutil.copytree(repository, into, ignore=shutil.ignore_patterns(".git"), copy_function=shutil.copyfile)
    return into


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def meanings(findings):
    """Findings by rule, file and element, whatever their lines, with the worst severity of each."""
    worst = {}
    for finding in findings:
        key = (finding["rule"], finding["path"], re.sub(r"\[\d+\]", "", finding["element"]))
        worst[key] = max(worst.get(key, 0), ("info", "warning", "error").index(finding["severity"]))
    return worst


def is_xml(data):
    try:
        ElementTree.fromstring(data)
        return True
    except (ElementTree.ParseError, ValueError):
        return False


class Repository:
    def __init__(self, calint, source, scratch):
        self.calint, self.source, self.scratch = calint, source, scratch
        self.before = contents(source)

    def run(self, folder, *arguments):
        command = [self.calint, "check", ".", "--profile", "audit", "--no-config", *arguments]
        run = subprocess.run(command, cwd=folder, capture_output=True, env=ENVIRONMENT)
        assert run.returncode in (0, 1, 3), (self.source, command, run.returncode, run.stderr[-500:])
        return run

    def findings(self, folder, *arguments):
        return json.loads(self.run(folder, "--format", "json", *arguments).stdout)["findings"]

    def copies(self, path):
        """The file and its copies: the same name and bytes. A finding in them is reported once and fixed in each."""
        name = path.rsplit("/", 1)[-1]
        return {it for it, data in self.before.items() if it.rsplit("/", 1)[-1] == name and data == self.before[path]}

    def by_edits(self, findings):
        """The files as the edits of one report make them; nothing if two edits touch."""
        edits = collections.defaultdict(set)
        for finding in findings:
            if finding["fix"].get("rename"):
                return None
            for edit in finding["fix"]["edits"]:
                for path in self.copies(edit["path"]):
                    edits[path].add((edit["start"], edit["end"], edit["text"]))
        files = dict(self.before)
        for path, some in edits.items():
            data, done = b"", 0
            for start, end, text in sorted(some):
                if start < done:
                    return None
                utf16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(files[path][:2], "utf-8")
                data += files[path][done:start] + text.encode(utf16)
                done = end
            files[path] = data + files[path][done:]
        return files

    def check(self, *only):
        """Fixes by some rules, and returns how many findings can be fixed and how many files were changed."""
        before = self.findings(self.source, *only)
        fixable = [finding for finding in before if "fix" in finding and (only or not finding["fix"].get("needs_only"))]
        if not fixable:
            return 0, 0
        what = (str(self.source), only)
        fixed, patched = (copied(self.source, self.scratch / name) for name in ("fixed", "patched"))
        notes = self.run(fixed, "--fix-only", "--unsafe-fixes", *only).stderr.decode()
        refused = "could not be fixed" in notes
        after = contents(fixed)
        if only and not refused:
            expected = self.by_edits(fixable)
            assert expected in (None, after), (what, [path for path in after if after[path] != expected.get(path)])
        paths = {finding["fix"]["edits"][0]["path"] for finding in fixable if finding["fix"]["edits"]}
        paths = {copy for path in paths for copy in self.copies(path)}
        paths |= {finding["fix"]["rename"]["path"] for finding in fixable if finding["fix"].get("rename")}
        changed = [path for path in self.before if after.get(path) != self.before[path]]
        assert set(changed) <= paths or not only, (what, set(changed) - paths)
        for path in changed:
            assert path not in after or not is_xml(self.before[path]) or is_xml(after[path]), (what, path)
        left = [finding for finding in self.findings(fixed, *only) if "fix" in finding]
        left = [finding for finding in left if only or not finding["fix"].get("needs_only")]
        assert not left or refused, (what, left[0])
        self.run(fixed, "--fix-only", "--unsafe-fixes", *only)
        assert contents(fixed) == after, (what, "a second run changes something")
        (self.scratch / "patch").write_bytes(self.run(patched, "--diff", "--unsafe-fixes", *only).stdout)
        apply = ["git", "apply", "--allow-empty", "--whitespace=nowarn", "../patch"]
        run = subprocess.run(apply, cwd=patched, capture_output=True, env=ENVIRONMENT)
        assert run.returncode == 0, (what, run.stderr)
        assert contents(patched) == after, (what, "the patch gives other files")
        self.brings_nothing(before, fixed, *only)
        shutil.rmtree(fixed)
        shutil.rmtree(patched)
        return len(fixable), len(changed)

    def check_safe(self):
        """Applies all safe fixes, and returns how many lines say that one was left."""
        before = self.findings(self.source)
        fixed = copied(self.source, self.scratch / "safe")
        notes = self.run(fixed, "--fix-only").stderr.decode()
        after = contents(fixed)
        self.brings_nothing(before, fixed)
        worse = preconditions.worse(self.before, after)
        assert not worse, (str(self.source), worse)
        self.run(fixed, "--fix-only")
        assert contents(fixed) == after, (str(self.source), "a second run changes something")
        shutil.rmtree(fixed)
        return notes.count("calint: not fixed")

    def brings_nothing(self, before, fixed, *only):
        """No finding is there after the run that was not there before it, unless a file could not be read before."""
        earlier = meanings(before)
        unreadable = {path for path, data in self.before.items() if not is_xml(data)}
        renamed = {finding["fix"]["rename"]["to"] for finding in before if finding.get("fix", {}).get("rename")}
        for key, severity in meanings(self.findings(fixed, *only)).items():
            is_known = key in earlier and severity <= earlier[key]
            assert is_known or key[1] in unreadable | renamed, (str(self.source), only, key)


# A repository with more files is fixed once and not once for each rule, which would run calint on all of it many times.
LARGE = 1000


def main(calint, folder):
    counts = collections.defaultdict(collections.Counter)
    runs = changes = files = left = 0
    for source in sorted(path for path in pathlib.Path(folder).iterdir() if path.is_dir()):
        with tempfile.TemporaryDirectory() as scratch:
            # Another repository around the copy would change paths.
            copy = copied(source, pathlib.Path(scratch) / "source")
            repository = Repository(os.path.abspath(calint), copy, pathlib.Path(scratch))
            findings = repository.findings(repository.source)
            for finding in findings:
                counts[finding["rule"]][finding.get("fix", {}).get("safety", "none")] += 1
            left += repository.check_safe()
            runs += 1
            if len(repository.before) > LARGE:
                continue
            for rule in sorted({finding["rule"] for finding in findings if "fix" in finding}):
                changes += repository.check("--only", rule)[1]
                runs += 1
            files += repository.check()[1]
            runs += 1
    for rule, count in sorted(counts.items()):
        print(f"{count['safe']:5} safe {count['unsafe']:5} unsafe {count['none']:5} none  {rule}")
    safe, unsafe = (sum(count[word] for count in counts.values()) for word in ("safe", "unsafe"))
    print(f"{safe} findings with a safe and {unsafe} with an unsafe fix; {runs} runs changed {changes} files by one rule")
    print(f"and {files} by all at once; {left} safe fixes were left with a reason; no flow is less open than before")
    assert safe and unsafe and runs


main(*sys.argv[1:])
