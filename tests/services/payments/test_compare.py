"""The vendor is asked a day later: what stands otherwise there rings finance, until both agree."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from porter.core import clock, db
from porter.core.errors import GatewayUnavailable
from porter.integrations.payments import PaymentState, ProviderPayment
from porter.models import Payment
from porter.models.enums import Role
from porter.services import notifications, payments
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.services.payments import PaymentFilter, RefundInput, RefundReason, compare
from tests import booking, paying
from tests.services.payments.shaky import ShakyGateway, shaky
from tests.services.payments.test_faults import a_delivered_order

__all__ = ["shaky"]

pytestmark = pytest.mark.usefixtures("database")

DAY, HOURS = timedelta(hours=25), timedelta(hours=7)


@pytest.fixture
async def farid() -> Actor:
    """Finance, before anything happens."""
    return await booking.operations(Role.FINANCE, "Farid")


@pytest.fixture
async def order(shaky: ShakyGateway, farid: Actor) -> OrderView:
    """Asha's order, delivered and collected."""
    _, made = await a_delivered_order()
    await paying.settled()
    return made


class Says:
    """The vendor's answers, changed as a story needs it."""

    def __init__(self, shaky: ShakyGateway, monkeypatch: pytest.MonkeyPatch) -> None:
        self.changes: dict[str, Any] = {}
        self.meanwhile: Callable[[], Any] | None = None
        self.asked = 0
        self._true = shaky.fetch
        monkeypatch.setattr(shaky, "fetch", self._fetch)

    async def _fetch(self, *args: Any) -> ProviderPayment:
        self.asked += 1
        seen = await self._true(*args)
        if self.meanwhile:
            await self.meanwhile()
        if "error" in self.changes:
            raise self.changes["error"]
        return seen.model_copy(update=self.changes)


@pytest.fixture
def says(shaky: ShakyGateway, monkeypatch: pytest.MonkeyPatch) -> Says:
    return Says(shaky, monkeypatch)


async def swept(after: timedelta) -> None:
    """The sweep some time later, and what follows from it."""
    with clock.travel(after):
        await asyncio.gather(payments.reconcile(), payments.reconcile())
        await paying.settled()


async def told(who: Actor) -> list[tuple[str, str]]:
    async with db.reading() as session:
        return [(one.body, one.outcome) for one in (await notifications.inbox(session, who)).items]


async def marked(order: OrderView) -> tuple[str | None, bool]:
    """The mark on the payment, and whether it will be asked after again."""
    payment = await paying.payment_of(order.id)
    return payment.failure_code, payment.compare_at is not None


async def test_who_agrees_is_asked_once(order: OrderView, says: Says, farid: Actor) -> None:
    await swept(timedelta(hours=23))
    assert says.asked == 0
    await swept(DAY)
    await swept(2 * DAY)
    assert (says.asked, await marked(order)) == (1, (None, False))
    assert await told(farid) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"captured_minor": 5_000}, "the provider has ₹50.00 as taken, we have {total}"),
        ({"status": PaymentState.VOIDED}, "we have it as taken, for the provider it is let go"),
        ({"status": PaymentState.FAILED, "captured_minor": 0}, "we have it as taken, for the provider it is failed"),
    ],
)
async def test_a_difference_rings_finance_once_until_both_agree(
    order: OrderView, says: Says, farid: Actor, changes: dict[str, Any], words: str
) -> None:
    before = await paying.books()
    says.changes = changes
    await swept(DAY)
    await swept(DAY + HOURS)
    sentence = f"{order.total_text} of order {order.number}: {words.format(total=order.total_text)}."
    assert await told(farid) == [(sentence, "")]
    assert await marked(order) == ("differs", True)
    async with db.reading() as session:
        listed = await payments.table(session, farid, PaymentFilter(attention_only=True))
        assert len(listed.items) == 1
    says.changes = {}
    await swept(DAY + 2 * HOURS)
    assert await told(farid) == [(sentence, "The provider agrees")]
    assert await marked(order) == (None, False)
    assert await paying.books() == before


async def test_a_second_difference_is_a_new_happening(order: OrderView, says: Says, farid: Actor) -> None:
    says.changes = {"captured_minor": 5_000}
    await swept(DAY)
    says.changes = {}
    await swept(DAY + HOURS)
    says.changes = {"captured_minor": 5_000}
    payment = await paying.payment_of(order.id)
    with clock.travel(DAY + 2 * HOURS):
        await compare.compare(payment.id)
        await paying.settled()
    assert [outcome for _, outcome in await told(farid)] == ["", "The provider agrees"]


async def test_a_refund_that_the_vendor_does_not_know_of(order: OrderView, says: Says, farid: Actor) -> None:
    payment = await paying.payment_of(order.id)
    async with db.transaction() as session:
        wish = RefundInput(amount_minor=4_000, reason=RefundReason.LATE)
        await payments.request_refund(session, farid, payment.id, wish)
    await paying.settled()
    says.changes = {"status": PaymentState.CAPTURED, "refunded_minor": 0}
    await swept(DAY)
    words = "the provider has ₹0.00 as given back, we have ₹40.00"
    assert await told(farid) == [(f"{order.total_text} of order {order.number}: {words}.", "")]


async def test_another_amount_is_taken_off_once_it_is_right(order: OrderView, says: Says, farid: Actor) -> None:
    says.changes = {"amount_minor": 100, "captured_minor": 100}
    await swept(DAY)
    assert [outcome for _, outcome in await told(farid)] == [""]
    assert await marked(order) == ("amount_mismatch", True)
    says.changes = {}
    await swept(DAY + HOURS)
    assert [outcome for _, outcome in await told(farid)] == ["The provider agrees"]
    assert await marked(order) == (None, False)


@pytest.mark.parametrize("changes", [{"error": GatewayUnavailable()}, {"status": PaymentState.PENDING}])
async def test_no_answer_is_no_difference(order: OrderView, says: Says, farid: Actor, changes: dict[str, Any]) -> None:
    says.changes = changes
    await swept(DAY)
    assert (says.asked, await marked(order), await told(farid)) == (1, (None, True), [])
    says.changes = {}
    await swept(DAY + HOURS)
    assert (says.asked, await marked(order)) == (2, (None, False))


async def test_an_answer_about_yesterday_does_not_count(order: OrderView, says: Says, farid: Actor) -> None:
    """Between the question and the answer a refund is done: the vendor's figure is from before it."""
    payment = await paying.payment_of(order.id)

    async def refunded() -> None:
        says.meanwhile = None
        async with db.transaction() as session:
            (await session.get_one(Payment, payment.id)).refunded_minor = 4_000

    says.meanwhile = refunded
    await swept(DAY)
    assert (await marked(order), await told(farid)) == ((None, True), [])


async def test_who_died_while_asking_is_followed_by_another(order: OrderView, says: Says) -> None:
    says.changes = {"error": SystemError("killed")}
    await swept(DAY)
    assert (says.asked, await marked(order)) == (1, (None, True))
    says.changes = {}
    await swept(DAY + timedelta(minutes=3))
    assert (says.asked, await marked(order)) == (2, (None, False))


async def test_a_wallet_is_no_vendor(shaky: ShakyGateway, says: Says) -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    await paying.with_money(asha, 1_000_000)
    order = await paying.placed(asha, paying.WALLET)
    await paying.settled()
    await booking.delivered(order.id, ravi)
    await paying.settled()
    async with db.reading() as session:
        due = (await session.exec(text("SELECT count(*) FROM payment WHERE compare_at IS NOT NULL"))).scalar()  # type: ignore[call-overload]
        taken = (await session.exec(text("SELECT count(*) FROM payment WHERE status = 'captured'"))).scalar()  # type: ignore[call-overload]
    assert (due, taken) == (0, 1)
