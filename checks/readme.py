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
    def screen(match):
        output = run(*match[2].split())
        return f"{match[1]}{output.stdout}{output.stderr}```\n"

    text = re.sub(r"(?ms)(^```console\n\$ cargo run --release -- (.*?)\n).*?^```\n", screen, text)
    table = run("rules", "--format", "markdown").stdout
    text = re.sub(r"(?s)\| rule \| severity .*?\n(?!\|)", lambda match: table, text, count=1)
    readme.write_text(text)


main(*sys.argv[1:])
