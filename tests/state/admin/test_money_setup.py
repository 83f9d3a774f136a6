"""Payments, refunds and payouts as somebody has set them up: views, columns, files, and what an address asks for."""

from typing import Any

import pytest
from sqlmodel import select

from porter.core import db, live
from porter.models import Receipt
from porter.models.enums import Role
from porter.services import payments
from porter.state.admin.customers import CustomersState
from porter.state.admin.drivers import DriversState
from porter.state.admin.orders import OrdersState
from porter.state.admin.palette import PaletteState
from porter.state.admin.payments import PaymentsState
from porter.state.admin.payouts import PayoutsState
from porter.state.admin.refund_asking import RefundAskState
from porter.state.admin.refunds import RefundsState
from porter.state.admin.table_setup import PaymentsSetup, PayoutsSetup, RefundsSetup, StaffColumns
from porter.state.hub import hub
from tests import paying
from tests.state.admin.conftest import OpenDesk
from tests.state.admin.test_payments_table import _every_method, delivered, opened
from tests.state.admin.test_payouts_table import asked as withdrawn
from tests.state.admin.test_payouts_table import earning_driver
from tests.state.admin.test_refunds import asked
from tests.state.tabs import Tab

__all__ = ["_every_method"]


async def test_a_view_of_each_money_table_comes_back(desk: OpenDesk) -> None:
    """Filters, sort and columns; another tab of the same person sets itself up the same way."""
    tab = await desk(Role.FINANCE, "Farid")
    for kind, value in (("status", "attention"), ("provider", "stripe"), ("when", "all"), ("text", "asha")):
        await tab.fire(PaymentsState.narrow, kind=kind, value=value)
    await tab.fire(PaymentsState.sort_by, key="amount")
    await tab.fire(RefundsState.narrow, kind="status", value="requested")
    await tab.fire(PayoutsState.narrow, kind="when", value="today")
    await tab.fire(PayoutsState.put_failed_first, wanted=True)
    setups = (PaymentsSetup, RefundsSetup, PayoutsSetup)
    for setup in setups:
        await tab.fire(setup.toggle, column="status")
        await tab.fire(setup.save, form={"name": "Mine"})
    fresh = Tab(tab.processor, tab.cookie)
    for setup in setups:
        await fresh.fire(setup.load)
        (view,) = (await fresh.state(setup)).views
        await fresh.fire(setup.choose, view_id=view["id"])
        assert (await fresh.state(setup)).hidden == ["status"]
    rows = await fresh.state(PaymentsState)
    assert (rows.status, rows.chosen["provider"], rows.when, rows.text) == (["attention"], "stripe", "all", "asha")
    assert (rows.sort_key, rows.descending) == ("amount", True)
    assert {"attention_only=True", "provider=stripe", "text=asha", "sort=-amount"} <= {*rows.export.split("&")}
    assert (await fresh.state(RefundsState)).export == "status=requested"
    rows = await fresh.state(PayoutsState)
    assert (rows.when, rows.failed_first) == ("today", True) and rows.export.endswith("sort=-failed")
    assert tab.failures == fresh.failures == []


async def test_a_sorted_view_ends_the_failed_first(desk: OpenDesk) -> None:
    tab = await desk(Role.FINANCE, "Farid")
    await tab.fire(PayoutsState.sort_by, key="amount")
    await tab.fire(PayoutsSetup.save, form={"name": "Dear ones"})
    await tab.fire(PayoutsState.put_failed_first, wanted=True)
    await tab.fire(PayoutsSetup.load)
    await tab.fire(PayoutsSetup.choose, view_id=(await tab.state(PayoutsSetup)).views[0]["id"])
    rows = await tab.state(PayoutsState)
    assert (rows.sort_key, rows.failed_first, rows.export[-12:]) == ("amount", False, "sort=-amount")


@pytest.mark.parametrize(
    ("address", "state", "shown"),
    [
        ("/ops/payments?status=captured,stolen&method=upi&purpose=moon", PaymentsState,
         {"status": ["captured"], "chosen": {"method": "upi", "provider": "", "purpose": ""}, "when": "week"}),
        ("/ops/payments?q=PRT-1&when=never", PaymentsState, {"text": "PRT-1", "when": "week"}),
        ("/ops/payments?q=PRT-1", PaymentsState, {"text": "PRT-1", "when": "all"}),
        ("/ops/refunds?status=requested&q=Asha", RefundsState, {"status": ["requested"], "text": "Asha"}),
        ("/ops/payouts?status=failed&when=all&text=ravi", PayoutsState, {"status": ["failed"], "when": "all", "text": "ravi"}),
        ("/ops/orders?status=late&class=bike", OrdersState, {"status": ["late"], "class_code": "bike"}),
        ("/ops/orders?q=90000", OrdersState, {"text": "90000", "when": "all"}),
        ("/ops/drivers?states=pending,x&q=Ravi", DriversState, {"states": ["pending"], "text": "Ravi"}),
        ("/ops/customers?suspended=true", CustomersState, {"suspended": True, "text": ""}),
    ],
)  # fmt: skip
async def test_an_address_narrows_a_table(desk: OpenDesk, address: str, state: Any, shown: dict[str, Any]) -> None:
    """By the words that saved views use; what the table does not know is passed over."""
    tab = await desk(Role.FINANCE, "Farid")
    tab.page = address
    await tab.fire(state.load)
    seen = await tab.state(state)
    assert {key: getattr(seen, key) for key in shown} == shown
    assert (seen.error, tab.failures) == ("", [])


async def test_an_address_that_names_nothing_leaves_the_table(desk: OpenDesk) -> None:
    tab = await desk()
    await tab.fire(OrdersState.narrow, kind="when", value="all")
    tab.page = "/ops/orders?order=x"
    await tab.fire(OrdersState.load)
    assert (await tab.state(OrdersState)).when == "all"


async def test_a_dispatcher_keeps_no_view_of_payouts(desk: OpenDesk) -> None:
    tab = await desk()
    await tab.fire(PayoutsSetup.save, form={"name": "Mine"})
    assert (await tab.state(PayoutsSetup)).views == []
    await tab.fire(StaffColumns.toggle, column="email")
    assert (await tab.state(StaffColumns)).hidden == [], "people who work here are for administrators"


async def test_columns_of_the_staff_table(desk: OpenDesk) -> None:
    tab = await desk(Role.ADMIN, "Anil")
    for column in ("email", "role_text", "email"):
        await tab.fire(StaffColumns.toggle, column=column)
    assert (await tab.state(StaffColumns)).hidden == ["role_text"]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the hub hears."""
    heard: list[str] = []

    def notify(_session: object, channel: str, *_: object) -> None:
        heard.append(channel)

    monkeypatch.setattr(live, "notify", notify)
    return heard


async def test_the_payments_table_hears_of_a_refund_to_its_end(desk: OpenDesk, told: list[str]) -> None:
    """Each change of a payment is told on the channel that the table follows, the last one too."""
    _, order = await delivered()
    tab = await desk(Role.FINANCE, "Farid")
    await tab.fire(PaymentsState.load)
    followed = hub._channels["ops:payments"].paced[tab.token]
    assert followed.event is PaymentsState.refresh
    told.clear()
    await asked(tab, order.id, "50")
    assert "ops:payments" in told
    told.clear()
    await paying.settled()
    assert "ops:payments" in told
    await tab.fire(PaymentsState.refresh)
    assert (await tab.state(PaymentsState)).rows[0]["status"] == "partially_refunded"


async def test_the_palette_finds_money_by_what_one_knows(desk: OpenDesk) -> None:
    """Order, receipt and credit note number, phone, our own ids, the vendor's; payouts for those who may see them."""
    _, order = await delivered()
    farid = await desk(Role.FINANCE, "Farid")
    await asked(farid, order.id, "50")
    await paying.settled()
    payment, [refund] = await paying.payment_of(order.id), await paying.all_refunds()
    payout = await withdrawn(await earning_driver("Kiran", "+919000000103", "KA05MH4323"), 10_000)
    invoice, note = await papers()
    money = {"Payments": f"/ops/payments?payment={payment.id}", "Refunds": f"/ops/refunds?refund={refund.id}"}
    for text in (order.number, invoice, note.lower(), "90000 00001", str(payment.id), refund.provider_refund or ""):
        assert money.items() <= (await found(farid, text)).items(), text
    for text in (order.number, invoice):
        assert (await found(farid, text))["Orders"] == f"/ops/orders?order={order.id}"
    for text in (str(payout.id), "90000 00103"):
        assert (await found(farid, text))["Payouts"] == f"/ops/payouts?payout={payout.id}"
    dispatcher = await desk(Role.DISPATCHER)
    seen = await found(dispatcher, "90000 00103")
    assert "Payouts" not in seen and "Drivers" in seen
    assert await found(farid, "PRT/2627/999999") == {}


async def test_the_wallet_is_chosen_in_the_dialog(desk: OpenDesk) -> None:
    """Only where it is a choice; another payment, or a new wish, begins with the source again; other words do nothing."""
    asha, order = await delivered()
    sunita = await desk(Role.SUPPORT, "Sunita")
    await opened(sunita, (await paying.payment_of(order.id)).id)
    await sunita.fire(RefundAskState.ask)
    dialog = await sunita.state(RefundAskState)
    assert (dialog.to, dialog.facts["can_go_to_wallet"]) == ("source", True)
    await sunita.fire(RefundAskState.send_to, to="wallet")
    await sunita.fire(RefundAskState.send_to, to="moon")
    dialog = await sunita.state(RefundAskState)
    assert (dialog.to, dialog.preview["to_text"]) == ("wallet", "to the wallet")
    await sunita.fire(RefundAskState.take, part="part")
    await sunita.fire(RefundAskState.say_amount, amount="50")
    await sunita.fire(RefundAskState.say_why, kind="reason", words="late")
    await sunita.fire(RefundAskState.confirm)
    await paying.settled()
    [refund] = await paying.all_refunds()
    assert (refund.to_wallet, (await paying.books())[paying.Kind.CUSTOMER_WALLET]) == (True, -5_000)
    await sunita.fire(RefundAskState.ask)
    assert (await sunita.state(RefundAskState)).to == "source"
    checkout = await payments.start_top_up(asha, 50_000)
    await paying.pays(checkout)
    await paying.settled()
    await opened(sunita, checkout.payment_id)
    await sunita.fire(RefundAskState.ask)
    assert not (await sunita.state(RefundAskState)).facts["can_go_to_wallet"]


async def papers() -> tuple[str, str]:
    """The numbers of the invoice and of the credit note."""
    async with db.reading() as session:
        kinds = ("invoice", "credit_note")
        return tuple([(await session.exec(select(Receipt.number).where(Receipt.kind == one))).one() for one in kinds])


async def found(tab: Tab, text: str) -> dict[str, str]:
    """The first answer of each group."""
    await tab.fire(PaletteState.search, text=text)
    answers = [one for one in (await tab.state(PaletteState)).items if one["group"] != "Pages"]
    return {one["group"]: one["href"] for one in reversed(answers)}
