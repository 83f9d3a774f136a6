"""Asha's wallet: never below zero, however many hands reach into it, and back only to where it came from."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from porter.core import db
from porter.core.errors import Forbidden
from porter.core.ids import new_id
from porter.models import Payment, Refund
from porter.models.enums import LedgerAccountKind as Kind
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus
from porter.services import ledger, payments, wallets
from porter.services.accounts import Actor
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def topped_up(who: Actor, minor: int) -> UUID:
    """Money in the wallet, with the payment that brought it."""
    async with db.transaction() as session:
        payment = Payment(
            id=new_id(),
            account_id=who.id,
            purpose=PaymentPurpose.TOP_UP,
            provider=Provider.SANDBOX,
            method=PaymentMethod.UPI,
            status=PaymentStatus.CAPTURED,
            amount_minor=minor,
            captured_minor=minor,
            currency="INR",
        )
        session.add(payment)
        await session.flush()
        assert await wallets.top_up(session, who.id, minor, key=payment.id)
    return payment.id


async def view(who: Actor) -> wallets.WalletView:
    """The wallet as Asha sees it."""
    async with db.reading() as session:
        return await wallets.balance(session, who)


async def sound() -> bool:
    """Whether the books agree with themselves."""
    async with db.reading() as session:
        return (await ledger.check(session)).is_sound


async def outcomes(tries: int, once: Callable[[], Awaitable[bool]]) -> list[str]:
    """What became of many tries at the same time."""

    async def one() -> str:
        try:
            return "done" if await once() else "before"
        except ledger.Overdrawn:
            return "short"

    return await asyncio.gather(*(one() for _ in range(tries)))


async def test_two_hundred_spends_with_money_for_thirty_seven() -> None:
    asha = await booking.customer()
    await topped_up(asha, 37 * 500 + 499)

    async def spend() -> bool:
        async with db.transaction() as session:
            return await wallets.spend(session, asha.id, 500, key=new_id())

    found = await outcomes(200, spend)
    assert (found.count("done"), found.count("short")) == (37, 163)
    assert (await view(asha)).balance_minor == 499
    assert await sound()


async def test_the_same_key_spends_once_even_when_nothing_is_left_for_a_second() -> None:
    asha = await booking.customer()
    await topped_up(asha, 500)
    key = new_id()

    async def spend() -> bool:
        async with db.transaction() as session:
            return await wallets.spend(session, asha.id, 500, key=key)

    assert sorted(await outcomes(50, spend)) == ["before"] * 49 + ["done"]


async def test_a_top_up_told_by_browser_and_webhook_counts_once() -> None:
    asha, key = await booking.customer(), new_id()

    async def credit() -> bool:
        async with db.transaction() as session:
            return await wallets.top_up(session, asha.id, 10_000, key=key)

    assert sorted(await outcomes(10, credit)) == ["before"] * 9 + ["done"]
    assert (await view(asha)).balance_text == "₹100.00"


async def test_what_is_kept_for_an_order_cannot_be_spent_and_comes_back() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    await topped_up(asha, 1_000)
    async with db.transaction() as session:
        assert await wallets.hold(session, asha.id, 800, key=order.id, order_id=order.id)
    with pytest.raises(ledger.Overdrawn):
        async with db.transaction() as session:
            await wallets.spend(session, asha.id, 300, key=new_id())
    assert ((await view(asha)).balance_minor, (await view(asha)).held_minor) == (200, 800)
    with pytest.raises(ledger.Overdrawn):
        async with db.transaction() as session:
            await wallets.release(session, asha.id, 801, key=new_id(), order_id=order.id)
    async with db.transaction() as session:
        assert await wallets.release(session, asha.id, 800, key=order.id, order_id=order.id)
    assert ((await view(asha)).balance_minor, (await view(asha)).held_minor) == (1_000, 0)
    assert await sound()


async def test_holds_and_releases_side_by_side_neither_lose_money_nor_lock_each_other() -> None:
    await booking.demo_city()
    asha = await booking.customer()
    order = await booking.booked(asha)
    await topped_up(asha, 1_000)

    async def there_and_back() -> None:
        key = new_id()
        async with db.transaction() as session:
            await wallets.hold(session, asha.id, 50, key=key, order_id=order.id)
        async with db.transaction() as session:
            await wallets.release(session, asha.id, 50, key=key, order_id=order.id)

    await asyncio.gather(*(there_and_back() for _ in range(20)))
    assert ((await view(asha)).balance_minor, (await view(asha)).held_minor) == (1_000, 0)
    assert await sound()


async def test_money_goes_back_to_the_payments_it_came_from_newest_first() -> None:
    asha = await booking.customer()
    older, newer = await topped_up(asha, 1_000), await topped_up(asha, 500)
    async with db.transaction() as session:
        await wallets.spend(session, asha.id, 300, key=new_id())
        gone = await wallets.withdraw(session, asha, 700)
    async with db.reading() as session:
        refunds = [await session.get_one(Refund, refund_id) for refund_id in gone.refunds]
        assert await ledger.balance(session, Kind.REFUNDS_IN_TRANSIT, asha.id) == -700
    assert {refund.payment_id: refund.amount_minor for refund in refunds} == {newer: 500, older: 200}
    assert all(refund.status is RefundStatus.APPROVED and refund.due_at for refund in refunds)
    assert (gone.wallet.balance_minor, gone.wallet.withdrawable_minor) == (500, 500)
    assert await sound()


async def test_what_cannot_go_back_after_all_is_in_the_wallet_again() -> None:
    asha = await booking.customer()
    payment_id = await topped_up(asha, 1_000)
    async with db.transaction() as session:
        (refund_id,) = (await wallets.withdraw(session, asha, 700)).refunds
    async with db.transaction() as session:  # meanwhile somebody gave it back at the vendor's own desk
        done = RefundStatus.DONE
        session.add(Refund(payment_id=payment_id, amount_minor=1_000, currency="INR", reason="provider", status=done))
    await payments.send_refund(refund_id)
    assert (await view(asha)).balance_minor == 1_000
    async with db.reading() as session:
        assert (await session.get_one(Refund, refund_id)).status is RefundStatus.FAILED
        assert await ledger.balance(session, Kind.REFUNDS_IN_TRANSIT, asha.id) == 0
    assert await sound()


async def test_gifts_do_not_go_back_and_nobody_withdraws_twice() -> None:
    asha = await booking.customer()
    await topped_up(asha, 500)
    async with db.transaction() as session:
        await ledger.post(session, "gift", "compensation", ledger.rules.compensated(asha.id, 400))
    assert ((await view(asha)).balance_minor, (await view(asha)).withdrawable_minor) == (900, 500)

    async def withdraw() -> str:
        try:
            async with db.transaction() as session:
                await wallets.withdraw(session, asha, 500)
        except wallets.NotWithdrawable:
            return "refused"
        return "done"

    assert sorted(await asyncio.gather(*(withdraw() for _ in range(5)))) == ["done"] + ["refused"] * 4
    assert (await view(asha)).withdrawable_minor == 0
    for wrong in (0, -1, 501):
        with pytest.raises(wallets.NotWithdrawable):
            async with db.transaction() as session:
                await wallets.withdraw(session, asha, wrong)


async def test_history_shows_every_line_with_the_balance_after_it() -> None:
    asha = await booking.customer()
    for minor in (1_000, 500, 250):
        await topped_up(asha, minor)
    async with db.transaction() as session:
        await wallets.spend(session, asha.id, 1_700, key=new_id())
    lines, cursor = [], ""
    async with db.reading() as session:
        while True:
            page = await wallets.transactions(session, asha, cursor, 2)
            lines += [(line.amount_minor, line.balance_after_minor) for line in page.items]
            if not (cursor := page.next_cursor):
                break
    assert lines == [(-1_700, 50), (250, 1_750), (500, 1_500), (1_000, 1_000)]


async def test_a_driver_has_no_wallet() -> None:
    await booking.demo_city()
    ravi = await booking.driver()
    async with db.reading() as session:
        with pytest.raises(Forbidden):
            await wallets.balance(session, ravi)
