"""The paper form of a receipt: A4, in Latin, Devanagari and Kannada; the same bytes whenever it is asked for."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from porter.core.language import speaking
from porter.core.money import format_money
from porter.core.words import local_text
from porter.models import Receipt
from porter.services.receipts.company import state_text
from porter.services.receipts.typesetting import typeset

TEMPLATE = Path(__file__).parent / "invoice.typ"

_PIN = re.compile(r"\b[1-9]\d{5}\b")
_TITLES = {"invoice": "Tax invoice", "cancellation": "Tax invoice", "credit_note": "Credit note"}


async def pdf(receipt: Receipt, time_zone: str, corrects: Receipt | None = None) -> bytes:
    """The receipt as PDF; a credit note also names the invoice that it corrects."""
    return await typeset(TEMPLATE, "receipt", _content(receipt, time_zone, corrects), receipt.issued_at)


def file_name(receipt: Receipt) -> str:
    """How the file is called when somebody keeps it."""
    return f"{receipt.number.replace('/', '-')}.pdf"


@speaking("en")
def _content(receipt: Receipt, time_zone: str, corrects: Receipt | None) -> dict[str, Any]:
    details = receipt.details
    supplier = details.get("supplier") or {"name": "Porter", "address": "", "gstin": "", "state_code": ""}
    taxable = receipt.total_minor - receipt.tax_minor
    return {
        "title": _title(receipt, supplier),
        "number": receipt.number,
        "date": local_text(receipt.issued_at, time_zone),
        "supplier": {**supplier, "state": state_text(supplier["state_code"])},
        "recipient": _recipient(details),
        "order": {name: details.get(name, "") for name in _ORDER_FIELDS},
        "place_of_supply": state_text(details.get("state_code") or supplier["state_code"]),
        "sac": details.get("sac", ""),
        "description": details.get("description") or "Transport of goods by road",
        "lines": [_row(line, receipt.currency) for line in receipt.lines if line["kind"] != "tax"],
        "taxable": format_money(taxable, receipt.currency),
        "taxes": [_tax_row(line, receipt.lines, receipt.currency) for line in receipt.lines if line["kind"] == "tax"],
        "total": format_money(receipt.total_minor, receipt.currency),
        "payment": details.get("payment_text", ""),
        "corrects": _corrected(corrects, time_zone),
        "reason": details.get("reason", ""),
    }


_ORDER_FIELDS = (
    "order_number",
    "vehicle_name",
    "plate",
    "driver_name",
    "pickup_address",
    "drop_address",
    "distance_text",
)


def _title(receipt: Receipt, supplier: dict[str, Any]) -> str:
    """Without a tax number it is no tax invoice, whatever its form."""
    return _TITLES[receipt.kind] if supplier["gstin"] or receipt.kind == "credit_note" else "Receipt"


def _recipient(details: dict[str, Any]) -> dict[str, str]:
    address = details.get("customer_address") or details.get("pickup_address", "")
    found = _PIN.search(address)
    return {
        "name": details.get("customer_name", ""),
        "address": address,
        "pin": found[0] if found else "",
        "state": state_text(details.get("state_code", "")),
        "gstin": details.get("customer_gstin", ""),
    }


def _row(line: dict[str, Any], currency: str) -> dict[str, str]:
    return {"label": line["label"], "amount": format_money(line["minor"], currency)}


def _tax_row(line: dict[str, Any], lines: Sequence[dict[str, Any]], currency: str) -> dict[str, str]:
    return {**_row(line, currency), "rate": rate_text(line, lines)}


def rate_text(line: dict[str, Any], lines: Sequence[dict[str, Any]]) -> str:
    """The rate of a tax line: as stored, or found again from the amounts to a quarter of a percent."""
    if "bps" in line:
        return f"{line['bps'] / 100:g} %"
    base = sum(other["minor"] for other in lines if other["kind"] in {"ride", "surge", "discount"})
    if base <= 0:
        return ""
    quarters = (2 * line["minor"] * 400 + base) // (2 * base)
    return f"{quarters / 4:g} %"


def _corrected(corrects: Receipt | None, time_zone: str) -> dict[str, str]:
    if corrects is None:
        return {}
    return {"number": corrects.number, "date": local_text(corrects.issued_at, time_zone)}
