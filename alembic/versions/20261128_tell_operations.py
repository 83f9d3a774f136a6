"""Tell operations: notices for roles, which are resolved for everybody once their matter is done.

Revision ID: bell
Revises: totp
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "bell"
down_revision: str | Sequence[str] | None = "totp"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD_KINDS = [
    "welcome",
    "order_placed",
    "driver_assigned",
    "driver_arrived",
    "picked_up",
    "delivered",
    "cancelled",
    "no_driver",
    "delay",
    "offer",
    "receipt",
    "payment_captured",
    "payment_failed",
    "refund",
    "payout",
    "wallet",
]
NEW_KINDS = ["trip_problem", "driver_waiting", "payment_attention", "books", "security"]
UNREAD = "ix_notification_unread"


def upgrade() -> None:
    op.add_column("notification", sa.Column("roles", postgresql.ARRAY(sa.String(length=32)), nullable=True))
    op.add_column("notification", sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
    for name, length in (("matter", 80), ("outcome", 200)):
        op.add_column("notification", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        op.alter_column("notification", name, server_default=None)
    op.drop_index(UNREAD, table_name="notification", postgresql_where=sa.text("read_at IS NULL"))
    op.create_index(
        UNREAD, "notification", ["account_id"], postgresql_where=sa.text("read_at IS NULL AND resolved_at IS NULL")
    )
    op.create_index(
        "ix_notification_open",
        "notification",
        ["matter"],
        postgresql_where=sa.text("matter <> '' AND resolved_at IS NULL"),
    )
    _kinds(OLD_KINDS + NEW_KINDS)


def _kinds(words: list[str]) -> None:
    """Say anew which kinds there are."""
    name = op.f("ck_notification_kind_known")
    op.drop_constraint(name, "notification", type_="check")
    op.create_check_constraint(name, "notification", "kind IN ({})".format(", ".join(f"'{word}'" for word in words)))


def downgrade() -> None:
    # Notices of operations have no place in the inbox as it was.
    op.execute("DELETE FROM notification USING account a WHERE a.id = account_id AND a.audience = 'staff'")
    _kinds(OLD_KINDS)
    op.drop_index("ix_notification_open", table_name="notification")
    op.drop_index(UNREAD, table_name="notification")
    op.create_index(UNREAD, "notification", ["account_id"], postgresql_where=sa.text("read_at IS NULL"))
    for name in ("outcome", "matter", "resolved_at", "roles"):
        op.drop_column("notification", name)
