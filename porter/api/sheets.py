"""Tables as files for a spreadsheet: CSV that is sent while it is read, XLSX with real numbers and dates.

A cell never becomes a formula: in CSV an apostrophe stands before what could begin one, in XLSX a text is a text.
"""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import structlog
import xlsxwriter
from fastapi.responses import Response, StreamingResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.config import settings
from porter.core.money import to_decimal
from porter.core.pages import MAX_LIMIT, Page
from porter.services import zones
from porter.services.accounts import Actor

log = structlog.get_logger(__name__)

MOST_ROWS = 20_000
"""More is for a report, not for a spreadsheet; the file says when something was left out."""

LEFT_OUT = f"Only the first {MOST_ROWS:,} rows are here. Narrow the filters to get the rest."
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes spreadsheets calculate; full width signs do in some."""


class Form(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"


class Kind(StrEnum):
    """What is in a column."""

    TEXT = "text"
    AMOUNT = "amount"
    COUNT = "count"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a file: its title, the field of the view ("payout.id" for one inside another), and what is in it (amounts are minor units)."""

    title: str
    field: str
    kind: Kind = Kind.TEXT


Fetch = Callable[[AsyncSession, str, int], Awaitable[Page[Any]]]
"""A page of views from a cursor on."""
_Cell = str | Decimal | int | datetime


async def sheet(actor: Actor, form: Form, name: str, columns: Sequence[SheetColumn], fetch: Fetch) -> Response:
    """All rows that `fetch` gives, page by page, as a file. Raises what the first page raises."""
    async with db.reading() as session:
        first = await fetch(session, "", MAX_LIMIT)
        zone = (await zones.city(session, settings().default_city)).time_zone
    log.info("table_exported", table=name, form=form.value, account_id=str(actor.id))
    rows = _rows(columns, ZoneInfo(zone), fetch, first)
    titles = [f"{one.title} ({zone})" if one.kind is Kind.INSTANT else one.title for one in columns]
    headers = {
        "content-disposition": f'attachment; filename="{name}-{clock.now():%Y-%m-%d}.{form}"',
        "cache-control": "no-store",
    }
    if form is Form.CSV:
        return StreamingResponse(_csv(titles, rows), 200, headers, "text/csv; charset=utf-8")
    body = await _xlsx(name, titles, columns, rows)
    return Response(body, 200, headers, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


async def _rows(
    columns: Sequence[SheetColumn], zone: ZoneInfo, fetch: Fetch, first: Page[Any]
) -> AsyncIterator[list[list[_Cell]]]:
    """Batches of cells; each page has a short session of its own, so that a slow reader holds no connection."""
    page, left = first, MOST_ROWS
    while True:
        items = page.items[:left]
        yield [[_cell(attrgetter(one.field)(item), one.kind, zone) for one in columns] for item in items]
        left -= len(items)
        if not page.next_cursor:
            return
        if not left:
            yield [[LEFT_OUT]]
            return
        async with db.reading() as session:
            page = await fetch(session, page.next_cursor, MAX_LIMIT)


def _cell(value: Any, kind: Kind, zone: ZoneInfo) -> _Cell:
    if value is None:
        return ""
    if kind is Kind.AMOUNT:
        return to_decimal(value)
    if kind is Kind.COUNT:
        return int(value)
    if kind is Kind.INSTANT:
        at: datetime = value
        return at.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return "Yes" if value is True else "No" if value is False else str(value)


async def _csv(titles: Sequence[str], rows: AsyncIterator[list[list[_Cell]]]) -> AsyncIterator[str]:
    yield "\ufeff" + _lines([titles])  # without the mark Excel reads it in the code page of the machine
    async for batch in rows:
        yield _lines([[_plain(cell) for cell in row] for row in batch])


def _lines(rows: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def _plain(cell: _Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell)


async def _xlsx(
    name: str, titles: Sequence[str], columns: Sequence[SheetColumn], rows: AsyncIterator[list[list[_Cell]]]
) -> bytes:
    """Built in a thread, batch by batch: others are served meanwhile."""
    book = _Book(name, titles, columns)
    async for batch in rows:
        await asyncio.to_thread(book.add, batch)
    return await asyncio.to_thread(book.close)


class _Book:
    """One sheet with a frozen head; rows go to disk as they come."""

    def __init__(self, name: str, titles: Sequence[str], columns: Sequence[SheetColumn]) -> None:
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"constant_memory": True})
        self.sheet = self.book.add_worksheet(name[:31])
        self.amount = self.book.add_format({"num_format": "#,##0.00"})
        self.instant = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.next_row = 1
        self.sheet.freeze_panes(1, 0)
        for place, (title, column) in enumerate(zip(titles, columns, strict=True)):
            self.sheet.set_column(place, place, max(len(title) + 2, 24 if column.kind is Kind.TEXT else 14))
            self.sheet.write_string(0, place, title, self.book.add_format({"bold": True}))

    def add(self, rows: list[list[_Cell]]) -> None:
        """Write some rows."""
        for row in rows:
            for place, cell in enumerate(row):
                self._write(place, cell)
            self.next_row += 1

    def close(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.buffer.getvalue()

    def _write(self, place: int, cell: _Cell) -> None:
        if isinstance(cell, str):
            self.sheet.write_string(self.next_row, place, cell)
        elif isinstance(cell, datetime):
            self.sheet.write_datetime(self.next_row, place, cell, self.instant)
        elif isinstance(cell, Decimal):
            self.sheet.write_number(self.next_row, place, cell, self.amount)
        else:
            self.sheet.write_number(self.next_row, place, cell)
