"""A simulated driver: goes online, roams where people are, answers offers, does the jobs."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any

import structlog

from porter.core.geo import Point
from porter.simulator import offers
from porter.simulator.api import Refusal
from porter.simulator.city import City
from porter.simulator.feed import Feed
from porter.simulator.hiring import hired
from porter.simulator.job import Job, Work
from porter.simulator.names import Somebody
from porter.simulator.person import Person
from porter.simulator.temper import LOW_BATTERY_PCT, battery_after
from porter.simulator.wheels import Wheels

log = structlog.get_logger("simulator.driver")

HOME_REACH_M = 3500.0
"""Without a job a driver keeps this near to home, and comes back after one that led away."""
USUAL_KMH = 25.0
REMEMBERED_OFFERS = 30


class Driver:
    """One person behind a wheel; what is true lies in Porter, so that a restart goes on where it was."""

    _tasks: asyncio.TaskGroup
    _wheels: Wheels

    def __init__(self, who: Somebody, person: Person, city: City, url: str | None) -> None:
        self.number = who.number
        self._who = who
        self.is_online = False
        self.job: Job | None = None
        self._person = person
        self._city = city
        self._home = city.streets.spot().at
        self._news = asyncio.Event()
        self._feed = Feed(url, person, self._hear) if url else None
        self._seen: deque[str] = deque(maxlen=REMEMBERED_OFFERS)
        self._charged_pct = city.chance.uniform(50, 100)
        self._charged_at_m = 0.0
        self._range_km: float | None = None
        self._kmh = USUAL_KMH

    async def run(self, last_places: dict[str, Point]) -> None:
        """Drive until cancelled; what Porter refuses is tried again after a rest."""
        me = await self._profile()
        self._wheels = Wheels(self._person, self._city.tempo, last_places.get(me["id"]) or self._home)
        self._take_vehicle(me["vehicle"])
        async with asyncio.TaskGroup() as self._tasks:
            if self._feed:
                self._tasks.create_task(self._feed.run())
            self._tasks.create_task(self._ask_now_and_then())
            while True:
                await self._patiently(self._shift())
                await asyncio.sleep(self._city.tempo.rest_s)

    async def go_home(self) -> None:
        """Stop taking offers; a job in hand waits for the next run."""
        if self.is_online:
            self.is_online = False
            await self._patiently(self._person.put("/pilots/online-status", {"online": False}))

    async def _profile(self) -> dict[str, Any]:
        while True:
            try:
                me = await hired(self._who, self._person, self._city.operator)
            except Refusal as refusal:
                log.warning("refused", driver=self.number, why=str(refusal))
                await asyncio.sleep(self._city.tempo.rest_s)
            else:
                return me

    def _take_vehicle(self, vehicle: dict[str, Any] | None) -> None:
        class_code = vehicle["class_code"] if vehicle else ""
        self._kmh = self._city.tempo.wheels_kmh(self._city.class_kmh.get(class_code, USUAL_KMH))
        self._range_km = vehicle["range_km"] if vehicle else None

    async def _shift(self) -> None:
        work = Work(self._person, self._city, self._wheels, self._kmh)
        await self._wheels.tell()
        self._news.set()
        while True:
            if self._news.is_set():
                await self._look()
            if self.job is not None:
                await self._work(work, self.job)
            elif not self.is_online:
                await self._go_online()
            else:
                await self._be_free()

    async def _look(self) -> None:
        self._news.clear()
        self.job = (await self._person.get("/pilots/jobs/current"))["job"]

    async def _go_online(self) -> None:
        self.is_online = True  # before the answer: whoever is stopped while waiting for it may be online
        try:
            await self._person.put("/pilots/online-status", {"online": True})
        except Refusal:
            self.is_online = False
            raise

    async def _work(self, work: Work, job: Job) -> None:
        try:
            after = await work.step(job, self._news)
        except Refusal as refusal:
            # Cancelled, taken away, or something that only a look can tell.
            log.info("step_refused", driver=self.number, step=job["step"], why=str(refusal))
            await asyncio.sleep(self._city.some(self._city.tempo.first_look_s))
            after = None
        if after is None or after["step"] == "done":
            self._news.set()
        else:
            self.job = after

    async def _be_free(self) -> None:
        tempo, streets, chance = self._city.tempo, self._city.streets, self._city.chance
        if self._needs_power():
            await self._charge()
        elif chance.random() < tempo.parks_share:
            await self._wheels.stand(self._city.some(tempo.parked_s), tempo.report_parked_s, self._news)
        else:
            way = streets.way(self._wheels.at, streets.spot_near(self._home, HOME_REACH_M).at)
            await self._wheels.drive(way, self._kmh, tempo.report_roaming_s, self._news)

    def _needs_power(self) -> bool:
        if not self._range_km:
            return False
        driven_m = self._wheels.driven_m - self._charged_at_m
        return battery_after(self._charged_pct, driven_m, self._range_km) < LOW_BATTERY_PCT

    async def _charge(self) -> None:
        await self._person.put("/pilots/online-status", {"online": False})
        self.is_online = False
        tempo = self._city.tempo
        await self._wheels.stand(self._city.some(tempo.hands(tempo.charging_s)), tempo.report_parked_s, self._news)
        self._charged_pct, self._charged_at_m = 100.0, self._wheels.driven_m

    async def _ask_now_and_then(self) -> None:
        tempo, waited_s = self._city.tempo, 0.0
        while True:
            await asyncio.sleep(tempo.ask_for_offers_s)
            waited_s += tempo.ask_for_offers_s
            hears = self._feed is not None and self._feed.is_open
            if self.is_online and self.job is None and waited_s >= (tempo.ask_while_live_s if hears else 0):
                waited_s = 0.0
                await self._patiently(self._ask())

    async def _ask(self) -> None:
        for offer in (await self._person.get("/pilots/jobs/available"))["jobs"]:
            self._consider(offer)

    def _hear(self, event: str, data: dict[str, Any]) -> None:
        if event == "job:new":
            self._consider(data["offer"])
        elif event == "open":
            self._news.set()
            self._tasks.create_task(self._patiently(self._ask()))
        elif event == "job:cancelled" or (event == "job:updated" and not self._holds(data["order_id"])):
            self._news.set()

    def _holds(self, order_id: str) -> bool:
        return self.job is not None and bool(self.job["order_id"] == order_id)

    def _consider(self, offer: dict[str, Any]) -> None:
        if offer["id"] not in self._seen:
            self._seen.append(offer["id"])
            self._tasks.create_task(self._patiently(self._answer(offer)))

    async def _answer(self, offer: dict[str, Any]) -> None:
        if await offers.answer(offer, self._person, self._city):
            self._news.set()

    async def _patiently(self, doing: Coroutine[Any, Any, Any]) -> None:
        try:
            await doing
        except Refusal as refusal:
            log.warning("refused", driver=self.number, why=str(refusal))
