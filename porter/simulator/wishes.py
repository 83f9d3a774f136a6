"""What simulated customers want carried, from where to where: plausible trips in the demo city."""

import math
import random
from typing import Any

from porter.simulator.streets import Spot, Streets

SECOND_DROP_SHARE = 0.12
PATIENCE_S = 600
"""Nobody chooses a cycle that is half an hour away."""
_LIKED = (5, 3, 2)
"""How often the cheapest, the second and the third cheapest are taken."""

GOODS = (
    ("Documents", "Signed contracts", 1, 10),
    ("Food and groceries", "Two crates of vegetables", 18, 12),
    ("Food and groceries", "Lunch boxes for an office", 12, 8),
    ("Electronics", "A monitor in its box", 8, 8),
    ("Textiles", "Sarees for a shop", 60, 8),
    ("Household goods", "Boxes of books", 120, 10),
    ("Building materials", "Bags of tile adhesive", 300, 6),
    ("Furniture", "A sofa and a table", 180, 10),
    ("Furniture", "Beds and wardrobes of a small flat", 550, 8),
    ("Machine parts", "Pump housings", 900, 4),
    ("Building materials", "Steel profiles", 1800, 3),
)
"""Kind, description, kilograms, how often."""


def estimate_body(streets: Streets, chance: random.Random, contact: str, phone: str) -> dict[str, Any]:
    """The body of `POST /orders/estimate` for a new wish."""
    kind, description, weight_kg, _ = chance.choices(GOODS, [row[3] for row in GOODS])[0]
    places = _places(streets, chance)
    stops = [
        {
            "lat": round(spot.at.lat, 6),
            "lng": round(spot.at.lng, 6),
            "address": spot.address,
            "contact_name": contact,
            "contact_phone": phone,
        }
        for spot in places
    ]
    return {"stops": stops, "goods": {"kind": kind, "description": description, "weight_kg": weight_kg}}


def choose_quote(quotes: list[dict[str, Any]], chance: random.Random) -> dict[str, Any] | None:
    """One of the cheapest classes that fit and are near, else whichever comes first; nothing when none fits."""
    fitting = [quote for quote in quotes if quote["fits"]]
    near = [quote for quote in fitting if quote["pickup_eta_s"] is not None and quote["pickup_eta_s"] <= PATIENCE_S]
    if near:
        cheapest = sorted(near, key=lambda quote: quote["total_minor"])[: len(_LIKED)]
        return chance.choices(cheapest, _LIKED[: len(cheapest)])[0]
    return min(fitting, key=lambda quote: quote["pickup_eta_s"] or math.inf, default=None)


def _places(streets: Streets, chance: random.Random) -> list[Spot]:
    pickup = streets.spot()
    first = streets.spot_near(pickup.at, within_m=6000, at_least_m=1000)
    if chance.random() >= SECOND_DROP_SHARE:
        return [pickup, first]
    second = streets.spot_near(first.at, within_m=3000, at_least_m=500)
    return [pickup, first] if second.name in {pickup.name, first.name} else [pickup, first, second]
