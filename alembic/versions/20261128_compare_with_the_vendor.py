"""Ask the vendor, a day after money has moved, whether it says what our books say.

Revision ID: compare
Revises: towallet
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "compare"
down_revision: str | Sequence[str] | None = "towallet"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COMPARE = "ix_payment_compare"


def upgrade() -> None:
    op.add_column("payment", sa.Column("compare_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(COMPARE, "payment", ["compare_at"], postgresql_where=sa.text("compare_at IS NOT NULL"))


def downgrade() -> None:
    op.drop_index(COMPARE, table_name="payment")
    op.drop_column("payment", "compare_at")
