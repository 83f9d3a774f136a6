"""`make test`: every test, in two runs, and the coverage of the rooms that it is asked of.

The first run is of the tests of those rooms, traced: tracing doubles what a test costs. The second is of all others and
has no tracer at all. One run that starts and stops the tracer between tests can hang for good: under Python 3.11 a
greenlet that was made while it was on and goes on while it is off leaves the interpreter going round one instruction.

    python -m tests.everything [arguments of pytest]     # PORTER_TEST_WORKERS processes, two when it says nothing
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.servers import ROOT

TRACED = ("tests/core", "tests/models", "tests/services")
COVERED = ("core", "models", "services")
LEAST_PERCENT = 85
NOTHING_CHOSEN = 5
"""Pytest's exit code when `-k` and `-m` leave nothing of a run."""


def main(arguments: list[str]) -> int:
    """The exit code: 0 when every test passes and enough is covered."""
    if any(Path(ROOT, each.split("::")[0]).exists() for each in arguments):
        return _pytest(*arguments)
    for old in (*ROOT.glob(".coverage.*"), ROOT / ".coverage"):
        old.unlink(missing_ok=True)
    tracing = [f"--cov=porter/{room}" for room in COVERED]
    codes = [
        _pytest(*TRACED, *tracing, "--cov-report=", *arguments),
        _pytest(*(f"--ignore={folder}" for folder in TRACED), *arguments),
    ]
    if {"-k", "-m"} & set(arguments):
        return max(0 if code == NOTHING_CHOSEN else code for code in codes)
    return max(*codes, _run("coverage", "report", f"--fail-under={LEAST_PERCENT}"))


def _pytest(*arguments: str) -> int:
    workers = os.environ.get("PORTER_TEST_WORKERS", "2")
    return _run("pytest", "-n", workers, "--dist", "loadgroup", *arguments)


def _run(*module: str) -> int:
    return subprocess.run([sys.executable, "-m", *module], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
