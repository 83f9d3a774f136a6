"""Money from outside: payments, refunds, the webhook inbox, payouts and where they go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, document, instant, key, maybe_instant, minor, one_of, ref
from porter.models.enums import (
    DestinationKind,
    PaymentMethod,
    PaymentPurpose,
    PaymentStatus,
    PayoutStatus,
    Provider,
    RefundStatus,
)


class Payment(Row, table=True):
    """One payment on its way: for an order, a top-up, a tip or cash that a driver hands in. Moves forward only.

    `due_at` is when somebody has to look at it again (capture, reconciliation), `compare_at` when the vendor is asked
    whether it stands there as it stands here; nothing durable waits anywhere else.
    """

    __tablename__ = "payment"
    __table_args__ = (
        one_of("purpose", PaymentPurpose),
        one_of("provider", Provider),
        one_of("method", PaymentMethod),
        one_of("status", PaymentStatus),
        CheckConstraint("amount_minor > 0", name="positive"),
        CheckConstraint("captured_minor BETWEEN 0 AND amount_minor", name="captured_sane"),
        CheckConstraint("refunded_minor BETWEEN 0 AND captured_minor", name="refunded_sane"),
        UniqueConstraint("provider", "provider_payment"),
        Index("uq_payment_provider_order", "provider", "provider_order", unique=True),
        Index(
            "uq_payment_live_per_order",
            "order_id",
            "provider",
            unique=True,
            postgresql_where=text("purpose = 'order' AND status NOT IN ('voided', 'failed')"),
        ),
        Index("ix_payment_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_payment_compare", "compare_at", postgresql_where=text("compare_at IS NOT NULL")),
        Index("ix_payment_account_created", "account_id", text("created_at DESC")),
        Index("ix_payment_created", "created_at", "id"),
        Index("ix_payment_amount", "amount_minor", "id"),
    )

    id: UUID = key()
    account_id: UUID = ref("account.id", index=False)
    order_id: UUID | None = ref("orders.id", nullable=True, default=None)
    purpose: PaymentPurpose = choice(PaymentPurpose)
    provider: Provider = choice(Provider)
    method: PaymentMethod = choice(PaymentMethod)
    status: PaymentStatus = choice(PaymentStatus, PaymentStatus.CREATED)
    amount_minor: int = minor()
    captured_minor: int = minor(0)
    refunded_minor: int = minor(0)
    currency: str = Field(max_length=3)
    provider_order: str | None = None
    provider_payment: str | None = None
    checkout: dict[str, Any] = document()
    failure_code: str | None = None
    failure_text: str | None = None
    attempts: int = 0
    due_at: datetime | None = maybe_instant()
    compare_at: datetime | None = maybe_instant()
    created_at: datetime = created()
    updated_at: datetime = created()
    authorized_at: datetime | None = maybe_instant()
    captured_at: datetime | None = maybe_instant()


class PaymentStep(Row, table=True):
    """What happened to a payment, when and who said so; only ever appended."""

    __tablename__ = "payment_step"
    __table_args__ = (Index("ix_payment_step_payment", "payment_id", "at", "id"),)

    id: UUID = key()
    payment_id: UUID = ref("payment.id", index=False)
    at: datetime = created()
    source: str = Field(max_length=32)
    from_status: str | None = None
    to_status: str | None = None
    data: dict[str, Any] = document()


class Refund(Row, table=True):
    """Money back to where it came from, or into the payer's wallet; above a limit a second person says yes first."""

    __tablename__ = "refund"
    __table_args__ = (
        one_of("status", RefundStatus),
        CheckConstraint("amount_minor > 0", name="positive"),
        CheckConstraint("approved_by IS NULL OR approved_by <> requested_by", name="two_people"),
        Index("ix_refund_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: UUID = key()
    payment_id: UUID = ref("payment.id")
    order_id: UUID | None = ref("orders.id", nullable=True, default=None)
    amount_minor: int = minor()
    currency: str = Field(max_length=3)
    reason: str = Field(max_length=32)
    note: str = Field(default="", max_length=500)
    to_wallet: bool = False
    status: RefundStatus = choice(RefundStatus, RefundStatus.REQUESTED)
    requested_by: UUID | None = ref("account.id", nullable=True, default=None, index=False)
    approved_by: UUID | None = ref("account.id", nullable=True, default=None, index=False)
    provider_refund: str | None = Field(default=None, unique=True)
    attempts: int = 0
    failure_text: str | None = None
    due_at: datetime | None = maybe_instant()
    created_at: datetime = created()
    done_at: datetime | None = maybe_instant()


class WebhookEvent(Row, table=True):
    """The inbox: a vendor's word, kept once per event id, answered at once, worked off later."""

    __tablename__ = "webhook_event"
    __table_args__ = (
        one_of("provider", Provider),
        UniqueConstraint("provider", "event_id"),
        Index("ix_webhook_event_due", "due_at", postgresql_where=text("done_at IS NULL AND gave_up_at IS NULL")),
    )

    id: UUID = key()
    provider: Provider = choice(Provider)
    event_id: str = Field(max_length=120)
    kind: str = Field(max_length=80)
    body: dict[str, Any] = document()
    received_at: datetime = created()
    due_at: datetime = instant()
    attempts: int = 0
    last_error: str | None = None
    done_at: datetime | None = maybe_instant()
    gave_up_at: datetime | None = maybe_instant()


class SavedMethod(Row, table=True):
    """A way of paying that a vendor keeps for a customer: a token and what may be shown of it."""

    __tablename__ = "saved_method"
    __table_args__ = (one_of("provider", Provider), UniqueConstraint("provider", "token"))

    id: UUID = key()
    account_id: UUID = ref("account.id")
    provider: Provider = choice(Provider)
    token: str
    label: str = Field(max_length=60)
    created_at: datetime = created()
    removed_at: datetime | None = maybe_instant()


class PaymentPreference(Row, table=True):
    """How a customer wants to pay unless they say otherwise; `saved_method_id` names the card when it is a saved one."""

    __tablename__ = "payment_preference"
    __table_args__ = (
        one_of("method", PaymentMethod),
        CheckConstraint("saved_method_id IS NULL OR method = 'card'", name="card_fits"),
    )

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    method: PaymentMethod = choice(PaymentMethod)
    saved_method_id: UUID | None = ref("saved_method.id", nullable=True, default=None, index=False)
    updated_at: datetime = created()


class PayoutDestination(Row, table=True):
    """Where a driver's money goes: details encrypted, only the last digits shown."""

    __tablename__ = "payout_destination"
    __table_args__ = (
        one_of("kind", DestinationKind),
        Index("uq_payout_destination_default", "account_id", unique=True, postgresql_where=text("is_default")),
    )

    id: UUID = key()
    account_id: UUID = ref("account.id")
    kind: DestinationKind = choice(DestinationKind)
    label: str = Field(max_length=80)
    secret: str
    provider_ref: str | None = None
    is_default: bool = False
    created_at: datetime = created()
    removed_at: datetime | None = maybe_instant()


class Payout(Row, table=True):
    """Money to a driver: asked for once, sent with the same key and body until the vendor has answered."""

    __tablename__ = "payout"
    __table_args__ = (
        one_of("status", PayoutStatus),
        one_of("provider", Provider),
        CheckConstraint("amount_minor > 0", name="positive"),
        Index("ix_payout_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_payout_account_created", "account_id", text("created_at DESC")),
        Index("ix_payout_created", "created_at", "id"),
    )

    id: UUID = key()
    account_id: UUID = ref("account.id", index=False)
    destination_id: UUID = ref("payout_destination.id", index=False)
    provider: Provider = choice(Provider)
    status: PayoutStatus = choice(PayoutStatus, PayoutStatus.REQUESTED)
    amount_minor: int = minor()
    currency: str = Field(max_length=3)
    provider_payout: str | None = Field(default=None, unique=True)
    attempts: int = 0
    failure_text: str | None = None
    due_at: datetime | None = maybe_instant()
    created_at: datetime = created()
    paid_at: datetime | None = maybe_instant()
