"""Demand: new orders at their rate, never more at once than the city bears."""

import asyncio
from collections.abc import Sequence

import structlog

from porter.simulator.api import Refusal
from porter.simulator.city import City
from porter.simulator.customer import Customer

log = structlog.get_logger("simulator.market")

OPENING_MINUTES = 5
"""The orders of so many minutes come at once in the beginning, so that the first page is alive."""


class Market:
    """All simulated customers."""

    def __init__(self, customers: Sequence[Customer], city: City, hourly_orders: float, most_live: int) -> None:
        self._idle = list(customers)
        self._city = city
        self._hourly_orders = hourly_orders
        self._most_live = most_live
        self._opening = min(most_live // 2, round(hourly_orders * OPENING_MINUTES / 60))
        self._live = 0

    async def run(self) -> None:
        """Order until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            everybody, self._idle = self._idle, []
            for customer in everybody:
                tasks.create_task(self._settle(customer))
            while self._hourly_orders > 0:
                await asyncio.sleep(self._pause_s())
                if self._idle and self._live < self._most_live:
                    customer = self._idle.pop(self._city.chance.randrange(len(self._idle)))
                    tasks.create_task(self._serve(customer))

    def _pause_s(self) -> float:
        if self._opening > 0:
            self._opening -= 1
            return self._city.tempo.opening_gap_s
        return self._city.chance.expovariate(self._hourly_orders / 3600)

    async def _settle(self, customer: Customer) -> None:
        try:
            await customer.settle_in()
        except Refusal as refusal:
            log.warning("refused", why=str(refusal))
            return
        if customer.order_id:
            await self._serve(customer)
        else:
            self._idle.append(customer)

    async def _serve(self, customer: Customer) -> None:
        self._live += 1
        try:
            if not customer.order_id:
                await customer.order_something()
            if customer.order_id:
                await customer.see_it_through()
        except Refusal as refusal:
            log.warning("refused", why=str(refusal))
            await asyncio.sleep(self._city.tempo.rest_s)
        finally:
            self._live -= 1
        self._idle.append(customer)
