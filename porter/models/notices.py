"""What people were told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, document, key, maybe_instant, one_of, ref
from porter.models.enums import NotificationKind


class Notification(Row, table=True):
    """One message in a person's inbox; `dedupe` makes telling twice impossible.

    Of operations, only who holds one of `roles` sees it. Once its `matter` is done it is resolved, for everybody at once.
    """

    __tablename__ = "notification"
    __table_args__ = (
        one_of("kind", NotificationKind),
        UniqueConstraint("account_id", "dedupe"),
        Index("ix_notification_account_created", "account_id", text("created_at DESC")),
        Index("ix_notification_unread", "account_id", postgresql_where=text("read_at IS NULL AND resolved_at IS NULL")),
        Index("ix_notification_open", "matter", postgresql_where=text("matter <> '' AND resolved_at IS NULL")),
    )

    id: UUID = key()
    account_id: UUID = ref("account.id", index=False, ondelete="CASCADE")
    kind: NotificationKind = choice(NotificationKind)
    title: str = Field(max_length=200)
    body: str = Field(max_length=1000)
    order_id: UUID | None = ref("orders.id", nullable=True, default=None)
    data: dict[str, Any] = document()
    dedupe: str = Field(max_length=120)
    roles: list[str] | None = Field(default=None, sa_column=Column(ARRAY(String(32)), nullable=True))
    matter: str = Field(default="", max_length=80)
    created_at: datetime = created()
    read_at: datetime | None = maybe_instant()
    resolved_at: datetime | None = maybe_instant()
    outcome: str = Field(default="", max_length=200)
