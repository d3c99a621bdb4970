#!/usr/bin/env python3
"""corpus.py CALINT FOLDER: run over every repository below FOLDER, and over all of them at once.

Fails on a panic, a wrong exit code, or a verdict that is not the same twice. Prints counts, time and memory.
"""
import collections
import json
import os
import pathlib
import resource
import subprocess
import sys
import time


def check(calint, folder):
    command = [calint, "check", ".", "--format", "json", "--profile", "audit"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"{folder}: ended with {run.returncode}: {run.stderr}")
    report = json.loads(run.stdout)
    if report["summary"]["exit_code"] != run.returncode:
        sys.exit(f"{folder}: says {report['summary']['exit_code']} and ends with {run.returncode}")
    return report


def main(calint, folder):
    calint = os.path.abspath(calint)
    counts, codes, problems = collections.Counter(), collections.Counter(), []
    files = 0
    for repository in sorted(p for p in pathlib.Path(folder).iterdir() if p.is_dir()):
        report = check(calint, repository)
        files += report["summary"]["files"]
        codes[report["summary"]["exit_code"]] += 1
        counts.update((finding["rule"], finding["severity"]) for finding in report["findings"])
        problems += [f"{repository.name}: {problem['message']}" for problem in report["problems"]]
    begin = time.perf_counter()
    whole = check(calint, folder)
    seconds = time.perf_counter() - begin
    if whole["summary"]["files"] != files or check(calint, folder) != whole:
        sys.exit("the whole corpus at once, twice, does not give the same files and findings")
    for (rule, severity), count in sorted(counts.items()):
        print(f"{count:6} {severity:8} {rule}")
    print("\n".join(problems))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{files} files; repositories by exit code: {dict(sorted(codes.items()))}; {seconds:.3f} s, peak {memory:.0f} MB")


main(*sys.argv[1:])
