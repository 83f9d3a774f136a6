"""What people of operations keep for themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import created, document, key, ref


class SavedView(Row, table=True):
    """Filters, sort and columns of a table under a name; its owner may share it with the team."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "table_name", "name", name="uq_saved_view_owner_id"),
        Index("ix_saved_view_shared", "table_name", postgresql_where=text("is_shared")),
    )

    id: UUID = key()
    owner_id: UUID = ref("account.id", index=False, ondelete="CASCADE")
    table_name: str = Field(max_length=32)
    name: str = Field(max_length=60)
    is_shared: bool = False
    content: dict[str, Any] = document()
    created_at: datetime = created()
    updated_at: datetime = created()
