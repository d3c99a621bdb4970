#!/usr/bin/env python3
"""readme.py CALINT: put the program's own output and list of rules into README.md.

A test fails where they differ from what the program says; this mends them.
"""
import pathlib
import re
import subprocess
import sys


def main(calint):
    run = lambda *arguments: subprocess.run([calint, *arguments], capture_output=True, text=True)
    readme = pathlib.Path("README.md")
    text = readme.read_text()
    output = run("check", "testdata/orgs/acme-crm")
    prompt = "$ cargo run --release -- check testdata/orgs/acme-crm\n"
    screen = prompt + output.stdout + output.stderr
    text = re.sub(r"(?s)(```console\n).*?(```\n)", lambda match: match[1] + screen + match[2], text, count=1)
    table = run("rules", "--format", "markdown").stdout
    text = re.sub(r"(?s)\| rule \| severity .*?\n(?!\|)", lambda match: table, text, count=1)
    readme.write_text(text)


main(*sys.argv[1:])
