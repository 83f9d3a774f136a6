"""What a vendor says while one order is paid: real words of its twin, retold about other orders."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from porter.integrations.payments import PaymentGateway, ProviderIds
from porter.integrations.payments.outcomes import Outcome
from porter.integrations.payments.twins import razorpay_rules, stripe_rules
from porter.models.enums import Provider
from tests.contracts.payment_vendors import Webhook, opened, vendor_of

NAMES: Mapping[Provider, tuple[str, ...]] = {
    Provider.RAZORPAY: (
        "payment.authorized",
        "payment.captured",
        "payment.failed",
        "refund.processed",
        "order.paid",
    ),
    # Stripe has no orders: that the charge was captured is what it says beside the intent.
    Provider.STRIPE: (
        "payment_intent.amount_capturable_updated",
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "charge.refunded",
        "charge.captured",
    ),
}
_IDS = re.compile(rb"\b(?:order|pay|rfnd|pi|ch|re|evt)_[0-9a-f]{14,}")


@dataclass(frozen=True)
class Tale:
    """Authorised, captured, failed at the first try, refunded, order paid: of one order of the vendor."""

    provider: Provider
    gateway: PaymentGateway
    order: str
    words: tuple[bytes, ...]

    def order_of(self, number: int) -> str:
        """The vendor's order in the tale of this number."""
        return f"{self.order}n{number}"

    def told(self, word: int, number: int) -> Webhook:
        """One of the words about the order of this number, signed."""
        raw = _IDS.sub(lambda found: b"%bn%d" % (found[0], number), self.words[word])
        if self.provider is Provider.STRIPE:
            return Webhook(raw, {"stripe-signature": stripe_rules.sign(raw)})
        return Webhook(raw, {"x-razorpay-signature": razorpay_rules.sign(raw)})


async def tale_of(provider: Provider, amount_minor: int) -> Tale:
    """Let an order be paid at the second try, captured and given back; keep what the vendor said of it."""
    async with vendor_of(provider.value) as vendor:
        vendor.currency = "INR"
        order = (await opened(vendor, amount=amount_minor)).provider_order
        await vendor.pay(order, Outcome.FAIL)
        await vendor.pay(order)
        paid = (await vendor.gateway.fetch(order)).provider_payment or ""
        await vendor.gateway.capture(ProviderIds(provider_order=order, provider_payment=paid), amount_minor, "capture")
        await vendor.gateway.refund(paid, amount_minor, "at-the-vendors-desk")
        said = {_name(vendor.gateway, hook): hook.raw for hook in await vendor.webhooks()}
        return Tale(provider, vendor.gateway, order, tuple(said[name] for name in NAMES[provider]))


def _name(vendor: PaymentGateway, hook: Webhook) -> str:
    [event] = vendor.parse_webhook(hook.raw, hook.headers)
    return event.name
