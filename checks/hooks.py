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

# What these rules report on an app depends on other apps, which a hook does not look for, or is one finding for
# several.
COMPARE_APPS = {
    "dangling-app-reference",
    "dangling-permission-set-or-profile",
    "duplicate-app-or-policy",
    "eca-weaker-than-connected-app",
    "field-not-in-api-version",
    "run-as-user-shared",
}
SUFFIXES = (".connectedApp-meta.xml", ".connectedApp", ".ecaOauth-meta.xml", ".ecaOauthPlcy-meta.xml", ".ecaGlblOauth-meta.xml")
# Files of each repository that are compared, spread over all of it. Each costs two runs.
FILES = 8


def findings(calint, repository, paths, profile):
    """The findings of each file, as a person would tell them apart."""
    arguments = ["check", *paths, "--format", "json", "--profile", profile, "--no-config", "--allow-empty", "--exit-zero"]
    out = subprocess.run([calint, *arguments, "--now", "2026-11-27"], cwd=repository, capture_output=True, text=True).stdout
    by_file = collections.defaultdict(set)
    for finding in json.loads(out)["findings"]:
        if finding["rule"] in COMPARE_APPS:
            continue
        # A run on the repository says once what holds for several copies of a file.
        message, copies, _ = finding["message"].partition(" (also in ")
        name = finding["path"].rsplit("/", 1)[-1].removesuffix("-meta.xml")
        related = [it["path"] for it in finding["related"] if copies and pathlib.Path(it["path"]).name.startswith(name)]
        for path in [finding["path"], *related]:
            by_file[path].add((finding["rule"], finding["severity"], message))
    return by_file


def compare(calint, repository):
    files = sorted(str(path.relative_to(repository)) for path in repository.rglob("*") if path.name.endswith(SUFFIXES))
    some = files[:: max(1, len(files) // FILES)]
    compared = differences = 0
    for profile in ("default", "strict"):
        whole = findings(calint, repository, ["."], profile)
        for file in some:
            alone = findings(calint, repository, [file], profile)
            compared += 1
            of_file, of_alone = whole.get(file, set()), alone.get(file, set())
            differences += of_file != of_alone
            for sign, said in (("-", of_file - of_alone), ("+", of_alone - of_file)):
                for rule, severity, message in sorted(said):
                    print(f"{repository.name}: {profile}: {file}: {sign} {severity}[{rule}] {message}")
    return compared, differences


def main():
    calint, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    totals = [compare(calint, repository) for repository in sorted(folder.iterdir()) if repository.is_dir()]
    compared, differences = (sum(column) for column in zip(*totals))
    print(f"{compared} runs on one file, {differences} of them differ from the run on the repository")
    return 1 if differences or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
