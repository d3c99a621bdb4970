#!/usr/bin/env python3
"""facts-scripts.py CALINT: what other parsers say of the scripts that `calint facts --script` prints.

The grammar of PowerShell of tree-sitter reads the script for PowerShell, because no PowerShell is in the package registries.
The packages go to a temporary folder. shellcheck reads the script for sh, if it is installed.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

PACKAGES = ["tree-sitter==0.26.0", "tree-sitter-powershell==0.26.4"]
PROJECT = "testdata/orgs/acme-crm"


def main(calint):
    scripts = {language: printed(calint, language) for language in ("sh", "ps1")}
    with tempfile.TemporaryDirectory() as folder:
        packages = ["--quiet", "--disable-pip-version-check", "--target", folder, *PACKAGES]
        subprocess.run([sys.executable, "-m", "pip", "install", *packages], check=True)
        sys.path.insert(0, folder)
        wrong = list(misread(scripts["ps1"]))
    assert not wrong, wrong
    print("PowerShell: one script, read as a whole")
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", "--shell=sh", "-"], input=scripts["sh"], check=True)
        print("sh: nothing to complain of for shellcheck")
    else:
        print("skipped: no shellcheck; install it by: apt-get install shellcheck")


def printed(calint, language):
    command = [pathlib.Path(calint).resolve(), "facts", "--script", language, "--into", "my 'facts", PROJECT]
    return subprocess.run(command, check=True, capture_output=True).stdout


def misread(script):
    """The places that the grammar does not understand."""
    import tree_sitter
    import tree_sitter_powershell

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    tree = parser.parse(script)
    # A parser that takes everything proves nothing.
    assert parser.parse(script.replace(b"param(", b"param((")).root_node.has_error
    open_nodes = [tree.root_node]
    while open_nodes:
        node = open_nodes.pop()
        if node.is_error or node.is_missing:
            yield node.start_point.row + 1, script[node.start_byte : node.end_byte][:80]
        open_nodes.extend(node.children)


main(*sys.argv[1:])
