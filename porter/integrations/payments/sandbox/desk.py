"""What a person does at the sandbox's checkout: pay, fail, pass 3-D Secure, and how the webhooks of it travel."""

from datetime import timedelta
from enum import StrEnum
from uuid import uuid4

from porter.core import clock
from porter.core.errors import Conflict
from porter.core.language import msg
from porter.integrations.payments.base import (
    PaymentState,
    ProviderPayment,
)
from porter.integrations.payments.outcomes import Outcome
from porter.integrations.payments.sandbox import book
from porter.integrations.payments.sandbox.book import Attempt, Document, Hook, SandboxOrder, Turn
from porter.models.enums import PaymentMethod

DELAY_S = 10
LATE_S = 20
COPIES = 3


class Travel(StrEnum):
    """How the webhooks of a try arrive."""

    ONCE = "once"
    DUPLICATED = "duplicated"
    REORDERED = "reordered"
    LOST = "lost"


class AlreadyPaid(Conflict):
    """Somebody paid this already; nobody pays twice."""

    code = "already_paid"
    default_message = "This is paid already. There is nothing more to do."


class NothingToConfirm(Conflict):
    """No try of this order waits for a confirmation."""

    code = "nothing_to_confirm"
    default_message = "There is nothing to confirm. Please start the payment again."


async def pay(
    order_id: str, method: PaymentMethod, outcome: Outcome = Outcome.PAY, travel: Travel = Travel.ONCE
) -> ProviderPayment:
    """Try to pay. Raises AlreadyPaid, UnknownAtVendor, GatewayUnavailable."""

    def step(order: SandboxOrder) -> ProviderPayment:
        if order.is_taken or any(attempt.turn for attempt in order.attempts):
            raise AlreadyPaid()
        attempt = Attempt(id=f"sbp_{order.id.removeprefix('sbo_')}_{len(order.attempts) + 1}", method=method)
        order.attempts.append(attempt)
        _go(order, attempt, outcome, travel)
        return order.shown(attempt)

    return await book.change(SandboxOrder, order_id, step)


async def pass_secure(order_id: str, travel: Travel = Travel.ONCE) -> ProviderPayment:
    """Confirm the try that waits for 3-D Secure. Raises NothingToConfirm, AlreadyPaid."""
    return await _confirm(order_id, Outcome.PAY, travel)


async def refuse_secure(order_id: str, travel: Travel = Travel.ONCE) -> ProviderPayment:
    """Fail the try that waits for 3-D Secure. Raises NothingToConfirm, AlreadyPaid."""
    return await _confirm(order_id, Outcome.FAIL, travel)


async def order(order_id: str) -> SandboxOrder:
    """An order as the checkout shows it. Raises UnknownAtVendor, GatewayUnavailable."""
    return await book.find(SandboxOrder, order_id)


def announce(document: Document, name: str, *, at_s: float = 0, copies: int = 1, **about: object) -> None:
    """Send a webhook on its way together with the change; `about` is what it speaks of: payment=, refund=, payout=."""
    at = book.later(at_s)
    hook = Hook.model_validate(
        {"event_id": f"sbe_{uuid4().hex}", "name": name, "created_at": at, "due_at": at, **about}
    )
    document.hooks += [hook.model_copy(update={"copy_number": number}) for number in range(copies)]


async def _confirm(order_id: str, outcome: Outcome, travel: Travel) -> ProviderPayment:
    def step(order: SandboxOrder) -> ProviderPayment:
        if order.is_taken:
            raise AlreadyPaid()
        attempt = next((attempt for attempt in order.attempts if attempt.asks_3ds), None)
        if attempt is None:
            raise NothingToConfirm()
        attempt.asks_3ds = False
        _go(order, attempt, outcome, travel)
        return order.shown(attempt)

    return await book.change(SandboxOrder, order_id, step)


def _go(order: SandboxOrder, attempt: Attempt, outcome: Outcome, travel: Travel) -> None:
    if outcome is Outcome.SECURE:
        attempt.asks_3ds = True
    if outcome in (Outcome.FAIL, Outcome.LATE):
        attempt.status = PaymentState.FAILED
        attempt.failure_code, attempt.failure_text = "declined", msg("The bank declined the payment.")
        _travel(order, [("payment.failed", order.shown(attempt))], travel)
    if outcome in (Outcome.DELAY, Outcome.LATE):
        wait_s = DELAY_S if outcome is Outcome.DELAY else LATE_S
        attempt.turn = Turn(status=PaymentState.AUTHORIZED, at=clock.now() + timedelta(seconds=wait_s))
        _authorise(order, attempt.model_copy(deep=True), travel, wait_s)
    if outcome is Outcome.PAY:
        _authorise(order, attempt, travel, 0)


def _authorise(order: SandboxOrder, attempt: Attempt, travel: Travel, at_s: float) -> None:
    """Authorise now and say so at an instant; for a later instant the caller hands a copy."""
    order.turn_to(attempt, PaymentState.AUTHORIZED)
    after = order.shown(attempt)
    before = after.model_copy(update={"status": PaymentState.AUTHORIZED, "captured_minor": 0})
    words = [("payment.authorized", before)]
    if after.status is PaymentState.CAPTURED:
        words += [("payment.captured", after), ("order.paid", after)]
    _travel(order, words, travel, at_s)


def _travel(order: SandboxOrder, words: list[tuple[str, ProviderPayment]], travel: Travel, at_s: float = 0) -> None:
    if travel is Travel.LOST:
        return
    copies = COPIES if travel is Travel.DUPLICATED else 1
    ordered = words[::-1] if travel is Travel.REORDERED else words
    for place, (name, payment) in enumerate(ordered):
        # A word a millisecond: sorted by time they arrive in this order.
        announce(order, name, at_s=at_s + place / 1000, copies=copies, payment=payment)
