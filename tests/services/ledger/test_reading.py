"""Looking at the books: statements, trial balance, corrections, closed months; and who may."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from porter.core import clock, db
from porter.core.errors import Forbidden, NotFound, Refused
from porter.core.ids import new_id
from porter.core.pages import BadCursor
from porter.models.enums import LedgerAccountKind as Kind
from porter.models.enums import Role
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.ledger import rules
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def posted(correlation: str, entries: tuple[ledger.Entry, ...]) -> None:
    """An event in the books."""
    async with db.transaction() as session:
        assert await ledger.post(session, correlation, correlation.split(":", maxsplit=1)[0], entries)


async def story(asha: Actor, ravi: Actor) -> None:
    """A top-up, an order out of it, and a payout."""
    await posted("wallet.topped_up:1", rules.topped_up(asha.id, 10_000))
    await posted("wallet.held:1", rules.held(asha.id, 9_440))
    captured = rules.online_captured(
        ravi.id, customer_id=asha.id, total_minor=9_440, payout_minor=6_400, tax_minor=1_440, wallet_minor=9_440
    )
    await posted("order.delivered:1", captured)
    await posted("payout.requested:1", rules.payout_requested(ravi.id, 6_000))


@pytest.fixture
async def people() -> tuple[Actor, Actor, Actor]:
    """Asha, Ravi, and Meera of finance, after the story."""
    asha, ravi = await booking.customer(), await booking.customer("Ravi", "+919000000101")
    await story(asha, ravi)
    return asha, ravi, await booking.operations(Role.FINANCE)


async def test_the_trial_balance_is_zero_and_shows_every_kind(people: tuple[Actor, Actor, Actor]) -> None:
    async with db.reading() as session:
        trial = await ledger.see_trial_balance(session, people[2])
    shown = {row.kind: row.balance_minor for row in trial.rows}
    assert (trial.is_balanced, trial.difference_minor, trial.astray_count) == (True, 0, 0)
    assert shown == {
        Kind.CUSTOMER_WALLET: 560,
        Kind.WALLET_HOLDS: 0,
        Kind.GATEWAY_CLEARING: 10_000,
        Kind.DRIVER_PAYABLE: 400,
        Kind.PAYOUTS_IN_TRANSIT: 6_000,
        Kind.TAXES: 1_440,
        Kind.PLATFORM_COMMISSION: 1_600,
    }


async def test_a_kept_balance_that_is_astray_is_found(people: tuple[Actor, Actor, Actor]) -> None:
    async with db.transaction() as session:
        wrong = "UPDATE ledger_balance SET balance_minor = balance_minor - 1 WHERE balance_minor = -560"
        await (await session.connection()).execute(text(wrong))
    async with db.reading() as session:
        found = await ledger.check(session)
        trial = await ledger.see_trial_balance(session, people[2])
    assert not found.is_sound
    assert [(one.kind, one.kept_minor, one.entries_minor) for one in found.astray] == [
        (Kind.CUSTOMER_WALLET, -561, -560)
    ]
    assert trial.astray_count == 1


async def test_from_a_kind_to_an_account_to_a_posting(people: tuple[Actor, Actor, Actor]) -> None:
    _, ravi, meera = people
    async with db.reading() as session:
        (account,) = (await ledger.see_accounts(session, meera, Kind.DRIVER_PAYABLE)).items
        found, page = await ledger.see_account(session, meera, account.id)
        posting = await ledger.see_posting(session, meera, page.items[1].posting_id)
        (clearing,) = (await ledger.see_accounts(session, meera, Kind.GATEWAY_CLEARING)).items
    assert (found.owner_id, found.owner_name, found.balance_text) == (ravi.id, "Ravi", "₹4.00")
    assert [(line.event_text, line.amount_minor, line.balance_after_minor) for line in page.items] == [
        ("Withdrawal", -6_000, 400),
        ("Order delivered", 6_400, 6_400),
    ]
    assert sum(entry.amount_minor for entry in posting.entries) == 0
    assert clearing.balance_minor == 10_000


async def test_a_posting_is_taken_back_once_and_stays(people: tuple[Actor, Actor, Actor]) -> None:
    _, ravi, meera = people
    async with db.reading() as session:
        (account,) = (await ledger.see_accounts(session, meera, Kind.DRIVER_PAYABLE)).items
        _, page = await ledger.see_account(session, meera, account.id)
    withdrawal = page.items[0].posting_id
    async with db.transaction() as session:
        correction = await ledger.take_back(session, meera, withdrawal, "Asked by mistake")
        assert await ledger.balance(session, Kind.DRIVER_PAYABLE, ravi.id) == -6_400
    assert (correction.reverses_id, correction.memo) == (withdrawal, "Asked by mistake (Meera)")
    for again in (withdrawal, correction.id):
        with pytest.raises(ledger.NotReversible):
            async with db.transaction() as session:
                await ledger.take_back(session, meera, again, "Once more")


async def test_spent_money_cannot_be_taken_back(people: tuple[Actor, Actor, Actor]) -> None:
    with pytest.raises(ledger.Overdrawn):
        async with db.transaction() as session:
            await ledger.reverse(session, "wallet.topped_up:1", "Charged back")
    with pytest.raises(NotFound):
        async with db.transaction() as session:
            await ledger.reverse(session, "nothing", "Never was")


async def test_a_closed_month_takes_no_posting(people: tuple[Actor, Actor, Actor]) -> None:
    asha, _, meera = people
    month = f"{clock.now():%Y-%m}"
    with pytest.raises(ledger.PeriodNotOver):
        async with db.transaction() as session:
            await ledger.close_period(session, meera, month)
    with clock.travel(datetime(2027, 3, 1, tzinfo=UTC)):
        async with db.transaction() as session:
            closed = await ledger.close_period(session, meera, month)
            assert (await ledger.see_periods(session, meera))[0].month == closed.month == month
        with pytest.raises(ledger.PeriodClosed):
            async with db.transaction() as session:
                await ledger.close_period(session, meera, month)
    with pytest.raises(DBAPIError, match="closed"):
        await posted("late:1", rules.topped_up(asha.id, 100))
    with clock.travel(datetime(2027, 3, 1, tzinfo=UTC)):
        await posted("later:1", rules.topped_up(asha.id, 100))


async def test_books_that_are_astray_are_not_closed(people: tuple[Actor, Actor, Actor]) -> None:
    month = f"{clock.now():%Y-%m}"
    async with db.transaction() as session:
        await (await session.connection()).execute(text("UPDATE ledger_balance SET balance_minor = balance_minor - 1"))
    with clock.travel(datetime(2027, 3, 1, tzinfo=UTC)), pytest.raises(ledger.BooksAstray):
        async with db.transaction() as session:
            await ledger.close_period(session, people[2], month)


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-1", "1999-12", "2026-11x"])
async def test_a_month_is_a_month(month: str) -> None:
    async with db.reading() as session:
        with pytest.raises(Refused):
            await ledger.trial_balance_of(session, month)


async def test_a_month_shows_only_itself(people: tuple[Actor, Actor, Actor]) -> None:
    async with db.reading() as session:
        this = await ledger.see_trial_balance(session, people[2], f"{clock.now():%Y-%m}")
        other = await ledger.see_trial_balance(session, people[2], "2020-01")
    assert (this.debit_minor > 0, other.rows) == (True, ())


async def test_the_books_are_for_finance(people: tuple[Actor, Actor, Actor]) -> None:
    support, dispatcher = await booking.operations(Role.SUPPORT), await booking.operations(Role.DISPATCHER)
    async with db.reading() as session:
        assert (await ledger.see_trial_balance(session, support)).is_balanced
        for nobody in (dispatcher, people[0], people[1]):
            with pytest.raises(Forbidden):
                await ledger.see_trial_balance(session, nobody)
            with pytest.raises(Forbidden):
                await ledger.see_posting(session, nobody, new_id())
        for nobody in (support, dispatcher, people[0]):
            with pytest.raises(Forbidden):
                await ledger.close_period(session, nobody, "2020-01")
            with pytest.raises(Forbidden):
                await ledger.take_back(session, nobody, new_id(), "because")


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4Il0"])
async def test_wrong_cursors_and_ids_are_refused(people: tuple[Actor, Actor, Actor], cursor: str) -> None:
    async with db.reading() as session:
        with pytest.raises(BadCursor):
            await ledger.statement(session, Kind.CUSTOMER_WALLET, people[0].id, cursor)
        with pytest.raises(BadCursor):
            await ledger.see_accounts(session, people[2], Kind.TAXES, cursor)
        with pytest.raises(NotFound):
            await ledger.see_account(session, people[2], UUID(int=9))
