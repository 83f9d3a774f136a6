"""Orders over the API: estimate, book, look, cancel; and everything that must be refused."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import orjson
import pytest
from httpx import AsyncClient
from sqlalchemy import text

from porter.core import db
from porter.core.ids import new_id
from porter.models.enums import Party
from tests import booking
from tests.people import ASHA, MEERA, NIKHIL, RAVI, client, signed_in

STOPS = [
    {"lat": 12.9349, "lng": 77.6189, "address": "Koramangala 5th Block"},
    {"lat": 12.9719, "lng": 77.6412, "address": "100 Feet Road", "contact_phone": "98450 12345"},
]
SINGLE = {"pickup_lat": 12.9349, "pickup_lng": 77.6189, "drop_lat": 12.9719, "drop_lng": 77.6412}


@pytest.fixture
async def asha(database: object) -> AsyncIterator[AsyncClient]:
    """Asha's phone."""
    await booking.demo_city()
    async with signed_in(ASHA) as api:
        yield api


async def estimate(api: AsyncClient, **body: Any) -> dict[str, Any]:
    """An estimate that works."""
    answer = await api.post("/api/v1/orders/estimate", json=body or {"stops": STOPS})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["estimate"]
    return found


async def book(api: AsyncClient, code: str = "mini_truck") -> dict[str, Any]:
    """An order."""
    vehicles = (await estimate(api))["available_vehicles"]
    quote_id = next(one["quote_id"] for one in vehicles if one["vehicle_type"] == code)
    answer = await api.post("/api/v1/orders", json={"quote_id": quote_id})
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = answer.json()["order"]
    return order


async def test_an_estimate_has_the_promised_shape(asha: AsyncClient) -> None:
    answer = await asha.post("/api/v1/orders/estimate", json={**SINGLE, "vehicle_type": "2_wheeler"})
    found = orjson.loads(answer.content)["estimate"]
    parts = {name: Decimal(str(found[name])) for name in ("base_fare", "distance_fare", "cgst", "sgst", "total")}
    assert parts["base_fare"] == 54
    assert parts["total"] == sum(value for name, value in parts.items() if name != "total")
    assert parts["distance_fare"] == pytest.approx(Decimal(found["distance_m"]) / 1000 * 5, abs=Decimal("0.01"))
    assert Decimal(str(found["subtotal"])) == parts["base_fare"] + parts["distance_fare"]
    assert (found["vehicle_type"], found["distance_km"]) == ("two_wheeler", round(found["distance_m"] / 1000, 1))
    assert found["stops"][1]["address"]
    assert b'"base_fare":54.00' in answer.content


async def test_an_estimate_says_what_waiting_costs(asha: AsyncClient) -> None:
    """The sentence that the booking screen shows: of the class asked for, and of every class."""
    found = await estimate(asha, **SINGLE, vehicle_type="mini_truck")
    by_class = {quote["vehicle"]["code"]: quote["waiting_text"] for quote in found["quotes"]}
    assert found["waiting_text"] == by_class["mini_truck"] == "25 min free at each stop, then ₹2 a minute"
    assert {one["vehicle_type"]: one["waiting_text"] for one in found["available_vehicles"]}.items() <= by_class.items()


async def test_the_description_shows_such_a_sentence(asha: AsyncClient) -> None:
    schemas = (await asha.get("/api/v1/openapi.json")).json()["components"]["schemas"]
    for name in ("EstimateAnswer", "AvailableVehicle", "QuoteView"):
        described = schemas[name]["properties"]["waiting_text"]
        assert described["examples"] == ["10 min free at each stop, then ₹2 a minute"]
        assert described["description"].startswith("What waiting costs at a stop")


async def test_an_estimate_needs_no_account_but_an_order_does(asha: AsyncClient) -> None:
    async with client() as stranger:
        found = await estimate(stranger)
        refused = await stranger.post("/api/v1/orders", json={"quote_id": found["available_vehicles"][0]["quote_id"]})
    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid"),
        ({**SINGLE, "stops": STOPS}, 422, "invalid"),
        ({**SINGLE, "surprise": 1}, 422, "invalid"),
        ({**SINGLE, "pickup_lat": 91}, 422, "invalid"),
        ({**SINGLE, "pickup_lat": "NaN"}, 422, "invalid"),
        ({"stops": STOPS[:1]}, 422, "invalid"),
        ({"stops": [STOPS[0], STOPS[0]]}, 400, "same_place"),
        ({"stops": STOPS * 6}, 400, "too_many_stops"),
        ({"stops": [STOPS[0], {"lat": 13.1989, "lng": 77.7068}]}, 400, "outside_zone"),
        ({"stops": [STOPS[0], {**STOPS[1], "contact_phone": "12"}]}, 400, "contact_phone_wrong"),
        ({"stops": STOPS, "goods": {"description": "fireworks"}}, 400, "goods_prohibited"),
        ({"stops": STOPS, "goods": {"kind": "Elephants"}}, 400, "goods_kind_unknown"),
        ({"stops": STOPS, "goods": {"declared_value": "50000.01"}}, 400, "eway_bill_needed"),
        ({"stops": STOPS, "goods": {"declared_value": "1.001"}}, 422, "invalid"),
        ({"stops": STOPS, "vehicle_type": "spaceship"}, 400, "refused"),
        ({"stops": STOPS, "service_type": "passenger"}, 400, "nothing_fits"),
    ],
)
async def test_what_cannot_be_quoted_is_refused_plainly(
    asha: AsyncClient, body: dict[str, Any], status: int, code: str
) -> None:
    answer = await asha.post(
        "/api/v1/orders/estimate", content=orjson.dumps(body), headers={"content-type": "application/json"}
    )
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert problem["detail"]
    if status == 400:
        assert problem["code"] == code


async def test_book_look_and_list(asha: AsyncClient) -> None:
    order = await book(asha)
    assert (order["status"], order["payment_method"]) == ("searching_driver", "cash")
    assert order["total"] == order["total_minor"] / 100
    looked = (await asha.get(f"/api/v1/orders/{order['id']}")).json()["order"]
    assert looked == order
    listed = (await asha.get("/api/v1/orders", params={"scope": "active"})).json()
    assert [one["number"] for one in listed["orders"]] == [order["number"]]
    assert listed["next_cursor"] == ""
    timeline = (await asha.get(f"/api/v1/orders/{order['id']}/timeline")).json()["timeline"]
    assert [entry["text"] for entry in timeline] == ["Order placed"]
    again = (await asha.get(f"/api/v1/orders/{order['id']}/again")).json()["trip"]
    assert again["stops"][0]["address"] == "Koramangala 5th Block"
    assert (await asha.post("/api/v1/orders/estimate", json=again)).status_code == 200
    assert (await asha.get(f"/api/v1/orders/{order['id']}/receipt")).status_code == 404
    assert (await asha.get("/api/v1/orders", params={"cursor": "x"})).json()["code"] == "bad_cursor"


async def test_somebody_elses_order_is_not_found(asha: AsyncClient) -> None:
    order = await book(asha)
    async with signed_in(NIKHIL) as nikhil, signed_in(RAVI) as ravi:
        for outsider in (nikhil, ravi):
            for path in ("", "/timeline"):
                answer = await outsider.get(f"/api/v1/orders/{order['id']}{path}")
                assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        cancelled = await nikhil.put(f"/api/v1/orders/{order['id']}/cancel", json={"reason": "Mischief"})
        assert cancelled.status_code == 404
    assert (await asha.get(f"/api/v1/orders/{new_id()}")).status_code == 404


async def test_a_price_that_has_ended_answers_409_with_a_fresh_one(asha: AsyncClient) -> None:
    found = await estimate(asha)
    async with db.transaction() as session:
        await session.exec(text("UPDATE quote SET expires_at = now() - interval '1 second'"))  # type: ignore[call-overload]
    answer = await asha.post("/api/v1/orders", json={"quote_id": found["available_vehicles"][0]["quote_id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "quote_expired")
    fresh = answer.json()["estimate"]
    quote_id = next(quote["id"] for quote in fresh["quotes"] if quote["vehicle"]["code"] == "mini_truck")
    assert (await asha.post("/api/v1/orders", json={"quote_id": quote_id})).status_code == 201


async def test_cancel_with_the_fee_that_was_shown(asha: AsyncClient) -> None:
    order = await book(asha)
    shown = (await asha.get(f"/api/v1/orders/{order['id']}/cancellation-preview")).json()["cancellation"]
    assert (shown["allowed"], shown["fee"]) == (True, 0)
    wrong = await asha.put(f"/api/v1/orders/{order['id']}/cancel", json={"reason": "No", "expected_fee": "10.00"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "fee_changed")
    assert wrong.json()["cancellation"]["fee_text"] == "Free"
    done = await asha.put(f"/api/v1/orders/{order['id']}/cancel", json={"reason": "No", "expected_fee": "0.00"})
    assert done.json()["order"]["status"] == "cancelled"


async def test_raise_rate_and_receipt(asha: AsyncClient) -> None:
    order = await book(asha)
    path = f"/api/v1/orders/{order['id']}"
    assert (await asha.post(f"{path}/raise-offer", json={"add": "15.00"})).json()["code"] == "raise_refused"
    raised = (await asha.post(f"{path}/raise-offer", json={"add": "20.00"})).json()["order"]
    assert raised["total_minor"] == order["total_minor"] + 2000
    assert (await asha.post(f"{path}/search-again")).json()["code"] == "illegal_step"
    assert (await asha.post(f"{path}/rate", json={"stars": 5})).json()["code"] == "not_rateable"
    await booking.delivered(raised["id"], await booking.driver("Manju", "+919000000102"))
    assert (await asha.post(f"{path}/rate", json={"stars": 6})).status_code == 422
    rated = await asha.post(f"{path}/rate", json={"stars": 5, "tags": ["Careful"], "comment": "Thank you"})
    assert rated.json()["order"]["rated_stars"] == 5
    receipt = (await asha.get(f"{path}/receipt")).json()["receipt"]
    assert (receipt["order_number"], receipt["total"]) == (order["number"], raised["total"])


async def test_operations_see_the_table_and_the_panel(asha: AsyncClient) -> None:
    order = await book(asha)
    async with signed_in(MEERA) as meera:
        table = (
            await meera.get("/api/v1/admin/orders", params={"text": order["number"], "status": "searching_driver"})
        ).json()
        assert [row["customer_name"] for row in table["orders"]] == ["Asha"]
        panel = (await meera.get(f"/api/v1/admin/orders/{order['id']}")).json()["order"]
        assert panel["customer_phone"] == "+919000000001"
        assert panel["timeline"][0]["actor"] == Party.CUSTOMER
        wrong = await meera.get("/api/v1/admin/orders", params={"sort": "colour"})
        assert wrong.status_code == 422
        done = await meera.put(f"/api/v1/admin/orders/{order['id']}/cancel", json={"reason": "Asked by phone"})
        assert done.json()["order"]["status"] == "cancelled"
    for path in ("/api/v1/admin/orders", f"/api/v1/admin/orders/{order['id']}"):
        assert (await asha.get(path)).status_code == 404


async def test_what_a_city_offers_is_open_to_everybody(asha: AsyncClient) -> None:
    async with client() as stranger:
        classes = (await stranger.get("/api/v1/vehicle-classes")).json()["vehicle_classes"]
        zones = (await stranger.get("/api/v1/zones")).json()["zones"]
        places = (await stranger.get("/api/v1/places/autocomplete", params={"q": "kormangala"})).json()["places"]
        place = (await stranger.get(f"/api/v1/places/{places[0]['place_id']}")).json()["place"]
        here = (await stranger.get("/api/v1/places/reverse", params={"lat": 12.9349, "lng": 77.6189})).json()["place"]
        half = await stranger.get("/api/v1/places/autocomplete", params={"q": "a", "lat": 12.9})
        unknown = await stranger.get("/api/v1/places/no-such-place")
    assert classes[0]["code"] == "cycle"
    assert zones["type"] == "FeatureCollection"
    assert "Koramangala" in places[0]["title"]
    assert place["point"]["lat"] == pytest.approx(12.93, abs=0.02)
    assert "Koramangala" in here["address"]
    assert half.status_code == 400
    assert 400 <= unknown.status_code < 500


async def test_what_nobody_knows_is_refused_instead_of_passed_over(asha: AsyncClient) -> None:
    """A filter with a slip of the pen must not answer with everything."""
    odd = await asha.get("/api/v1/orders?scop=past&limit=5")
    assert odd.status_code == 422
    assert odd.json()["errors"] == [{"field": "scop", "message": "This field is not known."}]
    assert (await asha.get("/api/v1/orders?scope=past&limit=5")).status_code == 200


@pytest.mark.usefixtures("database")
async def test_my_orders_are_not_those_of_operations() -> None:
    """Who has no orders of their own does not find them; all orders have an address of operations."""
    async with signed_in(MEERA) as meera:
        assert (await meera.get("/api/v1/orders")).status_code == 404
        assert (await meera.get("/api/v1/admin/orders")).status_code == 200
