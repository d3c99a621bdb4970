#!/usr/bin/env python3
"""try.py CALINT: runs the experiments of this folder against a made-up org.

It needs no org and no Salesforce CLI: fake_org.py stands in for both. Each experiment runs with both possible answers, in
dash and bash. No secret may be in the output, in the arguments of a program, or left on disk, and the apps are deleted,
also after failures and signals. calint checks the metadata that the script writes.
"""
import concurrent.futures
import json
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import fake_org  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FAST = ["--poll", "0", "--wait", "3", "--certificate-seconds", "20"]
ROWS = [line.split("|") for line in (HERE / "experiments.txt").read_text().splitlines() if not line.startswith("#")]
# What calint misses in the apps that lack something on purpose.
MISSED = {"ConnectedApp/oauthPolicy/ipRelaxation", "ConnectedApp/oauthConfig/scopes", "ExternalClientApplication/contactEmail"}
ONE = "eca-jwt-without-refresh-scope"


class Run:
    """One run of the script in an org of its own. `with` removes its folder."""

    def __init__(self, *options, shell="dash", command=None, **world):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        for name in ("bin", "tmp", "org"):
            (self.folder / name).mkdir()
        self.server = fake_org.serve(self.folder / "org")
        world = {"instance": f"http://127.0.0.1:{self.server.server_port}", "organization": "false,Developer Edition,",
                 "deviations": []} | world
        (self.folder / "org/world.json").write_text(json.dumps(world))
        self.program("sf", f'exec "{sys.executable}" "{HERE}/fake_org.py" "$@"')
        # Others on a machine see the arguments of a program.
        self.program("curl", f'for argument; do printf "%s\\n" "$argument"; done >>"{self.folder}/org/log"\n'
                             f'exec "{shutil.which("curl")}" "$@"')
        self.command = command or [shell, HERE / "run.sh", *FAST, "--jsonl", "out.jsonl", *options]
        # sf would leave a copy of each deployment in SF_MDAPI_TEMP_DIR.
        self.variables = {"PATH": f"{self.folder}/bin:/usr/local/bin:/usr/bin:/bin", "HOME": str(self.folder),
                          "TMPDIR": str(self.folder / "tmp"), "FAKE_ORG": str(self.folder / "org"),
                          "SF_MDAPI_TEMP_DIR": str(self.folder / "copies"), "PYTHONDONTWRITEBYTECODE": "1"}

    def program(self, name, text):
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def __enter__(self):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(self.command, cwd=self.folder, env=self.variables, stdout=pipe, stderr=pipe, text=True)
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        shutil.rmtree(self.folder)

    def end(self, code):
        """Waits for the end, expects an exit code, and looks for secrets and for what was left behind."""
        self.stdout, self.stderr = self.process.communicate(timeout=600)
        assert self.process.returncode == code, f"exit code {self.process.returncode}, not {code}:\n{self.stdout}{self.stderr}"
        lines = self.folder / "out.jsonl"
        self.jsonl = lines.read_text() if lines.exists() else ""
        self.results = {it["experiment"]: it for it in map(json.loads, self.jsonl.splitlines())}
        log = self.folder / "org/log"
        self.log = log.read_text() if log.exists() else ""
        for secret in self.secrets():
            for shown in (self.stdout, self.stderr, self.jsonl, self.log):
                assert secret not in shown, f"{secret} is shown:\n{shown}"
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", self.stdout + self.stderr + self.jsonl), "control characters"
        assert not list((self.folder / "tmp").iterdir()), "temporary files are left"
        assert not (self.folder / "copies").exists(), "sf has left copies"
        assert not self.server.tokens, "tokens are not revoked"
        self.state = fake_org.Org(self.folder / "org").state
        return self

    def secrets(self):
        """All that nobody may see: of the apps, of the org, and of the user of sf."""
        packages = "\n".join(path.read_text() for path in (self.folder / "org").glob("packages/*/*/*"))
        found = set(re.findall(r"<consumer(?:Key|Secret)>(.*?)<", packages))
        return found | self.server.issued | {fake_org.ADMIN_TOKEN, "PRIVATE KEY"}

    def cleaned(self):
        assert not self.state["components"] and not self.state["assigned"], self.state
        return self

    def only_result(self):
        (result,) = self.results.values()
        return result


def all_experiments(calint, shell, is_opposite):
    """All experiments in a shell, in an org that answers as calint expects, or the opposite."""
    deviations = sorted(fake_org.DEVIATIONS) if is_opposite else []
    with Run(shell=shell, deviations=deviations) as run:
        run.end(1 if is_opposite else 0).cleaned()
        wanted = "different" if is_opposite else "as-expected"
        assert [(name, it["result"]) for name, it in run.results.items()] == [(row[0], wanted) for row in ROWS], run.jsonl
        for name, expected, claim in ROWS:
            result = run.results[name]
            assert result["expected"] == expected and result["claim"] == claim
            assert (result["got"].split(":")[0] == expected) is not is_opposite, result
            row = next(line for line in run.stdout.splitlines() if line.startswith(f"{name} "))
            assert row.split()[1:3] == [expected, wanted] and row.endswith(result["got"]) and claim in run.stdout, row
        if not is_opposite:
            metadata_is_right(calint, run.folder / "org/packages")


def metadata_is_right(calint, packages):
    """calint knows all elements and values of the apps, and misses what they lack on purpose."""
    wrong = ("unknown-element", "misplaced-element", "invalid-value", "wrong-case", "wrong-file-suffix", "invalid-xml",
             "duplicate-element", "field-not-in-api-version", "missing-required-element", "certificate-unparsable",
             "unknown-oauth-scope")
    command = [calint, "check", packages, "--only", ",".join(wrong), "--format", "json", "--exit-zero", "--no-config"]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert report["summary"]["files"] > 60, report["summary"]
    found = {(it["rule"], it["element"]) for it in report["findings"]}
    assert found == {("missing-required-element", element) for element in MISSED}, found


def which_orgs():
    for organization in ("true,Enterprise Edition,", "true,Developer Edition,2026-12-24T00:00:00.000+0000",
                         "false,Developer Edition,"):
        with Run("--only", "eca-without-contact-email", organization=organization) as run:
            run.end(0)
    for organization in ("false,Enterprise Edition,", "false,Enterprise Edition,2026-12-24T00:00:00.000+0000", ""):
        with Run("--only", "eca-without-contact-email", organization=organization) as run:
            run.end(2)
            assert "neither a Developer Edition org nor a sandbox nor a scratch org" in run.stderr, run.stderr
            assert "deploy" not in run.log and not run.jsonl, run.log
        with Run("--only", "eca-without-contact-email", "--allow-production", organization=organization) as run:
            run.end(0)
    for broken in ("data query", "org display"):
        with Run(**{"sf-fails-at": broken}) as run:
            run.end(2)
            assert "deploy" not in run.log, run.log
    with Run("--only", "eca-without-contact-email", "--target-org", "sandbox", alias="sandbox") as run:
        run.end(0)
    with Run("--target-org", "nowhere") as run:
        run.end(2)
        assert "not logged in" in run.stderr


def options():
    for arguments in (["--only", "no-such"], ["--only", ".*"], ["--wait", "soon"], ["--poll"], ["now"], ["--jsonl", "no/file"]):
        with Run(*arguments) as run:
            run.end(2)
            assert not run.log, run.log
    with Run(command=["dash", HERE / "run.sh", "--list"]) as run:
        assert [line.split("\t") for line in run.end(0).stdout.splitlines()] == ROWS
    with Run(command=["dash", HERE / "run.sh", "--help"]) as run:
        run.end(0)
        assert all(f"  {option} " in run.stdout for option in ("--only NAME", "--keep", "--list")), run.stdout


def inconclusive():
    """A control that fails, and failures of other kinds: no answer is taken for one."""
    with Run("--only", "connected-app-without-scopes", **{"no-connected-apps": True}) as run:
        assert "the control deployment is refused: You can't create" in run.end(3).only_result()["got"]
    with Run("--only", ONE, refuse="ExternalClientApplication") as run:
        run.end(3).cleaned()
    for answer in ("<html>502 Bad Gateway</html>", "", '{"error":"invalid_client_id","error_description":"KEY"}'):
        with Run("--only", ONE, answer=answer) as run:
            assert "the org does not know the new app" in run.end(3).cleaned().only_result()["got"], run.jsonl
    with Run("--only", ONE, answer='{"error":"inactive_user","error_description":"KEY \\"quoted\\" \x1b[31m\\\\"}') as run:
        result = run.end(3).cleaned().only_result()
        assert result["got"].startswith("the control app gets no token: inactive_user: [redacted] 'quoted'"), result
    long = '{"error":"inactive_user","error_description":"' + "ä " * 200 + '"}'
    with Run("--only", ONE, answer=long) as run:
        result = run.end(3).cleaned().only_result()
        assert result["got"].endswith(" ä ...") and len(result["got"]) < 250, result
    with Run("--only", "eca-run-as-profile", **{"profile-by-file-name": True}) as run:
        assert run.end(0).cleaned().only_result()["got"].startswith("invalid_app_access"), run.jsonl
    for broken in ("project deploy", "org assign", "project retrieve"):
        with Run("--only", "eca-certificate-retrieved", **{"sf-fails-at": broken}) as run:
            result = run.end(3).only_result()
            assert result["result"] == "inconclusive" and result["got"], result
            if broken != "project deploy":
                run.cleaned()


def refusal_with_a_key():
    """An answer of the org that quotes the consumer key and control characters."""
    with Run("--only", ONE, refuse="ExtlClntAppGlobalOauthSettings") as run:
        assert run.end(3).cleaned().only_result()["got"].endswith("not possible with [redacted]"), run.jsonl


def what_stays():
    with Run("--only", ONE, "--keep") as run:
        run.end(0)
        kept = [name for name in run.state["components"] if name.startswith(("ExternalClientApplication ", "PermissionSet "))]
        assert len(kept) == 4 and all(name in run.stderr for name in kept), run.stderr
    with Run("--only", ONE, **{"delete-fails": True}) as run:
        run.end(3)
        assert run.results[ONE]["result"] == "as-expected"
        assert "ExternalClientApplication Calint_" in run.stderr and "could not delete" in run.stderr, run.stderr


def signals():
    for shell in ("dash", "bash"):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            interrupted(shell, number, tries=5)


def interrupted(shell, number, tries):
    with Run("--only", ONE, shell=shell, slow=0.5) as run:
        packages = run.folder / "org/packages"
        while not (packages / "1").exists():
            time.sleep(0.05)
        run.process.send_signal(number)
        try:
            run.end(128 + number).cleaned()
            return
        except AssertionError as error:
            # If the signal comes while bash reads a command substitution, bash reads the command of the trap wrongly.
            if tries == 1 or "unexpected EOF while looking for matching" not in str(error):
                raise
    interrupted(shell, number, tries - 1)


def commands_of_the_docs():
    """Each command of docs/experiments.md that runs the script does what it says."""
    blocks = re.findall(r"(?ms)^```sh\n(.*?)^```$", (ROOT / "docs/experiments.md").read_text())
    lines = [line for block in blocks for line in block.splitlines() if "in-an-org/run.sh" in line]
    assert len(lines) >= 3, lines
    for line in lines:
        words = shlex.split(line, comments=True)
        fast = [] if "--list" in words else [*FAST, "--only", ONE]
        with Run(command=["sh", ROOT / words[0], *words[1:], *fast], alias="experiments") as run:
            assert ONE in run.end(0).stdout, run.stdout


def main(calint):
    started = time.time()
    # A shell cannot catch what its parent ignores, as `nohup` does.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    program = pathlib.Path(calint).resolve()
    checks = [which_orgs, options, inconclusive, refusal_with_a_key, what_stays, signals, commands_of_the_docs]
    answers = [lambda shell=shell, is_opposite=is_opposite: all_experiments(program, shell, is_opposite)
               for shell in ("dash", "bash") for is_opposite in (False, True)]
    # Most of the time is waiting, for a certificate to end or for a program.
    with concurrent.futures.ThreadPoolExecutor(max_workers=6) as pool:
        for check in [pool.submit(check) for check in answers + checks]:
            check.result()
    print(f"{len(ROWS)} experiments with both answers in two shells, and their failures: right ({time.time() - started:.0f} s)")


main(*sys.argv[1:])
