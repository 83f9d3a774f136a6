"""What the driver is asked now, and the answer. Offers arrive on the driver's live channel."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.core.language import msg
from porter.services import matching, payments
from porter.services.accounts import Actor
from porter.state.driver.live import follow
from porter.state.driver.trip import TripState
from porter.state.notices import NoticeState
from porter.state.session import HOME_PATHS, DriverOnly

WITHDRAWN = {
    "taken": msg("Another driver was faster. The next job will come to you."),
    "cancelled": msg("The customer cancelled this order. The next job will come to you."),
    "assigned": msg("Operations gave this job to another driver. The next one will come to you."),
    "expired": msg("The offer has ended. The next one will come to you."),
    "offline": "",
}
GONE = msg("This job is no longer there. The next one will come to you.")
DECLINE_REASONS = (msg("Too far away"), msg("Pays too little"), msg("Wrong direction"), msg("Cannot load this"))

HOME = HOME_PATHS["driver"]


class OfferState(DriverOnly, rx.State):
    """The offer that takes the whole screen."""

    __fleeting__: ClassVar[dict[str, str]] = {"leave_to": ""}

    offer: dict[str, Any] = {}
    offer_id: str = ""
    total_s: int = 20
    attempt: int = 0
    leave_to: str = ""
    declining: bool = False

    @rx.event
    async def load(self) -> None:
        """Follow the driver's channel and show what is asked now. Raises Unauthenticated."""
        actor = await self._actor()
        await follow(self.router.session.client_token, actor.id, OfferState.look, OfferState.withdrawn)
        await self._look(actor)

    @rx.event
    async def look(self) -> None:
        """Something new is asked. Raises Unauthenticated."""
        await self._look(await self._actor())

    @rx.event
    async def withdrawn(self, offer_id: str, reason: str) -> Any:
        """The offer on the screen is no longer there: say why, kindly. Raises Unauthenticated."""
        actor = await self._actor()
        if str(offer_id) != self.offer_id:
            return None
        await self._look(actor)
        words = WITHDRAWN.get(str(reason), GONE)
        return NoticeState.tell("info", words) if words and not self.offer_id else None

    @rx.event
    async def ran_out(self) -> Any:
        """The ring has run out."""
        return await self._say_it_ended()

    @rx.event
    async def accept(self, offer_id: str) -> Any:
        """Take the job. A refusal is told, and the next offer shown. Raises Unauthenticated."""
        actor = await self._actor()
        try:
            async with db.transaction() as session:
                await matching.accept_offer(session, actor, claimed_id(offer_id, GONE))
        except PorterError as refusal:
            self.attempt += 1
            await self._look(actor)
            return NoticeState.tell("info", refusal.message)
        self._clear()
        return self._to_the_job()

    @rx.event
    def ask_why(self, asking: bool) -> None:
        """Show or hide the reasons for saying no."""
        self.declining = asking is True

    @rx.event
    async def decline(self, reason: str) -> Any:
        """Say no to the offer on the screen. Raises Unauthenticated, and what the domain refuses."""
        actor = await self._actor()
        offer_id, said = self.offer_id, str(reason)
        self._clear()
        if offer_id:
            async with db.transaction() as session:
                await matching.decline_offer(session, actor, UUID(offer_id), said)
            await self._look(actor)

    async def _look(self, actor: Actor) -> None:
        async with db.reading() as session:
            found = await matching.current_offer(session, actor)
        if found is None:
            self._clear()
            return
        if str(found.id) != self.offer_id:
            self.declining = False
            self.total_s = found.total_s
        self.offer, self.offer_id = found.plain(), str(found.id)

    async def _say_it_ended(self) -> Any:
        ended = self.offer_id
        await self._look(await self._actor())
        return NoticeState.tell("info", WITHDRAWN["expired"]) if ended and not self.offer_id else None

    def _to_the_job(self) -> Any:
        at = self.router.url.path.rstrip("/")
        if at.startswith(f"{payments.DRIVERS_PAY_PAGE}/"):
            self.leave_to = HOME  # loaded anew: what a vendor's script has put there must not lie over the trip
            return None
        return TripState.look if at == HOME else rx.redirect(HOME)

    def _clear(self) -> None:
        self.offer, self.offer_id, self.declining = {}, "", False
