"""Stripe: PaymentIntents with whatever methods the account offers, refunds, transfers to connected accounts.

Before money moves we look whether it has moved already: Stripe forgets idempotency keys after a day, and repeats a
failure for as long as it remembers it.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

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
)
from porter.integrations.payments.errors import AmountWrong, UnknownAtVendor
from porter.integrations.payments.keys import vendor_key
from porter.integrations.payments.stripe import words
from porter.integrations.payments.stripe.cards import StripeCards
from porter.integrations.payments.stripe.client import Keyed, StripeCaller, StripeFailed
from porter.integrations.payments.stripe.webhooks import StripeWebhooks
from porter.models.enums import PaymentMethod, Provider

_WITH_CHARGE = {"expand": ["latest_charge"]}


class StripeGateway(StripeCards):
    """Payments, refunds and saved cards by Stripe; payouts to drivers with a connected account."""

    provider: Provider = Provider.STRIPE
    capabilities: Capabilities = Capabilities(
        partial_capture=True, partial_refund=True, saved_cards=True, upi=False, payouts=True, void=True
    )

    def __init__(self, config: Settings | None = None) -> None:
        config = config or settings()
        self._key = config.stripe_publishable_key
        self._caller = StripeCaller(config)
        self._webhooks = StripeWebhooks(config)

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
        """Create the PaymentIntent; its client secret lets this person pay it, however often they have to try."""
        check_amount(amount_minor, currency, self.capabilities)
        params: dict[str, Any] = {
            "amount": amount_minor,
            "currency": currency.lower(),
            "capture_method": "automatic" if capture else "manual",
            "automatic_payment_methods": {"enabled": True},
            "description": description,
            "metadata": {"payment_id": str(payment_id)},
        }
        intent = await self._caller.insist(f"open-{payment_id}", lambda v1, key: v1.payment_intents.create(params, key))
        if method is PaymentMethod.CARD:
            await self._offer_saved_cards(intent["id"], customer)
        payload = {
            "publishable_key": self._key,
            "client_secret": intent["client_secret"],
            "return_url": return_url,
            **({"payment_method": card} if card else {}),
        }
        return Checkout(provider_order=intent["id"], kind="stripe", payload=payload)

    async def fetch(self, provider_order: str, provider_payment: str | None = None) -> ProviderPayment:
        """The PaymentIntent, or an earlier try at it."""
        intent = await self._caller.ask(lambda v1: v1.payment_intents.retrieve(provider_order, _WITH_CHARGE))
        standing = words.payment_of_intent(intent)
        if provider_payment in (None, standing.provider_payment):
            return standing
        found = words.payment_of_charge(await self._caller.ask(lambda v1: v1.charges.retrieve(provider_payment)))
        if found.provider_order != provider_order:
            raise UnknownAtVendor()
        return found

    async def list_payments(self, provider_order: str) -> tuple[ProviderPayment, ...]:
        """Every charge of the PaymentIntent, oldest first."""
        params = {"payment_intent": provider_order, "limit": 100}
        found = await self._caller.ask(lambda v1: v1.charges.list(params))
        return tuple(words.payment_of_charge(charge) for charge in reversed(found["data"]))

    async def capture(self, payment: ProviderIds, amount_minor: int, key: str) -> ProviderPayment:
        """Take it, or a part; Stripe lets go of the rest."""
        standing = await self.fetch(payment.provider_order)
        check_amount(amount_minor, standing.currency, self.capabilities)
        if standing.captured_minor:
            return _captured_before(standing, amount_minor)
        if standing.status is not PaymentState.AUTHORIZED:
            raise GatewayRefused(f"This payment is {standing.status}; it cannot be captured.")
        if amount_minor > standing.amount_minor:
            raise AmountWrong("More than was authorised cannot be captured.")
        params = {"amount_to_capture": amount_minor, **_WITH_CHARGE}
        return await self._change(
            payment.provider_order,
            f"capture-{key}",
            lambda v1, option: v1.payment_intents.capture(payment.provider_order, params, option),
            is_done=lambda now: now.captured_minor > 0,
        )

    async def void(self, payment: ProviderIds, key: str) -> ProviderPayment:
        """Cancel the PaymentIntent: the hold on the card ends."""
        standing = await self.fetch(payment.provider_order)
        if standing.status is PaymentState.VOIDED:
            return standing
        if standing.captured_minor:
            raise GatewayRefused(f"This payment is {standing.status}; it cannot be let go.")
        return await self._change(
            payment.provider_order,
            f"void-{key}",
            lambda v1, option: v1.payment_intents.cancel(payment.provider_order, _WITH_CHARGE, option),
            is_done=lambda now: now.status is PaymentState.VOIDED,
        )

    async def refund(self, provider_payment: str, amount_minor: int, key: str) -> ProviderRefund:
        """Refund a charge, or a part of it."""
        check_minor(amount_minor)
        query = {"charge": provider_payment, "limit": 100}
        listed = await self._caller.ask(lambda v1: v1.refunds.list(query))
        for known in listed["data"]:
            if (known.get("metadata") or {}).get("key") == key:
                return _same_refund(words.refund(known), amount_minor)
        params = {"charge": provider_payment, "amount": amount_minor, "metadata": {"key": key}}
        options = {"idempotency_key": f"refund-{key}"}
        return words.refund(await self._caller.ask(lambda v1: v1.refunds.create(params, options)))

    async def fetch_refund(self, refund_id: str) -> ProviderRefund:
        """How a refund stands."""
        return words.refund(await self._caller.ask(lambda v1: v1.refunds.retrieve(refund_id)))

    async def payout(
        self, destination: Destination, amount_minor: int, currency: str, key: str, reference: str
    ) -> ProviderPayout:
        """Transfer to the connected account in `destination.provider_ref`. Raises GatewayRefused when there is none."""
        check_amount(amount_minor, currency, self.capabilities)
        if not (destination.provider_ref or "").startswith("acct_"):
            raise GatewayRefused("This destination is not connected to Stripe yet.")
        group = vendor_key(key)
        params = {
            "amount": amount_minor,
            "currency": currency.lower(),
            "destination": destination.provider_ref,
            "transfer_group": group,
            "metadata": {"reference": reference},
        }
        listed = await self._caller.ask(lambda v1: v1.transfers.list({"transfer_group": group, "limit": 1}))
        if listed["data"]:
            return _same_payout(listed["data"][0], params)
        options = {"idempotency_key": f"payout-{group}"}
        return words.payout(await self._caller.ask(lambda v1: v1.transfers.create(params, options)))

    async def fetch_payout(self, payout_id: str) -> ProviderPayout:
        """How a transfer stands."""
        return words.payout(await self._caller.ask(lambda v1: v1.transfers.retrieve(payout_id)))

    def verify_return(self, params: dict[str, str]) -> ProviderReturn | None:
        """Stripe signs nothing on the way back: the client secret, known to this person only, is what tells."""
        order, secret = params.get("payment_intent", ""), params.get("payment_intent_client_secret", "")
        known = order.startswith("pi_") and secret.startswith(f"{order}_secret_")
        return ProviderReturn(provider_order=order) if known else None

    def parse_webhook(self, raw: bytes, headers: dict[str, str]) -> list[GatewayEvent]:
        """What Stripe says. Raises WebhookForged."""
        return self._webhooks.parse(raw, headers)

    async def _change(
        self, provider_order: str, key: str, question: Keyed, *, is_done: Callable[[ProviderPayment], bool]
    ) -> ProviderPayment:
        """Change a PaymentIntent, which by its nature happens once; a failure is looked into before another key is tried."""
        try:
            return words.payment_of_intent(await self._caller.ask(lambda v1: question(v1, {"idempotency_key": key})))
        except StripeFailed:
            standing = await self.fetch(provider_order)
            if is_done(standing):
                return standing
        again = {"idempotency_key": f"{key}-2"}
        return words.payment_of_intent(await self._caller.ask(lambda v1: question(v1, again)))


def _captured_before(standing: ProviderPayment, amount_minor: int) -> ProviderPayment:
    if standing.captured_minor != amount_minor:
        raise GatewayRefused("This payment was captured with another amount.")
    return standing


def _same_refund(known: ProviderRefund, amount_minor: int) -> ProviderRefund:
    if known.amount_minor != amount_minor:
        raise GatewayRefused("This key was used for another refund.")
    return known


def _same_payout(known: dict[str, Any], wanted: dict[str, Any]) -> ProviderPayout:
    if any(known[name] != wanted[name] for name in ("amount", "currency", "destination")):
        raise GatewayRefused("This key was used for another payout.")
    return words.payout(known)
