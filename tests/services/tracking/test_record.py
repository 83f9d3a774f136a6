"""A batch of fixes: once into the trail, at once onto the maps."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from porter.core import clock, db
from porter.core.errors import Forbidden
from porter.core.geo import Point, decode_polyline
from porter.core.redis import bus
from porter.integrations.maps import MapsUnavailable
from porter.models import Position
from porter.services import drivers, notifications, tracking
from porter.services.accounts import Actor
from porter.services.tracking import LocationBatchInput, reroute
from tests import booking, driving
from tests.services.trips.conftest import Story

HOME = Point(12.9716, 77.5946)


async def test_a_batch_becomes_the_last_fix_and_a_trail(ravi: Actor) -> None:
    start = clock.now() - timedelta(seconds=40)
    drive = [
        driving.fix(driving.north_of(HOME, 10 * n), start + timedelta(seconds=4 * n), heading=12.4) for n in range(11)
    ]
    recorded = await driving.sends(ravi, *reversed(drive))
    assert (recorded.accepted, recorded.dropped, recorded.duplicate) == (11, 0, False)
    fix = await tracking.last_fix(ravi.id)
    assert fix
    assert (fix.at, fix.heading, fix.lat) == (drive[-1].at, 12, drive[-1].lat)
    assert [row.at for row in await trail(ravi.id)] == [drive[n].at for n in (0, 4, 8)]
    assert await bus().zscore(drivers.geo_key("BLR"), str(ravi.id)) is not None


async def test_a_replayed_batch_is_recognised_and_changes_nothing(ravi: Actor) -> None:
    first = driving.fix(HOME)
    assert (await driving.sends(ravi, first, batch_id="one")).accepted == 1
    moved = driving.fix(driving.north_of(HOME, 30), clock.now() + timedelta(seconds=5))
    replay = await driving.sends(ravi, moved, batch_id="one")
    assert (replay.accepted, replay.duplicate) == (0, True)
    fix = await tracking.last_fix(ravi.id)
    assert fix
    assert fix.at == first.at


async def test_the_same_batch_at_the_same_time_is_taken_once(ravi: Actor) -> None:
    fix = driving.fix(HOME)
    answers = await asyncio.gather(*(driving.sends(ravi, fix, batch_id="one") for _ in range(5)))
    assert sum(answer.accepted for answer in answers) == 1
    assert len(await trail(ravi.id)) == 1


async def test_two_drivers_may_use_the_same_batch_id(ravi: Actor) -> None:
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    for driver in (ravi, devi):
        assert (await driving.sends(driver, driving.fix(HOME), batch_id="one")).accepted == 1


async def test_bad_fixes_are_dropped_and_said_so(ravi: Actor) -> None:
    now = clock.now()
    recorded = await driving.sends(
        ravi,
        driving.fix(HOME, now - timedelta(seconds=10)),
        driving.fix(HOME, now - timedelta(seconds=8), accuracy_m=51),
        driving.fix(driving.north_of(HOME, 3000), now - timedelta(seconds=5)),
        driving.fix(HOME, now + timedelta(minutes=2)),
        driving.fix(HOME, now - timedelta(hours=25)),
    )
    assert (recorded.accepted, recorded.dropped) == (1, 4)


async def test_a_wrong_clock_is_mended_by_when_the_device_sent(ravi: Actor) -> None:
    wrong = clock.now() - timedelta(hours=30)
    recorded = await driving.sends(ravi, driving.fix(HOME, wrong - timedelta(seconds=5)), sent_at=wrong)
    assert recorded.accepted == 1
    fix = await tracking.last_fix(ravi.id)
    assert fix
    assert 4 <= fix.age_s <= 7


async def test_fixes_from_a_dead_zone_fill_the_trail_and_not_the_map(ravi: Actor) -> None:
    newest = driving.fix(HOME)
    await driving.sends(ravi, newest)
    old = clock.now() - timedelta(minutes=30)
    await driving.sends(
        ravi, driving.fix(HOME, old), driving.fix(driving.north_of(HOME, 80), old + timedelta(seconds=9))
    )
    fix = await tracking.last_fix(ravi.id)
    assert fix
    assert fix.at == newest.at
    assert len(await trail(ravi.id)) == 3


async def test_an_offline_driver_is_not_found_by_offers(ravi: Actor) -> None:
    async with db.transaction() as session:
        await drivers.set_online(session, ravi, online=False)
    await driving.sends(ravi, driving.fix(HOME))
    assert await tracking.last_fix(ravi.id)
    assert await bus().zscore(drivers.geo_key("BLR"), str(ravi.id)) is None


async def test_only_registered_drivers_send_positions(ravi: Actor) -> None:
    asha = await booking.customer()
    with pytest.raises(Forbidden):
        await driving.sends(asha, driving.fix(HOME))
    stranger = Actor(asha.id, ravi.audience, ravi.role, "Nobody", ravi.session_id)
    with pytest.raises(drivers.NotRegistered):
        await driving.sends(stranger, driving.fix(HOME))


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 91.0},
        {"lng": float("nan")},
        {"lat": float("inf")},
        {"at": "2026-11-21T10:00:00"},
        {"heading": 400},
        {"speed_kmh": -1},
        {"mood": "fine"},
    ],
)
def test_what_is_no_fix_is_refused(wrong: dict[str, Any]) -> None:
    fix = {"lat": 12.9, "lng": 77.5, "at": "2026-11-21T10:00:00Z"}
    LocationBatchInput.model_validate({"batch_id": "one", "fixes": [fix]})
    with pytest.raises(ValidationError):
        LocationBatchInput.model_validate({"batch_id": "one", "fixes": [{**fix, **wrong}]})


def test_a_batch_holds_1_to_200_fixes() -> None:
    fix = {"lat": 12.9, "lng": 77.5, "at": "2026-11-21T10:00:00Z"}
    for size in (0, 201):
        with pytest.raises(ValidationError):
            LocationBatchInput.model_validate({"batch_id": "one", "fixes": [fix] * size})


async def test_the_maps_are_told_at_once(story: Story) -> None:
    async with bus().pubsub() as listener:
        await listener.subscribe(f"drv:{story.ravi.id}", "ops")
        await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 400), heading=90))
        heard = [await _next(listener) for _ in range(2)]
    mine = next(message for channel, message in heard if channel.startswith("drv:"))
    fleet = next(message for channel, message in heard if channel == "ops")
    assert mine["kind"] == fleet["kind"] == "driver:location"
    assert mine["data"]["order_id"] == str(story.order_id)
    assert mine["data"]["next_stop_sequence"] == 0
    assert 400 <= mine["data"]["distance_left_m"] <= 1500
    assert mine["data"]["eta_s"] > 0
    assert mine["data"]["eta_text"].endswith("min")
    assert (fleet["data"]["status"], fleet["data"]["class_code"]) == ("on_trip", "mini_truck")
    assert "eta_s" not in fleet["data"]


async def test_on_the_way_distance_and_time_follow_the_route(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    order = await driving.order_of(story.order_id)
    way = decode_polyline(order.polyline)
    left = []
    for n, place in enumerate((way[0], way[len(way) // 2], way[-1])):
        with clock.travel(timedelta(minutes=15 * n)):
            await driving.sends(story.ravi, driving.fix(place))
            seen = await tracking.view(story.asha, story.order_id)
        assert seen.distance_left_m is not None
        assert seen.eta_s is not None
        assert abs(seen.eta_s - order.duration_s * seen.distance_left_m / order.distance_m) <= 1
        left.append(seen.distance_left_m)
    assert abs(left[0] - order.distance_m) < 0.02 * order.distance_m + 30
    assert left[0] > left[1] > left[2] == 0


async def test_off_the_route_a_new_way_is_asked_for(story: Story) -> None:
    away = driving.north_of(story.pickup, 1500)
    await driving.sends(story.ravi, driving.fix(away))
    seen = await tracking.view(story.asha, story.order_id)
    assert seen.polyline != (await driving.order_of(story.order_id)).polyline
    way = decode_polyline(seen.polyline)
    assert abs(way[-1].lat - story.pickup.lat) < 1e-4
    assert abs(way[0].lat - away.lat) < 1e-4
    assert seen.distance_left_m
    assert seen.distance_left_m >= 1400


async def test_the_customer_is_told_once_that_the_driver_is_near(story: Story) -> None:
    with clock.travel(timedelta(seconds=-60)):
        await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 120)))
    assert "Almost there" not in await _told(story.asha)
    for second in (-40, -20, 0):
        with clock.travel(timedelta(seconds=second)):
            await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 80)))
    assert (await _told(story.asha)).count("Almost there") == 1


async def test_the_trail_belongs_to_the_order_while_it_is_driven(story: Story) -> None:
    assigned = (await driving.order_of(story.order_id)).assigned_at
    assert assigned
    before = driving.fix(driving.north_of(story.pickup, 900), assigned - timedelta(minutes=5))
    await driving.sends(story.ravi, before, driving.fix(driving.north_of(story.pickup, 700)))
    assert [row.order_id for row in await trail(story.ravi.id)] == [None, story.order_id]


async def test_the_way_that_was_driven_is_counted(story: Story) -> None:
    for n in range(4):
        with clock.travel(timedelta(seconds=20 * n)):
            await driving.sends(story.ravi, driving.fix(driving.north_of(story.pickup, 1000 - 200 * n)))
    assert (await driving.trip_of(story.order_id)).driven_m == 600


async def test_without_redis_the_trail_goes_on(ravi: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(type(bus()), "pipeline", away)
    assert (await driving.sends(ravi, driving.fix(HOME))).accepted == 1
    assert len(await trail(ravi.id)) == 1


async def trail(driver_id: UUID) -> list[Position]:
    """What Postgres keeps of a driver's way."""
    async with db.reading() as session:
        rows = await session.exec(select(Position).where(Position.driver_id == driver_id).order_by(col(Position.at)))
        return list(rows.all())


async def _next(listener: Any) -> tuple[str, dict[str, Any]]:
    while True:
        message = await listener.get_message(ignore_subscribe_messages=True, timeout=5)
        if message is not None:
            return message["channel"], json.loads(message["data"])


async def _told(customer: Actor) -> list[str]:
    async with db.reading() as session:
        return [item.title for item in (await notifications.inbox(session, customer, "")).items]


async def test_when_the_map_does_not_answer_the_straight_line_does(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        async def route(self, *_: object) -> None:
            raise MapsUnavailable()

    monkeypatch.setattr(reroute, "maps", Silent)
    away = driving.north_of(story.pickup, 1000)
    assert (await driving.sends(story.ravi, driving.fix(away))).accepted == 1
    seen = await tracking.view(story.asha, story.order_id)
    assert seen.distance_left_m == pytest.approx(1300, abs=5)
    assert seen.eta_s
    assert seen.polyline == (await driving.order_of(story.order_id)).polyline


async def test_goods_that_go_back_are_followed_to_the_pickup(story: Story) -> None:
    await driving.picks_up(story.ravi, story.order_id)
    await driving.arrives(story.ravi, story.order_id, story.drop)
    await driving.fails(story.ravi, story.order_id, story.drop)
    await driving.sends(story.ravi, driving.fix(Point(story.drop.lat, story.drop.lng)))
    seen = await tracking.view(story.asha, story.order_id)
    assert (seen.status, seen.next_stop_sequence) == ("returning", 0)
    way = decode_polyline(seen.polyline)
    assert abs(way[-1].lat - story.pickup.lat) < 1e-4
    assert seen.distance_left_m
    assert seen.distance_left_m > 3000


@pytest.mark.parametrize(
    ("code", "mode"),
    [("cycle", "cycle"), ("ev_two_wheeler", "two_wheeler"), ("mini_truck", "truck"), ("pickup", "car"), ("", "car")],
)
def test_a_class_moves_by_its_kind(code: str, mode: str) -> None:
    assert reroute.mode_of(code) == mode
