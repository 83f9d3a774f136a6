"""What the database refuses whatever the code does: every rule that holds for some rows only, provoked by name.

Rows are written past models and services. Foreign keys look away for the length of the transaction: a rule is looked at
alone, and nothing of it stays.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Connection, String, Table, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint, Range
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

import porter.core.outbox
import porter.models  # noqa: F401 - fills the metadata
from porter.core import clock, db
from tests.servers import TestServers

Values = Mapping[str, Any]

ONE, TWO = uuid4(), uuid4()
NOON = datetime.fromisoformat("2026-01-05T12:00:00+00:00")
LATER = NOON + timedelta(hours=1)

NUMBERS = count(1)

OPEN = Range(NOON, None)
HOUR, OVERLAPPING, NEXT = Range(NOON, LATER), Range(NOON + timedelta(minutes=30), None), Range(LATER, None)


UNTAKEN = {"amount_minor": 1000, "captured_minor": 0, "refunded_minor": 0}


@dataclass(frozen=True, slots=True)
class Rule:
    """Two rows that may not stand side by side, and one that may. `without` are rules that would speak first."""

    name: str
    table: str
    first: Values
    second: Values
    allowed: Values
    without: tuple[str, ...] = ()


def of(name: str, table: str, both: Values, allowed: Values, *without: str) -> Rule:
    """A rule that is broken by a row with the same values."""
    return Rule(name, table, both, both, {**both, **allowed}, without)


RULES = (
    of(
        "uq_account_email_staff",
        "account",
        {"audience": "staff", "email": "meera@porter.example"},
        {"audience": "customer"},
    ),
    Rule(
        "uq_account_email_staff",
        "account",
        {"audience": "staff", "email": "meera@porter.example"},
        {"audience": "staff", "email": "Meera@Porter.example"},
        {"audience": "staff", "email": "dev@porter.example"},
    ),
    of(
        "uq_account_phone_audience",
        "account",
        {"audience": "driver", "phone": "+919000000001"},
        {"audience": "customer"},
    ),
    of("uq_address_default", "address", {"account_id": ONE, "is_default": True}, {"is_default": False}),
    of("uq_vehicle_active", "vehicle", {"driver_id": ONE, "is_active": True}, {"is_active": False}),
    of(
        "uq_payout_destination_default",
        "payout_destination",
        {"account_id": ONE, "is_default": True},
        {"is_default": False},
    ),
    of(
        "uq_ledger_account",
        "ledger_account",
        {"kind": "taxes", "currency": "INR", "owner_id": None},
        {"currency": "EUR"},
    ),
    of("uq_ledger_account", "ledger_account", {"kind": "taxes", "currency": "INR", "owner_id": ONE}, {"owner_id": TWO}),
    of("uq_matching_round_open", "matching_round", {"order_id": ONE, "status": "open"}, {"status": "closed"}),
    of("uq_offer_open_per_driver", "offer", {"driver_id": ONE, "status": "sent"}, {"status": "declined"}),
    of("uq_offer_accepted", "offer", {"order_id": ONE, "round_id": ONE, "status": "accepted"}, {"status": "withdrawn"}),
    of("uq_orders_driver_busy", "orders", {"driver_id": ONE, "status": "assigned"}, {"status": "delivered"}),
    of("uq_trip_driver_open", "trip", {"driver_id": ONE, "status": "to_pickup"}, {"status": "completed"}),
    of(
        "uq_assignment_driver_open",
        "assignment",
        {"driver_id": ONE, "during": OPEN},
        {"driver_id": TWO},
        "driver_one_at_a_time",
    ),
    of(
        "uq_assignment_order_open",
        "assignment",
        {"order_id": ONE, "during": OPEN},
        {"order_id": TWO},
        "order_one_at_a_time",
    ),
    Rule(
        "driver_one_at_a_time",
        "assignment",
        {"driver_id": ONE, "during": HOUR},
        {"driver_id": ONE, "during": OVERLAPPING},
        {"driver_id": ONE, "during": NEXT},
    ),
    Rule(
        "order_one_at_a_time",
        "assignment",
        {"order_id": ONE, "during": HOUR},
        {"order_id": ONE, "during": OVERLAPPING},
        {"order_id": ONE, "during": NEXT},
    ),
    Rule(
        "fare_policy_one_at_a_time",
        "fare_policy",
        {"city_code": "BLR", "class_code": "truck", "service_type": "goods", "valid": HOUR},
        {"city_code": "BLR", "class_code": "truck", "service_type": "goods", "valid": OVERLAPPING},
        {"city_code": "BLR", "class_code": "truck", "service_type": "goods", "valid": NEXT},
    ),
    Rule(
        "tax_regime_one_at_a_time",
        "tax_regime",
        {"state_code": "KA", "service_type": "goods", "valid": HOUR},
        {"state_code": "KA", "service_type": "goods", "valid": OVERLAPPING},
        {"state_code": "KA", "service_type": "goods", "valid": NEXT},
    ),
    of(
        "uq_payment_live_per_order",
        "payment",
        {"order_id": ONE, "provider": "razorpay", "purpose": "order", "status": "authorized", **UNTAKEN},
        {"status": "failed"},
    ),
    of(
        "uq_receipt_order_kind",
        "receipt",
        {"order_id": ONE, "kind": "invoice"},
        {"kind": "credit_note", "corrects_id": TWO},
    ),
)

PARTIAL = """
SELECT i.relname FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
  AND (x.indisexclusion OR (x.indisunique AND (x.indpred IS NOT NULL OR x.indexprs IS NOT NULL)))
"""

NAMED = """
SELECT c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
WHERE c.connamespace = 'public'::regnamespace AND NOT t.relispartition AND c.contype IN ('c', 'x')
"""


@pytest.fixture
async def connection(database: TestServers) -> AsyncIterator[AsyncConnection]:
    """One whose changes are never committed, and for which no foreign key and no trigger speaks."""
    async with db.engine().connect() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
        await connection.rollback()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
async def test_the_second_row_is_refused_by_this_rule(connection: AsyncConnection, rule: Rule) -> None:
    table = SQLModel.metadata.tables[rule.table]
    for name in rule.without:
        await connection.execute(text(f"ALTER TABLE {rule.table} DROP CONSTRAINT {name}"))
    await connection.execute(table.insert(), row(table, rule.first))
    await connection.execute(table.insert(), row(table, rule.allowed))
    with pytest.raises(IntegrityError) as refused:
        await connection.execute(table.insert(), row(table, rule.second))
    assert name_in(refused.value) == rule.name


async def test_every_such_rule_is_provoked(connection: AsyncConnection) -> None:
    found = set((await connection.execute(text(PARTIAL))).scalars())
    assert found == {rule.name for rule in RULES}


async def test_models_and_migrations_agree(database: TestServers) -> None:
    async with db.engine().connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_checks_and_exclusions_of_models_and_migrations_have_the_same_names(connection: AsyncConnection) -> None:
    """Alembic does not see these; what they say is proven where they are provoked."""
    wanted = {
        str(each.name)
        for table in SQLModel.metadata.tables.values()
        for each in table.constraints
        if isinstance(each, CheckConstraint | ExcludeConstraint)
    }
    assert set((await connection.execute(text(NAMED))).scalars()) == wanted


def _differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "include_object": _is_no_partition}
    return compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)


def _is_no_partition(_object: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:
    return not (kind == "table" and reflected and name is not None and name.rpartition("_p")[2].isdigit())


def name_in(error: IntegrityError) -> str:
    found = re.search(r'constraint "(\w+)"', str(error.orig))
    assert found, error
    return found[1]


def row(table: Table, values: Values) -> dict[str, Any]:
    """These values, and for whatever else must be there something that stands nowhere else."""
    others = [each for each in table.columns if not each.nullable and each.server_default is None]
    return {**{each.name: something(each) for each in others}, **values}


def something(column: Column[Any]) -> Any:
    if words := getattr(column.type, "words", None):
        return next(iter(words))
    if isinstance(getattr(column.type, "impl", column.type), String):
        return uuid4().hex[: column.type.length or 32]  # type: ignore[attr-defined]
    made: Any = {UUID: uuid4, bool: bool, datetime: clock.now, dict: dict}.get(
        column.type.python_type, NUMBERS.__next__
    )
    return made()
