"""The fleet: who is shown, what the hub sends, how often pages reload."""

import json
from typing import Any

import pytest

from porter.core import db
from porter.core.redis import bus
from porter.models.enums import Role
from porter.services import drivers
from porter.state.admin.fleet import FleetLiveState, FleetState, show_moves
from porter.state.admin.overview import OverviewState
from porter.state.hub import hub
from tests import booking, driving
from tests.state.admin.conftest import OpenDesk


async def test_drivers_with_and_without_a_position(desk: OpenDesk) -> None:
    """Both are in the list; a stranger's id picks nobody."""
    ravi = await booking.driver()
    await booking.driver("Kiran", "+919000000102", class_code="two_wheeler", plate="KA05MH4322")
    await driving.sends(ravi, driving.fix(driving.north_of(booking.KORAMANGALA, 10)))  # type: ignore[arg-type]
    tab = await desk(Role.SUPPORT)
    await tab.fire(FleetState.load)
    state = await tab.state(FleetState)
    assert {one["name"]: one["stale"] for one in state.drivers} == {"Ravi": False, "Kiran": True}
    await tab.fire(FleetState.pick, driver_id=str(ravi.id))
    assert (await tab.state(FleetState)).picked["plate"] == "KA05MH4321"
    await tab.fire(FleetState.pick_on_map, marker={"id": "nobody"})
    assert (await tab.state(FleetState)).picked_id == ""
    await tab.fire(FleetState.narrow, kind="class", value="two_wheeler")
    assert [one["name"] for one in (await tab.state(FleetState)).drivers] == ["Kiran"]


async def test_filters_never_hide_everybody_by_accident(desk: OpenDesk) -> None:
    """Switching both states off shows those who work again."""
    await booking.driver()
    tab = await desk()
    await tab.fire(FleetState.narrow, kind="status", value="idle")
    assert (await tab.state(FleetState)).drivers == []
    await tab.fire(FleetState.narrow, kind="status", value="on_trip")
    assert (await tab.state(FleetState)).status == ["idle", "on_trip"]


async def test_the_zone_filter_is_the_servers(desk: OpenDesk) -> None:
    """Its choices come from the city; a zone that nobody knows shows an error, not everybody."""
    ravi = await booking.driver()
    await booking.driver("Kiran", "+919000000102", plate="KA05MH4322")
    await driving.sends(ravi, driving.fix(driving.north_of(booking.KORAMANGALA, 10)))  # type: ignore[arg-type]
    tab = await desk(Role.SUPPORT)
    await tab.fire(FleetState.load)
    zones = {name: zone_id for zone_id, name in (await tab.state(FleetState)).zone_choices}
    for name, names in (("Bengaluru city", ["Ravi"]), ("HAL airfield", []), ("All zones", ["Ravi", "Kiran"])):
        await tab.fire(FleetState.narrow, kind="zone", value=zones[name])
        assert [one["name"] for one in (await tab.state(FleetState)).drivers] == names, name
    await tab.fire(FleetState.narrow, kind="zone", value="01a1fc3e-e9e7-7b46-ac37-1ca9b23db872")
    assert (await tab.state(FleetState)).error.startswith("This zone is not there")
    await tab.fire(FleetState.narrow, kind="zone", value="garbage")
    assert (await tab.state(FleetState)).error == "We could not find this zone."


async def test_the_fleet_reads_anew_when_somebody_goes_online(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It asks for that kind of message on the channel on which the switch tells it."""
    told: list[tuple[str, str]] = []

    async def watch(channel: str, _token: str, event: Any, *, kind: str = "") -> None:
        assert event is FleetState.refresh
        told.append((channel, kind))

    monkeypatch.setattr(hub, "watch_paced", watch)
    ravi = await booking.driver()
    tab = await desk()
    await tab.fire(FleetState.load)
    assert [one["name"] for one in (await tab.state(FleetState)).drivers] == ["Ravi"]
    async with bus().pubsub() as pubsub:
        await pubsub.subscribe("ops")
        async with db.transaction() as session:
            await drivers.set_online(session, ravi, online=False)
        async for message in pubsub.listen():
            if message["type"] == "message":
                break
    assert ("ops", json.loads(message["data"])["kind"]) in told
    await tab.fire(FleetState.refresh)
    assert (await tab.state(FleetState)).drivers == []


def test_a_second_of_moves_is_one_delta() -> None:
    """The newest of each driver; messages that are no positions are left out."""
    at = {"driver_id": "a", "lng": 77.6, "heading": 0, "at": "2026-11-21T04:00:00Z", "status": "idle"}
    delta = show_moves([{**at, "lat": 12.9}, {"driver_id": "b", "is_online": True}, {**at, "lat": 13.0}])
    (move,) = delta[FleetLiveState.get_full_name()]["moves"]
    assert (move["id"], move["lat"]) == ("a", 13.0)


async def test_what_needs_somebody_stands_on_the_overview(desk: OpenDesk) -> None:
    """A driver who holds an order and has never sent a position."""
    order = await booking.booked(await booking.customer())
    await driving.takes(await booking.driver(), order.id)
    tab = await desk(Role.FINANCE)
    await tab.fire(OverviewState.load)
    state = await tab.state(OverviewState)
    assert [one["reason"] for one in state.attention] == ["silent"]
    assert {one["key"]: one["value_text"] for one in state.now}["active"] == "1"
