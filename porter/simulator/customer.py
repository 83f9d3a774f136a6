"""A simulated customer: wants something carried, books, watches, sometimes cancels, and rates."""

import asyncio
from typing import Any

import structlog

from porter.simulator import wishes
from porter.simulator.api import Answer
from porter.simulator.city import City
from porter.simulator.names import Somebody
from porter.simulator.person import Person
from porter.simulator.temper import CANCELS_SHARE, RATES_SHARE, stars

log = structlog.get_logger("simulator.customer")

OVER = frozenset({"delivered", "cancelled", "returned"})
SEARCHES = 2


class Customer:
    """One person with one order at a time."""

    def __init__(self, who: Somebody, person: Person, city: City) -> None:
        self.order_id = ""
        self._who = who
        self._person = person
        self._city = city

    async def settle_in(self) -> None:
        """Sign in, say a name when there is none, and go on with an order of an earlier run."""
        if not (await self._person.get("/users/profile"))["user"]["name"]:
            await self._person.put("/users/profile", {"name": self._who.name})
        orders = (await self._person.get("/orders", scope="active"))["orders"]
        if orders:
            self._hold(orders[0]["id"])

    async def order_something(self) -> None:
        """Book a new wish. Raises Refusal."""
        body = wishes.estimate_body(self._city.streets, self._city.chance, self._who.name, self._who.phone)
        estimate = (await self._person.post("/orders/estimate", body))["estimate"]
        quote = wishes.choose_quote(estimate["quotes"], self._city.chance)
        if quote is not None:
            order = (await self._person.post("/orders", {"quote_id": quote["id"], "payment_method": "cash"}))["order"]
            self._hold(order["id"])

    async def see_it_through(self) -> None:
        """Watch the order until it is over. Raises Refusal."""
        changes_mind, searches = self._city.chance.random() < CANCELS_SHARE, 1
        try:
            while True:
                await asyncio.sleep(self._city.some(self._city.tempo.look_at_order_s))
                order = await self._order()
                if order["status"] in OVER:
                    await self._rate(order)
                    return
                if order["status"] == "no_driver" and searches < SEARCHES:
                    searches += 1
                    await self._person.post(f"/orders/{order['id']}/search-again", {})
                elif order["status"] == "no_driver" or (changes_mind and order["can_cancel"]):
                    await self._cancel(order)
        finally:
            self._city.ordered.pop(self.order_id, None)
            self.order_id = ""

    async def code_for(self, order_id: str, stop_id: str) -> str:
        """What this customer tells the driver at the stop."""
        order = (await self._person.get(f"/orders/{order_id}"))["order"]
        return next((str(stop["otp"]) for stop in order["stops"] if stop["id"] == stop_id), "")

    def _hold(self, order_id: str) -> None:
        self.order_id = order_id
        self._city.ordered[order_id] = self

    async def _order(self) -> Answer:
        order: Answer = (await self._person.get(f"/orders/{self.order_id}"))["order"]
        return order

    async def _cancel(self, order: dict[str, Any]) -> None:
        path = f"/orders/{order['id']}"
        preview = (await self._person.get(f"{path}/cancellation-preview"))["cancellation"]
        if preview["allowed"]:
            await self._person.put(f"{path}/cancel", {"reason": "Plans changed", "expected_fee": preview["fee"]})

    async def _rate(self, order: dict[str, Any]) -> None:
        if order["can_rate"] and self._city.chance.random() < RATES_SHARE:
            await self._person.post(f"/orders/{order['id']}/rate", {"stars": stars(self._city.chance)})
