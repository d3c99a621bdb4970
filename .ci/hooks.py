#!/usr/bin/env python3
"""hooks.py CALINT FOLDER: whether a run on one file says of it what a run on its whole repository says.

A hook sees the files of a commit only, and looks up by itself what they depend on. Rules that compare apps with each other
see fewer of them; everything else has to be the same. Prints each difference, and ends with 1 if there is one.
"""
import collections
import json
import pathlib
import subprocess
import sys

# What these say of an app depends on others, which a hook does not look for.
COMPARE_APPS = {
    "copies",
    "dangling-app-reference",
    "duplicate-app-or-policy",
    "eca-weaker-than-connected-app",
    "run-as-user-shared",
}
SUFFIXES = (".connectedApp-meta.xml", ".connectedApp", ".ecaOauth-meta.xml", ".ecaOauthPlcy-meta.xml", ".ecaGlblOauth-meta.xml")
# So many files of each repository, spread over all of it.
FILES = 8


def findings(calint, repository, paths, profile):
    """The findings of each file, as a person would tell them apart."""
    arguments = ["check", *paths, "--format", "json", "--profile", profile, "--no-config", "--allow-empty", "--exit-zero"]
    out = subprocess.run([calint, *arguments, "--now", "2026-11-27"], cwd=repository, capture_output=True, text=True).stdout
    by_file = collections.defaultdict(set)
    for finding in json.loads(out)["findings"]:
        if finding["rule"] not in COMPARE_APPS:
            by_file[finding["path"]].add((finding["rule"], finding["severity"], finding["message"]))
    return by_file


def compare(calint, repository):
    files = sorted(str(path.relative_to(repository)) for path in repository.rglob("*") if path.name.endswith(SUFFIXES))
    some = files[:: max(1, len(files) // FILES)]
    compared = differences = 0
    for profile in ("default", "strict"):
        whole = findings(calint, repository, ["."], profile)
        for file in some:
            alone = findings(calint, repository, [file], profile)
            # The names of paths depend on the repository that holds them.
            of_file = {path: said for path, said in whole.items() if path.endswith(file)}
            of_alone = {path: said for path, said in alone.items() if path.endswith(file)}
            compared += 1
            if of_file != of_alone:
                differences += 1
                for path in of_file.keys() | of_alone.keys():
                    for sign, said in (("-", of_file.get(path, set()) - of_alone.get(path, set())), ("+", of_alone.get(path, set()) - of_file.get(path, set()))):
                        for rule, severity, message in sorted(said):
                            print(f"{repository.name}: {profile}: {path}: {sign} {severity}[{rule}] {message}")
    return compared, differences


def main():
    calint, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    totals = [compare(calint, repository) for repository in sorted(folder.iterdir()) if repository.is_dir()]
    compared, differences = (sum(column) for column in zip(*totals))
    print(f"{compared} runs on one file, {differences} of them differ from the run on the repository")
    return 1 if differences or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
