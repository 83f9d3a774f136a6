"""Who is asking."""

from dataclasses import dataclass
from uuid import UUID

from porter.core.language import Language
from porter.models.enums import Audience, Party, Role

_PARTIES = {Audience.CUSTOMER: Party.CUSTOMER, Audience.DRIVER: Party.DRIVER, Audience.STAFF: Party.STAFF}


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person in one app. Every query for somebody's rows takes one."""

    id: UUID
    audience: Audience
    role: Role
    name: str
    session_id: UUID
    language: Language = "en"
    """The one that this person reads; operations work in English."""

    @property
    def party(self) -> Party:
        """How timelines name this person."""
        return _PARTIES[self.audience]
