"""A complete gateway without a vendor: the default until keys are there, refused in production."""

import hashlib
from datetime import datetime
from uuid import UUID

from porter.core import clock, security
from porter.core.errors import GatewayRefused
from porter.core.language import msg
from porter.integrations.payments.base import (
    Capabilities,
    Checkout,
    Destination,
    GatewayEvent,
    Payer,
    PaymentState,
    PayoutState,
    ProviderIds,
    ProviderPayment,
    ProviderPayout,
    ProviderRefund,
    ProviderReturn,
    check_amount,
)
from porter.integrations.payments.errors import AmountWrong, UnknownAtVendor
from porter.integrations.payments.sandbox import book, hooks
from porter.integrations.payments.sandbox.book import SandboxOrder, SandboxPayout, SandboxRefund
from porter.integrations.payments.sandbox.cards import SandboxCards, label_of
from porter.integrations.payments.sandbox.desk import announce
from porter.models.enums import PaymentMethod, Provider

PAYOUT_S = 2
FAILING_UPI = "failure@sandbox"
REVERSING_UPI = "reverse@sandbox"
FAILING_IFSC = "FAIL0000000"
CHECKOUT_PATH = "/api/v1/sandbox/checkout"


class SandboxGateway(SandboxCards):
    """Keeps its state in Redis; its checkout is a page of our own API; its webhooks go to our own address."""

    provider: Provider = Provider.SANDBOX
    capabilities: Capabilities = Capabilities(
        partial_capture=True, partial_refund=True, saved_cards=True, upi=True, payouts=True, void=True
    )

    async def open(
        self,
        payment_id: UUID,
        amount_minor: int,
        currency: str,
        *,
        method: PaymentMethod,
        customer: Payer,
        description: str,
        capture: bool,
        return_url: str,
        card: str | None = None,
    ) -> Checkout:
        """Open it once per payment id; another amount under the same id is refused."""
        check_amount(amount_minor, currency, self.capabilities)
        order = SandboxOrder(
            id=f"sbo_{payment_id.hex}",
            payment_id=payment_id,
            amount_minor=amount_minor,
            currency=currency,
            method=method,
            captures=capture,
            payer=customer.name,
            description=description,
            return_url=return_url,
            created_at=clock.now(),
            card_label=await label_of(customer, card) if card else "",
        )
        if not await book.keep_new(order):
            await book.change(SandboxOrder, order.id, lambda known: _choose_again(known, order))
        # Without a host: whichever of its names the person's browser came by, it stays signed in there.
        return Checkout(provider_order=order.id, kind="hosted", payload={"url": f"{CHECKOUT_PATH}/{order.id}"})

    async def fetch(self, provider_order: str, provider_payment: str | None = None) -> ProviderPayment:
        """How an order stands, or one try at it."""
        order = await book.find(SandboxOrder, provider_order)
        return order.shown(order.attempt(provider_payment)) if provider_payment else order.standing()

    async def list_payments(self, provider_order: str) -> tuple[ProviderPayment, ...]:
        """Every try, oldest first."""
        order = await book.find(SandboxOrder, provider_order)
        return tuple(order.shown(attempt) for attempt in order.attempts)

    async def capture(self, payment: ProviderIds, amount_minor: int, key: str) -> ProviderPayment:
        """Take an authorised amount, or less; what is not taken is let go."""

        def step(order: SandboxOrder) -> ProviderPayment:
            check_amount(amount_minor, order.currency, self.capabilities)
            attempt = order.attempt(payment.provider_payment)
            if order.first_time("capture", key, str(amount_minor)) and attempt.captured_minor != amount_minor:
                if attempt.status is not PaymentState.AUTHORIZED:
                    raise GatewayRefused(f"This payment is {attempt.status}; it cannot be captured.")
                if amount_minor > order.amount_minor:
                    raise AmountWrong("More than was authorised cannot be captured.")
                attempt.status, attempt.captured_minor = PaymentState.CAPTURED, amount_minor
                announce(order, "payment.captured", payment=order.shown(attempt))
            return order.shown(attempt)

        return await book.change(SandboxOrder, payment.provider_order, step)

    async def void(self, payment: ProviderIds, key: str) -> ProviderPayment:
        """Let go of an authorisation."""

        def step(order: SandboxOrder) -> ProviderPayment:
            attempt = order.attempt(payment.provider_payment)
            if order.first_time("void", key) and attempt.status is not PaymentState.VOIDED:
                if attempt.status is not PaymentState.AUTHORIZED:
                    raise GatewayRefused(f"This payment is {attempt.status}; it cannot be let go.")
                order.turn_to(attempt, PaymentState.VOIDED)
                announce(order, "payment.voided", payment=order.shown(attempt))
            return order.shown(attempt)

        return await book.change(SandboxOrder, payment.provider_order, step)

    async def refund(self, provider_payment: str, amount_minor: int, key: str) -> ProviderRefund:
        """Give back; the sum of all refunds stays within what was captured."""

        def step(order: SandboxOrder) -> ProviderRefund:
            check_amount(amount_minor, order.currency, self.capabilities)
            attempt = order.attempt(provider_payment)
            if order.first_time("refund", key, str(amount_minor)):
                if amount_minor > attempt.captured_minor - attempt.refunded_minor:
                    raise AmountWrong("More than was captured cannot be refunded.")
                name = f"sbr_{provider_payment.removeprefix('sbp_')}_{len(attempt.refunds) + 1}"
                attempt.refunds.append(SandboxRefund(id=name, amount_minor=amount_minor, key=key))
                done = order.refund_shown(attempt, attempt.refunds[-1])
                announce(order, "refund.processed", refund=done, payment=order.shown(attempt))
                return done
            return order.refund_shown(attempt, next(known for known in attempt.refunds if known.key == key))

        return await book.change(SandboxOrder, _order_of(provider_payment), step)

    async def fetch_refund(self, refund_id: str) -> ProviderRefund:
        """How a refund stands."""
        order = await book.find(SandboxOrder, _order_of(refund_id))
        for attempt in order.attempts:
            for refund in attempt.refunds:
                if refund.id == refund_id:
                    return order.refund_shown(attempt, refund)
        raise UnknownAtVendor()

    async def payout(
        self, destination: Destination, amount_minor: int, currency: str, key: str, reference: str
    ) -> ProviderPayout:
        """Send money out; paid after a moment, except to the addresses that fail or come back."""
        check_amount(amount_minor, currency, self.capabilities)
        payout = SandboxPayout(
            id=f"sbx_{hashlib.sha256(key.encode()).hexdigest()[:32]}",
            amount_minor=amount_minor,
            currency=currency,
            reference=reference,
            steps=_steps(destination),
            failure_text=msg("The bank refused this account."),
        )
        question = f"{amount_minor} {currency} {reference} {destination.model_dump_json()}"
        payout.first_time("payout", key, security.keyed_digest("sandbox-payout", question))
        for at, state in payout.steps[1:]:
            wait_s = (at - payout.steps[0][0]).total_seconds()
            announce(payout, f"payout.{state}", at_s=wait_s, payout=payout.shown(at))
        if not await book.keep_new(payout):
            known = await book.find(SandboxPayout, payout.id)
            if known.keys != payout.keys:
                raise GatewayRefused("This key was used for another payout.")
            return known.shown()
        return payout.shown()

    async def fetch_payout(self, payout_id: str) -> ProviderPayout:
        """How a payout stands."""
        return (await book.find(SandboxPayout, payout_id)).shown()

    def verify_return(self, params: dict[str, str]) -> ProviderReturn | None:
        """Whether the checkout page signed what the browser brought back."""
        found = ProviderReturn(
            provider_order=params.get("sandbox_order", ""), provider_payment=params.get("sandbox_payment") or None
        )
        return found if security.same(params.get("sandbox_signature", ""), return_signature(found)) else None

    def parse_webhook(self, raw: bytes, headers: dict[str, str]) -> list[GatewayEvent]:
        """What our checkout says. Raises WebhookForged."""
        return hooks.parse(raw, headers)


def return_signature(found: ProviderReturn) -> str:
    """What the checkout page puts into the address that the browser goes back to."""
    return security.keyed_digest("sandbox-return", f"{found.provider_order}|{found.provider_payment or ''}")


def _choose_again(known: SandboxOrder, wanted: SandboxOrder) -> None:
    """The same payment by another card or app; never with another amount."""
    if (known.amount_minor, known.currency) != (wanted.amount_minor, wanted.currency):
        raise GatewayRefused("This payment was opened with another amount.")
    known.method, known.card_label = wanted.method, wanted.card_label


def _order_of(part_id: str) -> str:
    """Payments and refunds carry their order in their id: sbp_<order>_<n>, sbr_<order>_<n>_<m>."""
    pieces = part_id.split("_")
    if len(pieces) < 3 or pieces[0] not in ("sbp", "sbr"):
        raise UnknownAtVendor()
    return f"sbo_{pieces[1]}"


def _steps(destination: Destination) -> list[tuple[datetime, PayoutState]]:
    fails = destination.upi == FAILING_UPI or destination.ifsc == FAILING_IFSC
    steps = [(clock.now(), PayoutState.PROCESSING)]
    steps.append((book.later(PAYOUT_S), PayoutState.FAILED if fails else PayoutState.PAID))
    if destination.upi == REVERSING_UPI:
        steps.append((book.later(2 * PAYOUT_S), PayoutState.REVERSED))
    return steps
