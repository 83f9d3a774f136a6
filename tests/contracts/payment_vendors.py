"""Every gateway with the person and the bank on its other side, under one set of names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from porter.core import clock
from porter.core.config import Settings
from porter.core.ids import new_id
from porter.integrations.payments import (
    Checkout,
    Destination,
    GatewayEvent,
    Payer,
    PaymentGateway,
    PayoutState,
    ProviderIds,
    ProviderPayment,
    sandbox,
)
from porter.integrations.payments.outcomes import Outcome
from porter.integrations.payments.razorpay import RazorpayGateway
from porter.integrations.payments.sandbox import SandboxGateway, book
from porter.integrations.payments.sandbox.book import SandboxOrder
from porter.integrations.payments.stripe import StripeGateway
from porter.integrations.payments.twins import RazorpayTwin, StripeTwin, Twin, razorpay_rules, stripe_rules
from porter.models.enums import DestinationKind, PaymentMethod

ASHA = Payer(id=UUID("0192f3c8-0000-7000-8000-000000000001"), name="Asha", phone="+919000000001")
RAVI_UPI = Destination(kind=DestinationKind.UPI, name="Ravi", upi="ravi@okbank", phone="+919000000101")
AMOUNT = 9440
TIMEOUT_S = 20.0
"""Nothing here needs it but a vendor that hangs; a machine that has much else to do may need seconds for an answer."""
IMPATIENT_S = 1.5


@dataclass(frozen=True)
class Webhook:
    """A webhook as it arrives."""

    raw: bytes
    headers: dict[str, str]


class Vendor(Protocol):
    """A gateway, and what people and banks do at its vendor."""

    gateway: PaymentGateway
    currency: str
    destination: Destination
    unknown_order: str
    unknown_payment: str

    async def pay(self, order: str, outcome: Outcome = Outcome.PAY) -> None: ...
    async def bank_says_yes(self, order: str) -> None: ...
    async def webhooks(self) -> list[Webhook]: ...
    async def payout_becomes(self, payout_id: str, state: PayoutState) -> None: ...
    def asked(self) -> int: ...


async def opened(
    vendor: Vendor, *, capture: bool = False, payment_id: UUID | None = None, amount: int = AMOUNT
) -> Checkout:
    """Asha begins to pay."""
    return await vendor.gateway.open(
        payment_id or new_id(),
        amount,
        vendor.currency,
        method=PaymentMethod.CARD,
        customer=ASHA,
        description="Trip",
        capture=capture,
        return_url="/orders/1",
    )


async def paid(vendor: Vendor, *, capture: bool = False) -> tuple[ProviderIds, ProviderPayment]:
    """Asha has paid."""
    order = (await opened(vendor, capture=capture)).provider_order
    await vendor.pay(order)
    standing = await vendor.gateway.fetch(order)
    assert standing.provider_payment
    return ProviderIds(provider_order=order, provider_payment=standing.provider_payment), standing


async def events(vendor: Vendor) -> list[GatewayEvent]:
    """What the vendor said since the last time."""
    return [event for hook in await vendor.webhooks() for event in vendor.gateway.parse_webhook(hook.raw, hook.headers)]


@dataclass
class SandboxVendor:
    """The sandbox."""

    gateway: PaymentGateway = field(default_factory=SandboxGateway)
    currency: str = "INR"
    destination: Destination = RAVI_UPI
    unknown_order: str = f"sbo_{'0' * 32}"
    unknown_payment: str = f"sbp_{'0' * 32}_1"

    async def pay(self, order: str, outcome: Outcome = Outcome.PAY) -> None:
        await sandbox.pay(order, PaymentMethod.CARD, outcome)

    async def bank_says_yes(self, order: str) -> None:
        found = await sandbox.order(order)
        if found.attempts[-1].asks_3ds:
            await sandbox.pass_secure(order)
            return
        await book.change(SandboxOrder, order, _hurry)

    async def webhooks(self) -> list[Webhook]:
        with clock.travel(timedelta(seconds=60)):
            return [Webhook(hook.raw, hook.headers) for hook in await sandbox.take_webhooks()]

    async def payout_becomes(self, payout_id: str, state: PayoutState) -> None:
        await book.change(book.SandboxPayout, payout_id, lambda payout: payout.steps.append((clock.now(), state)))

    def asked(self) -> int:
        return 0


@dataclass
class TwinVendor:
    """A real adapter, a real SDK, and a twin of the vendor on a local port."""

    twin: Twin
    gateway: PaymentGateway
    currency: str
    destination: Destination
    unknown_order: str
    unknown_payment: str

    async def pay(self, order: str, outcome: Outcome = Outcome.PAY) -> None:
        self.twin.pay(order, outcome)

    async def bank_says_yes(self, order: str) -> None:
        if isinstance(self.twin, StripeTwin):
            self.twin.settle(order)
        elif isinstance(self.twin, RazorpayTwin):
            self.twin.settle([name for name, item in self.twin.payments.items() if item["order_id"] == order][-1])

    async def webhooks(self) -> list[Webhook]:
        return [Webhook(hook.raw, hook.headers) for hook in self.twin.take_webhooks()]

    async def payout_becomes(self, payout_id: str, state: PayoutState) -> None:
        if isinstance(self.twin, RazorpayTwin):
            words = {PayoutState.PAID: "processed", PayoutState.FAILED: "failed", PayoutState.REVERSED: "reversed"}
            self.twin.settle_payout(payout_id, words[state], "The bank refused this account.")
        elif isinstance(self.twin, StripeTwin) and state is PayoutState.REVERSED:
            self.twin.take_back(payout_id)

    def asked(self) -> int:
        return len(self.twin.asked)


@asynccontextmanager
async def vendor_of(name: str, timeout_s: float = TIMEOUT_S) -> AsyncIterator[Vendor]:
    """A vendor by name, running."""
    if name == "sandbox":
        yield SandboxVendor()
    elif name == "stripe":
        with StripeTwin().running() as twin:
            yield stripe_vendor(twin, timeout_s)
    else:
        with RazorpayTwin().running() as twin:
            yield razorpay_vendor(twin, timeout_s)


def stripe_vendor(twin: Twin, timeout_s: float = TIMEOUT_S) -> TwinVendor:
    """Stripe's adapter, pointed at a twin."""
    config = Settings(
        payments_timeout_s=timeout_s,
        stripe_url=twin.address,
        stripe_secret_key=stripe_rules.SECRET_KEY,
        stripe_publishable_key="pk_test_twin",
        stripe_webhook_secrets=["whsec_older", stripe_rules.WEBHOOK_SECRET],
    )
    account = RAVI_UPI.model_copy(update={"provider_ref": "acct_ravi"})
    return TwinVendor(twin, StripeGateway(config), "USD", account, "pi_unknown", "ch_unknown")


def razorpay_vendor(twin: Twin, timeout_s: float = TIMEOUT_S) -> TwinVendor:
    """Razorpay's adapter, pointed at a twin."""
    config = Settings(
        payments_timeout_s=timeout_s,
        razorpay_url=twin.address,
        razorpay_key_id=razorpay_rules.KEY_ID,
        razorpay_key_secret=razorpay_rules.KEY_SECRET,
        razorpay_webhook_secrets=["older", razorpay_rules.WEBHOOK_SECRET],
        razorpay_account_id=razorpay_rules.ACCOUNT,
        razorpayx_account_number=razorpay_rules.X_ACCOUNT,
    )
    return TwinVendor(twin, RazorpayGateway(config), "INR", RAVI_UPI, "order_unknown", "pay_unknown")


def _hurry(order: SandboxOrder) -> None:
    turn = order.attempts[-1].turn
    assert turn
    turn.at = clock.now()
