"""The frontend is built when its sources changed, and only then."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from porter.launch import frontend
from porter.launch.errors import LaunchError

Patch = pytest.MonkeyPatch


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: Patch) -> Path:
    for name in (
        "porter/pages/home.py",
        "porter/services/orders/views.py",
        "porter/services/orders/place.py",
        "rxconfig.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path / ".web"))
    monkeypatch.setenv("PORTER_DATA_DIR", str(tmp_path / "data"))
    frontend.settings.cache_clear()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("porter/pages/home.py", True),
        ("porter/services/orders/views.py", True),
        ("porter/services/orders/place.py", False),
    ],
)
def test_only_what_a_page_is_made_of_changes_the_fingerprint(checkout: Path, name: str, matters: bool) -> None:
    before = frontend.fingerprint(checkout)
    (checkout / name).touch()
    assert frontend.fingerprint(checkout) == before
    (checkout / name).write_text("two")
    assert (frontend.fingerprint(checkout) != before) is matters


def test_a_new_page_and_another_map_change_the_fingerprint(checkout: Path, monkeypatch: Patch) -> None:
    before = frontend.fingerprint(checkout)
    monkeypatch.setenv("PORTER_MAP_STYLE_URL", "https://maps.example/style")
    frontend.settings.cache_clear()
    styled = frontend.fingerprint(checkout)
    (checkout / "porter/pages/new.py").write_text("")
    assert len({before, styled, frontend.fingerprint(checkout)}) == 3


def test_it_builds_once_then_again_only_after_a_change(checkout: Path, monkeypatch: Patch) -> None:
    builds = _exporter(monkeypatch, checkout, "mkdir -p .web/build/client")
    frontend.build(dict(os.environ))
    frontend.build(dict(os.environ))
    assert builds() == 1
    (checkout / "porter/pages/home.py").write_text("two")
    frontend.build(dict(os.environ))
    assert builds() == 2
    frontend.build(dict(os.environ), force=True)
    assert builds() == 3


def test_a_build_that_was_cut_short_is_not_taken_for_one(checkout: Path, monkeypatch: Patch) -> None:
    _exporter(monkeypatch, checkout, "mkdir -p .web/build/client")
    frontend.build(dict(os.environ))
    (checkout / "porter/pages/home.py").write_text("two")
    frontend.build(dict(os.environ), cancelled=lambda: True)
    assert frontend.built_fingerprint() is None


def test_a_broken_build_is_tried_from_scratch_then_explained(checkout: Path, monkeypatch: Patch) -> None:
    builds = _exporter(monkeypatch, checkout, "echo 'ink is out'; exit 1")
    with pytest.raises(LaunchError, match="ink is out"):
        frontend.build(dict(os.environ))
    assert builds() == 2
    assert frontend.built_fingerprint() is None


def test_a_lock_that_only_changed_its_order_is_put_back(checkout: Path, monkeypatch: Patch) -> None:
    lock = checkout / "reflex.lock"
    lock.mkdir()
    (lock / "package.json").write_text('{"a": 1, "b": 2}')
    (lock / "package-lock.json").write_text('{"packages": {}}')
    disorder = """echo '{"b": 2, "a": 1}' > reflex.lock/package.json; echo '{"packages": {"new": {}}}' > reflex.lock/package-lock.json"""
    _exporter(monkeypatch, checkout, f"mkdir -p .web/build/client; {disorder}")
    frontend.build(dict(os.environ))
    assert (lock / "package.json").read_text() == '{"a": 1, "b": 2}'
    assert "new" in (lock / "package-lock.json").read_text()


def test_npm_works_from_its_cache_and_writes_no_registry_into_the_lock() -> None:
    env = frontend._npm({"PATH": os.environ["PATH"], "NPM_CONFIG_REGISTRY": "https://packages.example/"})
    assert env["npm_config_prefer_offline"] == "true"
    assert env["npm_config_omit_lockfile_registry_resolved"] == "true"
    assert env["NPM_CONFIG_REGISTRY"] == "https://packages.example/"


def test_the_committed_lock_names_no_host() -> None:
    lock = json.loads((Path(__file__).resolve().parents[2] / "reflex.lock" / "package-lock.json").read_text())
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []


def _exporter(monkeypatch: Patch, checkout: Path, command: str) -> "Counter":
    """A stand-in for `python -m reflex export` that counts its runs."""
    tally = checkout / "tally"
    program = checkout / "exporter"
    program.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exit 0\ncd {checkout}\necho run >> {tally}\n{command}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(program))
    return Counter(tally)


class Counter:
    """How many lines a file has."""

    def __init__(self, tally: Path) -> None:
        self.tally = tally

    def __call__(self) -> int:
        return len(self.tally.read_text().splitlines())
