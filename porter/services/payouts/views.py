"""Payouts as drivers and operations see them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from porter.core.language import here, msg
from porter.core.money import format_money
from porter.core.views import Amount, View
from porter.core.words import local_text
from porter.models import Payout, PayoutDestination
from porter.models.enums import PayoutStatus
from porter.services.ledger import PostingView

PAYOUT_ZONE = "Asia/Kolkata"

_STATUS_TEXT = {
    PayoutStatus.REQUESTED: msg("Asked for"),
    PayoutStatus.SENDING: msg("On its way"),
    PayoutStatus.PROCESSING: msg("At the bank"),
    PayoutStatus.PAID: msg("Paid"),
    PayoutStatus.FAILED: msg("Failed, the money is back in your balance"),
    PayoutStatus.REVERSED: msg("Returned by the bank, the money is back in your balance"),
}


_STEPS_DONE = {PayoutStatus.PROCESSING: 1, PayoutStatus.PAID: 3}
"""Of: asked for, at the bank, paid."""

_TONES: dict[PayoutStatus, Literal["good", "bad"]] = {
    PayoutStatus.PAID: "good",
    PayoutStatus.FAILED: "bad",
    PayoutStatus.REVERSED: "bad",
}


class DestinationView(View):
    """Where money can go; of its details only the last signs."""

    id: UUID
    kind: str
    label: str
    is_default: bool

    @classmethod
    def of(cls, found: PayoutDestination) -> "DestinationView":
        """The view of a destination."""
        return cls(id=found.id, kind=found.kind, label=found.label, is_default=found.is_default)


class PayoutView(View):
    """A withdrawal."""

    id: UUID
    status: str
    status_text: str
    amount_minor: int
    amount: Amount
    amount_text: str
    currency: str
    destination: str
    failure_text: str
    created_at: datetime
    created_text: str
    paid_at: datetime | None
    paid_text: str
    is_over: bool
    steps_done: int
    tone: Literal["live", "good", "bad"]

    @classmethod
    def of(cls, payout: Payout, destination: str) -> "PayoutView":
        """The view of a payout."""
        return cls(
            id=payout.id,
            status=payout.status,
            status_text=here(_STATUS_TEXT[payout.status]),
            amount_minor=payout.amount_minor,
            amount=payout.amount_minor,
            amount_text=format_money(payout.amount_minor, payout.currency),
            currency=payout.currency,
            destination=destination,
            failure_text=payout.failure_text or "",
            created_at=payout.created_at,
            created_text=local_text(payout.created_at, PAYOUT_ZONE),
            paid_at=payout.paid_at,
            paid_text=local_text(payout.paid_at, PAYOUT_ZONE) if payout.paid_at else "",
            is_over=payout.status in _TONES,
            steps_done=_STEPS_DONE.get(payout.status, 0),
            tone=_TONES.get(payout.status, "live"),
        )


class PayoutRow(View):
    """A payout as operations see it."""

    payout: PayoutView
    driver_id: UUID
    driver_name: str
    driver_phone: str
    status_text: str
    provider: str
    provider_payout: str
    attempts: int


class LockView(View):
    """A part of the balance that stays for now: how much, why, and what frees it."""

    reason: Literal["cash_in_hand", "too_small"]
    title: str
    what_to_do: str
    amount_minor: int
    amount: Amount
    amount_text: str


class PayoutPanelView(View):
    """Everything that operations sees of one payout; of its destination only the last signs."""

    row: PayoutRow
    destination_kind: str
    reference: str
    next_text: str
    due_at: datetime | None
    can_look_again: bool
    why_not: str
    postings: tuple[PostingView, ...]


class DriverBalanceView(View):
    """What a driver is owed: to withdraw now, and what is locked, and why."""

    payable_minor: int
    payable: Amount
    payable_text: str
    withdrawable_minor: int
    withdrawable: Amount
    withdrawable_text: str
    locked_minor: int
    locked: Amount
    locked_text: str
    in_transit_minor: int
    in_transit: Amount
    in_transit_text: str
    cash_in_hand_minor: int
    cash_in_hand: Amount
    cash_in_hand_text: str
    explanation: str
    locks: tuple[LockView, ...]
    can_withdraw: bool
    can_set_off: bool
    currency: str
