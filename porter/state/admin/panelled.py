"""What the panels beside the tables of operations have in common: one thing, with an address of its own, live."""

from typing import Any, ClassVar

import reflex as rx

from porter.core.errors import PorterError
from porter.services.accounts import Actor
from porter.state.hub import hub
from porter.state.session import Identified


class Panelled(Identified, rx.State, mixin=True):
    """One thing, opened. Its state says what there is to see of it (`_take_in`)."""

    __page__: ClassVar[str]
    __word__: ClassVar[str]
    """How an address names it: /ops/orders?order=…"""

    open_id: str = ""
    address: str = ""
    answered: int = 0
    """The last step back or forward that was followed, by its number."""
    view: dict[str, Any] = {}
    error: str = ""
    _channel: str = ""

    @rx.event
    async def load(self) -> None:
        """What the address names, or nothing."""
        self._arrive()
        await self._show(str(self.router.url.query_parameters.get(self.__word__, ""))[:40])

    @rx.event
    async def open(self, which: str) -> None:
        """Another one."""
        await self._show(which[:40])

    @rx.event
    async def step(self, which: str, number: int) -> None:
        """Where going back or forward has led: to another one, or to the table alone."""
        await self._show(which[:40])
        self.answered = number

    @rx.event
    async def close(self) -> None:
        """Back to the table alone."""
        await self._show("")

    @rx.event
    async def refresh(self) -> None:
        """The same anew."""
        if self.open_id:
            await self._read()

    def _arrive(self) -> None:
        """A page that loads has left every channel."""
        self._channel = ""

    async def _show(self, which: str) -> None:
        self.address = self._address(which)
        if which != self.open_id:
            await self._leave()
        self.open_id, self.error = which, ""
        await self._follow(await self._read() if which else "")

    def _address(self, which: str) -> str:
        return f"{self.__page__}?{self.__word__}={which}" if which else self.__page__

    async def _leave(self) -> None:
        """Nothing of what was open is shown for another one."""
        self.view = {}

    async def _follow(self, channel: str) -> None:
        """Read anew whenever the channel says something; "" ends it."""
        token, again = self.router.session.client_token, type(self).refresh
        if self._channel and self._channel != channel:
            await hub.unwatch(self._channel, token)
        if channel and channel != self._channel:
            await hub.watch_events(channel, token, lambda _message: again)
        self._channel = channel

    async def _read(self) -> str:
        """Take it in; answers the channel of its changes, or "" when there is none or it cannot be shown."""
        actor = await self._actor()
        try:
            return await self._take_in(actor)
        except PorterError as refusal:
            self.error, self.view = refusal.message, {}
            return ""

    async def _take_in(self, actor: Actor) -> str:
        raise NotImplementedError
