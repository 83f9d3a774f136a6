"""Meter the waiting: terms beside the fare, when a stop was reached, what arrival was promised. Ratings are counted anew.

Revision ID: waiting
Revises: 0005
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "waiting"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("quote", "orders"):
        # Orders from before have no terms: nothing is metered that they were not told of.
        op.add_column(table, sa.Column("terms", postgresql.JSONB(), nullable=False, server_default="{}"))
        op.alter_column(table, "terms", server_default=None)
    op.add_column("fare_policy", sa.Column("wait_max_s", sa.Integer(), nullable=False, server_default="3600"))
    op.alter_column("fare_policy", "wait_max_s", server_default=None)
    op.add_column("stop", sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("stop", sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """
        UPDATE driver d SET rating_sum = r.stars, rating_count = r.rated
        FROM (
            SELECT d.id, coalesce(sum(g.stars), 0) AS stars, count(g.stars) AS rated
            FROM driver d LEFT JOIN rating g ON g.driver_id = d.id GROUP BY d.id
        ) r
        WHERE r.id = d.id AND (d.rating_sum, d.rating_count) IS DISTINCT FROM (r.stars, r.rated)
        """
    )


def downgrade() -> None:
    op.drop_column("stop", "reached_at")
    op.drop_column("stop", "promised_at")
    op.drop_column("fare_policy", "wait_max_s")
    op.drop_column("orders", "terms")
    op.drop_column("quote", "terms")
