"""What the home page shows beside the trip: orders under way, and where we work."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.config import settings
from porter.core.language import here
from porter.services import orders, zones
from porter.services.orders import OrderCard
from porter.state.customer.words import drawing_of
from porter.state.hub import Message, hub
from porter.state.session import CustomerOnly

CLOSED = "#B42318"
OPEN = "#FFB020"


class HomeState(CustomerOnly, rx.State):
    """Orders under way, live."""

    active: list[dict[str, Any]] = []
    areas: dict[str, Any] = {}
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Read them, and watch each for changes."""
        await self._read()
        for order in self.active:
            await hub.watch_events(f"order:{order['id']}", self.router.session.client_token, _changed)
        self.loaded = True

    @rx.event
    async def refresh(self) -> None:
        """One of them changed."""
        await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        async with db.reading() as session:
            cards = await orders.active(session, actor)
            if not self.areas:
                self.areas = _coloured(await zones.zones_geojson(session, settings().default_city))
        self.active = [card_of(card) for card in cards]


def card_of(card: OrderCard) -> dict[str, Any]:
    """An order as the cards of the screens want it."""
    drop = card.drop_address
    if card.drops > 1:
        drop = here("{place} and {count} more", place=drop, count=card.drops - 1)
    return {
        "id": str(card.id),
        "href": f"/orders/{card.id}",
        "number": card.number,
        "status": card.status.value,
        "status_label": card.status_text,
        "headline": card.headline,
        "vehicle_class": drawing_of(card.vehicle_code),
        "vehicle_name": card.vehicle_name,
        "pickup_title": card.pickup_address,
        "drop_title": drop,
        "total_text": card.total_text,
        "created_at": card.created_at.isoformat(),
    }


def _coloured(areas: dict[str, Any]) -> dict[str, Any]:
    for feature in areas["features"]:
        closed = feature["properties"]["kind"] == "no_service"
        feature["properties"] |= {"color": CLOSED if closed else OPEN, "opacity": 0.2 if closed else 0.06}
    return areas


def _changed(_message: Message) -> Any:
    return HomeState.refresh
