"""Our own browser modules reach the build as Reflex would bring them."""

from pathlib import Path

import pytest
import reflex as rx

from porter.components import files, tick
from porter.components.files import beside

HERE = tick.__name__


def test_it_is_imported_from_where_reflex_would_have_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "from pathlib import Path\nimport reflex as rx\nfound = rx.asset('tick.jsx', shared=True)"
    scope = {"__name__": HERE, "__file__": tick.__file__}
    exec(compile(asked, tick.__file__, "exec"), scope)  # noqa: S102 - as if that module asked
    assert isinstance(scope["found"], rx.assets.AssetPathStr)
    assert beside(HERE, "tick.jsx").importable_path == scope["found"].importable_path


def test_the_build_finds_the_source_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ASSETS", tmp_path)
    beside(HERE, "tick.jsx")
    link = tmp_path / "external" / "porter" / "components" / "tick" / "tick.jsx"
    assert link.readlink() == Path(tick.__file__).with_name("tick.jsx")
    before = link.lstat().st_ino
    beside(HERE, "tick.jsx")
    assert link.lstat().st_ino == before, "a watcher sees no change"


def test_a_link_to_another_checkout_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ASSETS", tmp_path)
    link = tmp_path / "external" / "porter" / "components" / "tick" / "tick.jsx"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "elsewhere")
    beside(HERE, "tick.jsx")
    assert link.resolve() == Path(tick.__file__).with_name("tick.jsx")


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.jsx"):
        beside(HERE, "nothing.jsx")


def test_nobody_asks_the_whole_call_stack() -> None:
    """`rx.asset(shared=True)` inspects every frame: a start of the web process took ten seconds longer."""
    sources = Path(files.__file__).parents[1].rglob("*.py")
    assert [path.name for path in sources if "rx.asset(" in path.read_text() and path.name != "files.py"] == []
