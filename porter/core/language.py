"""One message catalogue: English is the key, Hindi and Kannada stand in `porter/locale/<language>.po`.

The catalogues are read as they are written, once per process and only when somebody reads that language, so no compiled
file can be older than its source. A whole sentence is one message with named values; nothing is glued from pieces.

Money needs no language: all three write ₹ and Indian grouping (`core.money`; CLDR's kn_IN groups in thousands, which
nobody here reads).
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["en", "hi", "kn"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"en": "English", "hi": "हिन्दी", "kn": "ಕನ್ನಡ"}
"""How each language calls itself."""

BY_THE_SERVER = "Said by the server."
"""The comment in a catalogue at messages that no browser looks up: it need not load them."""

FOLDER = Path(__file__).parents[1] / "locale"

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


def msg(text: str) -> str:
    """The text itself, marked for the catalogue: for texts that stand in a table and are said later."""
    return text


def say(language: Language, text: str, **values: Any) -> str:
    """A message in a language, with its values; a text that the catalogue does not have stays as it is.

    Raises KeyError for a value that is missing.
    """
    return _filled(catalogue(language).gettext(text) if text else "", values)


def say_count(language: Language, one: str, many: str, count: int, **values: Any) -> str:
    """A message about a number of things: `one` and `many` are its English forms, `{count}` is the number."""
    return _filled(catalogue(language).ngettext(one, many, count), {"count": count, **values})


def here(text: str, **values: Any) -> str:
    """A message in the language of whoever is asking."""
    return say(spoken(), text, **values)


def here_count(one: str, many: str, count: int, **values: Any) -> str:
    """A message about a number of things, in the language of whoever is asking."""
    return say_count(spoken(), one, many, count, **values)


def spoken() -> Language:
    """The language of whoever is asking; English where nobody is."""
    return _spoken.get()


def speak(language: str) -> None:
    """From here on in this task, whoever is asking reads this language. The doors call it when they know the person."""
    _spoken.set(as_language(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """For a while, speak to somebody else: the reader of a message is seldom the one who caused it."""
    before = _spoken.set(as_language(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def as_language(text: str) -> Language:
    """The language that a claim names, or English."""
    return next((language for language in LANGUAGES if language == text), "en")


def instant_text(language: Language, at: datetime, time_zone: str) -> str:
    """An instant in the city's time, e.g. 21 Nov 2026, 8:05 am; 21 नव॰ 2026, 8:05 am."""
    written: str = format_datetime(at.astimezone(ZoneInfo(time_zone)), "d MMM y, h:mm a", locale=f"{language}_IN")
    return written


def date_text(language: Language, day: date, pattern: str) -> str:
    """A day, or its month, by a pattern of CLDR: "EEE d MMM" is Sat 21 Nov; शनि 21 नव॰."""
    written: str = format_date(day, pattern, locale="en" if language == "en" else f"{language}_IN")
    return written


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: Language) -> NullTranslations:
    """Every message of a language; English is what is written in the code."""
    if language == "en":
        return NullTranslations()
    with (FOLDER / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=len(LANGUAGES))
def messages(language: Language) -> dict[str, str]:
    """The messages of a language that the browser says: those of one form that the server does not say by itself."""
    if language == "en":
        return {}
    with (FOLDER / f"{language}.po").open("rb") as file:
        found = read_po(file, locale=language)
    return {
        message.id: message.string
        for message in found
        if isinstance(message.id, str)
        and message.id
        and isinstance(message.string, str)
        and message.string
        and BY_THE_SERVER not in message.auto_comments
    }


def _filled(text: str, values: dict[str, Any]) -> str:
    return text.format_map(values) if values else text
