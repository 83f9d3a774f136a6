"""Razorpay: orders and its checkout, UPI and cards, refunds, payouts by RazorpayX.

Razorpay captures all or nothing and cannot let go of an authorisation on request: where less is wanted, capture and
refund. An authorisation that nobody captures goes back by itself after its time.
"""

import re
from uuid import UUID

from razorpay.errors import SignatureVerificationError

from porter.core.config import Settings, settings
from porter.core.errors import GatewayRefused
from porter.integrations.payments.base import (
    Capabilities,
    Checkout,
    Destination,
    GatewayEvent,
    Payer,
    PaymentState,
    ProviderIds,
    ProviderPayment,
    ProviderPayout,
    ProviderRefund,
    ProviderReturn,
    check_amount,
    check_minor,
    furthest,
)
from porter.integrations.payments.errors import AmountWrong, UnknownAtVendor, VoidImpossible
from porter.integrations.payments.keys import vendor_key
from porter.integrations.payments.razorpay import words
from porter.integrations.payments.razorpay.client import RazorpayCaller
from porter.integrations.payments.razorpay.payouts import RazorpayPayouts
from porter.integrations.payments.razorpay.webhooks import RazorpayWebhooks
from porter.models.enums import PaymentMethod, Provider

NAME = "Porter"


class RazorpayGateway:
    """Payments and refunds by Razorpay, payouts by RazorpayX."""

    provider: Provider = Provider.RAZORPAY

    def __init__(self, config: Settings | None = None) -> None:
        config = config or settings()
        self.capabilities = Capabilities(
            partial_capture=False,
            partial_refund=True,
            saved_cards=False,
            upi=True,
            payouts=bool(config.razorpayx_account_number),
            void=False,
            currencies=frozenset({"INR"}),
        )
        self._key_id = config.razorpay_key_id
        self._caller = RazorpayCaller(config)
        self._payouts = RazorpayPayouts(self._caller, config.razorpayx_account_number)
        self._webhooks = RazorpayWebhooks(self._caller, config)

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
        """Create the order; the receipt is unique, so that asking again gives the same order."""
        check_amount(amount_minor, currency, self.capabilities)
        wanted = {
            "amount": amount_minor,
            "currency": currency,
            "receipt": str(payment_id),
            "unique_receipt": True,
            "payment_capture": capture,
            "notes": {"payment_id": str(payment_id)},
        }
        order = await self._caller.ask(lambda sdk: sdk.order.create(wanted))
        if (order["amount"], order["currency"]) != (amount_minor, currency):
            raise GatewayRefused("This payment was opened with another amount.")
        payload = {
            "key": self._key_id,
            "order_id": order["id"],
            "amount": amount_minor,
            "currency": currency,
            "name": NAME,
            "description": description,
            "prefill": {
                "name": customer.name,
                "contact": customer.phone,
                "email": customer.email,
                "method": str(method),
            },
            "callback_url": return_url,
        }
        return Checkout(provider_order=order["id"], kind="razorpay", payload=payload)

    async def fetch(self, provider_order: str, provider_payment: str | None = None) -> ProviderPayment:
        """One try, or the try that got furthest, or that nobody has tried."""
        if provider_payment:
            found = await self._payment(provider_payment)
            if found.provider_order != provider_order:
                raise UnknownAtVendor()
            return found
        standing = furthest(await self.list_payments(provider_order))
        return standing or words.unpaid(await self._caller.ask(lambda sdk: sdk.order.fetch(provider_order)))

    async def list_payments(self, provider_order: str) -> tuple[ProviderPayment, ...]:
        """Every try, oldest first."""
        found = await self._caller.ask(lambda sdk: sdk.order.payments(provider_order))
        return tuple(words.payment(item) for item in sorted(found["items"], key=lambda item: item["created_at"]))

    async def capture(self, payment: ProviderIds, amount_minor: int, key: str) -> ProviderPayment:
        """Take all of it; a payment that is captured already is answered as it stands."""
        check_minor(amount_minor)
        standing = await self._payment(payment.provider_payment)
        if amount_minor != standing.amount_minor:
            raise AmountWrong("Razorpay captures all of a payment or nothing.")
        if standing.captured_minor:
            return standing
        if standing.status is not PaymentState.AUTHORIZED:
            raise GatewayRefused(f"This payment is {standing.status}; it cannot be captured.")
        body = {"currency": standing.currency}
        taken = await self._caller.ask(lambda sdk: sdk.payment.capture(payment.provider_payment, amount_minor, body))
        return words.payment(taken)

    async def void(self, payment: ProviderIds, key: str) -> ProviderPayment:
        """Not by Razorpay. Answers a payment that went back by itself; raises VoidImpossible for every other."""
        standing = await self._payment(payment.provider_payment)
        if standing.status is not PaymentState.VOIDED:
            raise VoidImpossible()
        return standing

    async def refund(self, provider_payment: str, amount_minor: int, key: str) -> ProviderRefund:
        """Refund a payment, or a part of it."""
        check_minor(amount_minor)
        name = vendor_key(key)
        listed = await self._caller.ask(lambda sdk: sdk.payment.fetch_multiple_refund(provider_payment, {"count": 100}))
        for known in listed["items"]:
            if known.get("receipt") == name:
                return _same_refund(words.refund(known), amount_minor)
        body = {"amount": amount_minor, "receipt": name, "notes": {"key": key}}
        headers = {"X-Refund-Idempotency": name}
        return words.refund(
            await self._caller.ask(lambda sdk: sdk.payment.refund(provider_payment, body, headers=headers))
        )

    async def fetch_refund(self, refund_id: str) -> ProviderRefund:
        """How a refund stands."""
        return words.refund(await self._caller.ask(lambda sdk: sdk.refund.fetch(refund_id)))

    async def payout(
        self, destination: Destination, amount_minor: int, currency: str, key: str, reference: str
    ) -> ProviderPayout:
        """Send money by RazorpayX."""
        check_amount(amount_minor, currency, self.capabilities)
        return await self._payouts.send(destination, amount_minor, currency, key, reference)

    async def fetch_payout(self, payout_id: str) -> ProviderPayout:
        """How a payout stands."""
        return await self._payouts.fetch(payout_id)

    def verify_return(self, params: dict[str, str]) -> ProviderReturn | None:
        """Whether Razorpay signed what its checkout gave to the browser."""
        names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature")
        if not all(re.fullmatch(r"\w+", params.get(name, ""), re.ASCII) for name in names):
            return None
        try:
            self._caller.sdk.utility.verify_payment_signature({name: params[name] for name in names})
        except SignatureVerificationError:
            return None
        return ProviderReturn(provider_order=params[names[0]], provider_payment=params[names[1]])

    def parse_webhook(self, raw: bytes, headers: dict[str, str]) -> list[GatewayEvent]:
        """What Razorpay says. Raises WebhookForged."""
        return self._webhooks.parse(raw, headers)

    async def _payment(self, provider_payment: str) -> ProviderPayment:
        return words.payment(await self._caller.ask(lambda sdk: sdk.payment.fetch(provider_payment)))


def _same_refund(known: ProviderRefund, amount_minor: int) -> ProviderRefund:
    if known.amount_minor != amount_minor:
        raise GatewayRefused("This key was used for another refund.")
    return known
