"""What can be wrong with a place."""

from porter.core.errors import Refused


class OutsideZone(Refused):
    """A stop lies where we do not work; `stop` in `extra` is its place in the list, 0 is the pickup."""

    code = "outside_zone"
    default_message = "We do not work at this place yet. Please choose another one."


class DifferentCity(Refused):
    """The stops lie in two cities."""

    code = "different_city"
    default_message = "All stops must lie in one city. Please choose places in the city of the pickup."
