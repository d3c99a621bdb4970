#!/usr/bin/env python3
"""isolated.py CALINT: demand that calint opens no connection, runs nothing but Git, and writes only where its arguments
say.

It checks a repository of the example orgs with an earlier state in several ways: as usual, without any network, and
where everything is read-only but one folder. All must give the same result. strace records the system calls of the same
runs, and a full disk must leave every earlier file as it was. If this machine makes no namespaces or has no strace, the
script skips that part and says so.

The kernel is asked because a look at the source cannot answer: a crate may open a connection, or Git may run a filter.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ORGS = pathlib.Path("testdata/orgs")
NOW = ["--now", "2026-11-27"]
RUNS = [
    ["check", *NOW],
    ["check", "--profile", "audit", "--format", "json", *NOW],
    ["check", "--profile", "audit", "--format", "sarif", "--changed-since", "HEAD~1", *NOW],
    ["check", "--diff", "--unsafe-fixes", *NOW],
    ["check", "--exit-zero", "--format", "json", "--report", "markdown=OUT/report.md", *NOW],
    ["facts"],
    ["facts", "--script", "sh"],
    ["facts", "--manifest"],
    ["baseline", "create", "--baseline", "OUT/baseline.json"],
]
# System calls that change files, and the flags by which one opens a file to write.
CHANGES = "open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat"
CHANGES += ",truncate,chmod,fchmodat,chown,lchown,fchownat,mknod,mknodat,rmdir"
WRITES = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC)")


def git(folder, *arguments):
    identity = ["-c", "user.name=Acme", "-c", "user.email=crm@acme.example", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


def repository(scratch):
    """The example orgs in a repository whose earlier state lacks one of them."""
    folder = scratch / "repository"
    first, *others = sorted(ORGS.iterdir())
    shutil.copytree(first, folder / first.name)
    git(scratch, "init", "-q", folder)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "earlier")
    for org in others:
        shutil.copytree(org, folder / org.name)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "later")
    return folder


def environment(out):
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": str(out), "HOME": str(out)}


def run(command, folder, out):
    """Exit code, output, and what is in the folder that may be written, which is then empty again."""
    done = subprocess.run(command, cwd=folder, env=environment(out), capture_output=True, timeout=300)
    files = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    for path in out.iterdir():
        path.unlink()
    return done.returncode, done.stdout, done.stderr, files


def commands(calint, out):
    for arguments in RUNS:
        yield [calint, *(argument.replace("OUT", str(out)) for argument in arguments)]


def is_possible(*command):
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True).returncode == 0


def read_only(out):
    """A script that makes all mounts read-only but one folder, and runs what follows it."""
    return f"""set -eu
mount --bind '{out}' '{out}'
while read -r _ _ _ _ point options _; do
    [ "$point" = '{out}' ] || mount -o "remount,bind,ro,$(echo "$options" | sed -E 's/(^|,)rw(,|$)/\\1ro\\2/')" "$point" || true
done < /proc/self/mountinfo
if touch ./written 2>/dev/null || touch /var/tmp/written 2>/dev/null; then echo "it can be written" >&2; exit 99; fi
exec "$@\""""


def same_everywhere(calint, folder, out):
    """Without a network, and where nothing else can be written, all runs come to the same."""
    usual = [run(command, folder, out) for command in commands(calint, out)]
    assert [code for code, *_ in usual[:3]] == [1, 1, 1], [code for code, *_ in usual]
    assert usual[-1][3].keys() == {"baseline.json"} and usual[4][3].keys() == {"report.md"}, "nothing was written"
    ways = {
        "without a network": ["unshare", "-rn"],
        "where everything else is read-only": ["unshare", "-rnm", "sh", "-c", read_only(out), "sh"],
    }
    for way, prefix in ways.items():
        if not is_possible("unshare", "-rnm", "true") or not is_possible(*prefix, "true"):
            print(f"skipped: this machine makes no namespaces, so nothing is run {way}")
            continue
        for command, expected in zip(commands(calint, out), usual):
            came_to = run([*prefix, *command], folder, out)
            assert came_to == expected, f"{way}: {command}\n{expected}\n{came_to}"
        print(f"{len(usual)} runs {way}: the same as elsewhere")


def calls(log):
    """Name and rest of every system call, without the number of the process."""
    for line in log.read_text(errors="replace").splitlines():
        if found := re.match(r"(?:\d+ +)?(\w+)\((.*)", line):
            yield found.groups()


def traced(calint, folder, out):
    """No connection, no program but Git, and no file written outside of the folder."""
    if not is_possible("strace", "-o", "/dev/null", "true"):
        print("skipped: no strace here, or it may not look at processes, so no system calls are counted")
        return
    log, counted = out.parent / "calls", 0
    for command in commands(calint, out):
        traced = ["strace", "-f", "-qq", "-s", "4096", "-e", f"trace=%network,execve,{CHANGES}", "-o", log]
        run([*traced, *command], folder, out)
        for name, rest in calls(log):
            counted += 1
            if name == "execve":
                program = pathlib.Path(re.match(r'"([^"]*)"', rest)[1]).name
                assert program in ("git", "calint"), f"{command}: runs {program}"
            elif name.startswith("open"):
                path = re.search(r'"([^"]*)"', rest)[1]
                may_write = path == "/dev/null" or path.startswith(str(out))
                assert may_write or not WRITES.search(rest), f"{command}: writes {rest}"
            elif name in CHANGES.split(","):
                assert f'"{out}' in rest, f"{command}: {name}({rest}"
            else:
                assert name == "socketpair", f"{command}: {name}({rest}"
    assert counted > len(RUNS), "strace reported nothing"
    print(f"{counted} system calls: no connection, no program but Git, nothing written elsewhere")


FULL = """set -eu
mount -t tmpfs -o size=256k tmpfs "$1"
cp -r "$2"/. "$1"
cd "$1"
echo '{"schema": 1, "entries": []}' > calint-baseline.json
echo '[]' > report.json # An earlier report for GitLab, without findings.
cat /dev/zero > fill 2>/dev/null || true
before=$(find . -type f ! -name fill -exec sha256sum {} + | sort)
calint=$3
expect() {
    "$calint" "$@" >/dev/null 2>&1 && code=0 || code=$?
    [ "$code" -eq 3 ] || { echo "$*: exit $code on a full disk, not 3" >&2; exit 1; }
    after=$(find . -type f ! -name fill -exec sha256sum {} + | sort)
    [ "$before" = "$after" ] || { echo "$*: changed a file on a full disk" >&2; exit 1; }
}
expect check --fix --unsafe-fixes
expect check --report json=report.json
expect check --report json=new.json
expect baseline create --update
expect baseline create --baseline new-baseline.json
expect init .
"""


def full_disk(calint, folder, scratch):
    """A full disk leaves every file as it was, and no part of a new one."""
    disk = scratch / "disk"
    disk.mkdir()
    if not is_possible("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", disk):
        print("skipped: this machine makes no mount namespaces, so no disk is full")
        return
    org = folder / sorted(ORGS.iterdir())[0].name
    command = ["unshare", "-rm", "sh", "-c", FULL, "sh", disk, org, calint]
    done = subprocess.run(command, env=environment(scratch), capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stderr
    print("a full disk: every file as it was, and no part of a new one")


def main(calint):
    calint = str(pathlib.Path(calint).resolve())
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch).resolve()
        out = scratch / "out"
        out.mkdir()
        folder = repository(scratch)
        same_everywhere(calint, folder, out)
        traced(calint, folder, out)
        full_disk(calint, folder, scratch)


main(*sys.argv[1:])
