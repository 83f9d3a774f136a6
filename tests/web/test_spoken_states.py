"""What states and services say to customers and drivers has gone through the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from porter.core.errors import PorterError
from tests.architecture.sources import ROOT, modules
from tests.messages import KEYWORDS, read

STATES = tuple(path for path in modules("porter/state") if path.parent.name in ("customer", "driver"))
SENTENCE = re.compile(r"^[A-Z][a-z]+|[a-z]{2} [a-z]{2}|[A-Za-z]{2} $|^ [a-z]{2}")
"""How a text for people begins, or a piece of one that was glued."""
GEOJSON = {"Feature", "FeatureCollection", "Polygon"}

OF_OPERATIONS = (
    "accounts/invitations", "accounts/proving", "accounts/staff", "accounts/suspension", "accounts/two_step",
    "drivers/fleet", "ledger/", "matching/giving", "matching/staffing", "payments/deciding", "payments/panel",
    "receipts/issue", "saved_views/", "trips/staff",
)  # fmt: skip
"""Where only the desk is refused something: its pages are English."""
OF_THE_API = {"There is no such vehicle class.", "This app does not sign in by phone."}
"""What no page of ours can bring about."""


@pytest.mark.parametrize("path", STATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_state_says_nothing_past_the_catalogue(path: Path) -> None:
    """A Hindi reader would read it in English; `msg`, `here` and `say` take a text to the catalogue."""
    assert set(_unspoken(ast.parse(path.read_text(encoding="utf-8")))) - GEOJSON == set()


def test_a_sentence_in_a_state_would_be_found() -> None:
    told = ast.parse('def tell(plate):\n    """Doc."""\n    say("The vehicle is added.", f"You drive {plate} now.")\n')
    told.body[0].body[1].value.func.id = "tell"  # type: ignore[attr-defined]
    assert set(_unspoken(told)) == {"The vehicle is added.", "You drive ", " now."}


def test_refusals_of_customers_and_drivers_are_in_the_catalogue() -> None:
    """Those that stand where they are raised; `test_language` looks after the usual ones of a class."""
    known = {text for message in read("hi") for text in _forms(message.id)}
    found = {text for path in modules("porter/services") if not _is_of_operations(path) for text in _refusals(path)}
    assert found - known - OF_THE_API == set()
    assert found > OF_THE_API


def _unspoken(tree: ast.AST) -> Iterator[str]:
    """Texts for people outside of the functions that look them up; docstrings, annotations and keys are not."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Call) and _name(child.func) in KEYWORDS:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and SENTENCE.search(child.value):
            yield child.value
        yield from _unspoken(child)


def _refusals(path: Path) -> Iterator[str]:
    """Texts, whole or glued, that an error of ours is made with."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and call.args and _name(call.func) in _errors():
            first = call.args[0]
            marked = first.args[0] if isinstance(first, ast.Call) and _name(first.func) in KEYWORDS else first
            yield from (
                piece.value
                for piece in ast.walk(marked)
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
            )


def _errors() -> set[str]:
    """Without Forbidden: an app whose person may not do something does not offer it, so it is said at the desk only."""
    waiting, found = [PorterError], set()
    while waiting:
        kind = waiting.pop()
        found.add(kind.__name__)
        waiting += kind.__subclasses__()
    return found - {"Forbidden"}


def _is_of_operations(path: Path) -> bool:
    return path.relative_to(ROOT / "porter" / "services").as_posix().startswith(OF_OPERATIONS)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, (list, tuple)) else ()
