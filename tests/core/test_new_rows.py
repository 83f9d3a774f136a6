"""New rows at the end of a transaction: stored without the unit of work, as it would have stored them."""

from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from porter.core import clock, db
from porter.core.ids import new_id
from porter.core.outbox import OutboxDelivery, OutboxEvent
from porter.models import Notification
from porter.models.enums import NotificationKind
from tests.people import ASHA, actor

pytestmark = pytest.mark.usefixtures("database")

PAYLOAD: dict[str, Any] = {"a": None, "b": [1, 2.5, "ü\n😀"], "c": {"d": True}}


async def stored(model: type[SQLModel]) -> list[Any]:
    """All rows of a table."""
    async with db.reading() as session:
        return list((await session.exec(select(model))).all())


async def test_tables_that_are_referred_to_come_first_and_rows_of_one_in_their_order() -> None:
    event = OutboxEvent(name="test.happened")
    names = [f"subscriber {number}" for number in range(5)]
    async with db.transaction() as session:
        session.add_all([OutboxDelivery(event_id=event.id, subscriber=name) for name in names])
        session.add(event)
    assert [each.id for each in await stored(OutboxEvent)] == [event.id]
    assert sorted(each.subscriber for each in await stored(OutboxDelivery)) == names
    assert inspect(event).detached


async def test_both_ways_store_the_same() -> None:
    asha, now = await actor(ASHA), clock.now()

    def row() -> Notification:
        return Notification(
            account_id=asha.id,
            kind=NotificationKind.WELCOME,
            title="T",
            body="B",
            dedupe=str(new_id()),
            data=PAYLOAD,
            created_at=now,
        )

    async with db.transaction() as session:
        session.add(row())
        await session.flush()
    async with db.transaction() as session:
        session.add(row())
    one, other = (each.model_dump(exclude={"id", "dedupe"}) for each in await stored(Notification))
    assert one == other
    assert (one["data"], one["kind"], one["read_at"]) == (PAYLOAD, NotificationKind.WELCOME, None)


async def test_what_was_changed_as_well_is_kept_as_well() -> None:
    async with db.transaction() as session:
        session.add(OutboxEvent(name="test.first"))
    async with db.transaction() as session:
        first = (await session.exec(select(OutboxEvent))).one()
        first.name = "test.changed"
        session.add(OutboxEvent(name="test.second"))
    async with db.transaction() as session:
        await session.delete((await session.exec(select(OutboxEvent).where(OutboxEvent.name == "test.second"))).one())
        session.add(OutboxEvent(name="test.third"))
    assert sorted(each.name for each in await stored(OutboxEvent)) == ["test.changed", "test.third"]


async def test_a_row_that_is_refused_takes_the_others_with_it() -> None:
    with pytest.raises(IntegrityError):
        async with db.transaction() as session:
            session.add(OutboxEvent(name="test.happened"))
            session.add(OutboxDelivery(event_id=new_id(), subscriber="nobody's"))
    with pytest.raises(IntegrityError):
        async with db.transaction() as session:
            session.add(OutboxEvent(name="test.happened"))
            session.add(OutboxEvent())
    assert await stored(OutboxEvent) == []


async def test_they_are_found_before_the_end_as_well() -> None:
    async with db.transaction() as session:
        event = OutboxEvent(name="test.happened")
        session.add(event)
        assert (await session.exec(select(OutboxEvent).where(col(OutboxEvent.id) == event.id))).one() is event
        event.name = "test.changed"
    assert [each.name for each in await stored(OutboxEvent)] == ["test.changed"]


async def test_afterwards_they_can_be_changed_and_deleted_like_any_other() -> None:
    one, other = OutboxEvent(name="test.one"), OutboxEvent(name="test.other")
    async with db.transaction() as session:
        session.add_all([one, other])
    async with db.transaction() as session:
        session.add(one)
        one.name = "test.changed"
        await session.delete(other)
    assert [each.name for each in await stored(OutboxEvent)] == ["test.changed"]
