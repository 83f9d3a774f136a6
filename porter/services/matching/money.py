"""What an order brings a driver and asks the driver to collect, with what the customer has raised."""

from porter.models import Order
from porter.models.enums import PaymentMethod


def payout_minor(order: Order) -> int:
    """What the driver earns."""
    return order.driver_payout_minor


def cash_minor(order: Order) -> int:
    """What the driver takes from the customer at the door: nothing unless cash was chosen."""
    return order.total_minor if order.payment_method is PaymentMethod.CASH else 0
