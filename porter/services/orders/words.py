"""The words of an order: states, headlines, timeline."""

from porter.models import Stop
from porter.models.enums import OrderStatus, Party, PaymentMethod, StopStatus

_STATUS = {
    OrderStatus.SCHEDULED: ("Scheduled", "Booked for later"),
    OrderStatus.PENDING: ("Waiting for payment", "Waiting for your payment"),
    OrderStatus.SEARCHING_DRIVER: ("Finding a driver", "Finding a driver nearby"),
    OrderStatus.ASSIGNED: ("Driver assigned", "Your driver is on the way to the pickup"),
    OrderStatus.PICKED_UP: ("Picked up", "Your goods are on board"),
    OrderStatus.IN_TRANSIT: ("On the way", "Your goods are on the way"),
    OrderStatus.DELIVERED: ("Delivered", "Delivered"),
    OrderStatus.CANCELLED: ("Cancelled", "This order was cancelled"),
    OrderStatus.NO_DRIVER: ("No driver found", "No driver was free. Raise your offer or search again"),
    OrderStatus.FAILED: ("Delivery failed", "The goods could not be handed over"),
    OrderStatus.RETURNING: ("Returning", "Your goods are on the way back to you"),
    OrderStatus.RETURNED: ("Returned", "Your goods are back at the pickup"),
}

_STOP = {
    StopStatus.PENDING: "To come",
    StopStatus.ARRIVED: "Driver is here",
    StopStatus.DONE: "Done",
    StopStatus.FAILED: "Failed",
    StopStatus.SKIPPED: "Skipped",
}

PAYMENT_TEXT = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.UPI: "UPI",
    PaymentMethod.CARD: "Card",
    PaymentMethod.WALLET: "Wallet",
}

PARTY_TEXT = {
    Party.CUSTOMER: "Customer",
    Party.DRIVER: "Driver",
    Party.STAFF: "Operations",
    Party.SYSTEM: "Porter",
}

_EVENTS = {
    "order.placed": "Order placed",
    "order.secured": "Payment secured, finding a driver",
    "payment.authorized": "Payment authorised",
    "payment.captured": "Paid",
    "payment.failed": "Payment failed",
    "payment.voided": "Payment released",
    "payment.refunded": "Money returned",
    "order.raised": "Offer raised",
    "order.search_again": "Searching again",
    "order.no_driver": "No driver found",
    "order.cancelled": "Order cancelled",
    "order.picked_up": "Goods picked up",
    "order.in_transit": "On the way to the drop",
    "order.delivered": "Delivered",
    "order.failed": "Drop failed",
    "order.returning": "Goods on the way back",
    "order.returned": "Goods returned",
    "driver.assigned": "Driver assigned",
    "driver.dropped_out": "Driver gave the order back",
    "driver.reassigned": "Another driver was assigned",
    "driver.arriving": "Driver is almost there",
    "stop.arrived": "Driver has arrived",
    "stop.done": "Handed over",
    "stop.failed": "Could not be handed over",
    "stop.locked": "Five wrong codes",
    "stop.unlocked": "Codes may be tried again",
    "stop.photo_added": "Photo taken",
    "trip.loading": "Loading",
}


def status_text(status: OrderStatus) -> str:
    """A state in two or three words."""
    return _STATUS[status][0]


def headline(status: OrderStatus) -> str:
    """A state in one sentence for the customer."""
    return _STATUS[status][1]


def stop_status_text(status: StopStatus) -> str:
    """The state of a stop."""
    return _STOP[status]


def place_text(stop: Stop, stops: int) -> str:
    """How a stop of so many is called: "the pickup", "the drop", "drop 2"."""
    if stop.sequence == 0:
        return "the pickup"
    return f"drop {stop.sequence}" if stops > 2 else "the drop"


def event_text(event: str) -> str:
    """A timeline entry in words; events of other domains read as they are named."""
    return _EVENTS.get(event) or event.replace(".", " ").replace("_", " ").capitalize()
