"""The words of pages. A public page is drawn once per language; a page behind a sign-in is drawn once, and its words
are said in the browser in the language of the person.

`t("Book now")` serves both: a text while a public page is drawn, an expression of the browser otherwise, for children
and attributes alike.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData

from porter.components.files import beside
from porter.core.language import LANGUAGES, NAMES, Language, say

Reader = Language | Literal["person"]
"""Whom a page is drawn for: a language, or whoever signs in."""

_file = beside(__name__, "words.jsx")
_SAY = VarData(
    imports={_file.importable_path: [ImportVar(tag="useWords")]}, hooks={"const sayWords = useWords();": None}
)


@dataclass(frozen=True)
class Drawing:
    """A page being drawn: whom for, and its English address when it has one per language."""

    reader: Reader
    path: str = ""


_drawing: ContextVar[Drawing] = ContextVar("drawing")


class Speaker(rx.Component):
    """Draws nothing; makes the page speak the language of the account, or of this browser until it is known."""

    library = _file.importable_path
    tag = "Speaker"

    audience: rx.Var[str]
    language: rx.Var[str]
    fixed: rx.Var[bool]


class _LanguageSwitch(rx.Component):
    library = _file.importable_path
    tag = "LanguageSwitch"

    label: rx.Var[str]
    current: rx.Var[str]
    pages: rx.Var[list[dict[str, str]]]


speaker = Speaker.create


def t(text: str | rx.Var[str], **values: Any) -> Any:
    """A message of the catalogue in the language of the reader; `values` fill its {names}.

    Raises LookupError outside of a page: a text in a table is marked with `msg` and said when the page is drawn.
    """
    reader = _drawing.get().reader
    if reader != "person":
        return text if isinstance(text, rx.Var) else say(reader, text, **values)
    filling = f", {rx.Var.create(values)!s}" if values else ""
    parts = [rx.Var.create(part) for part in (text, *values.values())]
    data = VarData.merge(_SAY, *(part._get_all_var_data() for part in parts))  # noqa: SLF001 - Reflex has no other name
    return rx.Var(f"sayWords({parts[0]!s}{filling})", _var_type=str, _var_data=data).guess_type()


def around(text: str, name: str, child: rx.Component) -> list[Any]:
    """A message with a component where its {name} stands, as children."""
    pieces = t(text).split(f"{{{name}}}")
    return [pieces[0], child, pieces[1]]


def page_language() -> Any:
    """The language of the page, for `lang`."""
    reader = _drawing.get().reader
    return reader if reader != "person" else rx.Var("sayWords.language", _var_type=str, _var_data=_SAY).guess_type()


def fixed_language() -> Language:
    """The language that this page is drawn in; English where the browser says the words."""
    reader = _drawing.get().reader
    return "en" if reader == "person" else reader


def localized(path: str, language: Language | None = None) -> str:
    """The address of a public page in a language; in that of the page being drawn when none is named."""
    spoken = language or fixed_language()
    return path if spoken == "en" else f"/{spoken}{path}".removesuffix("/")


def language_switch() -> rx.Component:
    """The same public page in the other languages; nothing on a page that has one address only."""
    path = _drawing.get().path
    if not path:
        return rx.fragment()
    pages = [{"language": each, "name": NAMES[each], "href": localized(path, each)} for each in LANGUAGES]
    return _LanguageSwitch.create(label=t("Language"), current=fixed_language(), pages=pages)


@contextmanager
def drawn_for(reader: Reader, path: str = "") -> Iterator[None]:
    """While a page is drawn: whom for."""
    with _drawing_is(Drawing(reader, path)):
        yield


def keep(draw: Callable[..., rx.Component]) -> Callable[..., rx.Component]:
    """For `rx.foreach`, which draws again when the page has long been drawn: the reader is the same as now."""
    drawing = _drawing.get()

    @wraps(draw)
    def again(item: Any) -> rx.Component:
        with _drawing_is(drawing):
            return draw(item)

    return again


@contextmanager
def _drawing_is(drawing: Drawing) -> Iterator[None]:
    before = _drawing.set(drawing)
    try:
        yield
    finally:
        _drawing.reset(before)
