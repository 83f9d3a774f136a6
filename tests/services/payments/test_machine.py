"""Words of vendors come in any order and any number of times; the end is the same."""

import asyncio
import itertools
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core import db
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
from porter.services.payments.machine import due_minor, kept_of_each, reached
from tests import booking, paying
from tests.paying import UPI, Kind

WORDS: dict[str, dict[str, Any]] = {
    "authorized": {"status": PaymentState.AUTHORIZED},
    "captured": {"status": PaymentState.CAPTURED, "whole": True},
    "failed": {"status": PaymentState.FAILED},
    "refunded": {"status": PaymentState.REFUNDED, "whole": True, "back": True},
    "order.paid": {"status": PaymentState.CAPTURED, "whole": True},
}


def said(payment: Payment, word: str) -> ProviderPayment:
    """What the vendor says."""
    what = WORDS[word]
    return ProviderPayment(
        provider_order=payment.provider_order or "",
        provider_payment=f"pay_{payment.id.hex}",
        status=what["status"],
        amount_minor=payment.amount_minor,
        captured_minor=payment.amount_minor if what.get("whole") else 0,
        refunded_minor=payment.amount_minor if what.get("back") else 0,
        currency="INR",
    )


async def an_open_payment(phone: str) -> Payment:
    """Of an order that waits for its money."""
    asha = await booking.customer("Asha", phone)
    order = await paying.placed(asha, UPI)
    await payments.start_checkout(asha, order.id)
    return await paying.payment_of(order.id)


async def a_copy(model: Payment, number: int) -> Payment:
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
        kept = model.model_dump(include={"account_id", "purpose", "provider", "method", "amount_minor", "currency"})
        payment = Payment(**kept, order_id=order.id, provider_order=f"order_{number}")
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
    is_named = payment.provider_payment == f"pay_{payment_id.hex}"
    return payment.status, payment.captured_minor, payment.refunded_minor, is_named, order.status


@pytest.mark.usefixtures("database")
async def test_all_120_orders_of_five_words_end_alike() -> None:
    await booking.demo_city()
    model = await an_open_payment("+919000000001")
    ends = set()
    for number, words in enumerate(itertools.permutations(WORDS)):
        payment = await a_copy(model, number)
        for word in (*words, words[number % 5]):  # and one of them twice
            await hears(payment.id, said(payment, word))
        ends.add(await standing(payment.id))
    [(status, captured, refunded, is_named, order)] = ends
    assert (status, is_named, order) == (PaymentStatus.REFUNDED, True, OrderStatus.CANCELLED)
    assert captured == refunded > 0
    assert await paying.books() == {}
    assert len(await paying.all_refunds()) == len(list(itertools.permutations(WORDS)))


@pytest.mark.usefixtures("database")
async def test_webhook_and_browser_together_count_once() -> None:
    await booking.demo_city()
    payment = await an_open_payment("+919000000001")
    seen = said(payment, "captured")
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
    right = said(payment, "captured")
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
