"""People who act only through the public API, so that a journey reads as what they do and see."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from httpx import AsyncClient, Response

from porter.core import clock, db
from porter.services import accounts
from porter.tasks.drain import drain
from tests import booking
from tests.people import ASHA, MEERA, RAVI, Person, actor, person, signed_in

KORAMANGALA = {"lat": 12.9349, "lng": 77.6189, "address": "Koramangala 5th Block"}
INDIRANAGAR = {"lat": 12.9719, "lng": 77.6412, "address": "100 Feet Road, Indiranagar"}
DOMLUR = {"lat": 12.9609, "lng": 77.6387, "address": "Domlur"}
SUNIL = person("Sunil", "+919000000102", RAVI.audience)

_numbers = count(1)

Json = dict[str, Any]


@dataclass
class Customer:
    """Somebody who has something to be moved."""

    api: AsyncClient

    async def asks_price(self, *stops: Json, code: str = "mini_truck") -> Json:
        """The quote of one class."""
        found = done(
            await self.api.post("/api/v1/orders/estimate", json={"stops": stops or (KORAMANGALA, INDIRANAGAR)})
        )
        quotes: list[Json] = found["estimate"]["available_vehicles"]
        return next(one for one in quotes if one["vehicle_type"] == code)

    async def books(self, *stops: Json) -> str:
        """The id of an order that is looking for a driver."""
        quote = await self.asks_price(*stops)
        order = done(await self.api.post("/api/v1/orders", json={"quote_id": quote["quote_id"]}), 201)["order"]
        await drain()
        return str(order["id"])

    async def sees(self, order_id: str) -> Json:
        """The order on the screen."""
        order: Json = done(await self.api.get(f"/api/v1/orders/{order_id}"))["order"]
        return order

    async def reads(self) -> list[str]:
        """The titles in the inbox, newest first."""
        return [one["title"] for one in done(await self.api.get("/api/v1/notifications"))["notifications"]]

    async def sees_fee(self, order_id: str) -> Json:
        """What cancelling would cost."""
        fee: Json = done(await self.api.get(f"/api/v1/orders/{order_id}/cancellation-preview"))["cancellation"]
        return fee

    async def cancels(self, order_id: str, fee: Json) -> Json:
        """For the fee that was shown."""
        body = {"reason": "Plans changed", "expected_fee": fee["fee"]}
        order: Json = done(await self.api.put(f"/api/v1/orders/{order_id}/cancel", json=body))["order"]
        await drain()
        return order

    async def raises(self, order_id: str, rupees: int) -> None:
        """Offers the driver more."""
        done(await self.api.post(f"/api/v1/orders/{order_id}/raise-offer", json={"add": rupees}))
        await drain()


@dataclass
class Driver:
    """Somebody with a mini truck."""

    api: AsyncClient
    id: str = ""

    async def is_hired(self, by: AsyncClient) -> None:
        """Registers, and operations approve."""
        number = next(_numbers)
        vehicle = {"class_code": "mini_truck", "plate": f"KA 05 AB {1000 + number}", "make": "Tata", "model": "Ace"}
        form = {"name": "", "birth_year": 1990, "licence_number": f"KA05201900{number:05}", "vehicle": vehicle}
        profile = done(await self.api.get("/api/v1/users/profile"))["user"]
        pilot = done(await self.api.post("/api/v1/pilots/register", json=form | {"name": profile["name"]}), 201)[
            "pilot"
        ]
        self.id = str(pilot["id"])
        done(await by.put(f"/api/v1/admin/pilots/{self.id}/verify", json={"approve": True}))

    async def waits_at(self, place: Json) -> None:
        """Online, with a fresh position."""
        await self.goes_online(True)
        await self.is_at(place)

    async def goes_online(self, online: bool) -> None:
        """The switch."""
        done(await self.api.put("/api/v1/pilots/online-status", json={"online": online}))
        await drain()

    async def is_at(self, place: Json) -> None:
        """The phone says where."""
        fix = {"lat": place["lat"], "lng": place["lng"], "accuracy_m": 5, "at": clock.now().isoformat()}
        body = {"batch_id": f"journey-{next(_numbers)}", "fixes": [fix]}
        assert done(await self.api.post("/api/v1/pilots/location", json=body))["location"]["accepted"] == 1

    async def offers(self) -> list[str]:
        """The orders that this driver is asked to take."""
        found: list[Json] = done(await self.api.get("/api/v1/pilots/jobs/available"))["jobs"]
        return [str(one["order_id"]) for one in found]

    async def tries_to_accept(self, order_id: str) -> Response:
        """The large button."""
        answer = await self.api.put(f"/api/v1/pilots/jobs/{order_id}/accept")
        await drain()
        return answer

    async def accepts(self, order_id: str) -> Json:
        """And gets it."""
        job: Json = done(await self.tries_to_accept(order_id))["job"]
        return job

    async def declines(self, order_id: str, reason: str = "Too far") -> None:
        """The small button."""
        done(await self.api.put(f"/api/v1/pilots/jobs/{order_id}/decline", json={"reason": reason}))
        await drain()

    async def gives_back(self, order_id: str, reason: str = "Flat tyre") -> None:
        """Somebody else has to go."""
        done(await self.api.put(f"/api/v1/pilots/jobs/{order_id}/give-back", json={"reason": reason}))
        await drain()

    async def sees_job(self) -> Json | None:
        """The job in hand."""
        job: Json | None = done(await self.api.get("/api/v1/pilots/jobs/current"))["job"]
        return job

    async def tries(self, order_id: str, action: str, stop: Json | None = None, **more: Any) -> Response:
        """One step, standing at the stop."""
        where = {"stop_id": stop["id"], "lat": stop["lat"], "lng": stop["lng"], "accuracy_m": 5} if stop else {}
        body = {"action": action, "device_time": clock.now().isoformat(), **where, **more}
        answer = await self.api.put(f"/api/v1/pilots/jobs/{order_id}/status", json=body)
        await drain()
        return answer

    async def does(self, order_id: str, action: str, stop: Json | None = None, **more: Any) -> Json:
        """One step that works."""
        job: Json = done(await self.tries(order_id, action, stop, **more))["job"]
        return job


@dataclass
class Operations:
    """Somebody who runs the city."""

    api: AsyncClient

    async def sees(self, order_id: str) -> Json:
        """The order's panel."""
        order: Json = done(await self.api.get(f"/api/v1/admin/orders/{order_id}"))["order"]
        return order

    async def reads_timeline(self, order_id: str) -> list[str]:
        """What happened, by name."""
        return [entry["event"] for entry in (await self.sees(order_id))["timeline"]]

    async def traces(self, order_id: str) -> Json:
        """Who was considered, and why not."""
        trace: Json = done(await self.api.get(f"/api/v1/admin/orders/{order_id}/trace"))["trace"]
        return trace

    async def suspends(self, driver: Driver) -> None:
        """Over the domain's door: the way in REST comes with the staff API."""
        async with db.transaction() as session:
            await accounts.suspend(session, await actor(MEERA), UUID(driver.id), "Papers have ended")
        await drain()

    async def assigns(self, order_id: str, driver: Driver, verb: str = "assign") -> None:
        """By hand."""
        body = {"driver_id": driver.id, "reason": "The customer is waiting"}
        done(await self.api.post(f"/api/v1/admin/orders/{order_id}/{verb}", json=body))
        await drain()


@dataclass
class City:
    """Asha, two drivers and Meera, in the demo city."""

    asha: Customer
    ravi: Driver
    sunil: Driver
    meera: Operations


@asynccontextmanager
async def demo_city() -> AsyncIterator[City]:
    """Everybody has signed in; the drivers are approved and offline."""
    await booking.demo_city()
    async with AsyncExitStack() as stack:

        async def api(who: Person) -> AsyncClient:
            return await stack.enter_async_context(signed_in(who))

        city = City(
            Customer(await api(ASHA)), Driver(await api(RAVI)), Driver(await api(SUNIL)), Operations(await api(MEERA))
        )
        await city.ravi.is_hired(city.meera.api)
        await city.sunil.is_hired(city.meera.api)
        await drain()
        yield city


def done(answer: Response, status: int = 200) -> Json:
    """What was answered when it worked."""
    assert answer.status_code == status, answer.text
    told: Json = answer.json()
    return told
