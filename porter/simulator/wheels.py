"""Where a driver is: moving, standing, and telling Porter in batches, as a phone does with good and bad network."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from porter.core import clock
from porter.core.geo import Point
from porter.simulator.api import Down, Refusal
from porter.simulator.options import FASTEST_KMH, Tempo
from porter.simulator.person import Person
from porter.simulator.ride import Ride

MOST_KEPT_FIXES = 150
LONGEST_STEP = 4
"""A machine that slept does not make vehicles jump: so many fixes' worth of way at most."""
ACCURACY_M = 5


class Wheels:
    """A vehicle on the map."""

    def __init__(self, person: Person, tempo: Tempo, at: Point) -> None:
        self.at = at
        self.driven_m = 0.0
        self._person = person
        self._tempo = tempo
        self._fixes: deque[dict[str, Any]] = deque(maxlen=MOST_KEPT_FIXES)
        self._sent_at = 0.0
        self._retry_at = 0.0

    async def drive(self, line: Sequence[Point], kmh: float, report_every_s: float, news: asyncio.Event) -> bool:
        """Follow a line to its end; True when there, False when news came on the way."""
        ride, driven_m = Ride.along(line), 0.0
        before = time.monotonic()
        while driven_m < ride.length_m:
            if await heard(news, self._tempo.fix_every_s):
                return False
            now = time.monotonic()
            step_m = min(now - before, LONGEST_STEP * self._tempo.fix_every_s) * kmh / 3.6
            step_m, before = min(step_m, ride.length_m - driven_m), now
            driven_m += step_m
            self.driven_m += step_m
            self.at = ride.at(driven_m)
            self._note(ride.heading_deg(driven_m), kmh)
            await self._report(report_every_s)
        return True

    async def stand(self, seconds: float, report_every_s: float, news: asyncio.Event) -> bool:
        """Stay for so long; True when the time is over, False when news came."""
        ends = time.monotonic() + seconds
        while (left_s := ends - time.monotonic()) > 0:
            # What could not be sent is not kept for a whole turn: a place that is a minute old finds no offers.
            pause_s = self._tempo.fix_every_s if self._fixes else report_every_s
            if await heard(news, min(left_s, pause_s)):
                return False
            if self._fixes or time.monotonic() - self._sent_at >= report_every_s * 0.9:
                await self.tell()
        return True

    async def tell(self) -> None:
        """Report the place of now."""
        self._note(None, 0)
        await self._report(0)

    def _note(self, heading: float | None, kmh: float) -> None:
        fix: dict[str, Any] = {"lat": round(self.at.lat, 6), "lng": round(self.at.lng, 6), "at": _instant()}
        fix |= {"speed_kmh": round(min(kmh, FASTEST_KMH), 1), "accuracy_m": ACCURACY_M}
        self._fixes.append(fix if heading is None else fix | {"heading": round(heading, 1)})

    async def _report(self, every_s: float) -> None:
        now = time.monotonic()
        if now < max(self._sent_at + every_s * 0.9, self._retry_at):
            return
        batch = {"batch_id": uuid4().hex, "fixes": list(self._fixes), "sent_at": _instant()}
        try:
            await self._person.post_once("/pilots/location", batch)
        except Down as down:
            # Fixes stay until there is network again; what a lost answer repeats has its time already and is dropped.
            self._retry_at = now + max(down.wait_s, self._tempo.fix_every_s)
            return
        except Refusal:
            self._fixes.clear()
            raise
        self._fixes.clear()
        self._sent_at = now


async def heard(news: asyncio.Event, within_s: float) -> bool:
    """Whether there are news within so many seconds; returns as soon as there are."""
    try:
        await asyncio.wait_for(news.wait(), within_s)
    except TimeoutError:
        return False
    return True


def _instant() -> str:
    return clock.now().isoformat()
