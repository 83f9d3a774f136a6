"""The frontend is built when its sources changed, and only then."""

import ast
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from porter.core.language import BY_THE_SERVER
from porter.launch import frontend
from porter.launch.errors import LaunchError
from tests.architecture.sources import ROOT, modules, tree

Patch = pytest.MonkeyPatch


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: Patch) -> Path:
    for name in (
        "porter/pages/home.py",
        "porter/services/orders/views.py",
        "porter/services/orders/place.py",
        "rxconfig.py",
        "porter/locale/hi.po",
        "porter/core/language.py",
        "porter/core/geo.py",
        "porter/core/db.py",
        "porter/services/payments/roles.py",
        "porter/services/payouts/statement_views.py",
        "porter/web/words.py",
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
        ("porter/locale/hi.po", True),
        ("porter/core/language.py", True),
        ("porter/core/geo.py", True),
        ("porter/core/db.py", False),
        ("porter/services/payments/roles.py", True),
        ("porter/services/payouts/statement_views.py", True),
        ("porter/web/words.py", False),
    ],
)
def test_only_what_a_page_is_made_of_changes_the_fingerprint(checkout: Path, name: str, matters: bool) -> None:
    before = frontend.fingerprint(checkout)
    (checkout / name).touch()
    assert frontend.fingerprint(checkout) == before
    (checkout / name).write_text("two")
    assert (frontend.fingerprint(checkout) != before) is matters


def test_a_translation_builds_unless_only_the_server_says_it(checkout: Path) -> None:
    catalogue = checkout / "porter/locale/hi.po"

    def print_of(on_a_page: str, by_the_server: str) -> str:
        page = f'msgid "Home"\nmsgstr "{on_a_page}"'
        server = f'#. {BY_THE_SERVER}\nmsgid "{{count}} min"\nmsgstr "{by_the_server}"'
        catalogue.write_text(f"{page}\n\n{server}\n\n")
        return frontend.fingerprint(checkout)

    before = print_of("घर", "{count} मिनट")
    assert print_of("घर", "{count} मि") == before
    assert print_of("होम", "{count} मिनट") != before


NOT_DRAWN = {
    "porter/core/config.py": "the settings that are baked in are in the fingerprint by value",
    "porter/core/clock.py": "the gallery shows the present",
    "porter/services/quotes/inputs.py": "how long a text may be that comes in: the server looks",
}


def test_whatever_the_screens_are_drawn_with_is_a_source() -> None:
    """A value that a page shows, a type or a default of a state: wherever it stands, a change of it builds."""
    drawn = {path for screen in modules("porter/pages", "porter/components") for path in _origins(screen, _in_drawing)}
    kept = {path for state in modules("porter/state") for path in _origins(state, _in_classes)}
    assert ROOT / "porter/core/language.py" in drawn
    assert ROOT / "porter/models/enums.py" in kept
    known = set(frontend._files(ROOT))
    missing = {str(path.relative_to(ROOT)) for path in (drawn | kept) - known}
    assert missing == set(NOT_DRAWN)


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


def _origins(screen: Path, names: "Names") -> Iterator[Path]:
    """The files below the screens in which the names that a module uses were written."""
    imported = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree(screen))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("porter.")
        for alias in node.names
    }
    for name, attribute in names(tree(screen)):
        module, original = imported.get(name, ("", ""))
        if module.split(".")[1:2] in (["core"], ["models"], ["services"], ["integrations"], ["web"]):
            inside = _file(f"{module}.{original}")
            found = _written(f"{module}.{original}", attribute) if inside else _written(module, original)
            yield from [found] if found else []


def _written(module: str, name: str) -> Path | None:
    """Where a name stands that a module gives out: there, or in the module it has it from; None for a module itself."""
    path = _file(module)
    assert path, module
    for node in tree(path).body:
        if isinstance(node, ast.ImportFrom) and node.module and name in [a.asname or a.name for a in node.names]:
            original = next(a.name for a in node.names if name == (a.asname or a.name))
            return _written(node.module, original)
    return path if name else None


def _file(module: str) -> Path | None:
    place = ROOT / module.replace(".", "/")
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.exists()), None)


def _in_drawing(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names with their attributes, but for what a function says about its types."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns") and not isinstance(node, ast.AnnAssign):
            continue
        for child in value if isinstance(value, list) else [value]:
            yield from _named(child)
            if isinstance(child, ast.AST):
                yield from _in_drawing(child)


def _in_classes(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The same outside of functions: those of a state run on the server."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _named(child)
            yield from _in_classes(child)


def _named(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield node.value.id, node.attr
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id, ""


def _exporter(monkeypatch: Patch, checkout: Path, command: str) -> "Counter":
    """A stand-in for `python -m reflex export` that counts its runs."""
    tally = checkout / "tally"
    program = checkout / "exporter"
    program.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exit 0\ncd {checkout}\necho run >> {tally}\n{command}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(program))
    return Counter(tally)


class Names(Protocol):
    """Finds names in a piece of code."""

    def __call__(self, node: ast.AST, /) -> Iterator[tuple[str, str]]: ...


class Counter:
    """How many lines a file has."""

    def __init__(self, tally: Path) -> None:
        self.tally = tally

    def __call__(self) -> int:
        return len(self.tally.read_text().splitlines())
