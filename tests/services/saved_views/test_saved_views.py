"""Saved views: whose they are, what sharing changes, and what is not kept."""

import asyncio
from typing import Any

import pytest
from pydantic import ValidationError

from porter.core import db
from porter.core.errors import NotFound
from porter.core.ids import new_id
from porter.models.enums import Role
from porter.services import saved_views
from porter.services.accounts import Actor
from porter.services.saved_views import KeepInput, SavedViewView, ViewContent
from tests import booking

pytestmark = pytest.mark.usefixtures("database")

LATE = ViewContent(
    filters={"status": ("late",), "text": "asha", "when": "week"}, sort="-total", hidden=("drop_address",)
)


@pytest.fixture
async def meera() -> Actor:
    return await booking.operations()


@pytest.fixture
async def farah() -> Actor:
    return await booking.operations(Role.FINANCE, "Farah")


async def kept(
    who: Actor, name: str = "Late ones", *, shared: bool = False, content: ViewContent = LATE
) -> SavedViewView:
    """A view of the orders table."""
    async with db.transaction() as session:
        return await saved_views.keep(session, who, "orders", KeepInput(name=name, shared=shared, content=content))


async def seen(who: Actor, table: Any = "orders") -> list[tuple[str, str, bool]]:
    """Name, owner and whether it is one's own."""
    async with db.reading() as session:
        return [(one.name, one.owner_name, one.is_mine) for one in await saved_views.views(session, who, table)]


async def test_a_view_comes_back_as_it_was_kept(meera: Actor) -> None:
    view = await kept(meera)
    async with db.reading() as session:
        assert (await saved_views.read(session, meera, view.id)).content == LATE
    assert await seen(meera) == [("Late ones", "Meera", True)]
    assert await seen(meera, "drivers") == []


async def test_the_same_name_is_written_over(meera: Actor) -> None:
    first = await kept(meera)
    again = await kept(meera, shared=True, content=ViewContent(filters={"text": "ravi"}))
    assert (again.id, again.is_shared, again.content.filters) == (first.id, True, {"text": "ravi"})
    assert len(await seen(meera)) == 1


async def test_others_see_only_what_is_shared_and_change_nothing(meera: Actor, farah: Actor) -> None:
    view = await kept(meera)
    assert await seen(farah) == []
    await refused_everything(farah, view)
    async with db.reading() as session:
        with pytest.raises(NotFound):
            await saved_views.read(session, farah, view.id)
    async with db.transaction() as session:
        await saved_views.share(session, meera, view.id, shared=True)
    assert await seen(farah) == [("Late ones", "Meera", False)]
    await refused_everything(farah, view)
    await kept(farah, content=ViewContent())
    assert await seen(farah) == [("Late ones", "Farah", True), ("Late ones", "Meera", False)], "own ones first"
    async with db.transaction() as session:
        await saved_views.share(session, meera, view.id, shared=False)
    assert await seen(farah) == [("Late ones", "Farah", True)]


async def test_a_view_is_removed_once(meera: Actor) -> None:
    view = await kept(meera)
    async with db.transaction() as session:
        await saved_views.remove(session, meera, view.id)
    await refused_everything(meera, view)


async def test_there_is_a_limit_also_for_many_at_once(meera: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porter.services.saved_views.keeping.MOST", 3)
    done = await asyncio.gather(*(kept(meera, f"View {number}") for number in range(8)), return_exceptions=True)
    assert len([one for one in done if isinstance(one, saved_views.TooManyViews)]) == 5
    assert len(await seen(meera)) == 3
    await kept(meera, (await seen(meera))[0][0], shared=True)


async def test_customers_have_none(meera: Actor) -> None:
    asha, view = await booking.customer(), await kept(meera, shared=True)
    await refused_everything(asha, view)
    for reading in (saved_views.views(None, asha, "orders"), saved_views.read(None, asha, view.id)):  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            await reading
    with pytest.raises(NotFound):
        await kept(asha)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 61},
        {"name": "a\x00b"},
        {"content": {"filters": {"text": "x" * 61}}},
        {"content": {"filters": {"text": {"deep": "er"}}}},
        {"content": {"filters": {f"key_{'a' * number}": "x" for number in range(21)}}},
        {"content": {"sort": "; drop table"}},
        {"content": {"hidden": ["DROP"]}},
        {"content": {"rows": []}},
    ],
)
def test_what_is_no_view_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        KeepInput.model_validate({"name": "Fine", "content": {}} | wrong)


async def refused_everything(who: Actor, view: SavedViewView) -> None:
    """Neither sharing nor removing is theirs, nor of something that never was."""
    for view_id in (view.id, new_id()):
        async with db.transaction() as session:
            with pytest.raises(NotFound):
                await saved_views.share(session, who, view_id, shared=True)
            with pytest.raises(NotFound):
                await saved_views.remove(session, who, view_id)
