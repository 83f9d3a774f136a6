"""Random business events by several hands at once; whenever one looks, the books agree with themselves."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from porter.core import db
from porter.core.ids import new_id
from porter.models import Account
from porter.models.enums import Audience, Role
from porter.models.enums import LedgerAccountKind as Kind
from porter.services import ledger
from porter.services.ledger import Entry, rules

HANDS = 8
CUSTOMERS, DRIVERS = 12, 6

Act = Callable[[], Awaitable[str]]
Event = tuple[str, tuple[Entry, ...]]


@dataclass
class World:
    """The people, the dice, and what is under way."""

    dice: random.Random
    customers: list[UUID]
    drivers: list[UUID]
    booked: list[str] = field(default_factory=list)

    def amount(self) -> int:
        """Mostly small, sometimes one paisa, sometimes large."""
        return self.dice.choice((1, 99, self.dice.randint(1, 20_000), self.dice.randint(1, 2_000_000)))

    def customer(self) -> UUID:
        """Any customer."""
        return self.dice.choice(self.customers)

    def driver(self) -> UUID:
        """Any driver."""
        return self.dice.choice(self.drivers)


async def soak(count: int, check_every: int, seed: int = 7) -> Counter[str]:
    """So many events; how many of each were booked, refused for want of money, or booked before.

    Raises AssertionError when the books do not agree with themselves.
    """
    world = World(random.Random(seed), await _people(CUSTOMERS, "+9190003"), await _people(DRIVERS, "+9190004"))
    seen: Counter[str] = Counter()
    left = count
    while left > 0:
        events = [_next(world) for _ in range(min(check_every, left))]
        left -= len(events)
        todo = iter(events)
        await asyncio.gather(*(_hand(todo, seen) for _ in range(HANDS)))
        await assert_sound()
    return seen


async def assert_sound() -> None:
    """Every posting and all entries sum to zero, every kept balance is its entries, no wallet is overdrawn."""
    async with db.reading() as session:
        found = await ledger.check(session)
        trial = await ledger.trial_balance(session)
    assert found.is_sound, found
    assert trial.is_balanced, trial.difference_text
    wallets = [row.balance_minor for row in trial.rows if row.kind in (Kind.CUSTOMER_WALLET, Kind.WALLET_HOLDS)]
    assert all(minor >= 0 for minor in wallets), wallets


async def _hand(todo: Iterator[Act], seen: Counter[str]) -> None:
    for act in todo:
        seen[await act()] += 1


def _next(world: World) -> Act:
    if world.booked and world.dice.random() < 0.05:
        return _again_or_back(world, world.dice.choice(world.booked))
    name, entries = world.dice.choice(EVENTS)(world)
    correlation = f"{name}:{new_id()}"
    world.booked.append(correlation)
    return lambda: _book(correlation, name, entries)


def _again_or_back(world: World, correlation: str) -> Act:
    if world.dice.random() < 0.5:
        return lambda: _reverse(correlation)
    return lambda: _book(correlation, "again", rules.topped_up(world.customer(), world.amount()), is_again=True)


async def _book(correlation: str, name: str, entries: tuple[Entry, ...], *, is_again: bool = False) -> str:
    try:
        async with db.transaction() as session:
            if is_again and not await ledger.is_booked(session, correlation):
                return "not there"
            done = await ledger.post(session, correlation, name, entries)
    except ledger.Overdrawn:
        return "refused"
    return name if done else "booked before"


async def _reverse(correlation: str) -> str:
    try:
        async with db.transaction() as session:
            if not await ledger.is_booked(session, correlation):
                return "not there"
            return "reversed" if await ledger.reverse(session, correlation, "soak") else "booked before"
    except ledger.Overdrawn:
        return "refused"


def _order(world: World) -> Event:
    total = world.amount()
    tax, wallet = world.dice.randint(0, total // 5), world.dice.randint(0, total)
    payout = world.dice.randint(0, total - tax)
    entries = rules.online_captured(
        world.driver(),
        customer_id=world.customer(),
        total_minor=total,
        payout_minor=payout,
        tax_minor=tax,
        discount_minor=world.dice.choice((0, world.amount())),
        wallet_minor=world.dice.choice((0, wallet)),
    )
    return "order", entries


def _cash(world: World) -> Event:
    total = world.amount()
    tax = world.dice.randint(0, total // 5)
    payout = world.dice.randint(0, total - tax)
    return "cash", rules.cash_delivered(world.driver(), total_minor=total, payout_minor=payout, tax_minor=tax)


def _refund(world: World) -> Event:
    total = world.amount()
    tax = world.dice.randint(0, total // 5)
    commission = world.dice.randint(0, total - tax)
    amount = world.dice.randint(1, total)
    share = rules.refund_share(amount, total_minor=total, tax_minor=tax, commission_minor=commission)
    return "refund", rules.refunded(world.customer(), share)


def _fee(world: World) -> Event:
    fee = world.amount()
    tax, share = world.dice.randint(0, fee // 5), world.dice.randint(0, 10_000)
    entries = rules.cancellation_fee(
        world.customer(), world.driver(), fee_minor=fee, tax_minor=tax, driver_share_bps=share
    )
    return "fee", entries


EVENTS: tuple[Callable[[World], Event], ...] = (
    lambda w: ("top_up", rules.topped_up(w.customer(), w.amount())),
    lambda w: ("top_up", rules.topped_up(w.customer(), w.amount())),
    lambda w: ("hold", rules.held(w.customer(), w.amount())),
    lambda w: ("release", rules.released(w.customer(), w.amount())),
    lambda w: ("prepaid", rules.prepaid(w.customer(), w.amount())),
    lambda w: ("withdrawn", rules.withdrawn(w.customer(), w.amount())),
    lambda w: (
        "tip",
        rules.tip_captured(w.driver(), w.amount(), customer_id=w.customer(), paid_from=Kind.CUSTOMER_WALLET),
    ),
    lambda w: ("incentive", rules.incentive_earned(w.driver(), w.amount())),
    lambda w: ("payout", rules.payout_requested(w.driver(), w.amount())),
    lambda w: ("paid", rules.payout_paid(w.driver(), w.amount())),
    lambda w: ("failed", rules.payout_failed(w.driver(), w.amount())),
    lambda w: ("overpaid", rules.cash_overpaid(w.driver(), w.amount())),
    lambda w: ("set_off", rules.cash_set_off(w.driver(), w.amount())),
    lambda w: ("gift", rules.compensated(w.customer(), w.amount())),
    _order,
    _cash,
    _refund,
    _fee,
)


async def _people(count: int, prefix: str) -> list[UUID]:
    people = [
        Account(audience=Audience.CUSTOMER, role=Role.CUSTOMER, phone=f"{prefix}{number:05}", name=f"Person {number}")
        for number in range(count)
    ]
    async with db.transaction() as session:
        session.add_all(people)
    return [person.id for person in people]
