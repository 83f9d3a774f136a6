"""What operations see at a glance."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from porter.core.views import Id, Input, View
from porter.models.enums import AccountStatus

Tone = Literal["neutral", "good", "bad"]
Reason = Literal["no_driver", "late", "silent", "standing", "off_way", "searching"]

NOW_LABELS = {"searching": "Searching now", "active": "On the road", "online": "Drivers online"}
TODAY_LABELS = {
    "orders": "Orders",
    "delivered": "Delivered",
    "cancelled": "Cancelled",
    "unfulfilled": "Unfulfilled",
    "wait": "Time to assign",
    "revenue": "Revenue",
}
MONEY_LABELS = {
    "payments": "Payments today",
    "refunds": "Refunds that wait for approval",
    "payouts": "Payouts that failed",
}
"""What the numbers of the overview are called, which its page says before it knows them."""


class StatView(View):
    """One number that matters: its trend against the same time yesterday and its hours of today."""

    key: str
    label: str
    value_text: str
    trend_text: str = ""
    trend_tone: Tone = "neutral"
    note: str = ""
    series: tuple[int, ...] = ()
    href: str = ""


class OverviewView(View):
    """The city in numbers: what is going on now, how today compares with yesterday, and how its money flows."""

    as_of: datetime
    now: tuple[StatView, ...]
    today: tuple[StatView, ...]
    money: tuple[StatView, ...] = ()


class AttentionView(View):
    """An order that somebody should look at, and why."""

    order_id: UUID
    number: str
    status: str
    status_text: str
    reason: Reason
    reason_text: str
    since: datetime
    customer_name: str
    driver_name: str
    pickup_address: str
    drop_address: str


class FoundView(View):
    """One answer of the search of everything."""

    id: str
    title: str
    detail: str
    group: str
    href: str


CustomerSort = Literal["created_at", "-created_at", "name", "-name"]
"""A minus sign puts the largest first."""


class CustomerFilter(Input):
    """Which customers the list shows."""

    status: tuple[AccountStatus, ...] = ()
    text: Annotated[str, Field(max_length=60, description="Name or phone")] = ""


class CustomerRow(View):
    """One line of the list of customers."""

    id: Id
    name: str = Field(examples=["Asha Rao"])
    phone_text: str = Field(examples=["+91 98450 12345"])
    status: AccountStatus = Field(examples=["active"])
    status_reason: str = Field(description="Why the account was last suspended or let back in.", examples=[""])
    orders: int = Field(description="How many were placed.", examples=[12])
    last_order_at: datetime | None = Field(examples=["2026-11-21T04:45:30Z"])
    created_at: datetime = Field(examples=["2026-03-02T11:20:00Z"])


class StaffRow(View):
    """One person of operations."""

    id: UUID
    name: str
    email: str
    role: str
    role_text: str
    status: AccountStatus
    status_reason: str
    two_step: bool
    last_login_at: datetime | None
    created_at: datetime


class InvitedRow(View):
    """An invitation that nobody has accepted yet."""

    id: UUID
    email: str
    role_text: str
    expires_at: datetime
