"""Let money go back into the wallet where somebody chooses so; what was asked for before goes to its source.

Revision ID: towallet
Revises: bell
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "towallet"
down_revision: str | Sequence[str] | None = "bell"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("refund", sa.Column("to_wallet", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("refund", "to_wallet", server_default=None)


def downgrade() -> None:
    op.drop_column("refund", "to_wallet")
