"""Ways of paying over REST: what is offered, cards that the provider keeps, what is offered first, and all papers."""

from decimal import Decimal

import pytest
from httpx import AsyncClient

from tests import booking, paying
from tests.people import ASHA, NIKHIL, actor, signed_in

pytestmark = pytest.mark.usefixtures("database")

METHODS = "/api/v1/payments/methods"


@pytest.fixture(autouse=True)
async def _city(database: object) -> None:
    await booking.demo_city()


async def saves(api: AsyncClient, card: str = "mastercard") -> str:
    """A card, on the sandbox's own page; its id."""
    begun = await api.post(METHODS, json={})
    assert begun.status_code == 201, begun.text
    url = begun.json()["checkout"]["page_url"]
    assert "Save a card" in (await api.get(url)).text
    back = await api.post(url, data={"card": card}, follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, "/account/payment-methods")
    return str((await api.post(f"{METHODS}/refresh", json={})).json()["cards"][0]["id"])


async def test_a_card_from_saving_to_removing() -> None:
    async with signed_in(ASHA) as asha, signed_in(NIKHIL) as nikhil:
        card_id = await saves(asha)
        saved = (await asha.get(f"{METHODS}/saved")).json()["saved"]
        assert [card["label"] for card in saved["cards"]] == ["Mastercard •••• 4444"]
        assert saved["preferred"] == {"method": None, "card_id": None, "can_save_cards": True}
        chosen = await asha.put(f"{METHODS}/preferred", json={"method": "card", "card_id": card_id})
        assert chosen.json()["preferred"]["card_id"] == card_id
        assert (await nikhil.get(f"{METHODS}/saved")).json()["saved"]["cards"] == []
        assert (await nikhil.delete(f"{METHODS}/{card_id}")).status_code == 404
        body = {"method": "card", "card_id": card_id}
        assert (await nikhil.put(f"{METHODS}/preferred", json=body)).status_code == 404
        assert (await asha.delete(f"{METHODS}/{card_id}")).status_code == 204
        assert (await asha.delete(f"{METHODS}/{card_id}")).status_code == 404
        assert (await asha.get(f"{METHODS}/saved")).json()["saved"]["cards"] == []


async def test_what_cannot_be_preferred_is_refused() -> None:
    async with signed_in(ASHA) as asha:
        for body, status in (
            ({"method": "gold"}, 422),
            ({"method": "upi", "card_id": "00000000-0000-0000-0000-000000000000"}, 404),
            ({"method": "upi", "more": 1}, 422),
        ):
            assert (await asha.put(f"{METHODS}/preferred", json=body)).status_code == status
        assert (await asha.put(f"{METHODS}/preferred", json={"method": "upi"})).status_code == 200
        assert (await asha.get(f"{METHODS}/saved")).json()["saved"]["preferred"]["method"] == "upi"


async def test_a_page_that_saves_nothing() -> None:
    async with signed_in(ASHA) as asha:
        assert (await asha.get("/api/v1/sandbox/cards/sbs_nothing")).status_code == 404
        url = (await asha.post(METHODS, json={})).json()["checkout"]["page_url"]
        assert (await asha.post(url, data={"card": "4242424242424242"})).status_code == 422
        assert (await asha.post(f"{METHODS}/refresh", json={})).json()["cards"] == []


async def test_how_an_amount_could_be_split_with_the_wallet() -> None:
    async with signed_in(ASHA) as asha:
        await paying.with_money(await actor(ASHA), 5000)
        offered = (await asha.get(METHODS, params={"total_minor": 9440})).json(parse_float=Decimal)["methods"]
        by = {one["method"]: one for one in offered}
        assert by["upi"]["split_text"] == "₹50.00 from your wallet, ₹44.40 by UPI"
        assert (by["upi"]["wallet"], by["wallet"]["is_enough"], by["cash"]["split_text"]) == (
            Decimal("50.00"),
            False,
            "",
        )
        nearly = (await asha.get(METHODS, params={"total_minor": 5050})).json()["methods"]
        texts = {one["method"]: one["split_text"] for one in nearly}
        assert texts["card"] == "₹49.50 from your wallet, ₹1.00 by card", "no bank takes less than a rupee"
