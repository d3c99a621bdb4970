#!/usr/bin/env python3
"""pre_commit_mirror.py OUT: makes a repository of hooks that install calint from PyPI, so that nobody compiles.

pre-commit installs the repository that it clones. This one compiles, because it is calint's source. The mirror contains
nothing but the same hooks and a package that depends on the calint of this version.
"""

import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

PROJECT = """\
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "calint-pre-commit"
version = "{version}"
description = "Installs calint for pre-commit"
license = {{ text = "MIT" }}
requires-python = ">=3.8"
dependencies = ["calint=={version}"]

[tool.setuptools]
py-modules = []
"""


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: pre_commit_mirror.py OUT")
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    version = re.search(r'(?m)^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(encoding="utf-8"))[1]
    (out / "pyproject.toml").write_text(PROJECT.format(version=version), encoding="utf-8")
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (out / ".pre-commit-hooks.yaml").write_text(hooks.replace("language: rust\n", "language: python\n"), encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", out / "LICENSE")


if __name__ == "__main__":
    main()
