"""Rows of tables, made quickly.

SQLModel gives a new row its values one at a time through Pydantic's and SQLAlchemy's setters, though it validates
nothing of a table: an order of forty columns costs it more than PostgreSQL needs to store it. A row that was just made
has no history that the setters would have to keep, so it takes all its values at once.

At the end of a transaction SQLAlchemy's unit of work has to find out in which order rows are inserted, updated and
deleted, and what to remember of them. Most transactions have new rows only, which nobody will change any more.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

_AS_THEY_ARE = (str, int, float, bool, bytes, type(None))
"""Defaults of these kinds (and enumerations of them) cannot be changed in place: rows may share them."""


class Row(SQLModel):
    """What tables derive from, with `table=True`."""

    model_config = {"arbitrary_types_allowed": True}
    """Ranges of PostgreSQL are none of Pydantic's types."""

    def __init__(self, **given: Any) -> None:
        """Take these values and the defaults of all others. Raises TypeError for what is no column."""
        shared, made, known = _defaults(type(self))
        if not given.keys() <= known:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(given.keys() - known))}")
        values = self.__dict__  # SQLAlchemy's own state is in it already
        values.update(shared)
        for name, make in made:
            if name not in given:
                values[name] = make()
        values.update(given)
        object.__setattr__(self, "__pydantic_fields_set__", set(given))


async def insert_new(session: AsyncSession) -> None:
    """Insert the rows that were added to a session in which nothing else was changed; they leave it, as all will.

    For the very end of a transaction: what is changed in such a row from now on is for another one. Does nothing where
    the unit of work is needed: it will flush what there is.
    """
    if session.new and not session.dirty and not session.deleted:
        await session.run_sync(_insert_new)


def _insert_new(session: Session) -> None:
    by_table: dict[type[SQLModel], list[SQLModel]] = {}
    for row in session.new:
        by_table.setdefault(type(row), []).append(row)
    connection = session.connection()
    for model in sorted(by_table, key=_place):
        rows = [_values(row) for row in by_table[model]]
        connection.execute(_insertion(model), rows if len(rows) > 1 else rows[0])
    for row in tuple(session.new):
        session.expunge(row)
        make_transient_to_detached(row)


@cache
def _place(model: type[SQLModel]) -> int:
    """Tables come after those that they refer to."""
    return SQLModel.metadata.sorted_tables.index(_table(model))


@cache
def _insertion(model: type[SQLModel]) -> Insert:
    return insert(_table(model))


def _values(row: SQLModel) -> dict[str, Any]:
    values = row.__dict__
    return {column: values.get(column) for column in _columns(type(row))}


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(_table(model).columns.keys())


def _table(model: type[SQLModel]) -> Table:
    return model.__table__  # type: ignore[attr-defined,no-any-return]


@cache
def _defaults(model: type[SQLModel]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]], frozenset[str]]:
    """Defaults that rows may share, how to make the others, and the names of all fields."""
    shared: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for name, field in model.model_fields.items():
        if field.default_factory is not None:
            made.append((name, field.default_factory))  # type: ignore[arg-type]
        elif isinstance(field.default, _AS_THEY_ARE):
            shared[name] = field.default
        elif field.default is not PydanticUndefined:
            raise TypeError(f"{model.__name__}.{name} needs a default_factory: its default could be changed in place")
    return shared, made, frozenset(model.model_fields)
