"""What can stand in the way of an order."""

from porter.core.errors import Conflict, Refused


class QuoteExpired(Conflict):
    """The price was promised for a few minutes, and they are over; `estimate` in `extra` is a fresh one."""

    code = "quote_expired"
    default_message = "This price has ended. Here is a fresh one: please look at it and book again."


class QuoteUsed(Conflict):
    """Another quote of the same estimate or another person's order took it."""

    code = "quote_used"
    default_message = "This price has already been used. Please ask for a new one."


class MethodNotOffered(Refused):
    """The way of paying does not exist here yet."""

    code = "payment_method_not_offered"
    default_message = "This way of paying is not offered yet. Please choose cash."


class TooManyOrders(Conflict):
    """A customer may have only so many orders under way."""

    code = "too_many_orders"
    default_message = "You already have several orders under way. Please wait until one of them is done."


class NotCancellable(Conflict):
    """Too late, or already over."""

    code = "not_cancellable"
    default_message = "This order can no longer be cancelled here. Please contact support."


class AlreadyCancelled(NotCancellable):
    """Somebody was faster, for a reason of their own."""

    code = "already_cancelled"


class FeeChanged(Conflict):
    """The fee is not the one that was shown; `cancellation` in `extra` is what it is now."""

    code = "fee_changed"
    default_message = "Cancelling now costs a different fee. Please look at it and confirm."


class RaiseRefused(Refused):
    """The offer cannot be raised by this, or not yet."""

    code = "raise_refused"
    default_message = "The offer cannot be raised by this amount."


class PriceChanged(Conflict):
    """The price is not the one that was shown when somebody agreed to raise it."""

    code = "price_changed"
    default_message = "The price of this order has changed meanwhile. Please look at it again."


class NotRateable(Conflict):
    """Only delivered orders are rated."""

    code = "not_rateable"
    default_message = "An order can be rated once it has been delivered."


class AlreadyRated(Conflict):
    """Once per order."""

    code = "already_rated"
    default_message = "You have already rated this order. Thank you."


class DriverBusy(Conflict):
    """The database refuses a second order for one driver."""

    code = "driver_busy"
    default_message = "This driver already has an order under way."


class CashDiffers(Conflict):
    """What was collected is no amount that the meter has shown; `cash_to_collect_minor` in `extra` is the present one."""

    code = "cash_differs"
    default_message = "The amount to collect has changed. Please look at it again."
