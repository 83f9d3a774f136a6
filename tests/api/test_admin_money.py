"""Money of operations over REST: previews, tables in several orders, payouts looked at again."""

from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from porter.core import db
from porter.models.enums import Role
from porter.services import ledger
from tests import booking, paying
from tests.people import ASHA, RAVI, actor, signed_in, staff

pytestmark = pytest.mark.usefixtures("database")

NOBODY = "01a1fc3e-e9e7-7b46-ac37-1ca9b23db872"
SUNITA, FARID, DEV = staff("Sunita", Role.SUPPORT), staff("Farid", Role.FINANCE), staff("Dev", Role.DISPATCHER)


@pytest.fixture
async def payment_id(monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Of an order that Asha has paid and Ravi has delivered."""
    paying.offer_everything(monkeypatch)
    await booking.demo_city()
    order = await paying.placed(await actor(ASHA))
    await paying.paid(await actor(ASHA), order.id)
    await booking.delivered(order.id, await booking.driver())
    await paying.settled()
    return (await paying.payment_of(order.id)).id


async def test_a_refund_is_looked_at_before_it_is_asked_for(payment_id: UUID) -> None:
    """Nothing changes by it; the figures are those of the books; garbage and other roles are refused."""
    address = f"/api/v1/admin/payments/{payment_id}/refund-preview"
    async with signed_in(SUNITA) as sunita, signed_in(DEV) as dev, signed_in(ASHA) as asha:
        preview = (await sunita.get(address, params={"amount": "250.00"})).json()["preview"]
        assert (preview["amount"], preview["needs_second_person"]) == (250.0, True)
        assert not (await sunita.get(address, params={"amount": "10"})).json()["preview"]["needs_second_person"]
        for amount in ("many", "NaN", "0.001", "-1", "0"):
            refused = await sunita.get(address, params={"amount": amount})
            assert (refused.status_code, refused.json()["code"]) == (400, "amount_refused"), amount
        assert (await sunita.get(address, params={"amount": "99999"})).json()["code"] == "refund_too_large"
        assert (await dev.get(address, params={"amount": "10"})).status_code == 403
        assert (await asha.get(address, params={"amount": "10"})).status_code == 404
    assert await paying.all_refunds() == []


async def test_a_refund_may_go_to_the_wallet(payment_id: UUID) -> None:
    """Where to is looked at, said, and shown; a place that there is not is refused."""
    address = f"/api/v1/admin/payments/{payment_id}"
    body = {"amount": "50.00", "reason": "late", "to": "wallet"}
    async with signed_in(SUNITA) as sunita, signed_in(DEV) as dev:
        preview = await sunita.get(f"{address}/refund-preview", params={"amount": "50", "to": "wallet"})
        assert preview.json()["preview"]["to_text"] == "to the wallet"
        for wrong in ({"to": "moon"}, {"to": ""}, {"to": None}):
            assert (await sunita.post(f"{address}/refunds", json=body | wrong)).status_code == 422
        assert (await dev.post(f"{address}/refunds", json=body)).status_code == 403
        made = await sunita.post(f"{address}/refunds", json=body)
        assert (made.status_code, made.json()["refund"]["to"]) == (201, "wallet")
        await paying.settled()
        seen = (await sunita.get(f"/api/v1/admin/refunds/{made.json()['refund']['id']}")).json()["refund"]
        assert (seen["refund"]["to"], seen["refund"]["status"]) == ("wallet", "done")
    async with signed_in(ASHA) as asha:
        assert (await asha.get("/api/v1/wallet")).json()["wallet"]["balance"] == 50.0


async def test_payments_by_amount_and_gateway(payment_id: UUID) -> None:
    """A cursor of one order is not one of the other."""
    async with signed_in(FARID) as farid:
        address = "/api/v1/admin/payments"
        for sort in ("amount", "-created_at"):
            rows = (await farid.get(address, params={"sort": sort, "provider": "sandbox"})).json()["payments"]
            assert [row["id"] for row in rows] == [str(payment_id)]
        assert (await farid.get(address, params={"provider": "stripe"})).json()["payments"] == []
        assert (await farid.get(address, params={"sort": "secret"})).status_code == 422
        assert (await farid.get(address, params={"sort": "amount", "cursor": "WyJ4IiwieSJd"})).status_code == 400
        assert (await farid.get(f"/api/v1/admin/refunds/{NOBODY}")).status_code == 404
        assert (await farid.get("/api/v1/admin/refunds", params={"cursor": "WyJ4IiwieSJd"})).status_code == 400


async def test_payouts_are_opened_and_looked_at_again() -> None:
    """By finance; support reads; a dispatcher does neither."""
    await booking.demo_city()
    async with signed_in(RAVI) as ravi, signed_in(FARID) as farid, signed_in(SUNITA) as sunita, signed_in(DEV) as dev:
        payout = await withdraws(ravi)
        address = f"/api/v1/admin/payouts/{payout['id']}"
        seen = (await sunita.get(address)).json()["payout"]
        assert (seen["row"]["payout"]["destination"], seen["can_look_again"]) == ("UPI ra••@okbank", False)
        assert (await dev.get(address)).status_code == 403
        assert (await farid.get(f"/api/v1/admin/payouts/{NOBODY}")).status_code == 404
        listed = (await farid.get("/api/v1/admin/payouts", params={"sort": "-failed", "text": "Ravi"})).json()
        assert [row["payout"]["id"] for row in listed["payouts"]] == [payout["id"]]
        for who, status in ((dev, 403), (sunita, 403), (farid, 200)):
            assert (await who.post(f"{address}/look-again")).status_code == status
        assert (await farid.post(f"/api/v1/admin/payouts/{NOBODY}/look-again")).status_code == 404


async def withdraws(ravi: AsyncClient) -> dict[str, Any]:
    """What he has earned, to his UPI address."""
    who = await actor(RAVI)
    async with db.transaction() as session:
        entries = ledger.rules.incentive_earned(who.id, 50_000)
        await ledger.post(session, f"incentive:{who.id}", "incentive", entries)
    where = {"kind": "upi", "name": "Ravi Kumar", "upi": "ravi.kumar@okbank"}
    assert (await ravi.post("/api/v1/pilots/payout-destinations", json=where)).status_code == 201
    answer = await ravi.post("/api/v1/pilots/payouts", json={"amount": "100.00"})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["payout"]
    return found
