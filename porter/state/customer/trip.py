"""The trip that is being put together on the home page, and which step of it the sheet shows."""

from typing import Any

import reflex as rx

from porter.core.language import msg
from porter.services.places import PlaceView
from porter.state.customer import draft as drafts
from porter.state.customer.draft import Draft
from porter.state.customer.home_city import rules_for
from porter.state.customer.words import stop_marker, texts
from porter.state.session import CustomerOnly

SNAPS = {"start": "half", "search": "full", "pin": "peek", "trip": "half", "class": "full"}
BACK = {"search": "start", "pin": "search", "trip": "start", "class": "trip"}
DEPTH = {"start": 0, "search": 1, "pin": 2, "trip": 1, "class": 2}
"""How many times Back leads to the start; the search of a complete trip lies above that trip."""


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
    depth: int = 0
    trouble: str = ""
    """What is wrong with the places as they stand."""
    _blamed: str = ""
    _most_stops: int = 2
    _same_m: int = 30
    _drags: int = 0
    kept: str = rx.SessionStorage("", name="porter_trip")

    @rx.event
    async def load(self) -> None:
        """The page opens: go on where this tab was."""
        rules, _ = await rules_for(self._draft())
        self._most_stops, self._same_m = rules.max_stops, rules.same_place_m
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
        self.complete = draft.complete
        self.may_add = len(draft.stops) < self._most_stops and draft.complete
        self._mark(draft)
        where = "|".join(f"{mark['lat']},{mark['lng']}" for mark in self.markers)
        self._blamed = self._blamed if where == self.fit_key else ""
        self.fit_key = where
        self._list(draft)

    def _list(self, draft: Draft) -> None:
        """The stops as rows; one that cannot stay where it is says so."""
        same = drafts.twice(draft, self._same_m)
        wrong = {self._blamed: msg("Please choose another place here"), same: msg("The same place as the stop before")}
        self.stops = [
            drafts.row(stop, place, wrong.get(stop.key, "") if stop.filled else "")
            for place, stop in enumerate(draft.stops)
        ]
        self.trouble = _said(same, len(draft.stops))

    def _blame(self, place: int) -> None:
        """A refusal named this stop."""
        draft = self._draft()
        if 0 <= place < len(draft.stops):
            self._blamed = draft.stops[place].key
            self._list(draft)

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

    def _number(self) -> int:
        """The place in the trip of the stop that is being chosen."""
        keys = [stop.key for stop in self._draft().stops]
        return keys.index(self.editing) if self.editing in keys else len(keys) - 1

    def _put(self, place: PlaceView) -> None:
        draft = self._draft()
        key = draft.stops[self._number()].key
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
        self.depth = DEPTH[step] + (1 if step in ("search", "pin") and self.complete else 0)
        self._mark(self._draft())


def _said(same: str, stops: int) -> str:
    if not same:
        return ""
    if stops == 2:
        return msg("Pickup and drop are the same place. Please change one of them.")
    return msg("Two stops in a row are the same place. Please change one of them.")
