"""Refunds as vendors see them: ours that are done, and those that somebody made at the vendor's own desk."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.errors import Refused
from porter.integrations.payments import ProviderRefund, RefundState
from porter.models import Order, Payment, Refund
from porter.models.enums import Party, PaymentStatus, Provider, RefundStatus
from porter.models.transitions import REFUND, sources
from porter.services import orders
from porter.services.payments.books import book_arrived, book_leaving, book_stuck, credit
from porter.services.payments.follow import follow
from porter.services.payments.machine import TAKEN, is_for_order
from porter.services.payments.queries import payments as payment_queries
from porter.services.payments.queries import refunds as queries
from porter.services.payments.steps import announce, announce_refund, ask_somebody, compare_later, move, note

AT_THE_PROVIDER = "provider"
"""The reason of refunds that nobody here asked for."""

BEYOND = "refunded_beyond"
"""The failure code of payments of which more was given back than was taken."""

_SENT = frozenset({RefundStatus.SENDING, RefundStatus.DONE})


class RefundUnknown(Refused):
    """A vendor speaks of a refund of a payment that is not ours, or not taken yet."""

    code = "refund_unknown"
    retryable = True
    default_message = "We do not know this refund."


async def record_refund(session: AsyncSession, provider: Provider, seen: ProviderRefund, source: str) -> None:
    """Take a vendor's word for a refund, and let the order follow its money. Raises RefundUnknown."""
    refund = await queries.by_provider(session, provider, seen.id)
    payment_id = refund.payment_id if refund else None
    if payment_id is None:
        payment_id = await payment_queries.by_provider(session, provider, None, seen.provider_payment)
    found = await payment_queries.locked(session, payment_id) if payment_id else None
    if found is None:
        raise RefundUnknown()
    order, payment = found
    if payment.status not in TAKEN:
        raise RefundUnknown()  # its capture is still on the way to us
    mine = refund or await queries.nameless(session, payment.id, seen.amount_minor, seen.reference)
    if mine is not None:
        await take_word(session, order, payment, mine, seen, source)
    elif seen.status is RefundState.DONE:
        await _add_what_fits(session, order, payment, seen.amount_minor, source, seen.id)
    if is_for_order(payment):
        await follow(session, payment)


async def take_word(
    session: AsyncSession, order: Order | None, payment: Payment, refund: Refund, seen: ProviderRefund, source: str
) -> None:
    """What became of a refund of ours; payment and refund are locked."""
    refund.provider_refund = refund.provider_refund or seen.id
    session.add(refund)
    if refund.status is RefundStatus.SENDING and seen.status is RefundState.DONE:
        await finish(session, order, payment, refund, source)
    elif refund.status is RefundStatus.SENDING and seen.status is RefundState.FAILED:
        await fail(session, payment, refund, seen.failure_text or "The provider could not pay it out.", source)


async def note_refunds(session: AsyncSession, payment: Payment, total_minor: int, source: str) -> None:
    """The vendor has given back so much in all: what we do not know of was done there."""
    refunds = await queries.of_payments(session, [payment.id])
    known = sum(refund.amount_minor for refund in refunds if refund.status in _SENT and not refund.to_wallet)
    if (excess := min(total_minor, payment.captured_minor) - known) > 0:
        order = await payment_queries.locked_order(session, payment.order_id) if payment.order_id else None
        await _add_what_fits(session, order, payment, excess, source, None)


async def finish(session: AsyncSession, order: Order | None, payment: Payment, refund: Refund, source: str) -> None:
    """The customer has the money: the refund is done, and the payment knows."""
    set_status(session, refund, RefundStatus.DONE, Party.SYSTEM)
    refund.done_at, refund.due_at, refund.failure_text = clock.now(), None, None
    session.add(refund)
    await session.flush()
    await book_arrived(session, payment, refund)
    _count(session, order, payment, refund, source)
    await credit(session, refund)


async def fail(session: AsyncSession, payment: Payment, refund: Refund, why: str, source: str) -> None:
    """The money did not go back to its source: the customer has it in the wallet."""
    set_status(session, refund, RefundStatus.FAILED, Party.SYSTEM)
    refund.due_at, refund.failure_text = None, why[:300]
    session.add(refund)
    await session.flush()
    await book_stuck(session, payment, refund)
    note(session, payment, source, payment.status, None, {"refund_failed": str(refund.id), "why": why[:300]})
    announce(session, payment)
    _tell(session, payment, refund, "refund.failed")
    await credit(session, refund)


def set_status(session: AsyncSession, refund: Refund, to: RefundStatus, party: Party) -> None:
    """Take an edge of the transition table on a locked refund, and tell open screens. Raises IllegalStep, ValueError when it is elsewhere."""
    if refund.status not in sources(REFUND, to, party):
        raise ValueError(f"a refund that is {refund.status} does not become {to}")
    refund.status = to
    announce_refund(session, refund)


async def _add_what_fits(
    session: AsyncSession,
    order: Order | None,
    payment: Payment,
    amount_minor: int,
    source: str,
    provider_refund: str | None,
) -> None:
    """What is in the wallet already, and was then given back by the vendor too, is beyond the payment: a person looks at it."""
    left = payment.captured_minor - await queries.gone_minor(session, payment.id)
    if amount_minor > left and payment.failure_code != BEYOND:
        payment.failure_code = BEYOND
        session.add(payment)
        data = {"beyond_minor": amount_minor - left, "provider_refund": provider_refund or ""}
        note(session, payment, source, payment.status, None, data)
        announce(session, payment)
        ask_somebody(session, payment)
    if (fitting := min(amount_minor, left)) > 0:
        await _add(session, order, payment, fitting, source, provider_refund)


async def _add(
    session: AsyncSession,
    order: Order | None,
    payment: Payment,
    amount_minor: int,
    source: str,
    provider_refund: str | None,
) -> None:
    refund = Refund(
        payment_id=payment.id,
        order_id=payment.order_id,
        amount_minor=amount_minor,
        currency=payment.currency,
        reason=AT_THE_PROVIDER,
        status=RefundStatus.DONE,
        provider_refund=provider_refund,
        done_at=clock.now(),
    )
    session.add(refund)
    await session.flush()
    announce_refund(session, refund)
    await book_leaving(session, order, payment, refund)
    await book_arrived(session, payment, refund)
    _count(session, order, payment, refund, source)
    await credit(session, refund)


def _count(session: AsyncSession, order: Order | None, payment: Payment, refund: Refund, source: str) -> None:
    payment.refunded_minor += refund.amount_minor
    whole = payment.refunded_minor == payment.captured_minor
    to = PaymentStatus.REFUNDED if whole else PaymentStatus.PARTIALLY_REFUNDED
    data = {"refund_id": str(refund.id), "amount_minor": refund.amount_minor}
    if payment.status is not to:
        move(session, None, payment, to, source, data)
    else:
        compare_later(payment)
        session.add(payment)
        note(session, payment, source, payment.status, to, data)
        announce(session, payment)
    if order is not None:
        orders.record(
            session, order, party=Party.SYSTEM, actor_id=None, event="payment.refunded", data=_told(payment, refund)
        )
    _tell(session, payment, refund, "refund.done")


def _tell(session: AsyncSession, payment: Payment, refund: Refund, event: str) -> None:
    outbox.emit(session, event, _told(payment, refund))


def _told(payment: Payment, refund: Refund) -> dict[str, str | int]:
    order_id: UUID | None = refund.order_id
    return {
        "refund_id": str(refund.id),
        "payment_id": str(payment.id),
        "account_id": str(payment.account_id),
        "refund_order_id": str(order_id or ""),
        "amount_minor": refund.amount_minor,
        "currency": refund.currency,
    }
