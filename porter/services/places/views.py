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
    return ", ".join(_named(_parts(address)))


def rest_of(address: str) -> str:
    """What an address says beyond its short name."""
    parts = _parts(address)
    return ", ".join(parts[len(_named(parts)) :])


def _parts(address: str) -> list[str]:
    """The parts of an address, each once: maps like to say "Basavanagudi, Basavanagudi"."""
    parts = (part.strip() for part in address.split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _named(parts: list[str]) -> list[str]:
    for count in range(1, len(parts)):
        if len(", ".join(parts[:count])) >= SHORTEST_NAME:
            return parts[:count]
    return parts
