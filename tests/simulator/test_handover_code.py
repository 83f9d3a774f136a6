"""The word at the door, which Porter says outside production in place of a person at a screen."""

from uuid import UUID, uuid4

import pytest

from porter.core import db
from porter.core.config import settings
from porter.core.errors import NotFound
from porter.services import trips
from tests import booking, driving
from tests.people import ASHA, RAVI, person, signed_in

pytestmark = pytest.mark.usefixtures("database")

PATH = "/api/v1/dev/handover-code"


async def test_the_driver_of_the_job_hears_the_code_that_the_customer_sees() -> None:
    await booking.demo_city()
    asha, ravi = await booking.customer(), await booking.driver()
    order = await booking.booked(asha)
    await driving.takes(ravi, order.id)
    pickup, drop = await driving.stops_of(order.id)
    async with signed_in(RAVI) as driver, signed_in(ASHA) as customer:
        heard = await driver.get(PATH, params={"order_id": order.id, "stop_id": pickup.id})
        assert heard.json()["code"] == driving.code_of(pickup)
        seen = (await customer.get(f"/api/v1/orders/{order.id}")).json()["order"]
        assert heard.json()["code"] == seen["stops"][0]["otp"]
        assert (await driver.get(PATH, params={"order_id": order.id, "stop_id": uuid4()})).status_code == 404
        assert (await customer.get(PATH, params={"order_id": order.id, "stop_id": drop.id})).status_code == 404
    other = await booking.driver("Irfan", "+919000000102", plate="KA01ZZ0001")
    async with signed_in(person("Irfan", "+919000000102", RAVI.audience)) as outsider:
        refused = await outsider.get(PATH, params={"order_id": order.id, "stop_id": pickup.id})
        assert refused.status_code == 404
        assert other.id != ravi.id


async def test_production_says_no_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    await booking.demo_city()
    ravi = await booking.driver()
    order = await booking.booked(await booking.customer())
    await driving.takes(ravi, order.id)
    pickup = (await driving.stops_of(order.id))[0]

    async def ask(stop_id: UUID) -> str:
        async with db.reading() as session:
            return await trips.development_handover_code(session, ravi, order.id, stop_id)

    assert await ask(pickup.id) == driving.code_of(pickup)
    in_production = settings().model_copy(update={"mode": "production"})
    monkeypatch.setattr("porter.services.trips.development.settings", lambda: in_production)
    with pytest.raises(NotFound):
        await ask(pickup.id)
