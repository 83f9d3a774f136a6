"""Cancelling: the matrix, and that the shown fee is the charged fee."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core import clock, db
from porter.core.errors import Forbidden, NotFound
from porter.core.money import apply_bps
from porter.models import CancellationRule, Order
from porter.models.enums import Fault, LedgerAccountKind, OrderStatus, Party, PaymentMethod, Role, ServiceType
from porter.models.transitions import IllegalStep
from porter.seed import fares
from porter.services import ledger, orders, receipts
from porter.services.accounts import Actor
from porter.services.orders import CancellationView, FeeChanged, NotCancellable, OrderView
from porter.services.orders.matrix import judge
from porter.services.orders.paper import fee_lines
from tests import booking

NOW = datetime.fromisoformat("2026-11-21T10:00:00+00:00")


def order_of(status: OrderStatus, assigned_s_ago: int | None = None, total_minor: int = 50_000) -> Order:
    """An order as far as the matrix looks at it."""
    assigned_at = None if assigned_s_ago is None else NOW - timedelta(seconds=assigned_s_ago)
    return Order(
        status=status,
        assigned_at=assigned_at,
        total_minor=total_minor,
        service_type=ServiceType.GOODS,
        payment_method=PaymentMethod.CASH,
    )


def rules_for(status: OrderStatus) -> list[CancellationRule]:
    """The demo city's rows for a state."""
    return [rule for rule in fares.cancellation_rules() if rule.order_status is status]


@pytest.mark.parametrize(
    ("assigned_s_ago", "total_minor", "fee_minor"),
    [(0, 50_000, 0), (299, 50_000, 0), (300, 50_000, 5500), (900, 500_000, 10_000), (900, 2000, 2000)],
)
def test_free_for_five_minutes_then_a_share_within_limits(
    assigned_s_ago: int, total_minor: int, fee_minor: int
) -> None:
    order = order_of(OrderStatus.ASSIGNED, assigned_s_ago, total_minor)
    verdict = judge(order, Party.CUSTOMER, rules_for(OrderStatus.ASSIGNED), NOW)
    assert (verdict.allowed, verdict.fee_minor) == (True, fee_minor)
    assert (verdict.fault is Fault.CUSTOMER) is (fee_minor > 0)
    assert (verdict.free_until is not None) is (verdict.fee_later_minor > 0) is (fee_minor == 0)


def test_no_row_no_fee() -> None:
    verdict = judge(order_of(OrderStatus.ASSIGNED, 4000), Party.CUSTOMER, [], NOW)
    assert (verdict.allowed, verdict.fee_minor, verdict.counts_against) == (True, 0, False)


def test_the_more_specific_row_wins() -> None:
    any_payment = CancellationRule(
        city_code="BLR", order_status=OrderStatus.ASSIGNED, cancelled_by=Party.CUSTOMER, fee_minor=9000
    )
    cash = CancellationRule(
        city_code="BLR",
        order_status=OrderStatus.ASSIGNED,
        cancelled_by=Party.CUSTOMER,
        payment_method=PaymentMethod.CASH,
        fee_minor=1000,
    )
    card = cash.model_copy(update={"payment_method": PaymentMethod.CARD, "fee_minor": 1})
    rows = [any_payment, cash, card]
    assert judge(order_of(OrderStatus.ASSIGNED, 10), Party.CUSTOMER, rows, NOW).fee_minor == 1000


@pytest.mark.parametrize("status", [OrderStatus.PICKED_UP, OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED])
def test_after_the_pickup_a_customer_cannot(status: OrderStatus) -> None:
    verdict = judge(order_of(status, 10), Party.CUSTOMER, rules_for(status), NOW)
    assert not verdict.allowed
    assert ("support" in verdict.explanation("INR", "Asia/Kolkata")) is (status is not OrderStatus.DELIVERED)


@given(st.sampled_from(OrderStatus), st.sampled_from(Party), st.integers(0, 100_000), st.integers(0, 10_000_000))
def test_a_fee_is_never_negative_nor_above_the_fare(
    status: OrderStatus, party: Party, elapsed_s: int, total: int
) -> None:
    verdict = judge(order_of(status, elapsed_s, total), party, fares.cancellation_rules(), NOW)
    assert 0 <= verdict.fee_minor <= total
    assert verdict.allowed or verdict.fee_minor == 0


async def preview(who: Actor, order_id: UUID) -> CancellationView:
    """What is shown."""
    async with db.reading() as session:
        return await orders.cancellation_preview(session, who, order_id)


async def cancel(who: Actor, order_id: UUID, expected_fee_minor: int | None = None) -> OrderView:
    """What is done."""
    async with db.transaction() as session:
        return await orders.cancel(session, who, order_id, "Plans changed", expected_fee_minor)


@pytest.mark.usefixtures("database")
async def test_free_while_searching_and_twice_is_once() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    assert (await preview(asha, order.id)).fee_text == "Free"
    cancelled = await cancel(asha, order.id)
    assert (cancelled.status, cancelled.can_cancel) == (OrderStatus.CANCELLED, False)
    assert (await cancel(asha, order.id)).cancelled_at == cancelled.cancelled_at
    async with db.reading() as session:
        events = [entry.event for entry in await orders.timeline(session, asha, order.id)]
    assert events == ["order.placed", "order.cancelled"]


@pytest.mark.usefixtures("database")
async def test_the_shown_fee_is_the_charged_fee() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await booking.taken(order.id, ravi)
    free = (await preview(asha, order.id)).explanation
    assert free.startswith("Free until ")
    with clock.travel(timedelta(minutes=6)):
        shown = await preview(asha, order.id)
        assert free.endswith(f"then {shown.fee_text}.")
        assert shown.fee_minor > 3000
        for wrong in (None, 0, shown.fee_minor - 1):
            with pytest.raises(FeeChanged) as changed:
                await cancel(asha, order.id, wrong)
            assert changed.value.extra["cancellation"] == shown
        assert (await cancel(asha, order.id, shown.fee_minor)).cancel_fee_minor == shown.fee_minor
    async with db.reading() as session:
        owed = await ledger.balance(session, LedgerAccountKind.CUSTOMER_RECEIVABLE, asha.id)
        earned = -await ledger.balance(session, LedgerAccountKind.DRIVER_PAYABLE, ravi.id)
        taxes = -await ledger.balance(session, LedgerAccountKind.TAXES)
        kept = -await ledger.balance(session, LedgerAccountKind.PLATFORM_COMMISSION)
        [paper] = await receipts.documents(session, order.id)
        shown_paper = await orders.receipt(session, asha, order.id)
        document = await receipts.document(session, order.id)
        after = await orders.get(session, asha, order.id)
    assert owed == shown.fee_minor == earned + taxes + kept
    assert earned == pytest.approx((owed - taxes) * 0.8, abs=1)
    assert (paper.title, paper.total_minor, paper.number) == ("Cancellation invoice", owed, after.receipt_number)
    assert document.body.startswith(b"%PDF")
    assert [line.code for line in shown_paper.lines] == ["cancellation", "cgst", "sgst"]
    assert sum(line.amount_minor for line in shown_paper.lines) == owed
    assert sum(line.amount_minor for line in shown_paper.lines if line.kind == "tax") == taxes


@pytest.mark.usefixtures("database")
async def test_cancelling_for_a_fee_twice_at_once_gives_one_paper() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await booking.taken(order.id, ravi)
    with clock.travel(timedelta(minutes=6)):
        fee = (await preview(asha, order.id)).fee_minor
        await asyncio.gather(*(cancel(asha, order.id, fee) for _ in range(3)))
    async with db.reading() as session:
        assert len(await receipts.documents(session, order.id)) == 1
        assert await ledger.balance(session, LedgerAccountKind.CUSTOMER_RECEIVABLE, asha.id) == fee


@given(st.integers(1, 10_000_000), st.integers(0, 10_000), st.lists(st.integers(0, 5_000), max_size=3))
def test_the_lines_of_a_fee_sum_to_it(fee_minor: int, tax_bps: int, taxes: list[int]) -> None:
    quoted = [{"code": f"t{n}", "label": "", "minor": minor, "kind": "tax"} for n, minor in enumerate(taxes)]
    tax_minor = apply_bps(fee_minor, tax_bps) if any(taxes) else 0
    lines = fee_lines(quoted, fee_minor, tax_minor)
    assert sum(line["minor"] for line in lines) == fee_minor
    assert sum(line["minor"] for line in lines if line["kind"] == "tax") == tax_minor


@pytest.mark.usefixtures("database")
async def test_after_the_pickup_support_can_still_cancel() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await booking.taken(order.id, ravi)
    await booking.on_board(order.id, ravi)
    with pytest.raises(NotCancellable, match="support"):
        await cancel(asha, order.id)
    with pytest.raises(Forbidden):
        await cancel(await booking.operations(Role.FINANCE), order.id)
    cancelled = await cancel(await booking.operations(Role.SUPPORT), order.id)
    assert (cancelled.status, cancelled.cancel_fee_minor) == (OrderStatus.CANCELLED, 0)


@pytest.mark.usefixtures("database")
async def test_nobody_elses_order_can_be_cancelled() -> None:
    await booking.demo_city()
    asha, nikhil = await booking.customer(), await booking.customer("Nikhil", "+919000000002")
    ravi = await booking.driver()
    order = await booking.booked(asha)
    await booking.taken(order.id, ravi)
    for outsider in (nikhil, ravi):
        with pytest.raises(NotFound):
            await cancel(outsider, order.id)


@pytest.mark.usefixtures("database")
async def test_accepting_and_cancelling_at_once_has_one_winner() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await asyncio.gather(booking.taken(order.id, ravi), cancel(asha, order.id), return_exceptions=True)
    async with db.reading() as session:
        after = await orders.get(session, asha, order.id)
        reached = [entry.to_status for entry in await orders.timeline(session, asha, order.id)]
    # Cancelling a minute after the assignment is free, so the cancellation wins in either order.
    assert after.status is OrderStatus.CANCELLED
    assert reached in (
        ["searching_driver", "cancelled"],
        ["searching_driver", "assigned", "cancelled"],
    )
    with pytest.raises(IllegalStep):
        await booking.taken(order.id, ravi)
