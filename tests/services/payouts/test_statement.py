"""Ravi's month: the lines lead from what it was to what it is, on the screen and on paper."""

import re
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core import clock, db
from porter.core.errors import Forbidden, Refused
from porter.core.ids import new_id
from porter.core.pages import BadCursor, encode_cursor
from porter.services import ledger, payouts
from porter.services.accounts import Actor
from porter.services.ledger import Entry
from porter.services.payouts import StatementAccount, StatementView
from porter.services.payouts.cash import share_pct
from porter.services.payouts.monthly import month_of, running
from porter.services.receipts import typesetting
from tests import booking

OCTOBER, NOVEMBER = datetime(2026, 10, 20, 6, tzinfo=UTC), datetime(2026, 11, 10, 6, tzinfo=UTC)
LATE = datetime(2026, 12, 3, 6, tzinfo=UTC)
ALMOST_NOVEMBER = datetime(2026, 10, 31, 18, 29, tzinfo=UTC)
"""A minute before midnight in Bengaluru."""


@pytest.fixture
async def ravi(database: object) -> Actor:
    """A driver with money booked in two months."""
    await booking.demo_city()
    ravi = await booking.driver("ರವಿ रवि Ravi")
    with clock.travel(OCTOBER):
        await booked("incentive", ledger.rules.incentive_earned(ravi.id, 10_000))
    with clock.travel(ALMOST_NOVEMBER):
        await booked("tip", ledger.rules.tip_captured(ravi.id, 500))
    with clock.travel(NOVEMBER):
        await booked(
            "order.delivered", ledger.cash_delivered(ravi.id, total_minor=9_440, payout_minor=6_400, tax_minor=1_440)
        )
        await booked("cash.kept", ledger.cash_kept(ravi.id, payout_minor=6_400))
    with clock.travel(NOVEMBER + timedelta(days=1)):
        await booked("payout.requested", ledger.rules.payout_requested(ravi.id, 4_000))
        await booked("cash.settled", ledger.rules.cash_settled(ravi.id, 1_000))
    return ravi


async def booked(event: str, entries: tuple[Entry, ...]) -> None:
    """Something in the books."""
    async with db.transaction() as session:
        await ledger.post(session, f"{event}:{new_id()}", event, entries)


async def month(
    who: Actor, named: str, account: StatementAccount = "earnings", cursor: str = "", limit: int | None = 50
) -> StatementView:
    """What the driver reads."""
    async with db.reading() as session:
        return await payouts.month_statement(session, who, named, account, cursor, limit)


async def test_a_month_leads_from_its_opening_to_its_closing(ravi: Actor) -> None:
    with clock.travel(LATE):
        october, november, december = [await month(ravi, f"2026-{number}") for number in (10, 11, 12)]
        cash = await month(ravi, "2026-11", "cash")
    assert (october.opening_minor, october.closing_minor) == (0, 10_500)
    assert (november.opening_minor, november.closing_minor) == (10_500, 6_500)
    assert (december.opening_minor, december.closing_minor, december.lines) == (6_500, 6_500, ())
    assert (cash.opening_minor, cash.closing_minor) == (0, 2_040)
    assert [line.amount_minor for line in november.lines] == [6_400, -6_400, -4_000]
    assert [line.balance_after_minor for line in november.lines] == [16_900, 10_500, 6_500]
    assert {total.label: total.amount_minor for total in november.totals} == {
        "Order delivered": 6_400,
        "Own share kept from the cash": -6_400,
        "Withdrawal": -4_000,
    }
    assert (october.is_final, november.is_final, december.is_final) == (True, True, False)
    assert [key for key, _ in december.months] == ["2026-12", "2026-11", "2026-10"]


async def test_a_long_month_comes_in_pages_whose_balances_join(ravi: Actor) -> None:
    with clock.travel(LATE):
        whole = await month(ravi, "2026-11", limit=None)
        lines, cursor = [], ""
        for _ in whole.lines:
            page = await month(ravi, "2026-11", cursor=cursor, limit=1)
            lines += page.lines
            cursor = page.next_cursor
    assert (tuple(lines), cursor) == (whole.lines, "")


async def test_nobody_else_sees_it(ravi: Actor) -> None:
    other = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    asha = await booking.customer()
    with clock.travel(LATE):
        theirs = await month(other, "2026-11")
        assert (theirs.opening_minor, theirs.closing_minor, theirs.lines) == (0, 0, ())
        with pytest.raises(Forbidden):
            await month(asha, "2026-11")


@pytest.mark.parametrize(
    "named", ["2026-13", "2026-00", "1999-12", "2027-01", "2026-1", "november", "²026-11", "2026/11"]
)
def test_months_that_are_none_are_refused(named: str) -> None:
    with clock.travel(LATE), pytest.raises(Refused):
        month_of(named)


@pytest.mark.parametrize("cursor", ["x", encode_cursor("now", "here"), encode_cursor(1, 2)])
async def test_cursors_that_are_none_are_refused(ravi: Actor, cursor: str) -> None:
    with clock.travel(LATE), pytest.raises(BadCursor):
        await month(ravi, "2026-11", cursor=cursor)


async def test_the_paper_of_a_past_month_is_the_same_ever_after(ravi: Actor) -> None:
    papers = []
    for days in (0, 30, 300):
        typesetting.compiled.cache_clear()
        with clock.travel(LATE + timedelta(days=days)):
            if days:
                await booked("incentive", ledger.rules.incentive_earned(ravi.id, 100))
            async with db.reading() as session:
                papers.append(await payouts.statement_pdf(session, ravi, "2026-11"))
    assert len({paper.body for paper in papers}) == 1
    assert papers[0].name == "porter-statement-2026-11.pdf"
    inside = opened(papers[0].body)
    assert re.search(rb"\+NotoSansKannada-", inside)
    for letter in "रರ₹":  # drawn, and found by whoever searches the document
        assert f"{ord(letter):04X}".encode() in inside


def opened(pdf: bytes) -> bytes:
    """A PDF with its compressed parts laid open."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(found[1]))
    return b"".join(parts)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-(10**9), 10**9)))
def test_the_last_balance_is_opening_and_all_lines(opening: int, amounts: list[int]) -> None:
    after = running(opening, amounts)
    assert len(after) == len(amounts)
    assert (after[-1] if after else opening) == opening + sum(amounts)


@given(st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7))
def test_the_bar_of_the_limit_is_full_exactly_at_the_limit(held: int, limit: int) -> None:
    share = share_pct(held, limit)
    assert 0 <= share <= 100
    assert (share == 0) == (held <= 0)
    if held > 0 and limit > 0:
        assert (share == 100) == (held >= limit)
