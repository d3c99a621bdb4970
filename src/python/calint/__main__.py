"""`python -m calint`: runs the program calint that was installed with this package."""

import os
import subprocess
import sys
import sysconfig

NAME = "calint" + (sysconfig.get_config_var("EXE") or "")

# calint's exit code for a result that is incomplete.
INCOMPLETE = 3


def folders():
    """Where pip may have put the program, the nearest to this package first: another calint may be installed, too."""
    scripts = "Scripts" if os.name == "nt" else "bin"
    above = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    # `pip install --target`, on every system.
    yield os.path.join(above, "bin")
    # Environments, `--prefix` and `--user`: `lib/python3.13/site-packages` is up to three folders below.
    for _ in range(3):
        above = os.path.dirname(above)
        yield os.path.join(above, scripts)
    # Systems that keep programs and packages apart.
    yield sysconfig.get_path("scripts")


def find_calint():
    """The path of the program."""
    for folder in folders():
        path = os.path.join(folder, NAME)
        if os.path.isfile(path):
            return path
    return None


def main():
    program = find_calint()
    if program is None:
        print("calint: the program is not installed beside its Python package; install calint again", file=sys.stderr)
        sys.exit(INCOMPLETE)
    arguments = [program, *sys.argv[1:]]
    if os.name == "nt":
        # Windows has no way to become another program.
        try:
            sys.exit(subprocess.run(arguments).returncode)
        except KeyboardInterrupt:
            sys.exit(130)
    os.execv(program, arguments)


if __name__ == "__main__":
    main()
