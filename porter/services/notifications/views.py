"""What an inbox shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from porter.core.views import View
from porter.models import Notification
from porter.models.enums import NotificationKind


class NotificationView(View):
    """One message. Read or resolved, it no longer counts; `outcome` says how its matter ended."""

    id: UUID
    kind: NotificationKind
    title: str
    body: str
    order_id: UUID | None
    data: dict[str, Any]
    created_at: datetime
    is_read: bool
    is_resolved: bool
    outcome: str

    @classmethod
    def of(cls, row: Notification) -> "NotificationView":
        """The view of a row."""
        return cls(
            id=row.id,
            kind=row.kind,
            title=row.title,
            body=row.body,
            order_id=row.order_id,
            data=row.data,
            created_at=row.created_at,
            is_read=row.read_at is not None,
            is_resolved=row.resolved_at is not None,
            outcome=row.outcome,
        )
