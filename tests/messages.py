"""What the code says to people. `python -m tests.messages` brings the catalogues up to date: new messages are added
without a translation, and those that nobody says any more are dropped. The tests then name what is missing.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from porter.core.errors import PorterError
from porter.core.language import BY_THE_SERVER, FOLDER
from tests.architecture.sources import ROOT, modules

KEYWORDS = {
    "msg": None, "t": None, "around": None, "here": None, "here_count": (1, 2), "say": (2,), "say_count": (2, 3),
}  # fmt: skip
"""The functions that take a message, and which of their arguments it is."""

SPOKEN_IN_THE_BROWSER = re.compile(r"""\b(?:say|msg)\(\s*"((?:[^"\\]|\\.)+)\"""")
SAYING = {name: KEYWORDS[name] for name in ("here", "here_count", "say", "say_count")}
"""Those of them that say it on the spot: whoever reads it gets it in their language from the server."""

SERVER_TABLES = frozenset({
    "integrations/sms/msg91.py", "integrations/sms/sandbox.py", "integrations/sms/templates.py", "seed/classes.py",
    "services/accounts/otp.py", "services/drivers/profile.py", "services/ledger/words.py",
    "services/orders/payment_methods.py", "services/orders/words.py", "services/payments/follow.py",
    "services/payments/present.py", "services/payments/words.py", "services/payouts/record.py",
    "services/payouts/views.py", "services/receipts/labels.py", "services/receipts/views.py",
    "services/tracking/arriving.py", "services/tracking/promise.py", "services/trips/earned.py",
    "services/trips/tries.py", "services/zones/rules.py", "tasks/notices.py",
})  # fmt: skip
"""Modules whose marked texts are said where they stand, or told as notices: no page looks them up."""

FOR_CUSTOMERS_AND_DRIVERS = (
    "porter.core.errors", "porter.integrations.maps.base", "porter.integrations.payments.choose",
    "porter.integrations.storage.base", "porter.integrations.storage.pictures", "porter.models.transitions", "porter.services.ledger.post",
    *(f"porter.services.{name}.errors" for name in (
        "accounts", "drivers", "matching", "orders", "payments", "quotes", "trips", "zones",
    )),
    "porter.services.payments.opening", "porter.services.payouts.destinations", "porter.services.payouts.request",
    "porter.services.wallets.withdraw",
)  # fmt: skip
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


def of_the_browser() -> set[Message]:
    """The messages that a page may have to look up."""
    tables = {ROOT / "porter" / name for name in SERVER_TABLES}
    looked_up = {name: which for name, which in KEYWORDS.items() if name not in SAYING}
    found = {each for path in modules("porter") if path not in tables for each in _in_module(path, looked_up)}
    return {*found, *_in_javascript(), *_errors()}


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
        yield from _in_module(path, KEYWORDS)


def _in_module(path: Path, keywords: dict[str, Any]) -> Iterator[Message]:
    for _, found, _, _ in extract_from_file("python", path, keywords=keywords):
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
    browser = of_the_browser()
    for message in sorted(written(), key=str):
        known = before.get(message if isinstance(message, str) else message[0])
        after.add(message, known.string if known else "", auto_comments=() if message in browser else (BY_THE_SERVER,))
    write(language, after)


if __name__ == "__main__":
    for spoken in ("hi", "kn"):
        _update(spoken)
