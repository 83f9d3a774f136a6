"""Places: found by name, by a pin, or among those that a person has used before."""

from porter.services.places.find import at, new_search, of_id, search
from porter.services.places.recent import recent
from porter.services.places.views import PlaceView, SuggestionView, rest_of, short_name

__all__ = ["PlaceView", "SuggestionView", "at", "new_search", "of_id", "recent", "rest_of", "search", "short_name"]
