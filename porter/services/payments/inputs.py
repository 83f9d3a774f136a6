"""What callers may send about payments."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from porter.core.money import MAX_MINOR
from porter.core.views import Input
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus
from porter.services.quotes import Text

Minor = Annotated[int, Field(gt=0, le=MAX_MINOR)]

PaymentSort = Literal["created_at", "-created_at", "amount", "-amount"]
"""A minus sign puts the largest first."""


class RefundReason(StrEnum):
    """Why money goes back."""

    NOT_DELIVERED = "not_delivered"
    LATE = "late"
    DAMAGED = "damaged"
    OVERCHARGED = "overcharged"
    DUPLICATE = "duplicate"
    GOODWILL = "goodwill"
    OTHER = "other"


class RefundTo(StrEnum):
    """Where money goes back to."""

    SOURCE = "source"
    WALLET = "wallet"


class RefundInput(Input):
    """How much of a payment goes back, why, and where to."""

    amount_minor: Minor
    reason: RefundReason
    note: Text = Field(default="", max_length=500)
    to: RefundTo = RefundTo.SOURCE


class PaymentFilter(Input):
    """Which payments operations wants to see; an empty part matches all."""

    status: tuple[PaymentStatus, ...] = ()
    purpose: tuple[PaymentPurpose, ...] = ()
    method: tuple[PaymentMethod, ...] = ()
    provider: tuple[Provider, ...] = ()
    text: Text = Field(default="", max_length=60, description="Order number, receipt number, phone, or a reference")
    from_at: datetime | None = None
    to_at: datetime | None = None
    order_id: UUID | None = None
    attention_only: bool = Field(default=False, description="Only those that need a person")


class RefundFilter(Input):
    """Which refunds operations wants to see; an empty part matches all."""

    status: tuple[RefundStatus, ...] = ()
    text: Text = Field(default="", max_length=60, description="Order number, receipt number, phone, or a reference")
