"""What every payment gateway does for us, in our words: a vendor's own words end inside its adapter.

Money is integer minor units. Every call that moves money takes a key: the same key and the same figures have one effect,
however often they are sent. A vendor's answer that we do not know is `pending`, never success.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from porter.core.money import MAX_MINOR
from porter.integrations.payments.errors import AmountWrong, CurrencyWrong
from porter.models.enums import DestinationKind, PaymentMethod, Provider


class Value(BaseModel):
    """A frozen value without surprises."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Capabilities(Value):
    """What a vendor can do; callers ask here before they ask the vendor."""

    partial_capture: bool
    partial_refund: bool
    saved_cards: bool
    upi: bool
    payouts: bool
    void: bool
    currencies: frozenset[str] = frozenset()
    """Currencies that it takes; empty means any."""


class PaymentState(StrEnum):
    """How a payment stands with the vendor. Partly refunded is `captured` with `refunded_minor` above zero."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    FAILED = "failed"
    VOIDED = "voided"
    REFUNDED = "refunded"


class RefundState(StrEnum):
    """How a refund stands with the vendor."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class PayoutState(StrEnum):
    """How a payout stands with the vendor."""

    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    REVERSED = "reversed"


class Payer(Value):
    """Who pays."""

    id: UUID
    name: str = ""
    phone: str = ""
    email: str = ""


class Checkout(Value):
    """What the browser needs to let the person pay. `payload` may be shown to that person and nobody else.

    hosted: {url}; razorpay: options of checkout.js; stripe: {publishable_key, client_secret, return_url}.
    """

    provider_order: str
    kind: Literal["hosted", "razorpay", "stripe"]
    payload: dict[str, Any]


class ProviderIds(Value):
    """Which payment is meant: the vendor's order, and the attempt at it that succeeded."""

    provider_order: str
    provider_payment: str


class ProviderPayment(Value):
    """A payment as the vendor sees it at this moment. Words come in any order: figures only ever grow."""

    provider_order: str
    provider_payment: str | None = None
    status: PaymentState
    amount_minor: int
    captured_minor: int = 0
    refunded_minor: int = 0
    currency: str
    method: PaymentMethod | None = None
    failure_code: str | None = None
    failure_text: str | None = None


class ProviderRefund(Value):
    """A refund as the vendor sees it. `reference` is the key that we sent it with; empty when it was not sent by us."""

    id: str
    reference: str = ""
    provider_payment: str | None = None
    status: RefundState
    amount_minor: int
    currency: str
    failure_text: str | None = None


class Destination(Value):
    """Where a payout goes: a bank account (number and IFSC), a UPI address, or an account that the vendor keeps."""

    kind: DestinationKind
    name: str
    account_number: str = ""
    ifsc: str = ""
    upi: str = ""
    phone: str = ""
    provider_ref: str | None = None


class ProviderPayout(Value):
    """A payout as the vendor sees it."""

    id: str
    status: PayoutState
    amount_minor: int
    currency: str
    reference: str = ""
    failure_text: str | None = None


class ProviderReturn(Value):
    """What a browser brought back from the checkout and the vendor signed: who it was, not yet how it went."""

    provider_order: str
    provider_payment: str | None = None


class GatewayEvent(Value):
    """One word of a vendor. Whatever it speaks of is there; `event_id` comes from what was signed."""

    event_id: str
    kind: Literal["payment", "refund", "payout", "other"]
    name: str
    occurred_at: datetime
    payment: ProviderPayment | None = None
    refund: ProviderRefund | None = None
    payout: ProviderPayout | None = None
    raw: dict[str, Any] = Field(default_factory=dict)

    @property
    def provider_order(self) -> str | None:
        """The vendor's order that this is about."""
        return self.payment.provider_order if self.payment else None

    @property
    def provider_payment(self) -> str | None:
        """The vendor's payment that this is about."""
        about = self.payment or self.refund
        return about.provider_payment if about else None


class SavedCard(Value):
    """A card that the vendor keeps for a customer: a token and what may be shown."""

    token: str
    label: str


class PaymentGateway(Protocol):
    """Moves money through one vendor. Raises GatewayRefused for good and GatewayUnavailable for now."""

    provider: Provider
    capabilities: Capabilities

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
        """Open a payment at the vendor, once per `payment_id`; with `capture` it is taken as soon as it is authorised.

        `card` is the token of a card that the vendor keeps for this customer: the person has only to confirm.
        """
        ...

    async def fetch(self, provider_order: str, provider_payment: str | None = None) -> ProviderPayment:
        """How it stands: of one attempt, or of the attempt that got furthest."""
        ...

    async def list_payments(self, provider_order: str) -> tuple[ProviderPayment, ...]:
        """Every attempt at an order, oldest first."""
        ...

    async def capture(self, payment: ProviderIds, amount_minor: int, key: str) -> ProviderPayment:
        """Take what was authorised. Less than all of it only where `capabilities.partial_capture`."""
        ...

    async def void(self, payment: ProviderIds, key: str) -> ProviderPayment:
        """Let go of an authorisation. Raises VoidImpossible where `capabilities.void` is False: capture and refund."""
        ...

    async def refund(self, provider_payment: str, amount_minor: int, key: str) -> ProviderRefund:
        """Give back what was captured, or a part of it."""
        ...

    async def fetch_refund(self, refund_id: str) -> ProviderRefund:
        """How a refund stands."""
        ...

    async def payout(
        self, destination: Destination, amount_minor: int, currency: str, key: str, reference: str
    ) -> ProviderPayout:
        """Send money out; `key` has 4 to 36 letters, digits, hyphens (a UUID fits). Same key, same body, one payout."""
        ...

    async def fetch_payout(self, payout_id: str) -> ProviderPayout:
        """How a payout stands."""
        ...

    def verify_return(self, params: dict[str, str]) -> ProviderReturn | None:
        """Whom the browser came back for, or None when the vendor did not sign it. Fetch to learn how it went."""
        ...

    def parse_webhook(self, raw: bytes, headers: dict[str, str]) -> list[GatewayEvent]:
        """What the vendor says. Raises WebhookForged when it is not the vendor, not us, not now, or not readable."""
        ...


class CardKeeper(Protocol):
    """A gateway with `capabilities.saved_cards`: the vendor keeps cards, we keep tokens."""

    async def start_saving(self, customer: Payer, key: str, return_url: str) -> Checkout:
        """Let the person enter a card at the vendor that is charged later; the browser comes back to `return_url`."""
        ...

    async def saved_cards(self, customer: Payer) -> tuple[SavedCard, ...]:
        """The cards that are kept for a customer."""
        ...

    async def forget_card(self, customer: Payer, token: str) -> None:
        """Remove a card. Raises GatewayRefused when it is not this customer's."""
        ...


def check_amount(amount_minor: int, currency: str, capabilities: Capabilities) -> None:
    """Refuse what no vendor should be asked. Raises AmountWrong, CurrencyWrong."""
    check_minor(amount_minor)
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise CurrencyWrong()
    if capabilities.currencies and currency not in capabilities.currencies:
        raise CurrencyWrong()


def check_minor(amount_minor: int) -> None:
    """Refuse a figure that is not a positive whole number of minor units. Raises AmountWrong."""
    if type(amount_minor) is not int or not 0 < amount_minor <= MAX_MINOR:  # a bool is an int, and NaN is a float
        raise AmountWrong()


def furthest(payments: tuple[ProviderPayment, ...]) -> ProviderPayment | None:
    """The attempt that decides: one that holds or moved money before one under way, that before a failure; newest wins."""
    order = (PaymentState.FAILED, PaymentState.PENDING)
    ranked = sorted(
        enumerate(payments), key=lambda item: (order.index(item[1].status) if item[1].status in order else 2, item[0])
    )
    return ranked[-1][1] if ranked else None
