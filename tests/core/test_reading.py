"""What a reading may and may not do."""

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from porter.core import db
from porter.models import Account
from tests import booking
from tests.people import ASHA, actor

pytestmark = pytest.mark.usefixtures("database")

CHANGING = (
    update(Account).values(name="Somebody else"),
    select(Account).with_for_update(key_share=True),
    text("WITH gone AS (DELETE FROM account RETURNING id) SELECT id FROM gone"),
)


@pytest.mark.parametrize("statement", CHANGING, ids=["update", "lock", "delete within"])
async def test_it_refuses_to_write_and_to_lock(statement: object) -> None:
    asha = await actor(ASHA)
    with pytest.raises(RuntimeError, match="neither writes nor locks"):
        async with db.reading() as session:
            await session.exec(statement)  # type: ignore[call-overload]
    async with db.reading() as session:
        assert (await session.exec(select(Account.name).where(Account.id == asha.id))).one() == "Asha"


async def test_it_refuses_to_flush_what_was_added() -> None:
    await actor(ASHA)
    with pytest.raises(RuntimeError, match="neither writes nor locks"):
        async with db.reading() as session:
            found = (await session.exec(select(Account))).first()
            assert found is not None
            found.name = "Somebody else"
            await session.flush()


async def test_what_it_changed_and_did_not_flush_is_forgotten() -> None:
    asha = await actor(ASHA)
    async with db.reading() as session:
        (await session.get_one(Account, asha.id)).name = "Somebody else"
    async with db.reading() as session:
        assert (await session.get_one(Account, asha.id)).name == "Asha"


async def test_words_of_people_are_no_statement() -> None:
    """They travel as parameters: whoever is called UPDATE is found."""
    await booking.demo_city()
    odd = await booking.customer("DELETE FROM account; UPDATE")
    async with db.reading() as session:
        found = await session.exec(select(Account.id).where(col(Account.name) == "DELETE FROM account; UPDATE"))
        assert found.one() == odd.id


async def test_each_statement_sees_what_is_committed_by_then() -> None:
    asha = await actor(ASHA)
    name = select(Account.name).where(Account.id == asha.id)
    async with db.reading() as session:
        before = (await session.exec(name)).one()
        async with db.transaction() as other:
            await other.exec(update(Account).where(col(Account.id) == asha.id).values(name="Asha Rao"))
        assert (before, (await session.exec(name)).one()) == ("Asha", "Asha Rao")
