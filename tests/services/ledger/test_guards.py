"""The database keeps the books by itself: whatever statement comes, by whichever way."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg2 import DatabaseError, connect
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from porter.core import clock, db
from porter.core.ids import new_id
from porter.models import LedgerEntry, Posting
from porter.models.enums import LedgerAccountKind as Kind
from porter.models.enums import Role
from porter.services import ledger
from porter.services.ledger import Entry
from tests import booking
from tests.servers import TestServers

pytestmark = pytest.mark.usefixtures("database")

TABLES = ("ledger_entry", "posting", "receipt", "timeline_entry", "payment_step")
LATER = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def _booked(database: TestServers) -> None:
    """One posting of two entries."""
    async with db.transaction() as session:
        await ledger.post(session, "x", "x", (Entry(Kind.TAXES, None, 100), Entry(Kind.PROMOTIONS, None, -100)))


async def says(statement: str, **values: Any) -> None:
    """Somebody talks to the database past our code."""
    async with db.transaction() as session:
        await (await session.connection()).execute(text(statement), values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET amount_minor = 1",
        "UPDATE posting SET memo = 'nicer'",
        "DELETE FROM ledger_entry",
        "DELETE FROM posting",
        *(f"TRUNCATE {table} CASCADE" for table in TABLES),
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry ON CONFLICT (id) DO UPDATE SET amount_minor = 7",
        "INSERT INTO posting SELECT * FROM posting ON CONFLICT (correlation) DO UPDATE SET event = 'other'",
        "MERGE INTO posting p USING posting q ON p.id = q.id WHEN MATCHED THEN DELETE",
        "WITH gone AS (DELETE FROM ledger_entry RETURNING 1) SELECT count(*) FROM gone",
    ],
)
async def test_what_is_written_stays(statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        await says(statement)
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound
        assert await ledger.balance(session, Kind.TAXES) == 100


def test_copied_rows_have_to_balance_as_well(database: TestServers) -> None:
    """COPY is the fastest way past a service; not past the database."""
    with connect(database.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, account_id FROM ledger_entry e JOIN LATERAL (SELECT 1) one ON true LIMIT 1")
        _, account = cursor.fetchone() or ("", "")
        posting = new_id()
        cursor.execute(
            "INSERT INTO posting (id, correlation, event, memo, created_at) VALUES (%s, 'y', 'y', '', now())",
            (str(posting),),
        )
        row = f"{new_id()},{posting},0,{account},5,INR,{clock.now().isoformat()}\n"
        names = "id, posting_id, line, account_id, amount_minor, currency, created_at"
        cursor.copy_expert(f"COPY ledger_entry ({names}) FROM STDIN WITH (FORMAT csv)", io.StringIO(row))
        with pytest.raises(DatabaseError, match="does not sum to zero"):
            connection.commit()


async def test_sums_are_kept_per_currency() -> None:
    """Five rupees do not balance five dollars."""
    with pytest.raises(DBAPIError, match="does not sum to zero"):
        async with db.transaction() as session:
            session.add(posting := Posting(correlation="y", event="y"))
            await session.flush()
            account = (
                (await (await session.connection()).execute(text("SELECT id FROM ledger_account"))).scalars().first()
            )
            for line, (amount, currency) in enumerate([(5, "INR"), (-5, "USD")]):
                session.add(
                    LedgerEntry(
                        posting_id=posting.id, line=line, account_id=account, amount_minor=amount, currency=currency
                    )
                )


async def test_a_closed_month_takes_no_entry_by_any_date() -> None:
    """Neither a new posting dated into it, nor an entry dated into it, nor one added to a posting of it."""
    meera, began = await booking.operations(Role.ADMIN), clock.now()
    with clock.travel(LATER):
        async with db.transaction() as session:
            await ledger.close_period(session, meera, f"{began:%Y-%m}")
        await says(
            "INSERT INTO posting (id, correlation, event, memo, created_at) VALUES (:id, 'y', 'y', '', :at)",
            id=new_id(),
            at=LATER,
        )
        pair = (
            "INSERT INTO ledger_entry (id, posting_id, line, account_id, amount_minor, currency, created_at) "
            "SELECT gen_random_uuid(), p.id, line, e.account_id, amount_minor, currency, :at "
            "FROM ledger_entry e, posting p WHERE p.correlation = :of"
        )
        with pytest.raises(DBAPIError, match="are closed"):
            await says(pair, of="y", at=began)
        with pytest.raises(DBAPIError, match="that is closed"):
            await says(pair.replace("p.id, line", "p.id, line + 2"), of="x", at=LATER)
        await says(pair, of="y", at=LATER)
        async with db.reading() as session:
            assert (await ledger.trial_balance_of(session, f"{began:%Y-%m}")).is_balanced


async def test_a_wallet_is_never_in_debit_whoever_writes_its_balance() -> None:
    asha = await booking.customer()
    async with db.transaction() as session:
        await ledger.post(session, "t", "t", ledger.rules.topped_up(asha.id, 500))
    with pytest.raises(DBAPIError, match="never_overdrawn"):
        await says("UPDATE ledger_balance SET balance_minor = balance_minor + 501 WHERE is_guarded")
    async with db.reading() as session:
        assert (await ledger.check(session)).is_sound


async def test_a_kept_balance_that_is_no_sum_of_entries_is_found() -> None:
    asha = await booking.customer()
    async with db.transaction() as session:
        await ledger.post(session, "t", "t", ledger.rules.topped_up(asha.id, 500))
    await says("UPDATE ledger_balance SET balance_minor = balance_minor - 1")
    async with db.reading() as session:
        found = await ledger.check(session)
    assert [(one.kept_minor, one.entries_minor) for one in found.astray] == [(-501, -500)]
