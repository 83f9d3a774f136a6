"""The panel of one refund, and the decision about it: yes, or no with a reason."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.services import payments
from porter.services.accounts import Actor
from porter.state.admin.panelled import Panelled
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole, StaffOnly

DECIDERS = frozenset(role.value for role in payments.MAY_DECIDE)


class RefundPanelState(StaffOnly, Panelled, rx.State):
    """One refund."""

    __page__: ClassVar[str] = "/ops/refunds"
    __word__: ClassVar[str] = "refund"

    effect: list[dict[str, str]] = []
    postings: list[dict[str, Any]] = []

    async def _take_in(self, actor: Actor) -> str:
        """The queue beside it hears of its changes."""
        async with db.reading() as session:
            panel = await payments.refund_panel(session, actor, refund_id_of(self.open_id))
        shown = panel.plain()
        self.postings = shown.pop("postings")
        shown.pop("effect")
        self.effect = [{"label": words, "text": amount} for words, amount in panel.effect]
        self.view = shown
        return ""


class RefundDecideState(Identified, rx.State):
    """Yes or no to a refund that somebody else asked for."""

    __required_role__: ClassVar[RequiredRole] = DECIDERS

    asking: str = ""
    refund_id: str = ""
    title: str = ""
    why: str = ""
    error: str = ""

    @rx.event
    def ask(self, what: str, refund_id: str, title: str) -> None:
        """Before a refund is approved or rejected; nothing for other words."""
        if what in ("approve", "reject"):
            self.asking, self.refund_id, self.title = what, str(refund_id)[:40], str(title)[:120]
            self.why, self.error = "", ""

    @rx.event
    def say_why(self, why: str) -> None:
        """Why not; colleagues read it."""
        self.why = str(why).replace("\x00", "")[:300]

    @rx.event
    async def confirm(self) -> Any:
        """Decide. Whoever was slower is told that it has been decided."""
        actor = await self._actor()
        self.error = ""
        if self.asking == "reject" and not self.why.strip():
            self.error = "Please say why it is rejected."
            return None
        try:
            words = await self._decide(actor)
        except PorterError as refusal:
            self.error = refusal.message
            return RefundPanelState.refresh
        self.asking = ""
        return [RefundPanelState.refresh, *([NoticeState.tell("good", words)] if words else [])]

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = ""

    async def _decide(self, actor: Actor) -> str:
        refund_id = refund_id_of(self.refund_id)
        async with db.transaction() as session:
            if self.asking == "approve":
                made = await payments.approve_refund(session, actor, refund_id)
                return f"{made.amount_text} is on its way {made.to_text}."
            if self.asking == "reject":
                await payments.reject_refund(session, actor, refund_id, self.why)
                return "The refund has been rejected."
        return ""


def refund_id_of(text: str) -> UUID:
    """The id that a browser claims. Raises NotFound."""
    return claimed_id(text, "We could not find this refund.")
