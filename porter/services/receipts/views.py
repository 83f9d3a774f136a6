"""A receipt as people see it."""

from datetime import datetime
from uuid import UUID

from porter.core.language import here, msg
from porter.core.money import format_money
from porter.core.views import Amount, View
from porter.core.words import local_text
from porter.models import Receipt
from porter.services.receipts.labels import said_measure
from porter.services.receipts.lines import FareLineView, line_views

_DETAILS = (
    "order_number",
    "payment_text",
    "customer_name",
    "driver_name",
    "plate",
    "vehicle_name",
    "pickup_address",
    "drop_address",
    "distance_text",
    "sac",
)
"""What people see of the details; the rest is for the document."""

_IN_WORDS = ("payment_text", "vehicle_name")
"""Those of them that our own words are: the paper keeps English, the eye reads its own language."""


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
        **{name: receipt.details.get(name, "") for name in _DETAILS}
        | {name: here(receipt.details.get(name, "")) for name in _IN_WORDS}
        | {"distance_text": said_measure(receipt.details.get("distance_text", ""))},
    )


_TITLES = {"invoice": msg("Invoice"), "cancellation": msg("Cancellation invoice"), "credit_note": msg("Credit note")}


class DocumentView(View):
    """A document of an order, to be fetched as PDF."""

    id: UUID
    number: str
    kind: str
    title: str
    total_minor: int
    total: Amount
    total_text: str
    currency: str
    issued_at: datetime
    issued_text: str
    order_id: UUID
    order_number: str
    pdf_url: str

    @classmethod
    def of(cls, receipt: Receipt, time_zone: str) -> "DocumentView":
        """The view of a receipt or credit note."""
        return cls(
            id=receipt.id,
            number=receipt.number,
            kind=receipt.kind,
            title=here(_TITLES[receipt.kind]),
            total_minor=receipt.total_minor,
            total=receipt.total_minor,
            total_text=format_money(receipt.total_minor, receipt.currency),
            currency=receipt.currency,
            issued_at=receipt.issued_at,
            issued_text=local_text(receipt.issued_at, time_zone),
            order_id=receipt.order_id,
            order_number=receipt.details.get("order_number", ""),
            pdf_url=f"/api/v1/orders/{receipt.order_id}/receipts/{receipt.id}.pdf",
        )
