"""Seal the books: no emptying of what is append-only, no entry dated into a closed month or added to one of its postings.

Revision ID: sealed
Revises: views
"""

from collections.abc import Sequence

from alembic import op

revision: str = "sealed"
down_revision: str | Sequence[str] | None = "views"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

APPEND_ONLY = ("ledger_entry", "posting", "receipt", "timeline_entry", "payment_step")


def upgrade() -> None:
    # Triggers for rows do not see TRUNCATE.
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    # A trial balance counts entries by their own date, so that date is guarded as the posting's is.
    op.execute(
        "CREATE TRIGGER ledger_entry_open_period BEFORE INSERT ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_closed_period()"
    )
    op.execute(
        """
        CREATE FUNCTION refuse_late_entry() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT 1 FROM posting p JOIN ledger_period c ON p.created_at >= c.from_at AND p.created_at < c.to_at
                WHERE p.id = NEW.posting_id
            ) THEN
                RAISE EXCEPTION 'posting % belongs to a month that is closed', NEW.posting_id
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        END $$
        """
    )
    # After the row, when the posting of the same statement can be seen.
    op.execute(
        "CREATE TRIGGER ledger_entry_not_late AFTER INSERT ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_late_entry()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER ledger_entry_not_late ON ledger_entry")
    op.execute("DROP FUNCTION refuse_late_entry()")
    op.execute("DROP TRIGGER ledger_entry_open_period ON ledger_entry")
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_never_emptied ON {table}")
