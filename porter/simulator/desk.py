"""The demo city's operator: sees the fleet and the dispatch trace, so that simulated drivers know when to step back."""

from typing import Any

from porter.core.geo import Point
from porter.simulator.api import Refusal
from porter.simulator.names import DEMO_DRIVER_PHONE
from porter.simulator.person import Person
from porter.simulator.temper import DemoDriver, Reply, reply_to_person

EVERYBODY = ("idle", "on_trip", "offline")


class Desk:
    """Questions to operations. Where the operator's public password has been changed, nobody answers them."""

    def __init__(self, operator: Person) -> None:
        self._operator = operator

    async def last_places(self) -> dict[str, Point]:
        """Where drivers were seen last, by their id."""
        rows = await self._drivers(status=EVERYBODY)
        return {row["id"]: at for row in rows if (at := _place(row))}

    async def reply(self, offer: dict[str, Any]) -> Reply:
        """What to say to an offer of a person's order."""
        demo_driver = await self._demo_driver()
        if demo_driver is None or not demo_driver.is_free:
            return Reply.TAKE
        return reply_to_person(offer, demo_driver, await self._rounds(offer["order_id"]))

    async def _demo_driver(self) -> DemoDriver | None:
        rows = await self._drivers(q=DEMO_DRIVER_PHONE)
        if not rows:
            return None
        row = rows[0]
        is_free = row["status"] == "idle" and not row["stale"]
        return DemoDriver(row["id"], is_free, row["class_name"], _place(row))

    async def _drivers(self, **params: Any) -> list[dict[str, Any]]:
        try:
            answer = await self._operator.get("/admin/fleet", **params)
        except Refusal:
            return []
        found: list[dict[str, Any]] = answer["drivers"]
        return found

    async def _rounds(self, order_id: str) -> list[dict[str, Any]]:
        try:
            answer = await self._operator.get(f"/admin/orders/{order_id}/trace")
        except Refusal:
            return []
        rounds: list[dict[str, Any]] = answer["trace"]["rounds"]
        return sorted(rounds, key=lambda row: (row["search"], row["number"]))


def _place(row: dict[str, Any]) -> Point | None:
    return None if row["lat"] is None else Point(row["lat"], row["lng"])
