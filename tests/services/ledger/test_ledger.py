"""The books: pure rules, postings once, a database that refuses to forget."""

import asyncio
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from porter.core import db
from porter.core.ids import new_id
from porter.models import LedgerEntry, Posting
from porter.models.enums import LedgerAccountKind as Kind
from porter.services import ledger
from porter.services.ledger import Entry
from porter.services.pricing import LineKind, Rates, Slab, Tax, TaxPart, TripFacts, fare
from tests import booking

RAVI = UUID(int=1)
ASHA = UUID(int=2)
GST = Tax((TaxPart("CGST", "CGST", 900), TaxPart("SGST", "SGST", 900)))

amounts = st.integers(0, 10_000_000)


def amounts_by_kind(entries: tuple[Entry, ...]) -> dict[Kind, int]:
    """What each kind of account is booked."""
    return {entry.kind: entry.amount_minor for entry in entries}


def test_cash_of_the_golden_fare() -> None:
    entries = ledger.cash_delivered(RAVI, total_minor=9440, payout_minor=6400, tax_minor=1440)
    assert amounts_by_kind(entries) == {
        Kind.DRIVER_CASH_IN_HAND: 9440,
        Kind.DRIVER_PAYABLE: -6400,
        Kind.TAXES: -1440,
        Kind.PLATFORM_COMMISSION: -1600,
    }


def test_a_fee_is_shared_between_driver_state_and_us() -> None:
    entries = ledger.cancellation_fee(ASHA, RAVI, fee_minor=5900, tax_minor=900, driver_share_bps=8000)
    assert amounts_by_kind(entries) == {
        Kind.CUSTOMER_RECEIVABLE: 5900,
        Kind.TAXES: -900,
        Kind.DRIVER_PAYABLE: -4000,
        Kind.PLATFORM_COMMISSION: -1000,
    }


@given(st.integers(0, 500_000), st.integers(0, 90_000), st.integers(0, 10_000), st.integers(10_000, 20_000), amounts)
def test_any_fare_balances(base: int, distance_m: int, commission_bps: int, surge_bps: int, discount: int) -> None:
    policy = Rates(base_minor=base, slabs=(Slab(0, 1234),), commission_bps=commission_bps)
    trip = TripFacts(distance_m, 0, surge_bps=surge_bps, discount_minor=discount)
    price = fare(policy, GST, trip)
    given_away = -sum(line.minor for line in price.lines if line.kind is LineKind.DISCOUNT)
    entries = ledger.cash_delivered(
        RAVI,
        total_minor=price.total_minor,
        payout_minor=price.driver_payout_minor,
        tax_minor=price.tax_minor,
        discount_minor=given_away,
    )
    assert sum(entry.amount_minor for entry in entries) == 0
    assert -amounts_by_kind(entries).get(Kind.PLATFORM_COMMISSION, 0) == price.commission_minor
    assert all(entry.amount_minor for entry in entries)


@given(amounts, st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
def test_any_fee_balances(fee: int, tax_bps: int, share_bps: int, has_driver: bool) -> None:
    tax = fee * tax_bps // 10_000
    entries = ledger.cancellation_fee(
        ASHA, RAVI if has_driver else None, fee_minor=fee, tax_minor=tax, driver_share_bps=share_bps
    )
    assert sum(entry.amount_minor for entry in entries) == 0


@pytest.mark.usefixtures("database")
async def test_the_same_correlation_is_booked_once_even_at_the_same_time() -> None:
    ravi = await booking.customer("Ravi")
    entries = ledger.cash_delivered(ravi.id, total_minor=9440, payout_minor=6400, tax_minor=1440)

    async def book() -> bool:
        async with db.transaction() as session:
            return await ledger.post(session, "order.delivered:1", "order.delivered", entries)

    assert sorted(await asyncio.gather(*(book() for _ in range(5)))) == [False, False, False, False, True]
    async with db.reading() as session:
        assert await ledger.balance(session, Kind.DRIVER_CASH_IN_HAND, ravi.id) == 9440
        assert await ledger.balance(session, Kind.DRIVER_PAYABLE, ravi.id) == -6400
        assert await ledger.balance(session, Kind.PLATFORM_COMMISSION) == -1600
        assert await ledger.balance(session, Kind.CUSTOMER_WALLET, ravi.id) == 0


@pytest.mark.usefixtures("database")
async def test_an_account_opens_once_when_two_postings_meet() -> None:
    people = [await booking.customer(name, f"+91900000000{n}") for n, name in enumerate(("Asha", "Ravi"), start=1)]

    async def book(number: int) -> None:
        entries = ledger.cash_delivered(people[number % 2].id, total_minor=100, payout_minor=50, tax_minor=20)
        async with db.transaction() as session:
            await ledger.post(session, f"order.delivered:{number}", "order.delivered", entries)

    await asyncio.gather(*(book(number) for number in range(10)))
    async with db.reading() as session:
        assert await ledger.balance(session, Kind.TAXES) == -200
        assert await ledger.balance(session, Kind.DRIVER_PAYABLE, people[0].id) == -250


async def test_what_does_not_balance_is_refused() -> None:
    async with db.reading() as session:
        with pytest.raises(ValueError, match="zero"):
            await ledger.post(session, "x", "x", [Entry(Kind.TAXES, None, 1)])


@pytest.mark.usefixtures("database")
async def test_the_database_refuses_an_unbalanced_posting_and_any_change() -> None:
    entries = (Entry(Kind.TAXES, None, 100), Entry(Kind.PROMOTIONS, None, -100))
    async with db.transaction() as session:
        await ledger.post(session, "x", "x", entries)
    for statement in ("UPDATE ledger_entry SET amount_minor = 1", "DELETE FROM ledger_entry", "DELETE FROM posting"):
        with pytest.raises(DBAPIError):
            async with db.transaction() as session:
                await session.exec(text(statement))  # type: ignore[call-overload]
    with pytest.raises(DBAPIError):
        async with db.transaction() as session:
            session.add(posting := Posting(id=new_id(), correlation="y", event="y"))
            await session.flush()
            account = (await session.exec(text("SELECT id FROM ledger_account LIMIT 1"))).scalar_one()  # type: ignore[call-overload]
            session.add(LedgerEntry(posting_id=posting.id, line=0, account_id=account, amount_minor=5, currency="INR"))
