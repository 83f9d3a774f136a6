"""A customer's orders under way are counted at every booking: a shop's thousand old ones must not be looked through.

Revision ID: liveorders
Revises: compare
"""

from collections.abc import Sequence

from alembic import op

revision: str = "liveorders"
down_revision: str | Sequence[str] | None = "compare"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_orders_customer_live"
OVER = "('cancelled', 'delivered', 'returned')"


def upgrade() -> None:
    op.execute(f"CREATE INDEX {INDEX} ON orders (customer_id) WHERE status NOT IN {OVER}")


def downgrade() -> None:
    op.drop_index(INDEX, table_name="orders")
