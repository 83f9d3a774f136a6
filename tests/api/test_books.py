"""Wallet, payouts, invoices and the books over the API: whose they are, and what is refused."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from porter.core import db
from porter.core.ids import new_id
from porter.models.enums import Role
from porter.services import ledger
from tests import booking
from tests.people import ASHA, MEERA, NIKHIL, RAVI, actor, client, signed_in, staff

API = "/api/v1"
UPI = {"kind": "upi", "name": "Ravi Kumar", "upi": "ravi@okbank"}


@pytest.fixture
async def asha(database: object) -> AsyncIterator[AsyncClient]:
    """Asha's phone, with 100 rupees in the wallet."""
    await booking.demo_city()
    asha = await actor(ASHA)
    await posted("wallet.topped_up", ledger.rules.topped_up(asha.id, 10_000))
    async with signed_in(ASHA) as api:
        yield api


@pytest.fixture
async def ravi(database: object) -> AsyncIterator[AsyncClient]:
    """Ravi's phone; we owe him 500 rupees."""
    await booking.demo_city()
    ravi = await actor(RAVI)
    await posted("incentive", ledger.rules.incentive_earned(ravi.id, 50_000))
    async with signed_in(RAVI) as api:
        yield api


async def posted(event: str, entries: tuple[ledger.Entry, ...]) -> None:
    """An event in the books."""
    async with db.transaction() as session:
        await ledger.post(session, f"{event}:{new_id()}", event, entries)


async def got(api: AsyncClient, path: str, **query: Any) -> dict[str, Any]:
    """An answer that is fine."""
    answer = await api.get(API + path, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_asha_looks_into_her_wallet(asha: AsyncClient) -> None:
    wallet = (await got(asha, "/wallet"))["wallet"]
    assert (wallet["balance"], wallet["withdrawable"], wallet["currency"]) == (100.0, 0.0, "INR")
    (line,) = (await got(asha, "/wallet/transactions"))["transactions"]
    assert (line["event_text"], line["amount"], line["balance_after"]) == ("Money added", 100.0, 100.0)


@pytest.mark.parametrize("amount", ["0", "-5", "100.01", "1e400", "NaN", "Infinity", "1.005", "", None, True, [1]])
async def test_wrong_withdrawals_are_refused(asha: AsyncClient, amount: object) -> None:
    answer = await asha.post(f"{API}/wallet/withdraw", json={"amount": amount})
    assert answer.status_code in (400, 422), answer.text
    assert (await got(asha, "/wallet"))["wallet"]["balance"] == 100.0


async def test_adding_money_opens_a_checkout(asha: AsyncClient) -> None:
    answer = await asha.post(f"{API}/wallet/add-money", json={"amount": "500.00"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["checkout"]["amount"] == 500.0
    assert (await got(asha, "/wallet"))["wallet"]["balance"] == 100.0, "nothing is credited before it is paid"


async def test_ravi_withdraws_once_per_key(ravi: AsyncClient) -> None:
    none = await ravi.post(f"{API}/pilots/payouts", json={"amount": "100"})
    assert (none.status_code, none.json()["code"]) == (400, "no_destination")
    added = await ravi.post(f"{API}/pilots/payout-destinations", json=UPI)
    assert (added.status_code, added.json()["destination"]["label"]) == (201, "UPI ra••@okbank")
    answers = [
        await ravi.post(f"{API}/pilots/payouts", json={"amount": "300.00"}, headers={"Idempotency-Key": "one"})
        for _ in range(3)
    ]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    balance = (await got(ravi, "/pilots/balance"))["balance"]
    assert (balance["withdrawable"], balance["in_transit"]) == (200.0, 300.0)
    too_much = await ravi.post(f"{API}/pilots/payouts", json={"amount": "200.01"})
    assert (too_much.status_code, too_much.json()["code"]) == (400, "withdrawal_too_large")
    (payout,) = (await got(ravi, "/pilots/payouts"))["payouts"]
    assert (payout["amount"], payout["destination"]) == (300.0, "UPI ra••@okbank")
    events = [line["event_text"] for line in (await got(ravi, "/pilots/statement"))["lines"]]
    assert events == ["Withdrawal", "Incentive"]


async def test_ravi_hands_in_cash_or_sets_it_off(ravi: AsyncClient) -> None:
    me = await actor(RAVI)
    await posted("order.delivered", ledger.cash_delivered(me.id, total_minor=9_440, payout_minor=0, tax_minor=1_440))
    checkout = await ravi.post(f"{API}/pilots/cash/settle", json={})
    assert (checkout.status_code, checkout.json()["checkout"]["amount"]) == (201, 94.4), checkout.text
    body = {"amount": "94.40", "key": str(new_id())}
    for _ in range(2):
        answer = await ravi.post(f"{API}/pilots/cash/set-off", json=body)
        assert answer.json()["balance"]["cash_in_hand"] == 0.0, answer.text
    assert (await got(ravi, "/pilots/balance"))["balance"]["withdrawable"] == 405.6
    assert [line["amount"] for line in (await got(ravi, "/pilots/cash"))["lines"]] == [-94.4, 94.4]


async def test_destinations_come_and_go(ravi: AsyncClient) -> None:
    first = (await ravi.post(f"{API}/pilots/payout-destinations", json=UPI)).json()["destination"]
    other = {"kind": "bank", "name": "Ravi Kumar", "account_number": "123456789012", "ifsc": "HDFC0001234"}
    second = (await ravi.post(f"{API}/pilots/payout-destinations", json=other)).json()["destination"]
    usual = await ravi.put(f"{API}/pilots/payout-destinations/{second['id']}/default")
    assert [one["id"] for one in usual.json()["destinations"]] == [second["id"], first["id"]]
    assert (await ravi.delete(f"{API}/pilots/payout-destinations/{second['id']}")).status_code == 200
    left = (await got(ravi, "/pilots/payout-destinations"))["destinations"]
    assert [(one["id"], one["is_default"]) for one in left] == [(first["id"], True)]
    assert "123456789012" not in str(left)


async def test_the_invoice_as_pdf_is_for_its_customer(asha: AsyncClient) -> None:
    me, driver = await actor(ASHA), await booking.driver()
    order = await booking.booked(me)
    early = await asha.get(f"{API}/orders/{order.id}/receipt.pdf")
    assert early.status_code == 404
    await booking.delivered(order.id, driver)
    pdf = await asha.get(f"{API}/orders/{order.id}/receipt.pdf")
    assert (pdf.status_code, pdf.headers["content-type"], pdf.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert ".pdf" in pdf.headers["content-disposition"]
    (listed,) = (await got(asha, f"/orders/{order.id}/receipts"))["receipts"]
    again = await asha.get(f"{API}/orders/{order.id}/receipts/{listed['id']}.pdf")
    assert again.content == pdf.content
    async with signed_in(NIKHIL) as nikhil, client() as nobody:
        for path in ("receipt.pdf", "receipts", f"receipts/{listed['id']}.pdf"):
            assert (await nikhil.get(f"{API}/orders/{order.id}/{path}")).status_code == 404
            assert (await nobody.get(f"{API}/orders/{order.id}/{path}")).status_code == 401
    async with signed_in(MEERA) as meera:
        assert (await meera.get(f"{API}/orders/{order.id}/receipt.pdf")).status_code == 200


async def test_finance_browses_the_books(asha: AsyncClient) -> None:
    async with signed_in(staff("Farah", Role.FINANCE)) as farah:
        trial = (await got(farah, "/admin/ledger/trial-balance"))["trial_balance"]
        assert (trial["is_balanced"], trial["difference"], trial["debit"]) == (True, 0.0, 100.0)
        (account,) = (await got(farah, "/admin/ledger/accounts", kind="customer_wallet"))["accounts"]
        assert (account["owner_name"], account["balance"]) == ("Asha", 100.0)
        lines = (await got(farah, f"/admin/ledger/accounts/{account['id']}"))["lines"]
        posting = (await got(farah, f"/admin/ledger/postings/{lines[0]['posting_id']}"))["posting"]
        assert [entry["amount"] for entry in posting["entries"]] == [100.0, -100.0]
        address = f"{API}/admin/ledger/postings/{posting['id']}/reverse"
        back = await farah.post(address, json={"why": "Charged back"})
        assert (back.status_code, back.json()["posting"]["reverses_id"]) == (201, posting["id"])
        assert (await farah.post(address, json={"why": "Again"})).json()["code"] == "not_reversible"
        assert (await farah.post(f"{API}/admin/ledger/periods", json={"month": "2099-01"})).status_code == 400
        assert (await got(farah, "/admin/ledger/periods"))["periods"] == []
        assert (await got(farah, "/admin/payouts"))["payouts"] == []
    assert (await got(asha, "/wallet"))["wallet"]["balance"] == 0.0


@pytest.mark.parametrize(
    "path",
    ["trial-balance", "accounts?kind=taxes", f"accounts/{UUID(int=7)}", f"postings/{UUID(int=7)}", "periods"],
)
async def test_the_books_are_closed_to_others(asha: AsyncClient, path: str) -> None:
    assert (await asha.get(f"{API}/admin/ledger/{path}")).status_code == 404
    async with signed_in(staff("Dev", Role.DISPATCHER)) as dev:
        assert (await dev.get(f"{API}/admin/ledger/{path}")).status_code == 403
        assert (await dev.get(f"{API}/admin/payouts")).status_code == 403


async def test_everybody_has_only_their_own_money(asha: AsyncClient) -> None:
    assert (await asha.get(f"{API}/pilots/balance")).status_code == 404
    async with signed_in(NIKHIL) as nikhil:
        assert (await got(nikhil, "/wallet"))["wallet"]["balance"] == 0.0
        assert (await got(nikhil, "/wallet/transactions"))["transactions"] == []
