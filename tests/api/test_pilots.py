"""The driver's side over REST: from the form to the last drop, positions and photos on the way."""

import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from PIL import Image

from porter.core import clock, db
from porter.models import Driver
from porter.models.enums import Verification
from porter.services.accounts import Actor
from tests import booking, driving
from tests.people import ASHA, MEERA, NIKHIL, RAVI, client, signed_in
from tests.servers import TestServers

VEHICLE = {"class_code": "mini_truck", "plate": "KA 05 AB 1234", "make": "Tata", "model": "Ace"}
FORM = {"name": "Ravi Kumar", "birth_year": 1990, "licence_number": "KA0520190001234", "vehicle": VEHICLE}


@dataclass
class Apis:
    """Everybody's client."""

    asha: AsyncClient
    nikhil: AsyncClient
    ravi: AsyncClient
    meera: AsyncClient


@pytest.fixture
async def apis(database: TestServers) -> AsyncIterator[Apis]:
    """Four people who have signed in."""
    await booking.demo_city()
    async with AsyncExitStack() as stack:
        people = [await stack.enter_async_context(signed_in(who)) for who in (ASHA, NIKHIL, RAVI, MEERA)]
        yield Apis(*people)


async def me(api: AsyncClient, path: str, name: str) -> Any:
    """What a GET answers under a name."""
    answer = await api.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()[name]


async def registered(apis: Apis) -> Actor:
    """Ravi is registered and approved."""
    created = await apis.ravi.post("/api/v1/pilots/register", json=FORM)
    assert created.status_code == 201, created.text
    driver_id = created.json()["pilot"]["id"]
    done = await apis.meera.put(f"/api/v1/admin/pilots/{driver_id}/verify", json={"approve": True})
    assert done.status_code == 200, done.text
    return Actor(UUID(driver_id), RAVI.audience, RAVI.role, "Ravi", UUID(driver_id))


async def test_from_the_form_to_the_receipt(apis: Apis) -> None:
    ravi = await registered(apis)
    online = await apis.ravi.put("/api/v1/pilots/online-status", json={"online": True})
    assert online.json()["pilot"]["is_online"] is True
    asha_id = (await me(apis.asha, "/users/profile", "user"))["id"]
    asha = Actor(UUID(asha_id), ASHA.audience, ASHA.role, "Asha", ravi.session_id)
    order = await booking.booked(asha)
    assert await me(apis.ravi, "/pilots/jobs/current", "job") is None
    await driving.takes(ravi, order.id)
    pickup, drop = await driving.stops_of(order.id)
    for stop, actions in ((pickup, ("arrive", "start_loading", "hand_over")), (drop, ("arrive", "hand_over"))):
        for action in actions:
            step = {"action": action, "stop_id": str(stop.id), "lat": stop.lat, "lng": stop.lng, "accuracy_m": 8}
            step |= {"device_time": clock.now().isoformat()}
            step |= {"otp": driving.code_of(stop)} if action == "hand_over" else {}
            for _ in range(2):  # a queue may be replayed
                answer = await apis.ravi.put(f"/api/v1/pilots/jobs/{order.id}/status", json=step)
                assert answer.status_code == 200, answer.text
    assert answer.json()["job"]["step"] == "done"
    earnings = await me(apis.ravi, "/pilots/earnings?period=week", "earnings")
    assert earnings["trip_count"] == 1
    assert earnings["trips"][0]["order_number"] == order.number


async def test_positions_by_batch_and_one_by_one(apis: Apis) -> None:
    await registered(apis)
    fix = {"lat": 12.97, "lng": 77.59, "accuracy_m": 5, "at": clock.now().isoformat()}
    batch = {"batch_id": "b1", "fixes": [fix]}
    answer = await apis.ravi.post("/api/v1/pilots/location", json=batch)
    assert answer.json() == {"success": True, "location": {"accepted": 1, "dropped": 0, "duplicate": False}}
    again = await apis.ravi.post("/api/v1/pilots/location", json=batch)
    assert again.json()["location"]["duplicate"] is True
    one = await apis.ravi.put("/api/v1/pilots/location", json={"lat": 12.97001, "lng": 77.59, "heading": 90})
    assert one.json()["location"]["accepted"] == 1
    for wrong in ({**batch, "mood": "fine"}, {"batch_id": "b2", "fixes": []}, {"batch_id": "b 2", "fixes": [fix]}):
        assert (await apis.ravi.post("/api/v1/pilots/location", json=wrong)).status_code == 422
    assert (await apis.asha.post("/api/v1/pilots/location", json=batch)).status_code == 404
    async with client() as nobody:
        assert (await nobody.post("/api/v1/pilots/location", json=batch)).status_code == 401


async def test_tracking_is_for_those_whom_it_concerns(apis: Apis) -> None:
    ravi, order_id = await _held(apis)
    await driving.sends(ravi, driving.fix(driving.north_of((await driving.stops_of(order_id))[0], 600)))
    for api in (apis.asha, apis.ravi, apis.meera):
        seen = await me(api, f"/orders/{order_id}/tracking", "tracking")
        assert (seen["next_stop_sequence"], seen["stale"]) == (0, False)
    hidden = await apis.nikhil.get(f"/api/v1/orders/{order_id}/tracking")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "not_found")


async def test_photos_over_rest(apis: Apis) -> None:
    _, order_id = await _held(apis)
    pickup = (await driving.stops_of(order_id))[0]
    url = f"/api/v1/pilots/jobs/{order_id}/photos"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    form = {"stop_id": str(pickup.id), "device_time": clock.now().isoformat()}
    sent = await apis.ravi.post(url, data=form, files={"photo": ("a.jpg", out.getvalue(), "image/jpeg")})
    assert sent.status_code == 201, sent.text
    photo = sent.json()["photo"]
    seen = await apis.asha.get(photo["url"])
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert (await apis.nikhil.get(photo["url"])).status_code == 404
    assert (await apis.meera.get(f"{photo['url']}?audience=staff")).status_code == 200
    assert (await apis.meera.get(f"{photo['url']}?audience=customer")).status_code == 401
    exe = await apis.ravi.post(url, data=form, files={"photo": ("a.jpg", b"MZ" + bytes(200), "image/jpeg")})
    assert (exe.status_code, exe.json()["code"]) == (400, "not_a_picture")
    large = await apis.ravi.post(url, data=form, files={"photo": ("a.jpg", bytes(10_100_000), "image/jpeg")})
    assert large.status_code == 413


async def test_the_cash_that_was_taken_is_told_in_rupees(apis: Apis) -> None:
    """The job shows it in both units; what is sent back is checked to the paisa."""
    ravi, order_id = await _held(apis)
    await driving.picks_up(ravi, order_id)
    drop = (await driving.stops_of(order_id))[1]
    await driving.arrives(ravi, order_id, drop)
    shown = await apis.ravi.get("/api/v1/pilots/jobs/current")
    minor = shown.json()["job"]["cash_to_collect_minor"]
    rupees = f"{minor // 100}.{minor % 100:02d}"
    assert f'"cash_to_collect":{rupees},' in shown.text
    url = f"/api/v1/pilots/jobs/{order_id}/status"
    step = {"action": "hand_over", "stop_id": str(drop.id), "otp": driving.code_of(drop)}
    step |= {"lat": drop.lat, "lng": drop.lng, "accuracy_m": 5}
    for odd in ({"collected_minor": minor}, {"collected": "1.001"}, {"collected": "-1"}, {"collected": "NaN"}):
        assert (await apis.ravi.put(url, json=step | odd)).status_code == 422
    for never_shown in (str(minor), f"{minor // 100 + 1}.00"):
        wrong = await apis.ravi.put(url, json=step | {"collected": never_shown})
        assert (wrong.status_code, wrong.json()["code"]) == (409, "cash_differs")
        assert f'"cash_to_collect":{rupees}' in wrong.text
    done = await apis.ravi.put(url, json=step | {"collected": rupees})
    assert (done.status_code, done.json()["job"]["step"]) == (200, "done")


async def test_steps_that_are_refused_say_why(apis: Apis) -> None:
    _, order_id = await _held(apis)
    pickup = (await driving.stops_of(order_id))[0]
    url = f"/api/v1/pilots/jobs/{order_id}/status"
    far = {"action": "arrive", "stop_id": str(pickup.id), "lat": pickup.lat + 0.045, "lng": pickup.lng}
    answer = await apis.ravi.put(url, json=far)
    assert (answer.status_code, answer.json()["code"], answer.json()["allowed_m"]) == (400, "too_far", 40)
    assert (await apis.ravi.put(url, json={**far, "far_reason": "Road closed"})).status_code == 200
    assert (await apis.ravi.put(url, json={"action": "start_loading"})).status_code == 200
    here = {"lat": pickup.lat, "lng": pickup.lng, "accuracy_m": 5}
    wrong = {"action": "hand_over", "stop_id": str(pickup.id), "otp": driving.wrong_code(pickup), **here}
    for left in (4, 3, 2, 1):
        answer = await apis.ravi.put(url, json=wrong)
        assert (answer.status_code, answer.json()["tries_left"]) == (400, left)
    for _ in range(2):
        answer = await apis.ravi.put(url, json=wrong)
        assert (answer.status_code, answer.json()["code"]) == (409, "stop_locked")
    unlock = f"/api/v1/admin/orders/{order_id}/stops/{pickup.id}/unlock"
    assert (await apis.meera.post(unlock, json={"reason": "Called the customer"})).status_code == 200
    assert (await apis.ravi.post(unlock, json={"reason": "Let me in"})).status_code == 404
    assert (await apis.ravi.put(url, json={**wrong, "otp": driving.code_of(pickup)})).status_code == 200


async def test_finishing_from_afar_needs_a_reason_as_arriving_does(apis: Apis) -> None:
    ravi, order_id = await _held(apis)
    await driving.picks_up(ravi, order_id)
    drop = (await driving.stops_of(order_id))[1]
    await driving.arrives(ravi, order_id, drop)
    url = f"/api/v1/pilots/jobs/{order_id}/status"
    far = {"stop_id": str(drop.id), "lat": drop.lat + 0.045, "lng": drop.lng, "accuracy_m": 5}
    for step in (
        {"action": "hand_over", "otp": driving.code_of(drop)},
        {"action": "fail", "reason": "Nobody is there"},
    ):
        answer = await apis.ravi.put(url, json={**far, **step})
        assert (answer.status_code, answer.json()["code"], answer.json()["allowed_m"]) == (400, "too_far", 255)
    unknown = {"action": "fail", "reason": "Nobody is there", "stop_id": str(drop.id)}
    answer = await apis.ravi.put(url, json=unknown)
    assert (answer.status_code, answer.json()["code"]) == (400, "position_unknown")
    answer = await apis.ravi.put(url, json={**far, **unknown, "far_reason": "The road is closed"})
    assert (answer.status_code, answer.json()["job"]["status"]) == (200, "returning")


@pytest.mark.parametrize(
    "body",
    [
        {"action": "teleport"},
        {"action": "arrive"},
        {"action": "hand_over", "otp": "1234"},
        {"action": "start_loading", "lat": 12.9},
        {"action": "start_loading", "extra": True},
        {"action": "start_loading", "device_time": "2026-11-21T10:00:00"},
    ],
)
async def test_what_is_no_step_is_refused(apis: Apis, body: dict[str, Any]) -> None:
    answer = await apis.ravi.put(f"/api/v1/pilots/jobs/{UUID(int=1)}/status", json=body)
    assert answer.status_code == 422


async def test_the_fleet_and_the_list_of_drivers_are_for_operations(apis: Apis) -> None:
    ravi = await registered(apis)
    async with db.transaction() as session:
        row = await session.get_one(Driver, ravi.id)
        row.verification = Verification.PENDING
        session.add(row)
    page = await apis.meera.get("/api/v1/admin/pilots", params={"verification": "pending", "q": "ravi", "limit": 1})
    assert [pilot["name"] for pilot in page.json()["pilots"]] == ["Ravi Kumar"]
    fleet = await me(apis.meera, "/admin/fleet?status=offline&vehicle_class=mini_truck", "drivers")
    assert [driver["plate"] for driver in fleet] == ["KA05AB1234"]
    for api in (apis.asha, apis.ravi):
        assert (await api.get("/api/v1/admin/fleet")).status_code == 404
        assert (await api.get("/api/v1/admin/pilots")).status_code == 404
    assert (await apis.meera.get("/api/v1/admin/fleet?status=asleep")).status_code == 422


async def test_vehicles_over_rest(apis: Apis) -> None:
    await registered(apis)
    added = await apis.ravi.post("/api/v1/pilots/vehicles", json={"class_code": "truck", "plate": "KA05TR0001"})
    assert added.status_code == 201, added.text
    active = await apis.ravi.put(f"/api/v1/pilots/vehicles/{added.json()['vehicle']['id']}/activate")
    assert active.json()["vehicle"]["is_active"] is True
    assert [v["plate"] for v in await me(apis.ravi, "/pilots/vehicles", "vehicles")] == ["KA05TR0001", "KA05AB1234"]
    changed = await apis.ravi.put("/api/v1/pilots/profile", json={"name": "Ravi K"})
    assert changed.json()["pilot"]["name"] == "Ravi K"
    card = await me(apis.ravi, "/pilots/profile", "pilot")
    assert (card["cash_limit_minor"], card["cash_limit"], card["currency"]) == (200_000, 2000.0, "INR")


async def _held(apis: Apis) -> tuple[Actor, Any]:
    ravi = await registered(apis)
    asha_id = UUID((await me(apis.asha, "/users/profile", "user"))["id"])
    order = await booking.booked(Actor(asha_id, ASHA.audience, ASHA.role, "Asha", ravi.session_id))
    await driving.takes(ravi, order.id)
    return ravi, order.id
