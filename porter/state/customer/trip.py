"""The trip that is being put together on the home page, and which step of it the sheet shows."""

from typing import Any

import reflex as rx

from porter.services.places import PlaceView
from porter.state.customer import draft as drafts
from porter.state.customer.draft import Draft
from porter.state.customer.home_city import rules_for
from porter.state.customer.words import stop_marker, texts
from porter.state.session import CustomerOnly

SNAPS = {"start": "half", "search": "full", "pin": "peek", "trip": "half", "class": "full"}
BACK = {"search": "start", "pin": "search", "trip": "start", "class": "trip"}


class TripState(CustomerOnly, rx.State):
    """Stops in their order. What was typed also stays in the tab itself, so that no crash of ours can lose it."""

    step: str = "start"
    snap: str = "half"
    editing: str = ""
    editing_pickup: bool = False
    stops: list[dict[str, Any]] = []
    markers: list[dict[str, Any]] = []
    fit_key: str = ""
    complete: bool = False
    may_add: bool = False
    _most_stops: int = 2
    _drags: int = 0
    kept: str = rx.SessionStorage("", name="porter_trip")

    @rx.event
    async def load(self) -> None:
        """The page opens: go on where this tab was."""
        self._most_stops = (await rules_for(self._draft())).rules.max_stops
        self._keep(self._draft())
        if self.step in ("search", "pin") and not self.editing:
            self._show("start")

    @rx.event
    async def back(self) -> None:
        """One step back; nothing is lost."""
        to = "trip" if self.step == "search" and self.complete else BACK.get(self.step, "start")
        self._show(to)

    @rx.event
    async def edit(self, key: str) -> None:
        """Choose the place of a stop; without a key, the first drop."""
        self._edit(str(key)[:64] or self._draft().stops[-1].key)

    @rx.event
    async def edit_next(self) -> None:
        """Go on with whatever is still open, else look at the whole trip."""
        self._go_on()

    @rx.event
    async def add_drop(self) -> None:
        """One more drop."""
        draft = self._draft()
        self._most_stops = (await rules_for(draft)).rules.max_stops
        draft, key = drafts.add_drop(draft, self._most_stops)
        self._keep(draft)
        if key:
            self._edit(key)

    @rx.event
    async def remove(self, key: str) -> None:
        """One stop less."""
        self._keep(drafts.remove(self._draft(), str(key)[:64]))

    @rx.event
    async def reorder(self, keys: list[str]) -> None:
        """The stops in another order."""
        self._keep(drafts.reorder(self._draft(), texts(keys, len(self.stops))))

    @rx.event
    async def snapped(self, snap: str) -> None:
        """The sheet was dragged."""
        self.snap = snap if snap in ("peek", "half", "full") else "half"

    def _draft(self) -> Draft:
        return drafts.restored(self.kept) or drafts.empty()

    def _keep(self, draft: Draft) -> None:
        self.kept = draft.model_dump_json()
        self.stops = [drafts.row(stop, place) for place, stop in enumerate(draft.stops)]
        self.complete = draft.complete
        self.may_add = len(draft.stops) < self._most_stops and draft.complete
        self._mark(draft)
        self.fit_key = "|".join(f"{mark['lat']},{mark['lng']}" for mark in self.markers)

    def _mark(self, draft: Draft) -> None:
        """The stops on the map; while the whole trip is looked at, each can be dragged.

        A marker that was dragged stays where the hand left it until its row changes: the count of drags sends it back.
        """
        total, handle = len(draft.stops), {"draggable": self.step == "trip", "drags": self._drags}
        self.markers = [
            stop_marker(stop.model_dump(), place, total) | {"id": stop.key} | handle
            for place, stop in enumerate(draft.stops)
            if stop.filled
        ]

    def _put_back(self) -> None:
        self._drags += 1
        self._mark(self._draft())

    def _put(self, place: PlaceView) -> None:
        draft = self._draft()
        key = self.editing or draft.stops[-1].key
        self._keep(drafts.put(draft, key, place))
        self.editing = ""
        self._go_on()

    def _prefill(self, pickup: PlaceView) -> None:
        draft = self._draft()
        self._keep(drafts.put(draft, draft.stops[0].key, pickup))

    def _start_with(self, draft: Draft) -> None:
        self._keep(draft)
        self._go_on()

    def _go_on(self) -> None:
        still_open = self._draft().first_empty
        self._edit(still_open) if still_open else self._show("trip")

    def _edit(self, key: str) -> None:
        draft = self._draft()
        known = [stop.key for stop in draft.stops]
        self.editing = key if key in known else known[-1]
        self.editing_pickup = self.editing == known[0]
        self._show("search")

    def _show(self, step: str) -> None:
        self.step = step
        self.snap = SNAPS[step]
        self._mark(self._draft())
