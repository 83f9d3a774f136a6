"""Money that goes into the wallet because somebody chose so: at once, once, and never more than was taken."""

import asyncio

import pytest
from sqlmodel import select

from porter.core import db
from porter.core.language import speaking
from porter.models import Receipt, Refund
from porter.models.enums import NotificationKind, PaymentStatus, RefundStatus, Role
from porter.services import notifications, payments, wallets
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.services.payments import (
    NotToWallet,
    PaymentFilter,
    PaymentPanelView,
    RefundFilter,
    RefundInput,
    RefundReason,
    RefundTo,
    RefundTooLarge,
    RefundView,
)
from tests import booking, paying
from tests.paying import WALLET, Kind
from tests.services.payments.shaky import Killed, ShakyGateway, shaky
from tests.services.payments.test_faults import a_delivered_order, later

__all__ = ["shaky"]

pytestmark = pytest.mark.usefixtures("database")

SMALL = 10_000


async def collected() -> tuple[Actor, OrderView, Actor]:
    """Asha, her paid and delivered order, and Farid of finance."""
    asha, order = await a_delivered_order()
    await paying.settled()
    return asha, order, await booking.operations(Role.FINANCE, "Farid")


async def asked(who: Actor, order: OrderView, minor: int = SMALL, to: RefundTo = RefundTo.WALLET) -> RefundView:
    """So much of the order's payment, into the wallet."""
    payment = await paying.payment_of(order.id)
    what = RefundInput(amount_minor=minor, reason=RefundReason.DAMAGED, to=to)
    async with db.transaction() as session:
        return await payments.request_refund(session, who, payment.id, what)


async def panel_of(who: Actor, order: OrderView) -> PaymentPanelView:
    """What operations sees of its payment."""
    payment = await paying.payment_of(order.id)
    async with db.reading() as session:
        return await payments.panel(session, who, payment.id)


async def in_wallet(asha: Actor) -> int:
    """What she can spend."""
    async with db.reading() as session:
        return (await wallets.balance(session, asha)).balance_minor


async def test_it_is_in_the_wallet_and_no_vendor_is_asked(shaky: ShakyGateway) -> None:
    asha, order, farid = await collected()
    view = await asked(farid, order)
    assert (view.to, view.to_text) == (RefundTo.WALLET, "to the wallet")
    await paying.settled()
    [refund] = await paying.all_refunds()
    payment = await paying.payment_of(order.id)
    assert (refund.status, payment.status) == (RefundStatus.DONE, PaymentStatus.PARTIALLY_REFUNDED)
    assert (payment.refunded_minor, await in_wallet(asha)) == (SMALL, SMALL)
    assert "refund" not in shaky.calls
    found = await paying.books()
    assert (found[Kind.CUSTOMER_WALLET], found[Kind.GATEWAY_CLEARING]) == (-SMALL, order.total_minor)
    assert Kind.REFUNDS_IN_TRANSIT not in found


async def test_everybody_reads_where_it_is(shaky: ShakyGateway) -> None:
    """The customer's notice and order, the credit note, the history that operations sees."""
    asha, order, farid = await collected()
    await asked(farid, order)
    await paying.settled()
    async with db.reading() as session:
        inbox = await notifications.inbox(session, asha)
        note = (await session.exec(select(Receipt).where(Receipt.kind == "credit_note"))).one()
        own = await payments.get(session, asha, (await paying.payment_of(order.id)).id)
    [told] = [one for one in inbox.items if one.kind is NotificationKind.REFUND]
    assert told.body == f"₹100.00 for order {order.number} is in your wallet."
    assert own.refunds[0].told_text == "₹100.00 back in your wallet"
    assert note.details["reason"] == "Damaged, put into the wallet"
    steps = [step.detail for step in (await panel_of(farid, order)).steps]
    assert any("into the wallet" in detail for detail in steps)


@pytest.mark.parametrize(
    ("language", "in_wallet_text", "at_source_text"),
    [
        ("en", "Returned to the wallet", "Paid out"),
        ("hi", "वॉलेट में लौटाया गया", "भुगतान हो गया"),
        ("kn", "ವಾಲೆಟ್‌ಗೆ ಮರಳಿಸಲಾಗಿದೆ", "ಪಾವತಿಸಲಾಗಿದೆ"),
    ],
)
async def test_what_is_in_the_wallet_was_not_paid_out(language: str, in_wallet_text: str, at_source_text: str) -> None:
    """The customer's payment, and the table and the panel of operations, which stay English."""
    asha, order, farid = await collected()
    await asked(farid, order)
    await paying.settled()
    await asked(farid, order, 2_000, RefundTo.SOURCE)
    await paying.settled()
    async with db.reading() as session:
        with speaking(language):
            own = await payments.get(session, asha, (await paying.payment_of(order.id)).id)
        rows = (await payments.refunds(session, farid, RefundFilter(), "", 10)).items
    shown = {one.to: one.status_text for one in own.refunds}
    assert shown == {RefundTo.WALLET: in_wallet_text, RefundTo.SOURCE: at_source_text}
    assert {one.to: one.status_text for one in rows} == {
        RefundTo.WALLET: "Returned to the wallet",
        RefundTo.SOURCE: "Paid out",
    }
    in_panel = {one.to: one.status_text for one in (await panel_of(farid, order)).payment.refunds}
    assert in_panel[RefundTo.WALLET] == "Returned to the wallet"


async def test_above_the_limit_a_second_person_says_yes() -> None:
    asha, order, farid = await collected()
    view = await asked(farid, order, order.total_minor)
    await paying.settled()
    assert (view.status, await in_wallet(asha)) == (RefundStatus.REQUESTED, 0)
    async with db.transaction() as session:
        seen = await payments.refund_panel(session, farid, view.id)
        assert seen.effect[0] == ("Goes back to the wallet", order.total_text)
        await payments.approve_refund(session, await booking.operations(Role.ADMIN, "Gita"), view.id)
    await paying.settled()
    assert await in_wallet(asha) == order.total_minor
    assert (await paying.payment_of(order.id)).status is PaymentStatus.REFUNDED


async def test_twice_and_after_a_death_half_way_it_arrives_once(
    shaky: ShakyGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha, order, farid = await collected()
    view = await asked(farid, order)

    async def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("porter.services.payments.send.finish", die)
        with pytest.raises(Killed):
            await payments.send_refund(view.id)
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.APPROVED]
    assert await in_wallet(asha) == 0
    await asyncio.gather(*(payments.send_refund(view.id) for _ in range(3)))
    await later()
    assert await in_wallet(asha) == SMALL
    assert (await paying.payment_of(order.id)).refunded_minor == SMALL


async def test_two_at_the_same_time_are_one_when_only_one_fits() -> None:
    asha, order, farid = await collected()
    gita = await booking.operations(Role.ADMIN, "Gita")
    targets = (RefundTo.WALLET, RefundTo.SOURCE)
    answers = await asyncio.gather(
        *(asked(who, order, order.total_minor, to) for who, to in zip((farid, gita), targets, strict=True)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, RefundView) for one in answers) == 1
    assert len(await paying.all_refunds()) == 1
    assert await in_wallet(asha) == 0


async def test_source_and_wallet_together_are_never_more_than_was_taken() -> None:
    asha, order, farid = await collected()
    await asked(farid, order, SMALL)
    await asked(farid, order, 5_000, RefundTo.SOURCE)
    await paying.settled()
    left = order.total_minor - SMALL - 5_000
    assert (await panel_of(farid, order)).refundable_minor == left
    for to in RefundTo:
        with pytest.raises(RefundTooLarge):
            await asked(farid, order, left + 1, to)
    assert await in_wallet(asha) == SMALL
    assert (await paying.books())[Kind.GATEWAY_CLEARING] == order.total_minor - 5_000


async def test_what_the_vendor_gives_back_as_well_is_counted_up_to_the_payment_and_somebody_looks(
    shaky: ShakyGateway,
) -> None:
    """A part is in the wallet; then the vendor's own desk gives all of it back."""
    _, order, farid = await collected()
    await asked(farid, order)
    await paying.settled()
    payment = await paying.payment_of(order.id)
    await shaky.refund(payment.provider_payment or "", order.total_minor, "at-the-vendors-desk")
    for _ in range(2):
        await paying.settled()
        await payments.look(payment.id)
    await paying.settled()
    payment = await paying.payment_of(order.id)
    assert (payment.status, payment.refunded_minor) == (PaymentStatus.REFUNDED, order.total_minor)
    assert [one.amount_minor for one in await paying.all_refunds()] == [SMALL, order.total_minor - SMALL]
    async with db.reading() as session:
        [row] = (await payments.table(session, farid, PaymentFilter(attention_only=True))).items
        told = (await notifications.inbox(session, farid)).items
    assert [one.title for one in told if one.kind is NotificationKind.PAYMENT_ATTENTION] == ["Payment to look at"]
    assert row.attention_text.startswith("More was given back than was taken")
    assert "More given back than was taken" in [step.text for step in (await panel_of(farid, order)).steps]
    await paying.books()


async def test_a_desk_that_gives_back_the_rest_is_no_trouble(shaky: ShakyGateway) -> None:
    """The wallet's part is not taken for the vendor's."""
    _, order, farid = await collected()
    await asked(farid, order)
    await paying.settled()
    payment = await paying.payment_of(order.id)
    await shaky.refund(payment.provider_payment or "", 5_000, "at-the-vendors-desk")
    await paying.settled()
    await payments.look(payment.id)
    payment = await paying.payment_of(order.id)
    assert (payment.refunded_minor, payment.failure_code) == (SMALL + 5_000, None)
    assert (await paying.books())[Kind.GATEWAY_CLEARING] == order.total_minor - 5_000


async def test_only_what_a_customer_paid_for_an_order_is_a_choice() -> None:
    """Added money goes back to its source; wallet money goes into the wallet whatever is said."""
    asha, _, farid = await collected()
    checkout = await payments.start_top_up(asha, 50_000)
    await paying.pays(checkout)
    await paying.settled()
    assert checkout.payment_id
    async with db.transaction() as session:
        assert not (await payments.panel(session, farid, checkout.payment_id)).can_go_to_wallet
        wish = RefundInput(amount_minor=SMALL, reason=RefundReason.OTHER, to=RefundTo.WALLET)
        for refused in (
            payments.request_refund(session, farid, checkout.payment_id, wish),
            payments.preview_refund(session, farid, checkout.payment_id, SMALL, RefundTo.WALLET),
        ):
            with pytest.raises(NotToWallet):
                await refused
    order = await paying.placed(asha, WALLET)
    await payments.start_checkout(asha, order.id)
    await booking.delivered(order.id, await booking.driver("Kiran", "+919000000102", plate="KA05MH4322"))
    await paying.settled()
    before = await in_wallet(asha)
    assert not (await panel_of(farid, order)).can_go_to_wallet
    await asked(farid, order)
    await paying.settled()
    assert await in_wallet(asha) == before + SMALL
    async with db.reading() as session:
        assert not (await session.exec(select(Refund.to_wallet))).one()
