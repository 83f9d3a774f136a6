"""Ravi's money on his screens: what he may not, what he sends twice, what is garbage, and that nobody else sees it."""

import asyncio
from uuid import UUID

import pytest

from porter.core import db
from porter.core.ids import new_id
from porter.integrations.payments import sandbox
from porter.integrations.payments.sandbox import Outcome
from porter.models.enums import DestinationKind, PaymentMethod
from porter.services import ledger, payments, payouts
from porter.services.accounts import Actor
from porter.services.ledger import Entry
from porter.services.payouts import DestinationInput, DestinationView, DriverBalanceView
from porter.state.driver.cash import CashState
from porter.state.driver.earnings import EarningsState
from porter.state.driver.places import PlacesState
from porter.state.driver.statement import StatementState
from porter.state.driver.withdraw import WithdrawState
from tests import paying
from tests.services.matching.town import Town
from tests.state.tabs import Tab

UPI = DestinationInput(kind=DestinationKind.UPI, name="Ravi Kumar", upi="ravi@okbank")
GARBAGE = ("", "x", "2026-13-01", "'; DROP TABLE payout", "0" * 500, "٣", str(UUID(int=7)))


@pytest.fixture(autouse=True)
async def _money(town: Town, ravi: Actor) -> None:
    """We owe Ravi 500 rupees, and he holds 94.40 of ours in cash."""
    await booked("incentive", ledger.rules.incentive_earned(ravi.id, 50_000))
    await booked("order.delivered", ledger.cash_delivered(ravi.id, total_minor=9_440, payout_minor=0, tax_minor=1_440))


async def booked(event: str, entries: tuple[Entry, ...]) -> None:
    """Something in the books."""
    async with db.transaction() as session:
        await ledger.post(session, f"{event}:{new_id()}", event, entries)


async def balance(who: Actor) -> DriverBalanceView:
    """How the driver stands; the books are sound whenever one looks."""
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound
        return await payouts.balance(session, who)


async def has_account(who: Actor) -> DestinationView:
    """A UPI ID to withdraw to."""
    async with db.transaction() as session:
        return await payouts.add_destination(session, who, UPI)


async def test_earnings_by_day_week_and_trip(tab: Tab) -> None:
    await tab.fire(EarningsState.load)
    state = await tab.state(EarningsState)
    shown = state.earned["total_minor"], [line["code"] for line in state.lines]
    assert (state.view, *shown) == ("day", 50_000, ["incentive"])
    today = state.day
    await tab.fire(EarningsState.choose, view="week")
    state = await tab.state(EarningsState)
    assert [day["total_minor"] for day in state.days if day["is_today"]] == [50_000]
    await tab.fire(EarningsState.go, day=state.earned["before"])
    assert (await tab.state(EarningsState)).earned["total_minor"] == 0
    await tab.fire(EarningsState.open_day, day=today)
    state = await tab.state(EarningsState)
    assert (state.view, state.earned["title"]) == ("day", "Today")
    await tab.fire(EarningsState.choose, view="trips")
    assert (await tab.state(EarningsState)).rows == []
    assert not tab.failures


@pytest.mark.parametrize("text", GARBAGE)
async def test_days_and_months_that_are_none_change_nothing(tab: Tab, text: str) -> None:
    await tab.fire(EarningsState.load)
    await tab.fire(StatementState.load)
    before = (await tab.state(EarningsState)).day, (await tab.state(StatementState)).statement
    await tab.fire(EarningsState.go, day=text)
    await tab.fire(EarningsState.open_day, day=text)
    await tab.fire(EarningsState.choose, view=text)
    await tab.fire(EarningsState.more)
    await tab.fire(StatementState.choose_account, account=text)
    if text:
        await tab.fire(StatementState.choose_month, month=text)
    after = (await tab.state(EarningsState)).day, (await tab.state(StatementState)).statement
    assert after == before


async def test_a_month_of_both_accounts(tab: Tab, outsider: Tab) -> None:
    await tab.fire(StatementState.load)
    state = await tab.state(StatementState)
    assert (state.statement["opening_minor"], state.statement["closing_minor"], len(state.lines)) == (0, 50_000, 1)
    await tab.fire(StatementState.choose_account, account="cash")
    state = await tab.state(StatementState)
    assert [line["amount_minor"] for line in state.lines] == [9_440]
    await outsider.fire(StatementState.load)
    theirs = await outsider.state(StatementState)
    assert (theirs.lines, theirs.statement["closing_minor"], outsider.failures) == ([], 0, [])


async def test_cash_is_handed_in_by_one_checkout_however_often_it_is_tapped(tab: Tab, ravi: Actor) -> None:
    await tab.fire(CashState.load)
    assert (await tab.state(CashState)).cash["cash_minor"] == 9_440
    await tab.fire(CashState.hand_in)
    first = (await tab.until(CashState, lambda state: bool(state.checkout_url))).checkout_url
    await tab.fire(CashState.load)
    await tab.fire(CashState.hand_in)
    second = (await tab.until(CashState, lambda state: bool(state.checkout_url))).checkout_url
    assert first != second, "each tap leaves the page"
    checkout, again = (address.partition("#")[0] for address in (first, second))
    assert checkout == again
    await tab.fire(CashState.look)
    assert (await tab.state(CashState)).payment["status"] == "created"
    await sandbox.pay(checkout.rsplit("/", 1)[-1], PaymentMethod.UPI, Outcome.PAY)
    await tab.fire(CashState.ask_bank)
    state = await tab.until(CashState, lambda state: state.cash["cash_minor"] == 0)
    assert state.payment == {}, "it waits no longer, and the page was not opened by it"
    await paying.settled()
    assert (await balance(ravi)).cash_in_hand_minor == 0
    assert not tab.failures


async def test_without_cash_there_is_nothing_to_hand_in(outsider: Tab) -> None:
    await outsider.fire(CashState.load)
    await outsider.fire(CashState.hand_in)
    state = await outsider.state(CashState)
    assert (state.checkout_url, state.busy) == ("", False)


async def test_another_drivers_payment_is_not_shown(tab: Tab, outsider: Tab, ravi: Actor) -> None:
    checkout = await payments.start_cash_settlement(ravi)
    await outsider.fire(CashState.load)
    state = await outsider.state(CashState)
    assert state.payment == {}
    assert str(checkout.payment_id) not in str(state.dict())


async def test_cash_is_set_off_once_per_question(tab: Tab, ravi: Actor) -> None:
    await tab.fire(CashState.load)
    await tab.fire(CashState.set_off)
    assert (await balance(ravi)).cash_in_hand_minor == 9_440, "nobody was asked"
    await tab.fire(CashState.ask_set_off, asking=True)
    await asyncio.gather(*(tab.fire(CashState.set_off) for _ in range(3)))
    standing = await balance(ravi)
    assert (standing.cash_in_hand_minor, standing.payable_minor) == (0, 40_560)
    assert not tab.failures


async def test_a_withdrawal_is_asked_about_and_made_once(tab: Tab, ravi: Actor) -> None:
    place = await has_account(ravi)
    await tab.fire(WithdrawState.load)
    await tab.fire(WithdrawState.confirm)
    assert (await balance(ravi)).in_transit_minor == 0, "nobody was asked"
    await tab.fire(WithdrawState.all_of_it)
    assert (await tab.state(WithdrawState)).amount == "405.60"
    await tab.fire(WithdrawState.ask, form={"amount": "₹300"})
    state = await tab.state(WithdrawState)
    assert (state.asking, state.asked) == (True, {"amount": "₹300", "place": place.label})
    await asyncio.gather(*(tab.fire(WithdrawState.confirm) for _ in range(3)))
    state = await tab.state(WithdrawState)
    assert [(row["amount_minor"], row["steps_done"]) for row in state.history] == [(30_000, 0)]
    assert (state.asking, state.amount, (await balance(ravi)).in_transit_minor) == (False, "", 30_000)
    assert not tab.failures


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("", "write how much"),
        ("abc", "write how much"),
        ("-5", "write how much"),
        ("0", "write how much"),
        ("NaN", "write how much"),
        ("1e9", "You can withdraw ₹405.60"),
        ("10.001", "write how much"),
        ("0.50", "smallest withdrawal"),
        ("405.61", "You can withdraw ₹405.60"),
        ("9" * 400, "You can withdraw ₹405.60"),
    ],
)
async def test_wrong_amounts_are_said_at_the_field(tab: Tab, ravi: Actor, amount: str, words: str) -> None:
    await has_account(ravi)
    await tab.fire(WithdrawState.load)
    await tab.fire(WithdrawState.ask, form={"amount": amount})
    state = await tab.state(WithdrawState)
    assert words in state.error or (words.startswith("You can") and "write how much" in state.error)
    assert not state.asking
    await tab.fire(WithdrawState.confirm)
    assert (await balance(ravi)).in_transit_minor == 0


async def test_nobody_withdraws_to_somebody_elses_account(tab: Tab, ravi: Actor, kiran: Actor) -> None:
    mine, theirs = await has_account(ravi), await has_account(kiran)
    await tab.fire(WithdrawState.load)
    for place in (str(theirs.id), *GARBAGE):
        await tab.fire(WithdrawState.choose, place=place)
        assert (await tab.state(WithdrawState)).place == str(mine.id)


async def test_what_is_gone_meanwhile_is_refused_in_words(tab: Tab, ravi: Actor) -> None:
    await has_account(ravi)
    await tab.fire(WithdrawState.load)
    await tab.fire(WithdrawState.ask, form={"amount": "400"})
    async with db.transaction() as session:
        await payouts.request(session, ravi, 30_000)
    await tab.fire(WithdrawState.confirm)
    assert (await balance(ravi)).in_transit_minor == 30_000
    assert not (await tab.state(WithdrawState)).asking


async def test_accounts_are_added_made_usual_and_removed(tab: Tab) -> None:
    await tab.fire(PlacesState.load)
    await tab.fire(PlacesState.show_form, adding=True)
    await tab.fire(PlacesState.add, form={"name": "Ravi Kumar", "upi": "no at sign"})
    assert "name@bank" in (await tab.state(PlacesState)).errors["upi"]
    await tab.fire(PlacesState.add, form={"name": "Ravi Kumar", "upi": "ravi@okbank"})
    state = await tab.state(PlacesState)
    assert (state.adding, state.errors, [place["label"] for place in state.places]) == (False, {}, ["UPI ra••@okbank"])
    await tab.fire(PlacesState.choose_kind, kind="bank")
    bank = {"name": "Ravi Kumar", "account_number": "1234 5678 9012", "account_again": "123456789013", "ifsc": "x"}
    await tab.fire(PlacesState.add, form=bank)
    assert set((await tab.state(PlacesState)).errors) == {"ifsc"}
    await tab.fire(PlacesState.add, form=bank | {"ifsc": "hdfc0001234"})
    assert set((await tab.state(PlacesState)).errors) == {"account_again"}
    await tab.fire(PlacesState.add, form=bank | {"ifsc": "hdfc0001234", "account_again": "123456789012"})
    state = await tab.state(PlacesState)
    assert [place["label"] for place in state.places] == ["UPI ra••@okbank", "HDFC ••9012"]
    await tab.fire(PlacesState.make_usual, place=state.places[1]["id"])
    state = await tab.state(PlacesState)
    assert state.places[0]["label"] == "HDFC ••9012"
    await tab.fire(PlacesState.remove)
    assert len((await tab.state(PlacesState)).places) == 2, "nobody was asked"
    await tab.fire(PlacesState.ask_remove, place=state.places[0]["id"])
    await asyncio.gather(*(tab.fire(PlacesState.remove) for _ in range(2)))
    assert [place["label"] for place in (await tab.state(PlacesState)).places] == ["UPI ra••@okbank"]
    assert not tab.failures


async def test_somebody_elses_account_is_not_touched(tab: Tab, outsider: Tab, ravi: Actor) -> None:
    mine = await has_account(ravi)
    await outsider.fire(PlacesState.load)
    for place in (str(mine.id), *GARBAGE):
        await outsider.fire(PlacesState.make_usual, place=place)
        await outsider.fire(PlacesState.ask_remove, place=place)
        await outsider.fire(PlacesState.remove)
    assert (await outsider.state(PlacesState)).places == []
    await tab.fire(PlacesState.load)
    assert [place["id"] for place in (await tab.state(PlacesState)).places] == [str(mine.id)]
