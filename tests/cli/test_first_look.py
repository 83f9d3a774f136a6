"""`make doctor` speaks before anything is installed: with any Python, without packages, without a network."""

import ast
import os
import pty
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from porter.launch import first_look

Patch = pytest.MonkeyPatch
Done = subprocess.CompletedProcess[str]

ROOT = Path(__file__).resolve().parents[2]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh clone: the Makefile and the first look are all that it takes."""
    for name in ("Makefile", "requirements.txt", "porter/launch/first_look.py", "porter/launch/http.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make(checkout: Path, *words: str, **environment: str) -> Done:
    """A target in the clone; pip is told of a package index that is away."""
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_NO_INDEX": "",
        "PIP_CONFIG_FILE": os.devnull,
    }
    env = {**os.environ, **nowhere, **environment}
    return subprocess.run(["make", "-s", *words], cwd=checkout, env=env, capture_output=True, text=True, check=False)


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_it_is_written_for_a_python_that_is_too_old() -> None:
    source = Path(first_look.__file__).read_text()
    tree = ast.parse(source, feature_version=(3, 7))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
    assert "tomllib" not in imported


def test_a_fresh_clone_without_a_network_hears_what_is_missing(checkout: Path) -> None:
    looked = make(checkout, "doctor", f"PYTHON={sys.executable}")
    assert looked.returncode != 0
    assert "✗ The package index gives us nothing" in looked.stdout
    assert "pip config list" in looked.stdout
    assert "✓ Python 3." in looked.stdout
    assert "1 thing(s) to mend" in looked.stdout
    assert "Traceback" not in looked.stdout + looked.stderr
    assert not (checkout / ".venv").exists(), "it looks, it does not install"


def test_an_old_python_is_told_so_by_itself(checkout: Path) -> None:
    """The interpreter of the tests says that it is an older one; the words are the file's own."""
    (checkout / "old").mkdir()
    old = "import sys, runpy; sys.version_info = (3, 8, 18); runpy.run_path(sys.argv[-1], run_name='__main__')"
    python = script(checkout / "old" / "python3", f'exec {sys.executable} -I -c "{old}" "$@"')
    looked = make(checkout, "doctor", f"PYTHON={python}")
    assert looked.returncode != 0
    assert "✗ Python 3.8.18 is too old" in looked.stdout
    assert "make run PYTHON=python3.11" in looked.stdout


def test_without_any_python_make_says_so(checkout: Path) -> None:
    tools = checkout / "tools"
    tools.mkdir()
    for name in ("make", "sh", "awk", "sed"):
        (tools / name).symlink_to(shutil.which(name) or name)
    looked = make(checkout, "doctor", PATH=str(tools))
    assert looked.returncode != 0
    assert "there is none on the PATH" in looked.stdout


def test_when_the_packages_are_there_the_whole_doctor_speaks(checkout: Path) -> None:
    script(checkout / ".venv/bin/python", 'echo "whole: $*"; exit 3')
    (checkout / ".venv/.runtime").touch()
    looked = subprocess.run(
        [sys.executable, "-I", "porter/launch/first_look.py"], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert (looked.returncode, looked.stdout) == (3, "whole: -m porter.cli doctor\n")


def test_a_disk_is_asked_for_all_that_comes_to_it(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path / "web"))
    monkeypatch.setattr(first_look, "ROOT", tmp_path)
    monkeypatch.setattr(first_look.shutil, "disk_usage", lambda _: Usage(0, 0, 2_000_000_000))
    data = tmp_path / "data"
    tight = first_look.disk_has_room(data, is_built=False, is_installed=False)
    assert tight.stops_us
    assert "only 2,000 MB" in tight.what
    assert "Free 2,800 MB" in tight.mend
    assert not first_look.disk_has_room(data, is_built=False, is_installed=True).stops_us


def test_the_disk_of_the_packages_may_be_another_one_than_that_of_the_data(tmp_path: Path, monkeypatch: Patch) -> None:
    shared_memory = Path("/dev/shm")  # noqa: S108 - a disk of its own, where there is one
    other = (
        shared_memory if shared_memory.is_dir() and shared_memory.stat().st_dev != tmp_path.stat().st_dev else tmp_path
    )
    monkeypatch.setattr(first_look, "ROOT", tmp_path)
    monkeypatch.setattr(first_look, "PACKAGES_MB", 10**9)
    finding = first_look.disk_has_room(other / "data", is_built=True, is_installed=False)
    assert finding.stops_us
    assert str(tmp_path) in finding.what


def test_the_installation_shows_its_progress_to_a_person_and_not_to_a_log(checkout: Path) -> None:
    for name in ("python", "uv"):
        script(checkout / ".venv/bin" / name, f"echo {name} $* >> {checkout}/called")
    assert make(checkout, "install", f"PYTHON={sys.executable}").returncode == 0
    (checkout / ".venv/.runtime").unlink()
    ours, theirs = pty.openpty()
    argv = ["make", "-s", "install", f"PYTHON={sys.executable}"]
    subprocess.run(argv, cwd=checkout, stdout=theirs, stderr=theirs, check=True)
    os.close(theirs)
    os.close(ours)
    in_a_log, on_a_terminal = (line for line in (checkout / "called").read_text().splitlines() if "sync" in line)
    assert "sync -q" in in_a_log
    assert "-q" not in on_a_terminal


def test_a_failed_installation_names_the_doctor(checkout: Path) -> None:
    script(checkout / ".venv/bin/python", "exit 0")
    script(checkout / ".venv/bin/uv", "echo no network >&2; exit 2")
    failed = make(checkout, "install", f"PYTHON={sys.executable}")
    assert failed.returncode != 0
    assert "no network" in failed.stderr
    assert "make doctor" in failed.stdout
    assert not (checkout / ".venv/.runtime").exists()
