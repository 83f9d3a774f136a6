"""Column kinds that every table uses: aware instants, JSON documents, checked enumerations, the naming convention."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from porter.core import clock
from porter.core.ids import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def key() -> Any:
    """A time-ordered primary key."""
    return Field(default_factory=new_id, primary_key=True)


def ref(target: str, **options: Any) -> Any:
    """A reference to another table's row, indexed."""
    return Field(foreign_key=target, index=options.pop("index", True), **options)


def created() -> Any:
    """The instant of creation."""
    return Field(default_factory=clock.now, sa_type=DateTime(timezone=True), nullable=False)


def instant(*, index: bool = False) -> Any:
    """A required instant."""
    return Field(sa_type=DateTime(timezone=True), nullable=False, index=index)


def maybe_instant() -> Any:
    """An instant that may not have come yet."""
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=True)


def minor(default: int | None = None) -> Any:
    """An amount in minor units (bigint)."""
    return (
        Field(default=default, sa_type=BigInteger, nullable=False) if default is not None else Field(sa_type=BigInteger)
    )


def document(default: type[dict[str, Any]] | type[list[Any]] = dict) -> Any:
    """A JSON document; written as a whole, never changed in place."""
    return Field(default_factory=default, sa_column=Column(JSONB, nullable=False))


class Word(TypeDecorator[StrEnum]):
    """An enumeration stored as text and read back as the enumeration."""

    impl = String(32)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._members: dict[str, StrEnum] = {word.value: word for word in words}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """The word, after checking that it is one."""
        return None if value is None else self._member(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The member of the enumeration."""
        return None if value is None else self._member(value)

    def _member(self, value: str) -> StrEnum:
        # What `self.words(value)` says, without its detours: one order is read with eight of them.
        return self._members.get(value) or self.words(value)


def choice(words: type[StrEnum], default: StrEnum | None = None) -> Any:
    """A required word of an enumeration; `one_of` adds the CHECK."""
    if default is None:
        return Field(sa_type=Word(words), nullable=False)
    return Field(default=default, sa_type=Word(words), nullable=False)


def maybe_choice(words: type[StrEnum]) -> Any:
    """A word of an enumeration, or nothing."""
    return Field(default=None, sa_type=Word(words), nullable=True)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The database refuses any other word in this column."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")
