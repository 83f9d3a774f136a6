"""Drivers whom the demo city does not have yet: they register, and the operator approves them."""

from typing import Any

from porter.simulator.api import Refusal
from porter.simulator.names import Somebody
from porter.simulator.person import Person

_FLEET = (
    "two_wheeler", "mini_truck", "three_wheeler", "two_wheeler", "mini_truck", "three_wheeler", "two_wheeler",
    "ev_two_wheeler", "pickup", "truck",
)  # fmt: skip
_RANGE_KM = 110
BIRTH_YEAR = 1992


async def hired(who: Somebody, person: Person, operator: Person) -> dict[str, Any]:
    """The driver's profile, after registration and approval where they are missing. Raises Refusal."""
    me: dict[str, Any] = (await person.get("/pilots/profile"))["pilot"]
    if me["verification"] == "none":
        me = (await person.post("/pilots/register", _form(who)))["pilot"]
    if me["verification"] == "pending":
        await operator.put(f"/admin/pilots/{me['id']}/verify", {"approve": True})
        me = (await person.get("/pilots/profile"))["pilot"]
    if me["verification"] != "approved":
        raise Refusal(403, "not_approved", f"operations turned driver {who.number} down")
    return me


def _form(who: Somebody) -> dict[str, Any]:
    class_code = _FLEET[who.number % len(_FLEET)]
    electric = {"battery_pct": 90, "range_km": _RANGE_KM} if class_code.startswith("ev_") else {}
    return {
        "name": who.name,
        "birth_year": BIRTH_YEAR,
        "licence_number": f"KA51 2020 {who.number:07}",
        "city_code": "BLR",
        "vehicle": {"class_code": class_code, "plate": f"KA51S{who.number:05}", **electric},
    }
