"""Who issues the invoices: written onto each at its issue, because an invoice never changes."""

from typing import Any

from porter.core.config import settings

STATES = {
    "AP": ("37", "Andhra Pradesh"),
    "AS": ("18", "Assam"),
    "BR": ("10", "Bihar"),
    "CG": ("22", "Chhattisgarh"),
    "CH": ("04", "Chandigarh"),
    "DL": ("07", "Delhi"),
    "GA": ("30", "Goa"),
    "GJ": ("24", "Gujarat"),
    "HP": ("02", "Himachal Pradesh"),
    "HR": ("06", "Haryana"),
    "JH": ("20", "Jharkhand"),
    "JK": ("01", "Jammu and Kashmir"),
    "KA": ("29", "Karnataka"),
    "KL": ("32", "Kerala"),
    "MH": ("27", "Maharashtra"),
    "MP": ("23", "Madhya Pradesh"),
    "OD": ("21", "Odisha"),
    "PB": ("03", "Punjab"),
    "PY": ("34", "Puducherry"),
    "RJ": ("08", "Rajasthan"),
    "TG": ("36", "Telangana"),
    "TN": ("33", "Tamil Nadu"),
    "UK": ("05", "Uttarakhand"),
    "UP": ("09", "Uttar Pradesh"),
    "WB": ("19", "West Bengal"),
}
"""Number and name of the states under the goods and services tax."""


DEMO_GSTIN = "29ABCDE1234F1ZW"
"""A number of nobody's, correct in form, so that invoices outside production look like invoices."""


def supplier() -> dict[str, Any]:
    """Name, address, tax number and state of the company, as they are now."""
    config = settings()
    return {
        "name": config.company_name,
        "address": config.company_address,
        "gstin": config.company_gstin or ("" if config.is_production else DEMO_GSTIN),
        "state_code": config.company_state,
    }


def state_text(code: str) -> str:
    """A state as tax law writes it: "29 Karnataka"."""
    number, name = STATES.get(code, ("", code))
    return f"{number} {name}".strip()
