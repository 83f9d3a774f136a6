"""The story that an inbox tells."""

from datetime import timedelta

import pytest

from porter.core import clock, db
from porter.core.ids import new_id
from porter.services import notifications
from porter.tasks import notices
from porter.tasks.facts import Fact
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def test_messages_stand_in_the_order_of_what_happened_however_late_they_were_told() -> None:
    """Workers tell them side by side, and after a rush or a restart all at once."""
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    began = clock.now()
    happened = ((notices.delivered, 40), (notices.picked_up, 20), (notices.order_secured, 0))
    for tell, minutes in happened:
        fact = Fact(new_id(), tell.__name__, {"order_id": str(order.id)}, began + timedelta(minutes=minutes))
        await tell(fact)
    async with db.reading() as session:
        told = (await notifications.inbox(session, asha)).items
    assert [one.title for one in told] == ["Delivered", "Picked up", f"Order {order.number} placed"]
    assert [one.created_at - began for one in told] == [timedelta(minutes=minutes) for _, minutes in happened]
