"""The books: accounts, postings, entries, receipts. Append-only: the database refuses UPDATE and DELETE."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, document, instant, key, minor, one_of, ref
from porter.models.enums import LedgerAccountKind


class LedgerAccount(Row, table=True):
    """One account of the ledger; platform accounts have no owner."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        one_of("kind", LedgerAccountKind),
        Index(
            "uq_ledger_account",
            "kind",
            "currency",
            text("coalesce(owner_id, '00000000-0000-0000-0000-000000000000')"),
            unique=True,
        ),
    )

    id: UUID = key()
    kind: LedgerAccountKind = choice(LedgerAccountKind)
    owner_id: UUID | None = ref("account.id", nullable=True, default=None)
    currency: str = Field(max_length=3)
    created_at: datetime = created()


class Posting(Row, table=True):
    """A business event in the books. `correlation` is unique: the same event is booked once."""

    __tablename__ = "posting"
    __table_args__ = (Index("ix_posting_event_created", "event", "created_at"),)

    id: UUID = key()
    correlation: str = Field(unique=True, max_length=120)
    event: str = Field(max_length=48)
    order_id: UUID | None = ref("orders.id", nullable=True, default=None)
    memo: str = ""
    reverses_id: UUID | None = Field(default=None, foreign_key="posting.id", unique=True)
    created_at: datetime = created()


class LedgerEntry(Row, table=True):
    """One side of a posting: positive is debit, negative is credit; the entries of a posting sum to zero."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("posting_id", "line"),
        CheckConstraint("amount_minor <> 0", name="not_zero"),
        Index("ix_ledger_entry_account", "account_id", "id"),
    )

    id: UUID = key()
    posting_id: UUID = ref("posting.id", index=False)
    line: int
    account_id: UUID = ref("ledger_account.id", index=False)
    amount_minor: int = minor()
    currency: str = Field(max_length=3)
    created_at: datetime = created()


class LedgerBalance(Row, table=True):
    """The balance of an account that belongs to somebody, kept with every posting and checked against the entries.

    A guarded account (a wallet) is never in debit: the database refuses it, so that parallel spends cannot overdraw.
    """

    __tablename__ = "ledger_balance"
    __table_args__ = (CheckConstraint("NOT is_guarded OR balance_minor <= 0", name="never_overdrawn"),)

    account_id: UUID = Field(foreign_key="ledger_account.id", primary_key=True)
    balance_minor: int = minor(0)
    is_guarded: bool = False
    updated_at: datetime = created()


class LedgerPeriod(Row, table=True):
    """A month ("2026-11", local to the company) whose books are closed: the database refuses postings inside it."""

    __tablename__ = "ledger_period"

    month: str = Field(primary_key=True, max_length=7)
    from_at: datetime = instant()
    to_at: datetime = instant()
    closed_at: datetime = created()
    closed_by: UUID | None = ref("account.id", nullable=True, default=None, index=False)
    trial_balance: list[Any] = document(list)


class LedgerCheck(Row, table=True):
    """Once everything was added up again: what was found astray, or nothing."""

    __tablename__ = "ledger_check"

    id: UUID = key()
    checked_at: datetime = created()
    is_sound: bool
    unbalanced_postings: int
    entries_sum_minor: int = minor()
    astray: list[Any] = document(list)


class ReceiptSeries(Row, table=True):
    """The last number given in a series; a row lock, not a sequence, because invoices may have no gaps."""

    __tablename__ = "receipt_series"

    series: str = Field(primary_key=True, max_length=16)
    last_number: int = 0


class Receipt(Row, table=True):
    """The proof of a paid order; immutable."""

    __tablename__ = "receipt"
    __table_args__ = (
        Index("uq_receipt_order_kind", "order_id", "kind", unique=True, postgresql_where=text("kind <> 'credit_note'")),
        CheckConstraint("kind IN ('invoice', 'cancellation', 'credit_note')", name="kind_known"),
        CheckConstraint("(kind = 'credit_note') = (corrects_id IS NOT NULL)", name="corrects_fits"),
    )

    id: UUID = key()
    number: str = Field(unique=True, max_length=16)
    order_id: UUID = ref("orders.id", index=False)
    kind: str = Field(default="invoice", max_length=16)
    corrects_id: UUID | None = ref("receipt.id", nullable=True, default=None)
    refund_id: UUID | None = Field(default=None, foreign_key="refund.id", unique=True)
    customer_id: UUID = ref("account.id")
    lines: list[Any] = document(list)
    total_minor: int = minor()
    tax_minor: int = minor()
    currency: str = Field(max_length=3)
    details: dict[str, Any] = document()
    issued_at: datetime = created()
