"""What callers may send about payouts."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from porter.core.views import Input
from porter.models.enums import PayoutStatus, Provider
from porter.services.quotes import Text

PayoutSort = Literal["created_at", "-created_at", "amount", "-amount", "-failed"]
"""A minus sign puts the largest first; `-failed` those that failed, the newest first."""


class PayoutFilter(Input):
    """Which payouts operations wants to see; an empty part matches all."""

    status: tuple[PayoutStatus, ...] = ()
    provider: tuple[Provider, ...] = ()
    text: Text = Field(default="", max_length=60, description="Driver's name or phone, or a reference")
    from_at: datetime | None = None
    to_at: datetime | None = None
