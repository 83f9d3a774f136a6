"""Keep the balances: an account that belongs to somebody has one from the day it opens; older ones get theirs.

Revision ID: 0005
Revises: 0004
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Nobody may post while the sums are taken, or a kept balance would miss an entry for ever.
    op.execute("LOCK TABLE ledger_account, ledger_entry, ledger_balance IN SHARE ROW EXCLUSIVE MODE")
    op.execute(
        """
        INSERT INTO ledger_balance (account_id, balance_minor, is_guarded, updated_at)
        SELECT a.id, coalesce(sum(e.amount_minor), 0), a.kind IN ('customer_wallet', 'wallet_holds'), now()
        FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.id
        WHERE a.owner_id IS NOT NULL
        GROUP BY a.id
        ON CONFLICT (account_id) DO UPDATE SET balance_minor = excluded.balance_minor, is_guarded = excluded.is_guarded
        """
    )
    op.create_index("ix_posting_event_created", "posting", ["event", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_posting_event_created", table_name="posting")
    op.execute("DELETE FROM ledger_balance")
