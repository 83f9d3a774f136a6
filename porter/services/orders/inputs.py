"""What callers may send about orders."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from porter.core.views import Id, Input
from porter.models.enums import OrderStatus, PaymentMethod
from porter.services.quotes import Text

Scope = Literal["active", "past", "all"]

Sort = Literal[
    "created_at", "-created_at", "total", "-total", "number", "-number", "status", "-status", "status_since",
    "-status_since",
]  # fmt: skip
"""A minus sign puts the largest first."""


class BookInput(Input):
    """The commitment to a quote."""

    quote_id: Id
    payment_method: PaymentMethod = Field(default=PaymentMethod.CASH, examples=["cash"])
    note: Text = Field(default="", max_length=500, examples=["Please ring twice"])


class OrderFilter(Input):
    """Which orders operations wants to see; an empty part matches all."""

    status: tuple[OrderStatus, ...] = ()
    class_code: tuple[Annotated[str, Field(max_length=32)], ...] = ()
    text: Text = Field(default="", max_length=60, description="Order number, phone or name")
    from_at: datetime | None = None
    to_at: datetime | None = None
    late_only: bool = False
