#!/usr/bin/env python3
"""readme.py CALINT: put the program's own output and list of rules into README.md, docs/, and rules/README.md.

A test fails where they differ from what the program prints; this rewrites them. A screen with a line `…` is an excerpt: it
shows the first findings and the closing line.
"""
import pathlib
import re
import subprocess
import sys

FINDINGS = 2
FINDING = re.compile(r"(?m)^(?:error|warning|info)\b")


def excerpt(output):
    """The output up to the end of the first findings, and its last line."""
    starts = [match.start() for match in FINDING.finditer(output)]
    if len(starts) <= FINDINGS:
        return output
    return f"{output[:starts[FINDINGS]].rstrip()}\n…\n{output.rstrip().splitlines()[-1]}\n"


def main(calint):
    run = lambda *arguments: subprocess.run([calint, *arguments], capture_output=True, text=True)

    def screen(match):
        output = run(*match[2].split())
        text = output.stdout + output.stderr
        shown = excerpt(text) if "\n…\n" in match[0] else text
        return f"{match[1]}{shown}```\n"

    for page in [pathlib.Path("README.md"), *sorted(pathlib.Path("docs").glob("*.md"))]:
        old = page.read_text()
        new = re.sub(r"(?ms)(^```console\n\$ cargo run --release -- (.*?)\n).*?^```\n", screen, old)
        if new != old:
            page.write_text(new)
    rules = pathlib.Path("rules/README.md")
    table = run("rules", "--format", "markdown").stdout
    table = re.sub(r"\]\(rules/[a-z-]+/", "](../docs/rules/", table)
    rules.write_text(re.sub(r"(?s)\| rule \| severity .*", lambda match: table, rules.read_text()))


main(*sys.argv[1:])
