"""What can go wrong with drivers and vehicles, in their words."""

from porter.core.errors import Conflict, NotFound, Refused


class NotRegistered(NotFound):
    """The account has no driver yet."""

    code = "not_registered"
    default_message = "Please finish your registration first."


class AlreadyRegistered(Conflict):
    """The account is a driver already."""

    code = "already_registered"
    default_message = "You have registered already. You can change your details in your profile."


class TooYoung(Refused):
    """Younger than the city allows."""

    code = "too_young"
    default_message = "You are too young to drive with us in this city."


class LicenceTaken(Conflict):
    """Another driver has this licence."""

    code = "licence_taken"
    default_message = "This licence number is registered already. Please check it, or ask support."


class LicenceLocked(Refused):
    """An approved licence is changed by operations only."""

    code = "licence_locked"
    default_message = "Your licence has been approved. To change it, please ask support."


class UnknownClass(Refused):
    """There is no such vehicle class, or it is not offered."""

    code = "unknown_vehicle_class"
    default_message = "We do not know this kind of vehicle. Please choose one from the list."


class UnknownCity(Refused):
    """Porter is not in this city."""

    code = "unknown_city"
    default_message = "We are not in this city yet."


class PlateTaken(Conflict):
    """The plate belongs to a vehicle that is registered already."""

    code = "plate_taken"
    default_message = "A vehicle with this number plate is registered already. Please check it, or ask support."


class CannotGoOnline(Refused):
    """Something stands in the way of taking offers; the message says what."""

    code = "cannot_go_online"
    default_message = "You cannot go online yet."


class BusyOnTrip(Conflict):
    """Not while a job is open."""

    code = "busy_on_trip"
    default_message = "Please finish your present job first."
