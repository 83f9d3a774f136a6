"""Every handler that a person may call, called by that person with junk: refused or answered, never an error of ours."""

from typing import Any
from uuid import UUID

import pytest
from reflex_base.event.processor import BaseStateEventProcessor

import porter.porter  # noqa: F401 - registers every state of the product
from porter.core.errors import PorterError
from porter.core.ids import new_id
from porter.models.enums import Role
from porter.services.accounts import Actor
from porter.state import internals
from porter.state.arguments import Unfit, fitted
from porter.state.customer.places import PlacesState
from porter.state.customer.trip import TripState
from porter.state.guard import required_role
from porter.state.session import audience_of
from tests import booking
from tests.servers import TestServers
from tests.state.tabs import Tab, cookie_of

TEXTS: tuple[Any, ...] = ("", "x", str(UUID(int=0)), "१२३", "-1", "nan", "'; DROP TABLE orders; --", "x" * 9_999)
ODD: tuple[Any, ...] = (
    None, True, -1, 2.5, 10**15, 1e300, float("nan"), [], ["x"], [[["x"]]], {}, {"lat": "x", "lng": None}, {"id": []},
    {"lat": 1e9, "lng": 5}, "a\0b", "\ud800", "x" * 20_000, {internals.FORM_ENTRIES: "x"}, {internals.FORM_ENTRIES: [["a"]]},
    {internals.FORM_ENTRIES: [["name", {"a": 1}], ["phone", 5], ["email", []], ["is_default", "on"]]},
)  # fmt: skip


def open_to(audience: str | None) -> list[str]:
    """The events of the product that this audience (None: everybody) may call and that take arguments."""
    found = []
    for name in internals.handler_names():
        owner = internals.handler_owner(name)
        if owner is None or not owner.__module__.startswith("porter."):
            continue
        role = required_role(owner)
        if role is not None and audience_of(role) == audience:
            found.append(name)
    return found


@pytest.fixture
async def people(database: TestServers, sessions: dict[UUID, Actor]) -> dict[str | None, Actor]:
    """A real customer, a driver and an administrator of the demo city."""
    await booking.demo_city()
    met = {
        "customer": await booking.customer(),
        "driver": await booking.driver(),
        "staff": await booking.operations(Role.ADMIN),
    }
    sessions.clear()
    sessions.update({actor.id: actor for actor in met.values()})
    return {**met, None: Actor(new_id(), "customer", Role.CUSTOMER, "Nobody", new_id())}


@pytest.mark.parametrize("audience", ["customer", "driver", "staff", None])
async def test_junk_is_never_an_error_of_ours(
    audience: str | None, processor: BaseStateEventProcessor, people: dict[str | None, Actor]
) -> None:
    """One tab for all of it, so that what one call leaves behind meets the next."""
    tab = Tab(processor, cookie_of(people[audience]) if audience else "")
    names = open_to(audience)
    assert len(names) > 5
    for junk in (*TEXTS, *ODD):
        for name in names:
            parameters = [parameter.name for parameter in internals.handler_parameters(name)]
            if not parameters and junk != "x":
                continue
            await tab.fire(name, **dict.fromkeys(parameters, junk))
            wrong = [failure for failure in tab.failures if not isinstance(failure, PorterError)]
            assert wrong == [], f"{name}({junk!r:.60})"


@pytest.mark.parametrize("junk", ODD)
def test_a_text_is_a_text(junk: Any) -> None:
    """Numbers become text; everything else that is none is refused, and so is text that no database keeps."""
    name = internals.event_name(PlacesState.search)
    if type(junk) in (int, float) and abs(junk) < 1e16:
        assert fitted(name, {"text": junk}) == {"text": str(junk)}
    else:
        with pytest.raises(Unfit):
            fitted(name, {"text": junk})


def test_too_many_too_few_and_others() -> None:
    """Exactly the declared arguments."""
    name = internals.event_name(TripState.reorder)
    assert fitted(name, {"keys": ["a", "b"]}) == {"keys": ["a", "b"]}
    for payload in ({}, {"keys": ["a"], "also": 1}, {"keys": ["a"] * 501}, {"other": ["a"]}, {"keys": "ab"}):
        with pytest.raises(Unfit):
            fitted(name, payload)
