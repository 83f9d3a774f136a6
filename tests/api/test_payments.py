"""Paying over REST: the sandbox's checkout, the way back, webhooks, refunds by two people."""

from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from porter.models.enums import Role
from porter.tasks.drain import drain
from tests import booking, paying
from tests.people import ASHA, NIKHIL, signed_in, staff

pytestmark = pytest.mark.usefixtures("database")

PICKUP = {"pickup_lat": 12.9349, "pickup_lng": 77.6189, "pickup_address": "Koramangala 5th Block"}
DROP = {"drop_lat": 12.9719, "drop_lng": 77.6412, "drop_address": "100 Feet Road, Indiranagar"}


@pytest.fixture(autouse=True)
async def _city(database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    paying.offer_everything(monkeypatch)
    await booking.demo_city()


async def books(api: AsyncClient, method: str = "upi") -> dict[str, Any]:
    """An order of a mini truck."""
    estimate = (await api.post("/api/v1/orders/estimate", json={**PICKUP, **DROP})).json()["estimate"]
    quote = next(one for one in estimate["quotes"] if one["vehicle"]["code"] == "mini_truck")
    answer = await api.post("/api/v1/orders", json={"quote_id": quote["id"], "payment_method": method})
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = answer.json()["order"]
    return order


async def starts(api: AsyncClient, order_id: str, **more: Any) -> dict[str, Any]:
    """The checkout of an order."""
    answer = await api.post("/api/v1/payments/process", json={"order_id": order_id, **more})
    assert answer.status_code == 200, answer.text
    checkout: dict[str, Any] = answer.json()["checkout"]
    return checkout


async def clicks_pay(api: AsyncClient, checkout: dict[str, Any], action: str = "pay") -> str:
    """On the sandbox's page: choose UPI and this outcome; answers where the browser is sent."""
    page = await api.get(checkout["payload"]["url"])
    assert page.status_code == 200
    sent = await api.post(
        checkout["payload"]["url"], data={"method": "upi", "action": action, "travel": "lost"}, follow_redirects=False
    )
    assert sent.status_code == 303
    return str(sent.headers["location"])


async def test_from_the_booking_to_the_page_after_paying() -> None:
    async with signed_in(ASHA) as asha:
        order = await books(asha)
        assert order["status"] == "pending"
        checkout = await starts(asha, order["id"])
        assert (checkout["kind"], checkout["amount"]) == ("hosted", order["total"])
        back = await clicks_pay(asha, checkout)
        came = await asha.get(back, follow_redirects=False)
        assert came.status_code == 303
        assert came.headers["location"].endswith(f"/orders/{order['id']}?payment={checkout['payment_id']}")
        paid = (await asha.get(f"/api/v1/payments/{checkout['payment_id']}")).json()["payment"]
        assert (paid["status"], paid["is_open"]) == ("authorized", False)
        assert (await asha.get(f"/api/v1/orders/{order['id']}")).json()["order"]["status"] == "searching_driver"
        mine = (await asha.get("/api/v1/payments", params={"order_id": order["id"]})).json()["payments"]
        assert [one["id"] for one in mine] == [checkout["payment_id"]]


async def test_a_way_back_that_nobody_signed_changes_nothing() -> None:
    async with signed_in(ASHA) as asha, signed_in(NIKHIL) as nikhil:
        order = await books(asha)
        checkout = await starts(asha, order["id"])
        address = f"/api/v1/payments/{checkout['payment_id']}"
        forged = {"sandbox_order": paying_order(checkout), "sandbox_payment": "", "sandbox_signature": "0" * 64}
        assert (await nikhil.get(f"{address}/return", params=forged, follow_redirects=False)).status_code == 303
        refused = await asha.post(f"{address}/verify", json={"params": forged})
        assert (refused.status_code, refused.json()["code"]) == (400, "payment_return_forged")
        assert (await nikhil.get(address)).status_code == 404
        assert (await nikhil.post(f"{address}/verify", json={})).status_code == 404
        pending = (await asha.post(f"{address}/verify", json={})).json()["payment"]
        assert (pending["status"], pending["is_open"]) == ("created", True)


async def test_the_wallet_that_is_too_low_says_402() -> None:
    async with signed_in(ASHA) as asha:
        order = await books(asha, "wallet")
        answer = await asha.post("/api/v1/payments/process", json={"order_id": order["id"]})
        assert (answer.status_code, answer.json()["code"]) == (402, "wallet_too_low")


async def test_half_is_refunded_by_one_and_approved_by_another() -> None:
    async with (
        signed_in(ASHA) as asha,
        signed_in(staff("Sunita", Role.SUPPORT)) as sunita,
        signed_in(staff("Farid", Role.FINANCE)) as farid,
    ):
        order = await books(asha)
        checkout = await starts(asha, order["id"])
        await clicks_pay(asha, checkout)
        await asha.post(f"/api/v1/payments/{checkout['payment_id']}/verify", json={})
        ravi = await booking.driver()
        await booking.delivered(_id(order), ravi)
        await drain()
        half = f"{order['total'] / 2:.2f}"
        address = f"/api/v1/admin/payments/{checkout['payment_id']}/refunds"
        asked = await sunita.post(address, json={"amount": half, "reason": "damaged", "note": "Box was wet"})
        assert asked.status_code == 201
        refund = asked.json()["refund"]
        assert (refund["status"], refund["can_decide"]) == ("requested", False)
        approve = f"/api/v1/admin/refunds/{refund['id']}/approve"
        assert (await sunita.post(approve, json={})).status_code == 403
        waiting = (await farid.get("/api/v1/admin/refunds", params={"status": "requested"})).json()["refunds"]
        assert [(one["id"], one["can_decide"], one["requested_by"]) for one in waiting] == [
            (refund["id"], True, "Sunita")
        ]
        assert (await farid.post(approve)).status_code == 200
        assert (await farid.post(approve)).status_code == 409
        await drain()
        shown = (await farid.get(f"/api/v1/admin/payments/{checkout['payment_id']}")).json()["payment"]
        assert shown["payment"]["status"] == "partially_refunded"
        assert shown["payment"]["refunds"][0]["status"] == "done"
        assert (await asha.get(address)).status_code in {404, 405}
        assert (await asha.get("/api/v1/admin/refunds")).status_code == 404
        await paying.books()


@pytest.mark.parametrize("amount", ["-1.00", "0", "NaN", "1e30", "0.001", "999999.00"])
async def test_senseless_refunds_are_refused(amount: str) -> None:
    async with signed_in(ASHA) as asha, signed_in(staff("Farid", Role.FINANCE)) as farid:
        order = await books(asha)
        checkout = await starts(asha, order["id"])
        await clicks_pay(asha, checkout)
        await asha.post(f"/api/v1/payments/{checkout['payment_id']}/verify", json={})
        await booking.delivered(_id(order), await booking.driver())
        await drain()
        address = f"/api/v1/admin/payments/{checkout['payment_id']}/refunds"
        answer = await farid.post(address, json={"amount": amount, "reason": "other"})
        assert answer.status_code in {400, 409, 422}, answer.text
        assert await paying.all_refunds() == []


def paying_order(checkout: dict[str, Any]) -> str:
    """The sandbox's name of a payment."""
    return str(checkout["payload"]["url"]).rsplit("/", 1)[-1]


def _id(order: dict[str, Any]) -> Any:
    return UUID(order["id"])
