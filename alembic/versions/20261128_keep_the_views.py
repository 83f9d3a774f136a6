"""Keep filters, sort and columns of operations' tables under a name.

Revision ID: views
Revises: checks
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "views"
down_revision: str | Sequence[str] | None = "checks"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_saved_view_owner_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "table_name", "name", name=op.f("uq_saved_view_owner_id")),
    )
    op.create_index("ix_saved_view_shared", "saved_view", ["table_name"], postgresql_where=sa.text("is_shared"))


def downgrade() -> None:
    op.drop_index("ix_saved_view_shared", table_name="saved_view", postgresql_where=sa.text("is_shared"))
    op.drop_table("saved_view")
