"""The words of an order: states, headlines, timeline, in the language of whoever is asking."""

from porter.core.language import here, msg
from porter.core.words import clock_text
from porter.models import Stop
from porter.models.enums import OrderStatus, Party, PaymentMethod, StopStatus
from porter.models.transitions import LIVE_ORDER
from porter.services.orders.views import StopView

_STATUS = {
    OrderStatus.SCHEDULED: (msg("Scheduled"), msg("Booked for later")),
    OrderStatus.PENDING: (msg("Waiting for payment"), msg("Waiting for your payment")),
    OrderStatus.SEARCHING_DRIVER: (msg("Finding a driver"), msg("Finding a driver nearby")),
    OrderStatus.ASSIGNED: (msg("Driver assigned"), msg("Your driver is on the way to the pickup")),
    OrderStatus.PICKED_UP: (msg("Picked up"), msg("Your goods are on board")),
    OrderStatus.IN_TRANSIT: (msg("On the way"), msg("Your goods are on the way")),
    OrderStatus.DELIVERED: (msg("Delivered"), msg("Delivered")),
    OrderStatus.CANCELLED: (msg("Cancelled"), msg("This order was cancelled")),
    OrderStatus.NO_DRIVER: (msg("No driver found"), msg("No driver was free. Raise your offer or search again")),
    OrderStatus.FAILED: (msg("Delivery failed"), msg("The goods could not be handed over")),
    OrderStatus.RETURNING: (msg("Returning"), msg("Your goods are on the way back to you")),
    OrderStatus.RETURNED: (msg("Returned"), msg("Your goods are back at the pickup")),
}

_STOP = {
    StopStatus.PENDING: msg("To come"),
    StopStatus.ARRIVED: msg("Driver is here"),
    StopStatus.DONE: msg("Done"),
    StopStatus.FAILED: msg("Failed"),
    StopStatus.SKIPPED: msg("Skipped"),
}

NOT_REACHED = msg("Not carried out")

PAYMENT_TEXT = {
    PaymentMethod.CASH: msg("Cash"),
    PaymentMethod.UPI: msg("UPI"),
    PaymentMethod.CARD: msg("Card"),
    PaymentMethod.WALLET: msg("Wallet"),
}

PARTY_TEXT = {
    Party.CUSTOMER: msg("Customer"),
    Party.DRIVER: msg("Driver"),
    Party.STAFF: msg("Operations"),
    Party.SYSTEM: msg("Porter"),
}

_EVENTS = {
    "order.placed": msg("Order placed"),
    "order.secured": msg("Payment secured, finding a driver"),
    "payment.authorized": msg("Payment authorised"),
    "payment.captured": msg("Paid"),
    "payment.failed": msg("Payment failed"),
    "payment.voided": msg("Payment released"),
    "payment.refunded": msg("Money returned"),
    "order.raised": msg("Offer raised"),
    "order.search_again": msg("Searching again"),
    "order.no_driver": msg("No driver found"),
    "order.cancelled": msg("Order cancelled"),
    "order.picked_up": msg("Goods picked up"),
    "order.in_transit": msg("On the way to the drop"),
    "order.delivered": msg("Delivered"),
    "order.failed": msg("Drop failed"),
    "order.returning": msg("Goods on the way back"),
    "order.returned": msg("Goods returned"),
    "driver.assigned": msg("Driver assigned"),
    "driver.dropped_out": msg("Driver gave the order back"),
    "driver.reassigned": msg("Another driver was assigned"),
    "driver.arriving": msg("Driver is almost there"),
    "stop.arrived": msg("Driver has arrived"),
    "stop.done": msg("Handed over"),
    "stop.failed": msg("Could not be handed over"),
    "stop.locked": msg("Five wrong codes"),
    "stop.unlocked": msg("Codes may be tried again"),
    "stop.photo_added": msg("Photo taken"),
    "trip.loading": msg("Loading"),
}


def status_text(status: OrderStatus) -> str:
    """A state in two or three words."""
    return here(_STATUS[status][0])


def headline(status: OrderStatus) -> str:
    """A state in one sentence for the customer."""
    return here(_STATUS[status][1])


def payment_text(method: PaymentMethod) -> str:
    """A way of paying."""
    return here(PAYMENT_TEXT[method])


def party_text(party: Party) -> str:
    """Who did something."""
    return here(PARTY_TEXT[party])


def stop_status_text(status: StopStatus, order_status: OrderStatus) -> str:
    """The state of a stop; nobody comes any more to what is left of an order that is over."""
    over = order_status not in LIVE_ORDER and status in {StopStatus.PENDING, StopStatus.ARRIVED}
    return here(NOT_REACHED if over else _STOP[status])


def stop_when_text(stop: StopView, time_zone: str) -> str:
    """When a stop was done, or reached, by the city's clock; "" while it lies ahead."""
    at = stop.done_at or stop.arrived_at
    return clock_text(at, time_zone) if at else ""


def place_text(stop: Stop, stops: int) -> str:
    """How a stop of so many is called: "the pickup", "the drop", "drop 2"."""
    if stop.sequence == 0:
        return "the pickup"
    return f"drop {stop.sequence}" if stops > 2 else "the drop"


def event_text(event: str) -> str:
    """A timeline entry in words; events of other domains read as they are named."""
    known = _EVENTS.get(event)
    return here(known) if known else event.replace(".", " ").replace("_", " ").capitalize()
