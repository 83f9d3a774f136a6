"""Senseless, wrong or repeated money at the API's doors: refused in plain words, and nothing moves."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from porter.core import db
from porter.core.ids import new_id
from porter.integrations.payments import PaymentState, sandbox
from porter.models.enums import OrderStatus, PaymentStatus, Role
from porter.services import ledger
from tests import booking, paying
from tests.paying import Kind
from tests.people import ASHA, RAVI, actor, signed_in, staff
from tests.services.payments.shaky import POOR, ShakyGateway, shaky
from tests.soak import posts

__all__ = ["shaky"]

API = "/api/v1"
NO_AMOUNTS = ["0", "-5", "0.001", "1.005", "1e30", "1e400", "NaN", "-Infinity", "", "ten", None, True, [1], {"a": 1}]
REFUSED = {400, 402, 409, 422}


@pytest.fixture(autouse=True)
async def _city(database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    paying.offer_everything(monkeypatch)
    await booking.demo_city()


@pytest.fixture
async def asha() -> AsyncIterator[AsyncClient]:
    """Asha's phone."""
    async with signed_in(ASHA) as api:
        yield api


@pytest.fixture
async def ravi() -> AsyncIterator[AsyncClient]:
    """Ravi's phone; we owe him 500 rupees, he holds 100 in cash, and his account is known."""
    me = await actor(RAVI)
    for event, entries in (
        ("incentive", ledger.rules.incentive_earned(me.id, 50_000)),
        ("cash", ledger.rules.cash_delivered(me.id, total_minor=10_000, payout_minor=0, tax_minor=0)),
    ):
        async with db.transaction() as session:
            await ledger.post(session, f"{event}:{new_id()}", event, entries)
    async with signed_in(RAVI) as api:
        where = {"kind": "upi", "name": "Ravi Kumar", "upi": "ravi@okbank"}
        assert (await api.post(f"{API}/pilots/payout-destinations", json=where)).status_code == 201
        yield api


def assert_refused(answer: Response) -> None:
    """A clear no, in our words."""
    assert answer.status_code in REFUSED, answer.text
    assert answer.json()["code"]


async def test_no_amount_moves_nothing_of_a_driver(ravi: AsyncClient) -> None:
    before = await paying.books()
    for amount in [*NO_AMOUNTS, "400.01", "99999999999999999999"]:
        assert_refused(await ravi.post(f"{API}/pilots/payouts", json={"amount": amount}))
        assert_refused(await ravi.post(f"{API}/pilots/cash/set-off", json={"amount": amount, "key": str(new_id())}))
        if amount is not None:  # without an amount all of it is settled
            assert_refused(await ravi.post(f"{API}/pilots/cash/settle", json={"amount": amount}))
    assert await paying.books() == before
    assert await paying.all_payments() == []


async def test_no_amount_moves_nothing_of_a_customer(asha: AsyncClient) -> None:
    await booking.delivered((order := await booking.booked(await actor(ASHA))).id, await booking.driver())
    before = await paying.books()
    for amount in [*NO_AMOUNTS, "99999999999999999999"]:
        assert_refused(await asha.post(f"{API}/wallet/add-money", json={"amount": amount}))
        assert_refused(await asha.post(f"{API}/wallet/withdraw", json={"amount": amount}))
        assert_refused(await asha.post(f"{API}/payments/tips", json={"order_id": str(order.id), "amount": amount}))
    assert await paying.books() == before
    assert await paying.all_payments() == []


async def test_nobody_chooses_a_currency(asha: AsyncClient, ravi: AsyncClient) -> None:
    """The city has one; a body that names another is refused, not overheard."""
    dollars = {"amount": "10.00", "currency": "USD"}
    for api, path in ((asha, "wallet/add-money"), (asha, "wallet/withdraw"), (ravi, "pilots/payouts")):
        assert_refused(await api.post(f"{API}/{path}", json=dollars))
    assert await paying.all_payments() == []


async def test_a_refund_twice_or_above_what_is_left_is_refused(asha: AsyncClient) -> None:
    order, payment_id = await a_delivered_order(asha)
    async with signed_in(staff("Farid", Role.FINANCE)) as farid, signed_in(staff("Anil", Role.ADMIN)) as anil:
        address, total = f"{API}/admin/payments/{payment_id}/refunds", order["total"]
        above = await farid.post(address, json={"amount": f"{total + 0.01:.2f}", "reason": "late"})
        assert (above.status_code, above.json()["code"]) == (409, "refund_too_large")
        part = await farid.post(address, json={"amount": "10.00", "reason": "late"})
        assert part.status_code == 201
        for amount in (f"{total:.2f}", f"{total - 9.99:.2f}"):
            assert_refused(await farid.post(address, json={"amount": amount, "reason": "late"}))
        rest = {"amount": f"{total - 10:.2f}", "reason": "not_delivered"}
        answers = await asyncio.gather(*(farid.post(address, json=rest) for _ in range(2)))
        done, refused = sorted(answers, key=lambda one: one.status_code)
        assert done.status_code == 201
        assert_refused(refused)
        refund = done.json()["refund"]
        if refund["status"] == "requested":
            approve = f"{API}/admin/refunds/{refund['id']}/approve"
            answers = await asyncio.gather(*(anil.post(approve) for _ in range(3)))
            assert sorted(one.status_code for one in answers) == [200, 409, 409]
        await paying.settled()
        assert_refused(await farid.post(address, json={"amount": "0.01", "reason": "late"}))
    payment = await paying.payment_of(UUID(order["id"]))
    assert (payment.status, payment.refunded_minor) == (PaymentStatus.REFUNDED, payment.captured_minor)


@pytest.mark.parametrize("is_poor", [False, True])
async def test_what_is_paid_for_a_cancelled_order_goes_back_by_itself(
    asha: AsyncClient, shaky: ShakyGateway, is_poor: bool
) -> None:
    """The order is cancelled in one tab while the other stands at the checkout, and pays."""
    if is_poor:
        shaky.capabilities = POOR
    order = await booked(asha)
    checkout = (await asha.post(f"{API}/payments/process", json={"order_id": order["id"]})).json()["checkout"]
    preview = (await asha.get(f"{API}/orders/{order['id']}/cancellation-preview")).json()
    body = {"reason": "Plans changed", "expected_fee": preview["cancellation"]["fee"]}
    assert (await asha.put(f"{API}/orders/{order['id']}/cancel", json=body)).status_code == 200
    provider_order = f"sbo_{UUID(checkout['payment_id']).hex}"
    await sandbox.pay(provider_order, paying.UPI)
    await paying.settled()
    payment = await paying.payment_of(UUID(order["id"]))
    assert payment.status is (PaymentStatus.REFUNDED if is_poor else PaymentStatus.VOIDED)
    assert (await paying.order_of(UUID(order["id"]))).status is OrderStatus.CANCELLED
    assert payment.captured_minor == payment.refunded_minor
    assert await paying.books() == {}


async def test_two_tabs_at_one_order_pay_once(asha: AsyncClient) -> None:
    """Both begin at the same moment and get the same checkout; both press pay, and one payment comes of it."""
    order = await booked(asha)
    answers = await asyncio.gather(
        *(asha.post(f"{API}/payments/process", json={"order_id": order["id"]}) for _ in range(6))
    )
    assert {one.status_code for one in answers} == {200}
    [url] = {one.json()["checkout"]["payload"]["url"] for one in answers}
    [payment_id] = {one.json()["checkout"]["payment_id"] for one in answers}
    form = {"method": "upi", "action": "pay", "travel": "lost"}
    await asyncio.gather(*(asha.post(url, data=form, follow_redirects=False) for _ in range(4)))
    await asyncio.gather(*(asha.post(f"{API}/payments/{payment_id}/verify", json={}) for _ in range(4)))
    await paying.settled()
    told = await sandbox.order(f"sbo_{UUID(payment_id).hex}")
    assert [one.status for one in told.attempts] == [PaymentState.AUTHORIZED]
    await booking.delivered(UUID(order["id"]), await booking.driver())
    await paying.settled()
    [payment] = await paying.all_payments()
    assert (payment.status, payment.captured_minor) == (PaymentStatus.CAPTURED, payment.amount_minor)
    assert (await paying.books())[Kind.GATEWAY_CLEARING] == payment.amount_minor


async def test_fifty_identical_posts_have_one_effect_and_one_answer() -> None:
    assert await posts.soak(50) == {"posts": 50, "effects": 1, "answers": 1}


async def booked(api: AsyncClient) -> dict[str, Any]:
    """An order that waits for its money."""
    ends = {
        "pickup_lat": 12.9349, "pickup_lng": 77.6189, "pickup_address": "Koramangala 5th Block",
        "drop_lat": 12.9719, "drop_lng": 77.6412, "drop_address": "100 Feet Road, Indiranagar",
    }  # fmt: skip
    estimate = (await api.post(f"{API}/orders/estimate", json=ends)).json()["estimate"]
    quote = next(one for one in estimate["quotes"] if one["vehicle"]["code"] == "mini_truck")
    answer = await api.post(f"{API}/orders", json={"quote_id": quote["id"], "payment_method": "upi"})
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = answer.json()["order"]
    return order


async def a_delivered_order(api: AsyncClient) -> tuple[dict[str, Any], str]:
    """Paid by UPI, delivered and captured; and its payment."""
    order = await booked(api)
    checkout = (await api.post(f"{API}/payments/process", json={"order_id": order["id"]})).json()["checkout"]
    await sandbox.pay(f"sbo_{UUID(checkout['payment_id']).hex}", paying.UPI)
    await paying.settled()
    await booking.delivered(UUID(order["id"]), await booking.driver())
    await paying.settled()
    return order, checkout["payment_id"]
