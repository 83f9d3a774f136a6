"""A receipt as people see it."""

from datetime import datetime

from porter.core.money import format_money
from porter.core.views import Amount, View
from porter.core.words import local_text
from porter.models import Receipt
from porter.services.receipts.lines import FareLineView, line_views


class ReceiptView(View):
    """The proof of a paid order."""

    number: str
    order_number: str
    issued_at: datetime
    issued_text: str
    lines: tuple[FareLineView, ...]
    total_minor: int
    total: Amount
    total_text: str
    tax_text: str
    currency: str
    payment_text: str
    customer_name: str
    driver_name: str
    plate: str
    vehicle_name: str
    pickup_address: str
    drop_address: str
    distance_text: str
    sac: str


def receipt_view(receipt: Receipt, time_zone: str) -> ReceiptView:
    """The receipt for the eye."""
    return ReceiptView(
        number=receipt.number,
        issued_at=receipt.issued_at,
        issued_text=local_text(receipt.issued_at, time_zone),
        lines=line_views(receipt.lines, receipt.currency),
        total_minor=receipt.total_minor,
        total=receipt.total_minor,
        total_text=format_money(receipt.total_minor, receipt.currency),
        tax_text=format_money(receipt.tax_minor, receipt.currency),
        currency=receipt.currency,
        **receipt.details,
    )
