"""Places as people see them."""

from porter.core.views import View

SHORTEST_NAME = 8


class SuggestionView(View):
    """One line of a search while somebody types."""

    id: str
    title: str
    detail: str
    distance_text: str


class PlaceView(View):
    """A place with its position."""

    title: str
    address: str
    lat: float
    lng: float
    landmark: str = ""
    floor: str = ""
    contact_name: str = ""
    contact_phone: str = ""


def short_name(address: str) -> str:
    """The beginning of an address that is long enough to tell it from others: "12, 5th Cross", "Koramangala 5th Block"."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    name = parts[0] if parts else ""
    for part in parts[1:]:
        if len(name) >= SHORTEST_NAME:
            break
        name = f"{name}, {part}"
    return name
