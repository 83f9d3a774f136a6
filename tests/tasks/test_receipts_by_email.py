"""Papers by e-mail: to whoever has given an address for receipts, each once."""

import pytest

from porter.core import db
from porter.integrations import email
from porter.models import Account
from porter.services import receipts
from porter.services.accounts import Actor
from porter.tasks.drain import drain
from tests import booking

pytestmark = pytest.mark.usefixtures("database", "valkey")


async def delivered_to(asha: Actor, address: str | None) -> receipts.DocumentView:
    """Asha's order is done; answers its invoice."""
    async with db.transaction() as session:
        (await session.get_one(Account, asha.id)).email = address
    order = await booking.booked(asha)
    await booking.delivered(order.id, await booking.driver())
    await drain()
    async with db.reading() as session:
        [invoice] = await receipts.documents(session, order.id)
    return invoice


async def test_the_invoice_comes_by_e_mail() -> None:
    await booking.demo_city()
    invoice = await delivered_to(await booking.customer(), "asha@example.com")
    await drain()
    [kept] = await email.inbox()
    assert (kept.to, kept.subject) == ("asha@example.com", f"Your invoice {invoice.number}")
    assert kept.attachments == (f"{invoice.number.replace('/', '-')}.pdf",)
    assert kept.key == str(invoice.id)


async def test_without_an_address_nothing_is_sent() -> None:
    await booking.demo_city()
    await delivered_to(await booking.customer(), None)
    assert await email.inbox() == []
