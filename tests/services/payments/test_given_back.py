"""What counts as given back: also what came back and lies in the customer's wallet."""

import pytest

from porter.core import db
from porter.core.errors import GatewayRefused
from porter.models.enums import RefundStatus, Role
from porter.services import payments
from porter.services.payments import RefundInput, RefundReason, RefundTooLarge
from tests import booking, paying
from tests.paying import Kind
from tests.services.payments.shaky import ShakyGateway, shaky
from tests.services.payments.test_faults import a_delivered_order, later

__all__ = ["shaky"]

pytestmark = pytest.mark.usefixtures("database")


async def test_money_that_went_into_the_wallet_is_not_given_back_again(shaky: ShakyGateway) -> None:
    """The source refuses the refund, the wallet gets it; neither a person nor the reconciler pays it a second time."""
    _, order = await a_delivered_order()
    await paying.settled()
    payment, farid = await paying.payment_of(order.id), await booking.operations(Role.FINANCE)
    async with db.transaction() as session:
        small = RefundInput(amount_minor=10_000, reason=RefundReason.LATE)
        await payments.request_refund(session, farid, payment.id, small)
    shaky.before = {"refund": GatewayRefused("The card is closed.")}
    await paying.settled()
    shaky.before = {}
    await later()
    assert [one.status for one in await paying.all_refunds()] == [RefundStatus.FAILED]
    assert (await paying.books())[Kind.CUSTOMER_WALLET] == -10_000
    async with db.transaction() as session:
        shown = await payments.panel(session, farid, payment.id)
        assert shown.refundable_minor == order.total_minor - 10_000
        assert {one.event for one in shown.postings} >= {"refund.approved", "refund.failed"}
        with pytest.raises(RefundTooLarge):
            whole = RefundInput(amount_minor=order.total_minor, reason=RefundReason.LATE)
            await payments.request_refund(session, farid, payment.id, whole)
