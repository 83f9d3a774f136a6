"""Keep when the books were added up, and what was found.

Revision ID: checks
Revises: waiting
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "checks"
down_revision: str | Sequence[str] | None = "waiting"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "ledger_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_sound", sa.Boolean(), nullable=False),
        sa.Column("unbalanced_postings", sa.Integer(), nullable=False),
        sa.Column("entries_sum_minor", sa.BigInteger(), nullable=False),
        sa.Column("astray", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_check")),
    )


def downgrade() -> None:
    op.drop_table("ledger_check")
