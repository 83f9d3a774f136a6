"""Ravi withdraws: once, whatever dies or repeats on the way, and never more than is his."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from pydantic import ValidationError

from porter.core import clock, db
from porter.core.errors import Forbidden, GatewayRefused, GatewayUnavailable
from porter.core.ids import new_id
from porter.integrations.payments import Destination, PayoutState, ProviderPayout
from porter.integrations.payments.sandbox import SandboxGateway
from porter.models import Payout
from porter.models.enums import DestinationKind, LedgerAccountKind, PayoutStatus, Provider, Role
from porter.services import ledger, notifications, payouts
from porter.services.accounts import Actor
from porter.services.payouts import DestinationInput, PayoutFilter, PayoutView
from tests import booking

pytestmark = pytest.mark.usefixtures("database")

SENDING = import_module("porter.services.payouts.send")
"""The module; its name in the package is the verb."""

UPI = DestinationInput(kind=DestinationKind.UPI, name="Ravi Kumar", upi="ravi.kumar@okbank")
BANK = DestinationInput(kind=DestinationKind.BANK, name="Ravi Kumar", account_number="123456789012", ifsc="hdfc0001234")


class Vendor(SandboxGateway):
    """The sandbox, and a line that breaks before or after the gateway has heard."""

    def __init__(self, *troubles: str) -> None:
        super().__init__()
        self.troubles, self.sent = list(troubles), 0

    async def payout(
        self, destination: Destination, amount_minor: int, currency: str, key: str, reference: str
    ) -> ProviderPayout:
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble == "down":
            raise GatewayUnavailable()
        if trouble == "no":
            raise GatewayRefused("The bank does not know this account.")
        done = await super().payout(destination, amount_minor, currency, key, reference)
        self.sent += 1
        if trouble == "after":
            raise GatewayUnavailable()
        if trouble == "killed":
            raise Killed
        return done


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
async def ravi() -> Actor:
    """A driver to whom we owe 500 rupees."""
    await booking.demo_city()
    actor = await booking.driver()
    await earned(actor, 50_000)
    async with db.transaction() as session:
        await payouts.add_destination(session, actor, UPI)
    return actor


async def earned(who: Actor, minor: int) -> None:
    """An incentive."""
    async with db.transaction() as session:
        entries = ledger.rules.incentive_earned(who.id, minor)
        await ledger.post(session, f"incentive:{new_id()}", "incentive", entries)


async def asked(who: Actor, minor: int, destination_id: UUID | None = None) -> PayoutView:
    """A withdrawal."""
    async with db.transaction() as session:
        return await payouts.request(session, who, minor, destination_id)


async def balance(who: Actor) -> payouts.DriverBalanceView:
    """How the driver stands; the books must be sound whenever one looks."""
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound
        return await payouts.balance(session, who)


async def status(payout_id: UUID) -> PayoutStatus:
    """Where a payout is."""
    async with db.reading() as session:
        return (await session.get_one(Payout, payout_id)).status


@asynccontextmanager
async def through(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Vendor]:
    """Every payout goes through this gateway."""
    with monkeypatch.context() as patch:
        patch.setattr(SENDING, "gateway", lambda _: vendor)
        yield vendor


def seen(payout: PayoutView, state: PayoutState, **other: object) -> ProviderPayout:
    """A webhook's word."""
    facts = {"id": "sbx_1", "amount_minor": payout.amount_minor, "currency": "INR", "reference": str(payout.id)}
    return ProviderPayout.model_validate({**facts, "status": state, **other})


async def test_a_withdrawal_from_asking_to_the_bank(ravi: Actor) -> None:
    payout = await asked(ravi, 30_000)
    standing = await balance(ravi)
    assert (standing.withdrawable_minor, standing.in_transit_minor) == (20_000, 30_000)
    await payouts.send(payout.id)
    assert await status(payout.id) is PayoutStatus.PROCESSING
    with clock.travel(timedelta(minutes=6)):
        await payouts.settle()
    assert await status(payout.id) is PayoutStatus.PAID
    assert (await balance(ravi)).in_transit_minor == 0
    async with db.reading() as session:
        assert await ledger.balance(session, LedgerAccountKind.GATEWAY_CLEARING) == -30_000
        titles = [note.title for note in (await notifications.inbox(session, ravi)).items]
        mine = (await payouts.mine(session, ravi)).items
    assert titles == ["Withdrawal paid"]
    assert [(row.status_text, row.destination) for row in mine] == [("Paid", "UPI ra••@okbank")]


@pytest.mark.parametrize("trouble", ["down", "after", "killed"])
async def test_killed_or_cut_off_it_is_sent_once(ravi: Actor, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    payout = await asked(ravi, 30_000)
    async with through(Vendor(trouble), monkeypatch) as vendor:
        if trouble == "killed":
            with pytest.raises(Killed):
                await payouts.send(payout.id)
        else:
            await payouts.send(payout.id)
        assert await status(payout.id) is PayoutStatus.SENDING
        await payouts.send(payout.id)
        assert vendor.sent <= 1, "claimed: nobody else sends it meanwhile"
        with clock.travel(timedelta(minutes=2)):
            await payouts.settle()
        with clock.travel(timedelta(minutes=20)):
            await payouts.settle()
    assert await status(payout.id) is PayoutStatus.PAID
    async with db.reading() as session:
        assert await ledger.balance(session, LedgerAccountKind.GATEWAY_CLEARING) == -30_000
    assert (await balance(ravi)).withdrawable_minor == 20_000


async def test_killed_before_the_gateway_was_asked(ravi: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    payout = await asked(ravi, 30_000)
    async with through(Vendor(), monkeypatch) as vendor:
        with monkeypatch.context() as patch:
            patch.setattr(SENDING, "_ask", _killed)
            with pytest.raises(Killed):
                await payouts.send(payout.id)
        assert (await status(payout.id), vendor.sent) == (PayoutStatus.SENDING, 0)
        with clock.travel(timedelta(minutes=2)):
            await payouts.settle()
        assert (await status(payout.id), vendor.sent) == (PayoutStatus.PROCESSING, 1)


async def _killed(*_: object) -> ProviderPayout:
    raise Killed


async def test_many_workers_send_once(ravi: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    payout = await asked(ravi, 30_000)
    async with through(Vendor(), monkeypatch) as vendor:
        await asyncio.gather(*(payouts.send(payout.id) for _ in range(8)))
        assert vendor.sent == 1


async def test_a_clear_no_gives_the_money_back(ravi: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    payout = await asked(ravi, 30_000)
    async with through(Vendor("no"), monkeypatch):
        await payouts.send(payout.id)
    assert await status(payout.id) is PayoutStatus.FAILED
    assert (await balance(ravi)).withdrawable_minor == 50_000


async def test_words_of_the_bank_in_any_order_and_number(ravi: Actor) -> None:
    payout = await asked(ravi, 30_000)
    await payouts.send(payout.id)
    paid, failed = seen(payout, PayoutState.PAID), seen(payout, PayoutState.REVERSED)
    for word in (paid, seen(payout, PayoutState.PROCESSING), paid, failed, paid, failed):
        await payouts.record_word(Provider.SANDBOX, word)
    assert await status(payout.id) is PayoutStatus.REVERSED
    standing = await balance(ravi)
    assert (standing.withdrawable_minor, standing.in_transit_minor) == (50_000, 0)


async def test_words_about_another_amount_or_payout_change_nothing(ravi: Actor) -> None:
    payout = await asked(ravi, 30_000)
    await payouts.send(payout.id)
    await payouts.record_word(Provider.SANDBOX, seen(payout, PayoutState.PAID, amount_minor=1))
    await payouts.record_word(Provider.SANDBOX, seen(payout, PayoutState.PAID, currency="USD"))
    assert await status(payout.id) is PayoutStatus.PROCESSING
    stranger = seen(payout, PayoutState.PAID, id="sbx_2", reference="not ours")
    assert await payouts.record_word(Provider.SANDBOX, stranger) is None


async def test_nobody_withdraws_more_than_is_there_however_often(ravi: Actor) -> None:
    async def once() -> bool:
        try:
            await asked(ravi, 20_000)
        except payouts.WithdrawalTooLarge:
            return False
        return True

    assert sorted(await asyncio.gather(*(once() for _ in range(10)))) == [False] * 8 + [True] * 2
    with pytest.raises(payouts.WithdrawalTooLarge) as refusal:
        await asked(ravi, 10_001)
    assert refusal.value.extra == {"withdrawable_minor": 10_000}


@pytest.mark.parametrize("minor", [0, -100, 99])
async def test_too_little_is_refused(ravi: Actor, minor: int) -> None:
    with pytest.raises(payouts.WithdrawalTooSmall):
        await asked(ravi, minor)


async def test_cash_in_hand_locks_as_much_and_can_be_set_off(ravi: Actor) -> None:
    async with db.transaction() as session:
        entries = ledger.cash_delivered(ravi.id, total_minor=9_440, payout_minor=0, tax_minor=1_440)
        await ledger.post(session, "cash", "order.delivered", entries)
    standing = await balance(ravi)
    assert (standing.withdrawable_minor, standing.locked_minor) == (40_560, 9_440)
    assert standing.explanation == "₹94.40 stays here because you hold ₹94.40 in cash for Porter."
    with pytest.raises(payouts.WithdrawalTooLarge):
        await asked(ravi, 40_561)
    key = new_id()
    for _ in range(2):
        async with db.transaction() as session:
            await payouts.set_off_cash(session, ravi, 9_440, key=key)
    standing = await balance(ravi)
    assert (standing.withdrawable_minor, standing.locked_minor, standing.cash_in_hand_minor) == (40_560, 0, 0)


async def test_the_same_key_withdraws_once_also_at_the_same_time(ravi: Actor) -> None:
    async def once(key: UUID) -> PayoutView:
        async with db.transaction() as session:
            return await payouts.request(session, ravi, 30_000, key=key)

    key = new_id()
    made = await asyncio.gather(*(once(key) for _ in range(5)))
    assert {payout.id for payout in made} == {key}
    assert (await balance(ravi)).withdrawable_minor == 20_000
    with pytest.raises(payouts.WithdrawalTooLarge):
        await once(new_id())


async def test_every_lock_says_why_and_what_frees_it(ravi: Actor) -> None:
    assert (await balance(ravi)).locks == ()
    async with db.transaction() as session:
        entries = ledger.cash_delivered(ravi.id, total_minor=49_950, payout_minor=0, tax_minor=0)
        await ledger.post(session, "cash", "order.delivered", entries)
    standing = await balance(ravi)
    assert [(lock.reason, lock.amount_minor) for lock in standing.locks] == [
        ("cash_in_hand", 49_950),
        ("too_small", 50),
    ]
    assert not standing.can_withdraw
    assert sum(lock.amount_minor for lock in standing.locks) == standing.payable_minor


async def test_the_cash_stands_beside_its_limit(ravi: Actor) -> None:
    async with db.transaction() as session:
        entries = ledger.cash_delivered(ravi.id, total_minor=160_000, payout_minor=0, tax_minor=0)
        await ledger.post(session, "cash", "order.delivered", entries)
    async with db.reading() as session:
        cash = await payouts.cash(session, ravi)
    assert (cash.share_pct, cash.level, cash.set_off_minor) == (80, "near", 50_000)
    assert cash.explanation == "Cash jobs stop at ₹2,000; ₹400 to go. Jobs paid online keep coming."
    async with db.transaction() as session:
        entries = ledger.cash_delivered(ravi.id, total_minor=40_000, payout_minor=0, tax_minor=0)
        await ledger.post(session, "more cash", "order.delivered", entries)
    async with db.reading() as session:
        cash = await payouts.cash(session, ravi)
    assert (cash.share_pct, cash.level) == (100, "blocked")
    assert cash.explanation.startswith("Cash jobs have stopped at ₹2,000.")


async def test_destinations_are_kept_secret_and_are_the_drivers_own(ravi: Actor) -> None:
    other = await booking.driver("Nikhil", "+919000000102", plate="KA05MH0001")
    async with db.transaction() as session:
        bank = await payouts.add_destination(session, ravi, BANK)
        assert [found.label for found in await payouts.destinations(session, ravi)] == [
            "UPI ra••@okbank",
            "HDFC ••9012",
        ]
        assert (await payouts.make_default(session, ravi, bank.id))[0].id == bank.id
    await earned(other, 50_000)
    with pytest.raises(payouts.NoDestination):
        await asked(other, 10_000)
    async with db.transaction() as session:
        await payouts.add_destination(session, other, UPI)
    with pytest.raises(payouts.DestinationNotFound):
        await asked(other, 10_000, bank.id)
    with pytest.raises(payouts.DestinationNotFound):
        async with db.transaction() as session:
            await payouts.remove_destination(session, other, bank.id)
    async with db.transaction() as session:
        await payouts.remove_destination(session, ravi, bank.id)
        left = await payouts.destinations(session, ravi)
    assert [(found.label, found.is_default) for found in left] == [("UPI ra••@okbank", True)]


def test_numbers_may_be_typed_in_groups() -> None:
    typed = {"kind": "bank", "name": "Ravi", "account_number": "1234 5678 9012", "ifsc": "hdfc 0001234"}
    tidied = DestinationInput.model_validate(typed)
    assert (tidied.account_number, tidied.ifsc) == ("123456789012", "HDFC0001234")


def test_what_is_wrong_is_said_at_its_field() -> None:
    with pytest.raises(ValidationError) as refusal:
        DestinationInput.model_validate({"kind": "bank", "name": "", "account_number": "12", "ifsc": ""})
    assert {error["loc"][0] for error in refusal.value.errors()} == {"name", "account_number", "ifsc"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "upi", "name": "Ravi", "upi": "no at sign"},
        {"kind": "upi", "name": "Ravi", "upi": "ravi@bank", "account_number": "123456789"},
        {"kind": "bank", "name": "Ravi", "account_number": "12ab56", "ifsc": "HDFC0001234"},
        {"kind": "bank", "name": "Ravi", "account_number": "123456789", "ifsc": "HDFC1001234"},
        {"kind": "bank", "name": "R", "account_number": "123456789", "ifsc": "HDFC0001234"},
        {"kind": "cheque", "name": "Ravi"},
    ],
)
def test_wrong_destinations_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        DestinationInput.model_validate(wrong)


async def test_operations_see_payouts_and_others_do_not(ravi: Actor) -> None:
    payout = await asked(ravi, 30_000)
    finance, dispatcher = await booking.operations(Role.FINANCE), await booking.operations(Role.DISPATCHER)
    async with db.reading() as session:
        rows = (await payouts.table(session, finance, PayoutFilter(status=(PayoutStatus.REQUESTED,)))).items
        assert [(row.payout.id, row.driver_name) for row in rows] == [(payout.id, "Ravi")]
        for nobody in (dispatcher, ravi):
            with pytest.raises(Forbidden):
                await payouts.table(session, nobody, PayoutFilter())
        with pytest.raises(Forbidden):
            await payouts.balance(session, finance)
