"""Words of vendors come in any order and any number of times; the end is the same."""

import asyncio
import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core import db
from porter.core.errors import PorterError
from porter.integrations.payments import PaymentState, ProviderPayment
from porter.models import Order, Payment, Quote
from porter.models.enums import (
    OrderStatus,
    PaymentMethod,
    PaymentPurpose,
    PaymentStatus,
    Provider,
)
from porter.services import payments
from porter.services.payments import inbox
from porter.services.payments.machine import due_minor, kept_of_each, reached
from tests import booking, paying
from tests.paying import UPI, Kind
from tests.services.payments.said import Tale, tale_of


def captured(payment: Payment) -> ProviderPayment:
    """The vendor says that it has taken the money."""
    return ProviderPayment(
        provider_order=payment.provider_order or "",
        provider_payment=f"pay_{payment.id.hex}",
        status=PaymentState.CAPTURED,
        amount_minor=payment.amount_minor,
        captured_minor=payment.amount_minor,
        currency="INR",
    )


async def an_open_payment(phone: str) -> Payment:
    """Of an order that waits for its money."""
    asha = await booking.customer("Asha", phone)
    order = await paying.placed(asha, UPI)
    await payments.start_checkout(asha, order.id)
    return await paying.payment_of(order.id)


async def a_copy(model: Payment, number: int, provider: Provider, provider_order: str) -> Payment:
    """Another order like this one, with a payment of its own."""
    async with db.transaction() as session:
        order = await session.get_one(Order, model.order_id)
        quote = await session.get_one(Quote, order.quote_id)
        quote = Quote(**quote.model_dump(exclude={"id"}))
        session.add(quote)
        await session.flush()
        own = {"quote_id": quote.id, "number": f"PRT-{number:06}", "status": OrderStatus.PENDING}
        order = Order(**{**order.model_dump(exclude={"id"}), **own})
        session.add(order)
        await session.flush()
        kept = model.model_dump(include={"account_id", "purpose", "method", "amount_minor", "currency"})
        payment = Payment(**kept, order_id=order.id, provider=provider, provider_order=provider_order)
        session.add(payment)
    return payment


async def hears(payment_id: UUID, seen: ProviderPayment) -> None:
    """One webhook's worth."""
    async with db.transaction() as session:
        await payments.record(session, payment_id, seen, "test")


async def standing(payment_id: UUID) -> tuple[Any, ...]:
    """Where a payment and its order have come to."""
    async with db.reading() as session:
        payment = await session.get_one(Payment, payment_id)
        order = await session.get_one(Order, payment.order_id)
    return payment.status, payment.captured_minor, payment.refunded_minor, bool(payment.provider_payment), order.status


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("provider", [Provider.RAZORPAY, Provider.STRIPE])
@pytest.mark.parametrize("half", [0, 1])
async def test_all_120_orders_of_a_vendors_five_words_end_alike(provider: Provider, half: int) -> None:
    """Authorised, captured, failed, refunded, order paid, in the vendor's own shapes; now and then one comes twice."""
    await booking.demo_city()
    model = await an_open_payment("+919000000001")
    tale = await tale_of(provider, model.amount_minor)
    orders = list(itertools.permutations(range(5)))[half::2]
    ends = set()
    for number, words in enumerate(orders):
        payment = await a_copy(model, number, provider, tale.order_of(number))
        await all_arrive(tale, number, words if number % 4 else (*words, words[number % 5]))
        ends.add(await standing(payment.id))
    [(status, taken, refunded, is_named, order)] = ends
    assert (status, is_named, order) == (PaymentStatus.REFUNDED, True, OrderStatus.CANCELLED)
    assert taken == refunded == model.amount_minor
    assert await paying.books() == {}
    assert len(await paying.all_refunds()) == len(await paying.all_payments()) - 1 == len(orders)


async def all_arrive(tale: Tale, number: int, words: Sequence[int]) -> None:
    """Each is taken to heart as the inbox does it; what comes too early is tried again after the others."""
    left = deque(event for word in words for event in tale.gateway.parse_webhook(*astuple(tale.told(word, number))))
    for _ in range(2 * len(left)):
        if not left:
            return
        event = left.popleft()
        try:
            async with db.transaction() as session:
                await inbox._take(session, tale.provider, event)
        except PorterError as error:
            if not error.retryable:
                raise
            left.append(event)
    assert not left


@pytest.mark.usefixtures("database")
async def test_webhook_and_browser_together_count_once() -> None:
    await booking.demo_city()
    payment = await an_open_payment("+919000000001")
    seen = captured(payment)
    await asyncio.gather(*(hears(payment.id, seen) for _ in range(20)))
    assert (await standing(payment.id))[0] is PaymentStatus.CAPTURED
    assert await paying.books() == {
        Kind.GATEWAY_CLEARING: payment.amount_minor,
        Kind.WALLET_HOLDS: -payment.amount_minor,
    }


@pytest.mark.usefixtures("database")
async def test_another_amount_or_currency_is_not_success() -> None:
    await booking.demo_city()
    payment = await an_open_payment("+919000000001")
    right = captured(payment)
    for wrong in (
        right.model_copy(update={"amount_minor": 100, "captured_minor": 100}),
        right.model_copy(update={"currency": "USD"}),
        right.model_copy(update={"captured_minor": payment.amount_minor + 1}),
    ):
        await hears(payment.id, wrong)
    assert (await standing(payment.id))[0] is PaymentStatus.CREATED
    assert (await paying.payment_of(payment.order_id or UUID(int=0))).failure_code == "amount_mismatch"
    assert await paying.books() == {}


@given(st.sampled_from(list(PaymentStatus)), st.lists(st.sampled_from(list(PaymentState)), max_size=12))
def test_a_payment_never_goes_back(start: PaymentStatus, words: list[PaymentState]) -> None:
    """Money that was taken stays taken; what was authorised becomes neither open nor failed again."""
    status = start
    for word in words:
        before, status = status, reached(status, word) or status
        if before in {PaymentStatus.CAPTURED, PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED}:
            assert status is before
        if before is not PaymentStatus.CREATED and before is not status:
            assert status not in {PaymentStatus.CREATED, PaymentStatus.FAILED}


@given(
    st.integers(0, 10_000),
    st.lists(st.tuples(st.integers(1, 8000), st.sampled_from(list(PaymentStatus)), st.booleans()), max_size=5),
)
def test_what_is_needed_of_each_payment(total: int, sketches: list[tuple[int, PaymentStatus, bool]]) -> None:
    """Never more than a payment holds, never more than the order owes, and all of it when there is enough."""
    order = Order(status=OrderStatus.DELIVERED, payment_method=PaymentMethod.UPI, total_minor=total)
    made = [_payment(*sketch) for sketch in sketches]
    kept = kept_of_each(order, made)
    holds = [one for one in made if one.status in {PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED}]
    assert sum(kept.values()) <= due_minor(order) == total
    assert all(0 <= kept[one.id] <= one.amount_minor for one in made)
    if sum(one.amount_minor for one in holds) >= total:
        assert sum(kept.values()) == total


def _payment(amount_minor: int, status: PaymentStatus, is_wallet: bool) -> Payment:
    taken = status in {PaymentStatus.CAPTURED, PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED}
    return Payment(
        purpose=PaymentPurpose.ORDER,
        provider=Provider.WALLET if is_wallet else Provider.SANDBOX,
        status=status,
        amount_minor=amount_minor,
        captured_minor=amount_minor if taken else 0,
    )
