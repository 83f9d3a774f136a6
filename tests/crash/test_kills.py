"""kill -9 of web, worker, Valkey or PostgreSQL in the middle of a search or of a trip: the order goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import pytest

from tests.browser.people import api_of, customer, driver
from tests.browser.stack import Stack
from tests.crash.crashing import kill, pid_of, until_back
from tests.waiting import until

PARTS = ("web", "worker", "valkey", "postgres")
LAKSHMI, CHETAN = customer(4), driver(2)
PICKUP = {"lat": 12.9349, "lng": 77.6189, "address": "Koramangala 5th Block"}
DROP = {"lat": 12.9719, "lng": 77.6412, "address": "100 Feet Road, Indiranagar"}
RECOVERS_WITHIN_S = 90

_batches = count(1)

Json = dict[str, Any]


class Phone:
    """Somebody's app: it asks again while the city is down."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api

    def says(self, method: str, path: str, **body: Any) -> Json:
        """Until it is answered with a yes."""
        told: Json = {}

        def answered() -> bool:
            nonlocal told
            with suppress(httpx.TransportError):
                answer = self.api.request(method, path, **body)
                told = answer.json() if answer.is_success else {}
            return bool(told)

        until(answered, within_s=RECOVERS_WITHIN_S, what=f"{method} {path}")
        return told

    def stands_at(self, place: Json) -> None:
        """Send where it is."""
        fix = {"lat": place["lat"], "lng": place["lng"], "accuracy_m": 5, "at": datetime.now(UTC).isoformat()}
        self.says("POST", "/pilots/location", json={"batch_id": f"kill-{next(_batches)}", "fixes": [fix]})

    def step(self, order_id: str, action: str, stop: Json | None = None, **more: Any) -> Json:
        """One step of the trip."""
        where = {"stop_id": stop["id"], "lat": stop["lat"], "lng": stop["lng"], "accuracy_m": 5} if stop else {}
        job: Json = self.says("PUT", f"/pilots/jobs/{order_id}/status", json={"action": action, **where, **more})["job"]
        return job


@pytest.mark.parametrize("part", PARTS)
async def test_a_search_goes_on(stack: Stack, part: str) -> None:
    """Killed between the booking and the offer; the driver is asked all the same, takes it, and the customer sees whom."""
    async with api_of(stack.origin, LAKSHMI) as hers, api_of(stack.origin, CHETAN) as his:
        lakshmi, chetan = _phone(stack, hers), _phone(stack, his)
    order_id = _book(lakshmi)
    with _killed(stack, part):
        chetan.says("PUT", "/pilots/online-status", json={"online": True})
        chetan.stands_at(PICKUP)
    until(_asked(chetan, order_id), within_s=RECOVERS_WITHIN_S, what="the offer")
    chetan.says("PUT", f"/pilots/jobs/{order_id}/accept")
    order = lakshmi.says("GET", f"/orders/{order_id}")["order"]
    assert (order["status"], order["driver"]["name"]) == ("assigned", "Chetan Rao")


@pytest.mark.parametrize("part", PARTS)
async def test_a_trip_goes_on(stack: Stack, part: str) -> None:
    """Killed between pickup and drop; delivered once, with one receipt."""
    async with api_of(stack.origin, LAKSHMI) as hers, api_of(stack.origin, CHETAN) as his:
        lakshmi, chetan = _phone(stack, hers), _phone(stack, his)
    chetan.says("PUT", "/pilots/online-status", json={"online": True})
    chetan.stands_at(PICKUP)
    order_id = _book(lakshmi)
    until(_asked(chetan, order_id), within_s=RECOVERS_WITHIN_S, what="the offer")
    chetan.says("PUT", f"/pilots/jobs/{order_id}/accept")
    pickup, drop = lakshmi.says("GET", f"/orders/{order_id}")["order"]["stops"]
    chetan.step(order_id, "arrive", pickup)
    chetan.step(order_id, "start_loading")
    with _killed(stack, part):
        chetan.step(order_id, "hand_over", pickup, otp=pickup["otp"])
    chetan.step(order_id, "arrive", drop)
    assert chetan.step(order_id, "hand_over", drop, otp=drop["otp"])["step"] == "done"
    order = lakshmi.says("GET", f"/orders/{order_id}")["order"]
    assert (order["status"], bool(order["receipt_number"])) == ("delivered", True)
    receipt = lakshmi.says("GET", f"/orders/{order_id}/receipt")["receipt"]
    assert receipt["number"] == order["receipt_number"]


@contextmanager
def _killed(stack: Stack, part: str) -> Iterator[None]:
    """The block runs while the part is down or coming back; afterwards it is back."""
    before = pid_of(stack, part)
    kill(stack, part)
    yield
    until_back(stack, part, before)


def _phone(stack: Stack, api: httpx.AsyncClient) -> Phone:
    """The same person, in a client that waits without holding the loop of the tests."""
    return Phone(httpx.Client(base_url=f"{stack.origin}/api/v1", headers=api.headers, timeout=10))


def _book(phone: Phone) -> str:
    found = phone.says("POST", "/orders/estimate", json={"stops": [PICKUP, DROP]})["estimate"]["available_vehicles"]
    quote = next(one for one in found if one["vehicle_type"] == "mini_truck")
    return str(phone.says("POST", "/orders", json={"quote_id": quote["quote_id"]})["order"]["id"])


def _asked(phone: Phone, order_id: str) -> Callable[[], bool]:
    def look() -> bool:
        # A driver's app says again and again where it is: what it said while Valkey was away is on no map.
        phone.stands_at(PICKUP)
        jobs = phone.says("GET", "/pilots/jobs/available")["jobs"]
        return order_id in [job["order_id"] for job in jobs]

    return look
