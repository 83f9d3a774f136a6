"""What the tables of operations have in common: a page of rows, the next one, an order, and filters that have a name."""

import json
from collections.abc import Collection, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from porter.core import db
from porter.core.errors import Forbidden, PorterError
from porter.core.pages import Page
from porter.core.views import Input
from porter.services.accounts import Actor
from porter.state.session import Identified

PAGE_SIZE = 50
LONGEST_TEXT = 60

Filters = dict[str, Any]


class Paged(Identified, rx.State, mixin=True):
    """One page of a table. Its state says where the rows come from (`_fetch`) and how one is shown (`_row`)."""

    rows: list[dict[str, Any]] = []
    next_cursor: str = ""
    page: int = 1
    loading: bool = True
    error: str = ""
    _cursors: list[str] = [""]

    @rx.event
    async def refresh(self) -> None:
        """The same page anew."""
        await self._read()

    @rx.event
    async def turn(self, by: int) -> None:
        """The next page, or the one before."""
        if by > 0 and self.next_cursor:
            await self._begin_at([*self._cursors, self.next_cursor])
        elif by < 0 and len(self._cursors) > 1:
            await self._begin_at(self._cursors[:-1])

    async def _first_page(self) -> None:
        await self._begin_at([""])

    async def _begin_at(self, cursors: list[str]) -> None:
        """The page that begins at the last of the cursors."""
        self._cursors = cursors
        await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                found = await self._fetch(session, actor, self._cursors[-1], PAGE_SIZE)
        except PorterError as refusal:
            self.rows = [] if isinstance(refusal, Forbidden) else self.rows
            self.error, self.loading = refusal.message, False
            return
        self.rows = [self._row(item) for item in found.items]
        self.next_cursor, self.page = found.next_cursor, len(self._cursors)
        self.loading, self.error = False, ""

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[Any]:
        raise NotImplementedError

    def _row(self, item: Any) -> dict[str, Any]:
        shown: dict[str, Any] = item.plain()
        return shown


class Arranged(Paged, mixin=True):
    """Its filters can be kept under a name, or stand in an address. `text` is what is searched for, also called `q`."""

    __when__: ClassVar[str] = "week"
    """Since when it shows unless somebody says otherwise."""

    said: str = ""
    """Its filters as an address says them."""

    arranged: str = ""
    """Filters and sort, to be compared with those of a view."""

    def _arrangement(self) -> tuple[Filters, str]:
        """Filters and sort as they are."""
        raise NotImplementedError

    def _arrange(self, filters: Filters, sort: str) -> None:
        """Filters and sort as somebody wishes; what this table does not know is passed over."""
        raise NotImplementedError

    def _arrange_by_address(self) -> None:
        """What the address does not name stays; whoever follows a search is not stopped by a date."""
        said: Mapping[str, Any] = self.router.url.query_parameters
        filters, sort = self._arrangement()
        asked = {key: str(said[key]) for key in filters if key in said}
        if "q" in said:
            asked = {key: "all" for key in ("when",) if key in filters} | asked | {"text": str(said["q"])}
        if any(_in_words(filters[key]) != words for key, words in asked.items()):
            self._arrange_anew(filters | asked, sort)

    async def _read(self) -> None:
        await super()._read()
        filters, sort = self._arrangement()
        self.said, self.arranged = urlencode(self._in_address(filters)), signature(filters, sort)

    def _in_address(self, filters: Filters) -> dict[str, str]:
        """What differs from how the table begins. A search is read as one of all time, unless the time is named."""
        words = {key: _in_words(value) for key, value in filters.items()}
        text, when = words.pop("text", ""), words.pop("when", "")
        named = {key: value for key, value in words.items() if value}
        if when and (text or when != self.__when__):
            named["when"] = when
        return named | ({"q": text} if text else {})

    def _arrange_anew(self, filters: Filters, sort: str) -> None:
        """So, and from the first page on when it is read next."""
        self._arrange(filters, sort)
        self._cursors = [""]


class Sorted(Arranged, mixin=True):
    """It can be sorted by some of its columns."""

    __sorts__: ClassVar[frozenset[str]]
    __rising__: ClassVar[frozenset[str]] = frozenset()
    """Columns that begin with the smallest."""

    sort_key: str = "created_at"
    descending: bool = True

    @rx.event
    async def sort_by(self, key: str) -> None:
        """Sort by a column; the same column again turns it round."""
        if key not in self.__sorts__:
            return
        self.descending = not self.descending if key == self.sort_key else key not in self.__rising__
        self.sort_key = key
        await self._first_page()

    def _sort(self) -> Any:
        return f"-{self.sort_key}" if self.descending else self.sort_key

    def _sort_as(self, sort: str) -> None:
        key = sort.removeprefix("-")
        self.sort_key, self.descending = (key, sort.startswith("-")) if key in self.__sorts__ else ("created_at", True)


def signature(filters: Filters, sort: str) -> str:
    """Filters and sort as a word: another one as soon as one of them is another."""
    return json.dumps([filters, sort], sort_keys=True)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return ",".join(sorted(value)) if isinstance(value, list | tuple) else str(value)


def text_of(said: Any) -> str:
    """A search text of a length that a service takes."""
    return said.replace("\x00", "")[:LONGEST_TEXT] if isinstance(said, str) else ""


def one_of(said: Any, known: Collection[str], otherwise: str = "") -> str:
    """What was said when it is known."""
    return said if isinstance(said, str) and said in known else otherwise


def some_of(said: Any, known: Collection[str]) -> list[str]:
    """What is known of a list, or of words between commas."""
    parts = said.split(",") if isinstance(said, str) else said if isinstance(said, list | tuple) else ()
    return [one for one in parts if one in known]


def toggled(chosen: list[str], one: str) -> list[str]:
    """A filter of several, with one more or one less."""
    return sorted({*chosen} ^ {one})


def export_query(what: Input, sort: str = "") -> str:
    """The filters as the address of the export takes them."""
    words = what.model_dump(mode="json", exclude_defaults=True) | ({"sort": sort} if sort else {})
    return urlencode(words, doseq=True)
