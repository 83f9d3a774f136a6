"""All drivers on the map, live."""

from datetime import timedelta
from typing import Any

import reflex as rx

from porter.core import clock, db
from porter.core.config import settings
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.models.enums import ServiceType
from porter.services import drivers, vehicles, zones
from porter.services.drivers import FleetDriverView, FleetFilter
from porter.state.hub import hub
from porter.state.session import StaffOnly

STATUSES = ("idle", "on_trip", "offline")


class FleetLiveState(StaffOnly, rx.State):
    """Who has moved since the last second; written only by the hub, merged by the map in the browser."""

    moves: list[dict[str, Any]] = []


def show_moves(messages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The newest position of each driver who moved, rendered once for all tabs."""
    newest = {message["driver_id"]: message for message in messages if "lat" in message}
    moves = [
        {
            "id": driver_id,
            "lat": at["lat"],
            "lng": at["lng"],
            "heading": at["heading"],
            "at": at["at"],
            "status": at["status"],
        }
        for driver_id, at in newest.items()
    ]
    return {FleetLiveState.get_full_name(): {"moves": moves}}


class FleetState(StaffOnly, rx.State):
    """Which drivers are shown, and who is picked."""

    drivers: list[dict[str, Any]] = []
    zones: dict[str, Any] = {}
    classes: list[tuple[str, str]] = []
    status: list[str] = ["idle", "on_trip"]
    class_code: str = ""
    zone_choices: list[tuple[str, str]] = []
    zone_id: str = ""
    text: str = ""
    picked_id: str = ""
    picked: dict[str, Any] = {}
    loaded: bool = False
    error: str = ""

    @rx.event
    async def load(self) -> None:
        """Everybody on the map, and from now on live."""
        token = self.router.session.client_token
        if asked := str(self.router.url.query_parameters.get("driver", "")):
            self.picked_id = asked[:40]
        await self._read()
        await hub.watch_batched("ops", token, show_moves)
        await hub.watch_paced("ops:orders", token, FleetState.refresh)
        await hub.watch_paced("ops", token, FleetState.refresh, kind="driver:status")

    @rx.event
    async def refresh(self) -> None:
        """States and names anew; positions come by themselves."""
        await self._read()

    @rx.event
    async def narrow(self, kind: str, value: str) -> None:
        """Change a filter: `status` toggles, `class`, `zone` and `text` are set."""
        chosen = str(value).replace("\x00", "")[:60]
        if kind == "status" and chosen in STATUSES:
            kept = {*self.status} ^ {chosen}
            self.status = [one for one in STATUSES if one in kept] or list(STATUSES[:2])
        elif kind == "class":
            self.class_code = chosen
        elif kind == "zone":
            self.zone_id = chosen
        elif kind == "text":
            self.text = chosen
        await self._read()

    @rx.event
    def pick(self, driver_id: str) -> None:
        """Choose a driver in the list."""
        self._pick("" if driver_id == self.picked_id else str(driver_id)[:40])

    @rx.event
    def pick_on_map(self, marker: dict[str, Any]) -> None:
        """Choose a driver on the map."""
        self._pick(str(marker.get("id", ""))[:40])

    @rx.event
    def let_go(self) -> None:
        """Nobody is chosen."""
        self._pick("")

    def _pick(self, driver_id: str) -> None:
        self.picked = next((one for one in self.drivers if one["id"] == driver_id), {})
        self.picked_id = driver_id if self.picked else ""

    async def _read(self) -> None:
        actor = await self._actor()
        city_code = settings().default_city
        try:
            wanted = self._wanted(city_code)
            async with db.reading() as session:
                found = await drivers.fleet(session, actor, wanted)
                await self._surroundings(session, city_code)
        except PorterError as refusal:
            self.error = refusal.message
            return
        self.drivers = [one.plain() | {"seen_at": _seen_at(one)} for one in found]
        self.error, self.loaded = "", True
        self._pick(self.picked_id)

    def _wanted(self, city_code: str) -> FleetFilter:
        return FleetFilter(
            city_code=city_code,
            status=tuple(self.status),  # type: ignore[arg-type]
            class_code=(self.class_code,) if self.class_code else (),
            zone_id=claimed_id(self.zone_id, "We could not find this zone.") if self.zone_id else None,
            text=self.text,
        )

    async def _surroundings(self, session: Any, city_code: str) -> None:
        if self.classes:
            return
        known = await vehicles.classes(session, ServiceType.GOODS)
        self.classes = [("", "All vehicles"), *((one.code, one.name) for one in known)]
        outlines = await zones.zones_geojson(session, city_code)
        self.zones = _outlined(outlines)
        named = ((one["id"], one["properties"]["name"]) for one in outlines["features"])
        self.zone_choices = [("", "All zones"), *named]


def _seen_at(driver: FleetDriverView) -> str:
    return "" if driver.fix_age_s is None else (clock.now() - timedelta(seconds=driver.fix_age_s)).isoformat()


def _outlined(collection: dict[str, Any]) -> dict[str, Any]:
    """Zones as lines: their tint would lie over every street."""
    features = [feature | {"properties": feature["properties"] | {"opacity": 0}} for feature in collection["features"]]
    return collection | {"features": features}
