"""The driver's home: the online switch, and what today has brought."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.config import settings
from porter.services import drivers, trips
from porter.services.accounts import Actor
from porter.state.driver.device import DeviceState
from porter.state.session import DriverOnly


class HomeState(DriverOnly, rx.State):
    """Who I am, whether I take offers, what I earned today."""

    driver: dict[str, Any] = {}
    earned: dict[str, Any] = {}
    loaded: bool = False
    is_development: bool = False
    explaining: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the driver's card and the day. Raises Unauthenticated."""
        await self._load(await self._actor())
        self.explaining = False
        self.is_development = not settings().is_production
        self.loaded = True

    @rx.event
    async def switch(self, online: bool) -> None:
        """Take offers, or stop. Before the browser asks for the position, say what it is for. Raises CannotGoOnline."""
        actor = await self._actor()
        device = await self.get_state(DeviceState)
        if online is True and self.driver.get("can_go_online") and not device.can_see:
            self.explaining = True
            return
        await self._switch(actor, online is True)

    @rx.event
    async def go_online(self) -> None:
        """The person has read what the position is for. Raises CannotGoOnline."""
        self.explaining = False
        await self._switch(await self._actor(), online=True)

    @rx.event
    def stay_offline(self) -> None:
        """Close the explanation."""
        self.explaining = False

    async def _switch(self, actor: Actor, online: bool) -> None:
        async with db.transaction() as session:
            driver = await drivers.set_online(session, actor, online)
        self.driver = driver.plain()
        device = await self.get_state(DeviceState)
        device.active = driver.is_online or device.on_trip

    async def _load(self, actor: Actor) -> None:
        async with db.reading() as session:
            driver = await drivers.profile(session, actor)
            earned = await trips.earnings(session, actor, "today")
        self.driver = driver.plain()
        self.earned = earned.model_copy(update={"trips": ()}).plain()
