"""Sort the payments and payouts tables of operations without reading all of them.

Revision ID: moneytables
Revises: sealed
"""

from collections.abc import Sequence

from alembic import op

revision: str = "moneytables"
down_revision: str | Sequence[str] | None = "sealed"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = {
    "ix_payment_created": ("payment", ["created_at", "id"]),
    "ix_payment_amount": ("payment", ["amount_minor", "id"]),
    "ix_payout_created": ("payout", ["created_at", "id"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
