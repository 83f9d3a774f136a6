"""What the code says to people. `python -m tests.messages` brings the catalogues up to date: new messages are added
without a translation, and those that nobody says any more are dropped. The tests then name what is missing.
"""

import re
from collections.abc import Iterator
from importlib import import_module

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from porter.core.errors import PorterError
from porter.core.language import FOLDER
from tests.architecture.sources import ROOT, modules

KEYWORDS = {
    "msg": None, "t": None, "around": None, "here": None, "here_count": (1, 2), "say": (2,), "say_count": (2, 3),
}  # fmt: skip
"""The functions that take a message, and which of their arguments it is."""

SPOKEN_IN_THE_BROWSER = re.compile(r"""\b(?:say|msg)\(\s*"((?:[^"\\]|\\.)+)\"""")
FOR_CUSTOMERS_AND_DRIVERS = ("porter.core.errors", *(f"porter.services.{name}.errors" for name in (
    "accounts", "drivers", "matching", "orders", "payments", "quotes", "trips", "zones",
)))  # fmt: skip
"""Where the refusals stand that these people read."""

HEAD = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""

Message = str | tuple[str, str]


def written() -> set[Message]:
    """Every message of the code: texts, and pairs of one and many."""
    return {*_in_python(), *_in_javascript(), *_errors()}


def read(language: str) -> Catalog:
    """A catalogue as it stands in the file."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, messages: Catalog) -> None:
    """A catalogue into its file. The head has no times and no names: it changes only when a message does."""
    with (FOLDER / f"{language}.po").open("wb") as file:
        file.write(HEAD.format(language=language, plural=messages.plural_forms).encode())
        write_po(file, messages, width=120, omit_header=True)


def _in_python() -> Iterator[Message]:
    for path in modules("porter"):
        for _, found, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            yield found if isinstance(found, str) else (found[0], found[1])


def _in_javascript() -> Iterator[str]:
    for path in sorted((ROOT / "porter" / "components").rglob("*.js*")):
        yield from SPOKEN_IN_THE_BROWSER.findall(path.read_text(encoding="utf-8"))


def _errors() -> Iterator[str]:
    for name in FOR_CUSTOMERS_AND_DRIVERS:
        for kind in vars(import_module(name)).values():
            if isinstance(kind, type) and issubclass(kind, PorterError):
                yield kind.default_message


def _update(language: str) -> None:
    before, after = read(language), Catalog(locale=language, fuzzy=False)
    for message in sorted(written(), key=str):
        known = before.get(message if isinstance(message, str) else message[0])
        after.add(message, known.string if known else "")
    write(language, after)


if __name__ == "__main__":
    for spoken in ("hi", "kn"):
        _update(spoken)
