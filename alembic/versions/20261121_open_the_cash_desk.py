"""Open the cash desk: payments, refunds, webhooks, payouts, kept balances, closed periods, credit notes.

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


OLD_KINDS = (
    "customer_wallet driver_payable driver_cash_in_hand platform_commission taxes gateway_clearing promotions incentives "
    "customer_receivable"
).split()
NEW_KINDS = (
    "wallet_holds gateway_fees payouts_in_transit refunds_in_transit compensation tips store_payable affiliate_payable"
).split()
OLD_NOTICES = (
    "welcome order_placed driver_assigned driver_arrived picked_up delivered cancelled no_driver delay offer receipt"
).split()
NEW_NOTICES = "payment_captured payment_failed refund payout wallet".split()


def upgrade() -> None:
    op.create_table(
        "webhook_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "provider IN ('sandbox', 'razorpay', 'stripe', 'wallet', 'cash')",
            name=op.f("ck_webhook_event_provider_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_event")),
        sa.UniqueConstraint("provider", "event_id", name=op.f("uq_webhook_event_provider_event_id")),
    )
    op.create_index(
        "ix_webhook_event_due",
        "webhook_event",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND gave_up_at IS NULL"),
    )
    op.create_table(
        "ledger_period",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("trial_balance", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_ledger_period_closed_by_account")),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_ledger_period")),
    )
    op.create_table(
        "payout_destination",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("provider_ref", sa.String(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('bank', 'upi')", name=op.f("ck_payout_destination_kind_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payout_destination_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_destination")),
    )
    op.create_index(op.f("ix_payout_destination_account_id"), "payout_destination", ["account_id"], unique=False)
    op.create_index(
        "uq_payout_destination_default",
        "payout_destination",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "saved_method",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "provider IN ('sandbox', 'razorpay', 'stripe', 'wallet', 'cash')",
            name=op.f("ck_saved_method_provider_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_method_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_method")),
        sa.UniqueConstraint("provider", "token", name=op.f("uq_saved_method_provider_token")),
    )
    op.create_index(op.f("ix_saved_method_account_id"), "saved_method", ["account_id"], unique=False)
    op.create_table(
        "ledger_balance",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("is_guarded", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT is_guarded OR balance_minor <= 0", name=op.f("ck_ledger_balance_never_overdrawn")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_balance_account_id_ledger_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_balance")),
    )
    op.create_table(
        "payout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("destination_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("provider_payout", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure_text", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "provider IN ('sandbox', 'razorpay', 'stripe', 'wallet', 'cash')", name=op.f("ck_payout_provider_known")
        ),
        sa.CheckConstraint(
            "status IN ('requested', 'sending', 'processing', 'paid', 'failed', 'reversed')",
            name=op.f("ck_payout_status_known"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payout_positive")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payout_account_id_account")),
        sa.ForeignKeyConstraint(
            ["destination_id"], ["payout_destination.id"], name=op.f("fk_payout_destination_id_payout_destination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("provider_payout", name=op.f("uq_payout_provider_payout")),
    )
    op.create_index(
        "ix_payout_account_created", "payout", ["account_id", sa.literal_column("created_at DESC")], unique=False
    )
    op.create_index("ix_payout_due", "payout", ["due_at"], unique=False, postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("captured_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("provider_order", sa.String(), nullable=True),
        sa.Column("provider_payment", sa.String(), nullable=True),
        sa.Column("checkout", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("failure_text", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authorized_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("method IN ('cash', 'upi', 'card', 'wallet')", name=op.f("ck_payment_method_known")),
        sa.CheckConstraint(
            "provider IN ('sandbox', 'razorpay', 'stripe', 'wallet', 'cash')", name=op.f("ck_payment_provider_known")
        ),
        sa.CheckConstraint(
            "purpose IN ('order', 'top_up', 'tip', 'cash_settlement')", name=op.f("ck_payment_purpose_known")
        ),
        sa.CheckConstraint(
            "status IN ('created', 'authorized', 'capturing', 'captured', 'partially_refunded', 'refunded', 'failed', 'voided')",
            name=op.f("ck_payment_status_known"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_positive")),
        sa.CheckConstraint("captured_minor BETWEEN 0 AND amount_minor", name=op.f("ck_payment_captured_sane")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND captured_minor", name=op.f("ck_payment_refunded_sane")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payment_account_id_account")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payment_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("provider", "provider_payment", name=op.f("uq_payment_provider_provider_payment")),
    )
    op.create_index(
        "ix_payment_account_created", "payment", ["account_id", sa.literal_column("created_at DESC")], unique=False
    )
    op.create_index(
        "ix_payment_due", "payment", ["due_at"], unique=False, postgresql_where=sa.text("due_at IS NOT NULL")
    )
    op.create_index(op.f("ix_payment_order_id"), "payment", ["order_id"], unique=False)
    op.create_index(
        "uq_payment_live_per_order",
        "payment",
        ["order_id", "provider"],
        unique=True,
        postgresql_where=sa.text("purpose = 'order' AND status NOT IN ('voided', 'failed')"),
    )
    op.create_index("uq_payment_provider_order", "payment", ["provider", "provider_order"], unique=True)
    op.create_table(
        "payment_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_step_payment_id_payment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_step")),
    )
    op.create_index("ix_payment_step_payment", "payment_step", ["payment_id", "at", "id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("provider_refund", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure_text", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'approved', 'sending', 'done', 'failed', 'rejected')",
            name=op.f("ck_refund_status_known"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_positive")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> requested_by", name=op.f("ck_refund_two_people")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_refund_approved_by_account")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refund_order_id_orders")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_refund_payment_id_payment")),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name=op.f("fk_refund_requested_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("provider_refund", name=op.f("uq_refund_provider_refund")),
    )
    op.create_index("ix_refund_due", "refund", ["due_at"], unique=False, postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_index(op.f("ix_refund_order_id"), "refund", ["order_id"], unique=False)
    op.create_index(op.f("ix_refund_payment_id"), "refund", ["payment_id"], unique=False)
    op.add_column("posting", sa.Column("reverses_id", sa.Uuid(), nullable=True))
    op.create_unique_constraint(op.f("uq_posting_reverses_id"), "posting", ["reverses_id"])
    op.create_foreign_key(op.f("fk_posting_reverses_id_posting"), "posting", "posting", ["reverses_id"], ["id"])
    op.add_column("receipt", sa.Column("corrects_id", sa.Uuid(), nullable=True))
    op.add_column("receipt", sa.Column("refund_id", sa.Uuid(), nullable=True))
    op.drop_constraint(op.f("uq_receipt_order_id_kind"), "receipt", type_="unique")
    op.create_index(op.f("ix_receipt_corrects_id"), "receipt", ["corrects_id"], unique=False)
    op.create_index(
        "uq_receipt_order_kind",
        "receipt",
        ["order_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind <> 'credit_note'"),
    )
    op.create_unique_constraint(op.f("uq_receipt_refund_id"), "receipt", ["refund_id"])
    op.create_foreign_key(op.f("fk_receipt_refund_id_refund"), "receipt", "refund", ["refund_id"], ["id"])
    op.create_foreign_key(op.f("fk_receipt_corrects_id_receipt"), "receipt", "receipt", ["corrects_id"], ["id"])
    op.drop_constraint(op.f("ck_receipt_kind_known"), "receipt", type_="check")
    op.create_check_constraint(
        op.f("ck_receipt_kind_known"), "receipt", "kind IN ('invoice', 'cancellation', 'credit_note')"
    )
    op.create_check_constraint(
        op.f("ck_receipt_corrects_fits"), "receipt", "(kind = 'credit_note') = (corrects_id IS NOT NULL)"
    )
    _words("ledger_account", OLD_KINDS + NEW_KINDS)
    _words("notification", OLD_NOTICES + NEW_NOTICES)
    op.execute(
        "CREATE TRIGGER payment_step_append_only BEFORE UPDATE OR DELETE ON payment_step "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        """
        CREATE FUNCTION refuse_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM ledger_period WHERE NEW.created_at >= from_at AND NEW.created_at < to_at) THEN
                RAISE EXCEPTION 'the books of % are closed', to_char(NEW.created_at, 'YYYY-MM')
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER posting_open_period BEFORE INSERT ON posting "
        "FOR EACH ROW EXECUTE FUNCTION refuse_closed_period()"
    )


def _words(table: str, words: list[str]) -> None:
    """Say anew which words the column `kind` knows."""
    name = op.f(f"ck_{table}_kind_known")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, "kind IN ({})".format(", ".join(f"'{word}'" for word in words)))


def downgrade() -> None:
    op.execute("DROP TRIGGER posting_open_period ON posting")
    op.execute("DROP FUNCTION refuse_closed_period()")
    _words("notification", OLD_NOTICES)
    _words("ledger_account", OLD_KINDS)
    op.drop_constraint(op.f("ck_receipt_corrects_fits"), "receipt", type_="check")
    op.drop_constraint(op.f("ck_receipt_kind_known"), "receipt", type_="check")
    op.create_check_constraint(op.f("ck_receipt_kind_known"), "receipt", "kind IN ('invoice', 'cancellation')")
    op.drop_constraint(op.f("fk_receipt_corrects_id_receipt"), "receipt", type_="foreignkey")
    op.drop_constraint(op.f("fk_receipt_refund_id_refund"), "receipt", type_="foreignkey")
    op.drop_constraint(op.f("uq_receipt_refund_id"), "receipt", type_="unique")
    op.drop_index("uq_receipt_order_kind", table_name="receipt", postgresql_where=sa.text("kind <> 'credit_note'"))
    op.drop_index(op.f("ix_receipt_corrects_id"), table_name="receipt")
    op.create_unique_constraint(
        op.f("uq_receipt_order_id_kind"), "receipt", ["order_id", "kind"], postgresql_nulls_not_distinct=False
    )
    op.drop_column("receipt", "refund_id")
    op.drop_column("receipt", "corrects_id")
    op.drop_constraint(op.f("fk_posting_reverses_id_posting"), "posting", type_="foreignkey")
    op.drop_constraint(op.f("uq_posting_reverses_id"), "posting", type_="unique")
    op.drop_column("posting", "reverses_id")
    op.drop_index(op.f("ix_refund_payment_id"), table_name="refund")
    op.drop_index(op.f("ix_refund_order_id"), table_name="refund")
    op.drop_index("ix_refund_due", table_name="refund", postgresql_where=sa.text("due_at IS NOT NULL"))
    op.drop_table("refund")
    op.drop_index("ix_payment_step_payment", table_name="payment_step")
    op.drop_table("payment_step")
    op.drop_index("uq_payment_provider_order", table_name="payment")
    op.drop_index(
        "uq_payment_live_per_order",
        table_name="payment",
        postgresql_where=sa.text("purpose = 'order' AND status NOT IN ('voided', 'failed')"),
    )
    op.drop_index(op.f("ix_payment_order_id"), table_name="payment")
    op.drop_index("ix_payment_due", table_name="payment", postgresql_where=sa.text("due_at IS NOT NULL"))
    op.drop_index("ix_payment_account_created", table_name="payment")
    op.drop_table("payment")
    op.drop_index("ix_payout_due", table_name="payout", postgresql_where=sa.text("due_at IS NOT NULL"))
    op.drop_index("ix_payout_account_created", table_name="payout")
    op.drop_table("payout")
    op.drop_table("ledger_balance")
    op.drop_index(op.f("ix_saved_method_account_id"), table_name="saved_method")
    op.drop_table("saved_method")
    op.drop_index(
        "uq_payout_destination_default", table_name="payout_destination", postgresql_where=sa.text("is_default")
    )
    op.drop_index(op.f("ix_payout_destination_account_id"), table_name="payout_destination")
    op.drop_table("payout_destination")
    op.drop_table("ledger_period")
    op.drop_index(
        "ix_webhook_event_due",
        table_name="webhook_event",
        postgresql_where=sa.text("done_at IS NULL AND gave_up_at IS NULL"),
    )
    op.drop_table("webhook_event")
