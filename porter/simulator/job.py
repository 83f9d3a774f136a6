"""The steps of a job, one at a time, as the driver's screen asks for them."""

import asyncio
from typing import Any

from porter.core.geo import Point
from porter.simulator.api import Refusal
from porter.simulator.city import City
from porter.simulator.person import Person
from porter.simulator.photo import picture
from porter.simulator.wheels import Wheels

Job = dict[str, Any]

LOOK_FOR_CODE_S = 5.0


class Work:
    """A driver at work on jobs."""

    def __init__(self, person: Person, city: City, wheels: Wheels, kmh: float) -> None:
        self._person = person
        self._city = city
        self._wheels = wheels
        self._kmh = kmh

    async def step(self, job: Job, news: asyncio.Event) -> Job | None:
        """Do the next thing; the job afterwards, or None when there are news to look at first. Raises Refusal."""
        match job["step"]:
            case "go_to_pickup" | "go_to_drop":
                return await self._reach(job, news, "arrive")
            case "return_goods":
                return await self._reach(job, news, "return_goods")
            case "arrived_pickup":
                return await self._after(self._city.tempo.hands(self._city.tempo.loading_s), job, news, "start_loading")
            case "loading" | "arrived_drop":
                return await self._photograph(job)
            case "pickup_otp" | "drop_otp":
                return await self._hand_over(job, news)
        return None

    async def _reach(self, job: Job, news: asyncio.Event, action: str) -> Job | None:
        stop = Point(job["next_stop"]["lat"], job["next_stop"]["lng"])
        way = self._city.streets.way(self._wheels.at, stop)
        if not await self._wheels.drive(way, self._kmh, self._city.tempo.report_on_job_s, news):
            return None
        await self._wheels.tell()
        return await self._act(job, action, lat=stop.lat, lng=stop.lng, accuracy_m=5)

    async def _after(self, span: tuple[float, float], job: Job, news: asyncio.Event, action: str) -> Job | None:
        if not await self._wait(self._city.some(span), news):
            return None
        return await self._act(job, action)

    async def _photograph(self, job: Job) -> Job:
        order_id, stop_id = job["order_id"], job["next_stop"]["id"]
        await self._person.send(
            f"/pilots/jobs/{order_id}/photos",
            data={"stop_id": stop_id},
            files={"photo": ("goods.png", picture(stop_id))},
        )
        found: Job = (await self._person.get(f"/pilots/jobs/{order_id}"))["job"]
        return found

    async def _hand_over(self, job: Job, news: asyncio.Event) -> Job | None:
        customer = self._city.ordered.get(job["order_id"])
        tempo = self._city.tempo
        pause_s = self._city.some(tempo.hands(tempo.at_the_door_s)) if customer else tempo.person_reads_code_s
        if not await self._wait(pause_s, news):
            return None
        stop_id = job["next_stop"]["id"]
        code = await (
            customer.code_for(job["order_id"], stop_id) if customer else self._asked(job["order_id"], stop_id)
        )
        if code:
            at = self._wheels.at
            return await self._act(job, "hand_over", otp=code, lat=at.lat, lng=at.lng, accuracy_m=5)
        return job if await self._wait(LOOK_FOR_CODE_S, news) else None

    async def _asked(self, order_id: str, stop_id: str) -> str:
        # A person at the screen cannot speak to us at the door: outside production Porter says it in their place.
        path = "/dev/handover-code"
        try:
            code: str = (await self._person.get(path, order_id=order_id, stop_id=stop_id))["code"]
        except Refusal:
            return ""
        return code

    async def _wait(self, seconds: float, news: asyncio.Event) -> bool:
        return await self._wheels.stand(seconds, self._city.tempo.report_roaming_s, news)

    async def _act(self, job: Job, action: str, **more: Any) -> Job:
        body = {"action": action, "stop_id": job["next_stop"]["id"], **more}
        taken: Job = (await self._person.put(f"/pilots/jobs/{job['order_id']}/status", body))["job"]
        return taken
