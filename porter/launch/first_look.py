"""What can be said of a machine before anything is installed: with the standard library alone, in words that Python 3.7
reads, because it has to be able to say of a Python that it is too old.

    python3 -I porter/launch/first_look.py      # make doctor: -I, for a file beside this one is called http
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator, Sequence, TextIO  # noqa: UP035 - as 3.7 has them

ROOT = Path(__file__).resolve().parents[2]
MINIMUM_PYTHON = (3, 11)
DATA_MB, FRONTEND_MB, PACKAGES_MB = 1200, 300, 1300
"""Room for the databases, for .web until it is built, for .venv until it is installed."""
_INDEX_TIMEOUT_S = 60


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is empty when it is fine; a warning does not stop Porter."""

    what: str
    mend: str = ""
    warning: bool = False

    @property
    def stops_us(self) -> bool:
        """Whether Porter cannot run like this."""
        return bool(self.mend) and not self.warning


def main() -> int:
    """Say what stops an installation; the whole doctor goes on when there is none, and the packages are there."""
    seen = list(_findings())
    if not any(finding.stops_us for finding in seen) and packages_are_there():
        return subprocess.run([str(_python()), "-m", "porter.cli", "doctor"], cwd=str(ROOT), check=False).returncode
    for finding in seen:
        show(finding, sys.stdout)
    print(conclusion(seen, "`make run` can install the packages. After that, `make doctor` looks at the rest."))
    return 1 if any(finding.stops_us for finding in seen) else 0


def show(finding: Finding, out: TextIO) -> None:
    """One line, and one more when there is something to do."""
    sign = "✗" if finding.stops_us else "!" if finding.mend else "✓"
    out.write(f"  {sign} {finding.what}\n")
    if finding.mend:
        out.write(f"    → {finding.mend}\n")


def conclusion(seen: Sequence[Finding], well: str) -> str:
    """The last line."""
    stopping = [finding for finding in seen if finding.stops_us]
    return f"\n{len(stopping)} thing(s) to mend before Porter can run." if stopping else f"\nAll well: {well}"


def python_is_new_enough() -> Finding:
    """Python 3.11 or newer."""
    shown = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= MINIMUM_PYTHON:
        return Finding(f"Python {shown}")
    return Finding(f"Python {shown} is too old", "Install Python 3.11 or newer, then: make run PYTHON=python3.11")


def environments_can_be_made() -> Finding:
    """Python's venv, which some distributions pack separately."""
    if _python().exists() or importlib.util.find_spec("ensurepip"):
        return Finding("Python can make virtual environments")
    return Finding(
        "Python cannot make virtual environments here", "On Debian or Ubuntu: apt install python3-venv; then: make run"
    )


def folder_is_writable(folder: Path, mend: str) -> Finding:
    """We may write there."""
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(f"No permission to write in {folder} ({error.strerror})", mend)
    return Finding(f"Folder {folder} can be written")


def disk_has_room(data_dir: Path, *, is_built: bool, is_installed: bool) -> Finding:
    """Room for what is still to come, on every disk that it comes to."""
    disks = _disks(_needs(data_dir, is_built, is_installed))
    for folder, needed_mb in disks:
        free_mb = _free_mb(folder)
        if free_mb < needed_mb:
            return Finding(
                f"The disk of {folder} has only {free_mb:,} MB free",
                f"Free {needed_mb:,} MB there, or put the data elsewhere: PORTER_DATA_DIR=/a/bigger/disk make run",
            )
    return Finding("Disk: " + ", ".join(f"{_free_mb(folder):,} MB free" for folder, _ in disks))


def packages_can_be_fetched() -> Finding:
    """The packages are there, or whoever gives them out answers."""
    if packages_are_there():
        return Finding("Packages are installed in .venv")
    python = str(_python()) if _python().exists() else sys.executable
    options = ("--disable-pip-version-check", "--retries", "0", "--timeout", "10")
    try:
        asked = subprocess.run(
            [python, "-m", "pip", *options, "index", "versions", "uv"],
            capture_output=True, text=True, timeout=_INDEX_TIMEOUT_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return _no_packages("it does not answer")
    if asked.returncode == 0:
        return Finding("The package index answers")
    if "No module named pip" in asked.stderr or "unknown command" in asked.stderr:
        return Finding("The package index was not asked: this Python has no pip that could")
    return _no_packages((asked.stderr.strip().splitlines() or ["no word why"])[-1])


def packages_are_there() -> bool:
    """Whether .venv is as `make install` leaves it."""
    done, wanted = _environment() / ".runtime", ROOT / "requirements.txt"
    return _was_installed() and done.stat().st_mtime >= wanted.stat().st_mtime


def _findings() -> Iterator[Finding]:
    data_dir = Path(os.environ.get("PORTER_DATA_DIR") or ROOT / ".porter")
    yield python_is_new_enough()
    yield environments_can_be_made()
    yield folder_is_writable(ROOT, "Make the checkout yours (chown), or clone it where you may write.")
    yield disk_has_room(data_dir, is_built=(_frontend() / "build").is_dir(), is_installed=_was_installed())
    yield packages_can_be_fetched()


def _no_packages(reason: str) -> Finding:
    return Finding(
        f"The package index gives us nothing: {reason}",
        "Look at the network, at HTTPS_PROXY and at `pip config list`, then: make doctor",
    )


def _needs(data_dir: Path, is_built: bool, is_installed: bool) -> Iterator[tuple[Path, int]]:
    yield data_dir, DATA_MB
    yield _frontend(), 0 if is_built else FRONTEND_MB
    yield _environment(), 0 if is_installed else PACKAGES_MB


def _disks(needs: Iterable[tuple[Path, int]]) -> list[tuple[Path, int]]:
    """One folder of each disk, and what comes to that disk in all."""
    found: dict[int, tuple[Path, int]] = {}
    for wished, needed_mb in needs:
        folder = next(place for place in (wished, *wished.parents) if place.exists())
        first, before_mb = found.get(folder.stat().st_dev, (folder, 0))
        found[folder.stat().st_dev] = (first, before_mb + needed_mb)
    return list(found.values())


def _free_mb(folder: Path) -> int:
    return shutil.disk_usage(str(folder)).free // 1_000_000


def _was_installed() -> bool:
    return (_environment() / ".runtime").exists() and _python().exists()


def _environment() -> Path:
    return ROOT / ".venv"


def _frontend() -> Path:
    return Path(os.environ.get("REFLEX_WEB_WORKDIR") or ROOT / ".web")


def _python() -> Path:
    return _environment() / "bin" / "python"


if __name__ == "__main__":
    sys.exit(main())
