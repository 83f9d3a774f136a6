"""New rows of tables: all values at once, defaults of their own, and the database takes them as it took SQLModel's."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect
from sqlmodel import Field, SQLModel, select

from porter import models
from porter.core import clock, db
from porter.core.ids import new_id
from porter.core.outbox import OutboxDelivery, OutboxEvent
from porter.core.rows import Row, _defaults


def tables() -> list[type[SQLModel]]:
    """Every table that is mapped."""
    assert models.Order in registered()
    return sorted(registered(), key=lambda table: table.__name__)


def registered() -> set[type[SQLModel]]:
    """In no order."""
    return {mapper.class_ for mapper in SQLModel._sa_registry.mappers}


def test_every_table_makes_its_rows_so() -> None:
    assert [table.__name__ for table in tables() if not issubclass(table, Row)] == []
    assert len(tables()) > 50


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)
def test_defaults_are_those_of_the_fields(table: type[SQLModel]) -> None:
    shared, made, known = _defaults(table)
    assert known == set(table.model_fields)
    for name, field in table.model_fields.items():
        if field.default_factory is not None:
            assert name in dict(made)
        elif field.is_required():
            assert name not in shared
        else:
            assert shared[name] == field.default


def test_values_defaults_and_what_is_missing() -> None:
    with clock.travel(timedelta(days=-400)):
        before = clock.now()
        event = OutboxEvent(name="test.happened", payload={"a": 1})
        other = OutboxEvent(name="test.happened")
        assert before <= event.created_at <= other.created_at <= clock.now()
    assert (event.name, event.payload, event.relayed_at) == ("test.happened", {"a": 1}, None)
    assert event.id != other.id
    other.payload["b"] = 2
    assert OutboxEvent(name="test.happened").payload == {}, "a default document belongs to its row alone"
    assert OutboxEvent().name is None, "as with SQLModel, what is missing is for the database to refuse"
    assert event.model_fields_set == {"name", "payload"}


def test_what_is_no_column_is_refused() -> None:
    with pytest.raises(TypeError, match="OutboxEvent has no nmae"):
        OutboxEvent(nmae="test.happened")


def test_a_default_that_could_be_changed_in_place_is_refused() -> None:
    class Careless(Row):
        names: list[str] = Field(default=["a"])

    with pytest.raises(TypeError, match=r"Careless\.names needs a default_factory"):
        Careless()


@pytest.mark.usefixtures("database")
async def test_the_database_takes_it_and_later_changes_as_well() -> None:
    event = OutboxEvent(name="test.happened", payload={"a": 1})
    async with db.transaction() as session:
        session.add(event)
        await session.flush()
        assert inspect(event).persistent
        session.add(OutboxDelivery(event_id=event.id, subscriber="one"))
        event.name = "test.changed"
    async with db.transaction() as session:
        again = (await session.exec(select(OutboxEvent).where(OutboxEvent.id == event.id))).one()
        assert (again.name, again.payload, again.created_at) == ("test.changed", {"a": 1}, event.created_at)
        again.payload = {"b": 2}
        delivery = (await session.exec(select(OutboxDelivery))).one()
        assert (delivery.attempts, delivery.done_at, delivery.event_id) == (0, None, event.id)
        delivery.attempts = 3
    async with db.reading() as session:
        assert (await session.get_one(OutboxEvent, event.id)).payload == {"b": 2}
        assert (await session.exec(select(OutboxDelivery.attempts))).one() == 3


@pytest.mark.usefixtures("database")
async def test_one_that_stands_there_can_be_merged() -> None:
    row_id = new_id()
    async with db.transaction() as session:
        session.add(OutboxEvent(id=row_id, name="test.happened"))
    async with db.transaction() as session:
        await session.merge(OutboxEvent(id=row_id, name="test.merged"))
    async with db.reading() as session:
        assert (await session.get_one(OutboxEvent, row_id)).name == "test.merged"
