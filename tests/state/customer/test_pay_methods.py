"""What is offered first, and cards that the provider keeps: Asha's own, paid with, removed, and never Nikhil's."""

from porter.core import db
from porter.integrations.payments import sandbox
from porter.services import payments
from porter.services.accounts import Actor
from porter.services.payments import CardView
from porter.state.customer.pay_by import PayByState
from porter.state.customer.pay_methods import PayMethodsState
from porter.state.customer.quote import QuoteState
from tests import paying
from tests.state.customer.test_booking import placed
from tests.state.customer.test_paying import at_sandbox, priced
from tests.state.tabs import Tab

NOBODYS = "00000000-0000-0000-0000-000000000000"


async def saved(tab: Tab, name: str = "visa") -> str:
    """Asha has saved a card on the provider's page and is back."""
    await tab.fire(PayMethodsState.load)
    await tab.fire(PayMethodsState.add)
    setup = str((await tab.state(PayMethodsState)).save_url).rsplit("/", 1)[-1]
    await sandbox.keep_card(setup, name)
    await sandbox.keep_card(setup, name)
    await tab.fire(PayMethodsState.load)
    return str((await tab.state(PayMethodsState)).cards[0]["id"])


async def cards_of(who: Actor) -> tuple[CardView, ...]:
    async with db.reading() as session:
        return await payments.cards(session, who)


async def test_a_card_is_saved_once_and_offered_first(tab: Tab, asha: Actor) -> None:
    card_id = await saved(tab)
    assert [card.label for card in await cards_of(asha)] == ["Visa •••• 4242"]
    await tab.fire(PayMethodsState.prefer, key=f"card:{card_id}")
    fresh = Tab(tab.processor, tab.cookie)
    await priced(fresh)
    shown = await fresh.state(PayByState)
    assert shown.chosen == f"card:{card_id}"
    assert [row["name"] for row in shown.rows] == ["UPI", "Visa •••• 4242", "Another card", "Wallet", "Cash"]


async def test_an_order_is_paid_with_a_saved_card(tab: Tab, asha: Actor) -> None:
    card_id = await saved(tab, "rupay")
    await priced(tab)
    await tab.fire(PayByState.choose, key=f"card:{card_id}")
    await tab.fire(QuoteState.book)
    checkout = at_sandbox((await tab.state(PayByState)).checkout_url)
    assert (await sandbox.order(checkout)).card_label == "RuPay •••• 0008"
    await sandbox.pay(checkout, paying.CARD)
    await paying.settled()
    payment = await paying.payment_of((await placed(asha))[0])
    assert (payment.method, payment.status) == ("card", "authorized")


async def test_a_removed_card_is_gone_and_the_preference_goes_on_without_it(tab: Tab, asha: Actor) -> None:
    card_id = await saved(tab)
    await tab.fire(PayMethodsState.prefer, key=f"card:{card_id}")
    await tab.fire(PayMethodsState.ask_remove, card_id=card_id)
    await tab.fire(PayMethodsState.remove)
    await tab.fire(PayMethodsState.remove)
    assert await cards_of(asha) == ()
    async with db.reading() as session:
        preferred = await payments.preference(session, asha)
    assert (preferred.method, preferred.card_id) == ("card", None)
    assert not tab.failures


async def test_nobody_elses_card_can_be_chosen_preferred_or_removed(
    tab: Tab, outsider: Tab, asha: Actor, nikhil: Actor
) -> None:
    card_id = await saved(tab)
    await outsider.fire(PayMethodsState.load)
    await outsider.fire(PayMethodsState.prefer, key=f"card:{card_id}")
    await outsider.fire(PayMethodsState.ask_remove, card_id=card_id)
    (await outsider.state(PayMethodsState)).leaving = {"id": card_id, "label": "Visa"}
    await outsider.fire(PayMethodsState.remove)
    assert (await outsider.state(PayMethodsState)).error == "We could not find this card among your saved cards."
    assert len(await cards_of(asha)) == 1
    async with db.reading() as session:
        assert (await payments.preference(session, nikhil)).method is None


async def test_garbage_prefers_nothing(tab: Tab, asha: Actor) -> None:
    await tab.fire(PayMethodsState.load)
    for key in ("", "gold", "card:x", f"card:{NOBODYS}", f"upi:{NOBODYS}"):
        await tab.fire(PayMethodsState.prefer, key=key)
    async with db.reading() as session:
        assert (await payments.preference(session, asha)).method is None
