"""Places as people see them."""

from porter.core.views import View


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
