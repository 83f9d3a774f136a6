"""A refusal that must leave a trace: what was written before it is committed, and what was to follow the commit follows."""

import pytest
from sqlmodel import select

from porter.core import db, outbox
from porter.core.errors import Refused
from porter.core.outbox import OutboxEvent

pytestmark = pytest.mark.usefixtures("database")


class Counted(Refused):
    """Raised after the commit."""

    keeps_changes = True


@pytest.mark.parametrize(("error", "kept"), [(Counted, ["tried"]), (Refused, []), (ValueError, [])])
async def test_only_an_error_that_says_so_keeps_what_was_written(error: type[Exception], kept: list[str]) -> None:
    told: list[str] = []

    async def tell() -> None:
        told.append("tried")

    with pytest.raises(error):
        async with db.transaction() as session:
            outbox.emit(session, "tried", {})
            db.after_commit(session, tell)
            raise error("no")
    async with db.reading() as session:
        assert [event.name for event in (await session.exec(select(OutboxEvent))).all()] == kept
    assert told == kept
