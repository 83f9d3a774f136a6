"""The job in hand. Its steps go by REST from the phone's own queue; this state loads what they led to."""

from typing import Any
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import Conflict, NotFound
from porter.core.language import here, msg
from porter.services import drivers, matching, tracking, trips
from porter.services.accounts import Actor
from porter.services.tracking import TrackingView
from porter.services.trips import JobView
from porter.state.driver.device import DeviceState
from porter.state.driver.home import HomeState
from porter.state.driver.position import PositionState, drawn_as
from porter.state.hub import hub
from porter.state.notices import NoticeState
from porter.state.session import DriverOnly

NEAR_M = 300
"""Positions come more often from here on."""

Marker = dict[str, Any]


class TripState(DriverOnly, rx.State):
    """One job, its way on the map, and afterwards what it brought."""

    job: dict[str, Any] = {}
    order_id: str = ""
    loaded: bool = False
    markers: list[Marker] = []
    fit: list[Marker] = []
    fit_key: str = ""
    route: str = ""
    target: dict[str, Any] | None = None
    summary: dict[str, Any] = {}
    settled: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the job in hand, or none. Raises Unauthenticated."""
        self.summary, self.settled = {}, False
        await self._look(await self._actor())
        self.loaded = True

    @rx.event
    async def look(self) -> Any:
        """The job has changed: show how it is now, or what it brought. Raises Unauthenticated."""
        actor, before = await self._actor(), self.order_id
        await self._look(actor)
        if before and before != self.order_id:
            return await self._close(actor, before)
        return None

    @rx.event
    async def find_way(self) -> None:
        """Look again at the way to the next stop, and at the meter while one runs. Raises Unauthenticated."""
        actor = await self._actor()
        if self.order_id and self.job.get("waiting"):
            await self._read_meter(actor)
        if self.order_id:
            await self._show_way(actor, self.order_id)

    @rx.event
    async def taken_away(self, order_id: str) -> Any:
        """The order was cancelled, or went to somebody else. Raises Unauthenticated."""
        actor = await self._actor()
        if str(order_id) != self.order_id:
            return None
        await self._look(actor)
        return NoticeState.tell("warn", msg("This order was cancelled. Your next job will come to you."))

    @rx.event
    async def give_back(self, reason: str) -> Any:
        """Give the job back before the pickup. Raises Unauthenticated, and what the domain refuses."""
        actor = await self._actor()
        if not self.order_id:
            return None
        async with db.transaction() as session:
            await matching.drop_out(session, actor, UUID(self.order_id), str(reason)[:200])
        await self._look(actor)
        return NoticeState.tell("info", msg("You gave the job back. Your next job will come to you."))

    @rx.event
    def close_summary(self) -> None:
        """Back to the home screen."""
        self.summary, self.settled = {}, False

    async def _look(self, actor: Actor) -> None:
        async with db.reading() as session:
            job = await trips.current(session, actor)
            driver = await drivers.profile(session, actor)
        device = await self.get_state(DeviceState)
        device.on_trip, device.active = job is not None, driver.is_online or job is not None
        if job is None:
            self._clear()
            return
        class_code = driver.vehicle.class_code if driver.vehicle else ""
        await hub.watch(f"drv:{actor.id}", self.router.session.client_token, drawn_as(class_code, actor.language))
        self._show(job)
        await self._show_way(actor, self.order_id, class_code)

    async def _read_meter(self, actor: Actor) -> None:
        async with db.reading() as session:
            job = await trips.current(session, actor)
        if job is not None and str(job.order_id) == self.order_id and job.plain() != self.job:
            self._show(job)

    def _show(self, job: JobView) -> None:
        self.job, self.order_id = job.plain(), str(job.order_id)
        self.markers = [_marker(stop) for stop in self.job["stops"] if stop["status"] in ("pending", "arrived")]
        self.target = _point(self.job["next_stop"])

    async def _show_way(self, actor: Actor, order_id: str, class_code: str = "") -> None:
        seen = await tracking.view(actor, UUID(order_id))
        position = await self.get_state(PositionState)
        kind = class_code or (position.me[0]["kind"] if position.me else "")
        position._fill(seen, kind)  # noqa: SLF001 - a public name would be an event that any browser can call
        self.route = seen.polyline
        self._frame(seen)
        device = await self.get_state(DeviceState)
        device.near_stop = seen.distance_left_m is not None and seen.distance_left_m < NEAR_M

    def _frame(self, seen: TrackingView) -> None:
        driver = [{"lat": seen.lat, "lng": seen.lng}] if seen.lat is not None else []
        ahead = [self.target] if self.target else []
        step = self.job.get("step", "")
        key = f"{self.order_id}:{seen.next_stop_sequence}:{step}:{bool(driver)}:{len(self.route) > 0}"
        if key != self.fit_key:
            self.fit_key, self.fit = key, [*driver, *ahead]

    async def _close(self, actor: Actor, order_id: str) -> Any:
        """The job left the hands: delivered (what it brought), or taken (say so)."""
        async with db.reading() as session:
            try:
                done = await trips.job(session, actor, UUID(order_id))
            except (NotFound, Conflict) as ended:
                return NoticeState.tell("warn", ended.message)
            earned = await trips.earnings(session, actor, "today")
        row = next((row for row in earned.trips if str(row.order_id) == order_id), None)
        self.summary = _summary(done, row.plain() if row else None)
        self.settled = True
        return HomeState.load

    def _clear(self) -> None:
        self.job, self.order_id, self.markers, self.fit, self.fit_key = {}, "", [], [], ""
        self.route, self.target = "", None


def _marker(stop: dict[str, Any]) -> Marker:
    title = here("Pickup") if stop["kind"] == "pickup" else here("Drop {number}", number=stop["sequence"])
    return {"id": stop["id"], "kind": stop["kind"], "title": title, "lat": stop["lat"], "lng": stop["lng"]}


def _point(stop: dict[str, Any] | None) -> dict[str, Any] | None:
    return {"id": stop["id"], "lat": stop["lat"], "lng": stop["lng"]} if stop else None


def _summary(job: JobView, row: dict[str, Any] | None) -> dict[str, Any]:
    delivered = job.status == "delivered"
    return {
        "title": msg("Delivered") if delivered else msg("The goods are back"),
        "number": job.number,
        "net_text": row["net_text"] if row else "",
        "cash_text": row["cash_text"] if row else "",
        "lines": row["lines"] if row else [],
    }
