"""Remember how people pay: a preferred method per customer, which may be a saved card.

Revision ID: paying
Revises: moneytables
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "paying"
down_revision: str | Sequence[str] | None = "moneytables"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "payment_preference",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("saved_method_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("method IN ('cash', 'upi', 'card', 'wallet')", name=op.f("ck_payment_preference_method_known")),
        sa.CheckConstraint(
            "saved_method_id IS NULL OR method = 'card'", name=op.f("ck_payment_preference_card_fits")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payment_preference_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["saved_method_id"], ["saved_method.id"], name=op.f("fk_payment_preference_saved_method_id_saved_method")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_payment_preference")),
    )
    # Nothing ever wrote it: the preference stands in its own table, because it need not be a card.
    op.drop_column("saved_method", "is_default")


def downgrade() -> None:
    op.add_column("saved_method", sa.Column("is_default", sa.Boolean(), server_default="false", nullable=False))
    op.drop_table("payment_preference")
