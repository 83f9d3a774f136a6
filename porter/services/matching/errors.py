"""What can be wrong when a driver answers or an order is given to somebody."""

from porter.core.errors import Conflict, Gone, Refused
from porter.services.orders import DriverBusy

__all__ = ["CannotTake", "DriverBusy", "OfferAnswered", "OfferExpired", "OfferTaken", "OfferWithdrawn"]


class OfferTaken(Conflict):
    """Another driver was faster."""

    code = "offer_taken"
    default_message = "Another driver has taken this job. The next one will come to you."


class OfferExpired(Gone):
    """The answer came after the end of the offer."""

    code = "offer_expired"
    default_message = "This offer has ended. The next one will come to you."


class OfferWithdrawn(Gone):
    """The customer cancelled, or operations gave the order to somebody."""

    code = "offer_withdrawn"
    default_message = "This job is no longer there. The next one will come to you."


class OfferAnswered(Conflict):
    """The offer has been answered the other way."""

    code = "offer_answered"
    default_message = "You have already answered this offer."


class CannotTake(Refused):
    """This driver may not be given this order; `gate` in `extra` names the reason."""

    code = "cannot_take"
    default_message = "This driver cannot take this order."
