"""Many spends at the same time out of a wallet that holds enough for some of them."""

import asyncio
from collections import Counter

from porter.core import db
from porter.core.ids import new_id
from porter.models import Account
from porter.models.enums import Audience, Role
from porter.services import ledger, wallets
from tests.soak.operations import assert_sound

PRICE_MINOR = 500


async def soak(spends: int, affordable: int) -> Counter[str]:
    """How many succeeded and how many were refused. Raises AssertionError unless exactly as many as could be paid."""
    asha = Account(audience=Audience.CUSTOMER, role=Role.CUSTOMER, phone="+919000500001", name="Asha")
    async with db.transaction() as session:
        session.add(asha)
        await session.flush()
        await wallets.top_up(session, asha.id, PRICE_MINOR * affordable + PRICE_MINOR - 1, key=new_id())

    async def spend() -> str:
        try:
            async with db.transaction() as session:
                await wallets.spend(session, asha.id, PRICE_MINOR, key=new_id())
        except ledger.Overdrawn:
            return "refused"
        return "paid"

    found = Counter(await asyncio.gather(*(spend() for _ in range(spends))))
    assert found["paid"] == min(affordable, spends), found
    await assert_sound()
    return found
