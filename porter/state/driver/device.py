"""What the driver's phone says about itself, and what it is asked to do. Other driver states switch it on and off."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.config import settings
from porter.core.language import msg
from porter.services import drivers
from porter.state.notices import NoticeState
from porter.state.session import DriverOnly

# The strip's words for what the browser says about its position.
GPS_LEVELS = {"ok": "ok", "inaccurate": "weak", "waiting": "off", "paused": "paused", "denied": "denied"}

_TOO_OLD = msg("A step that was kept on this phone is older than seven days and was not sent.")

PERMISSIONS = frozenset({"granted", "prompt", "denied"})


class DeviceState(DriverOnly, rx.State):
    """Position, network, screen and queue of this phone."""

    active: bool = False
    on_trip: bool = False
    near_stop: bool = False
    gps: str = "off"
    network: str = "online"
    screen: str = "off"
    queued: int = 0
    permission: str = "unknown"
    playing: bool = False
    may_play: bool = False

    @property
    def can_see(self) -> bool:
        """Whether positions come without asking the person first."""
        return self.playing or self.permission not in ("prompt", "denied")

    @rx.event
    async def load(self) -> None:
        """Send positions while the driver is online. Raises Unauthenticated."""
        actor = await self._actor()
        async with db.reading() as session:
            driver = await drivers.profile(session, actor)
        self.active = driver.is_online or self.on_trip
        self.may_play = not settings().is_production

    @rx.event
    async def heard(self, status: dict[str, Any]) -> Any:
        """The phone's status changed."""
        self.gps = GPS_LEVELS.get(str(status.get("gps")), "off")
        self.network = "offline" if status.get("network") == "offline" else "online"
        self.screen = "on" if status.get("awake") is True else "off"
        queued = status.get("queued")
        self.queued = queued if isinstance(queued, int) and 0 <= queued < 100_000 else 0
        permission = status.get("permission")
        self.permission = str(permission) if permission in PERMISSIONS else "unknown"
        self.playing = status.get("playing") is True
        # The API answered the phone's queue with 401: the same check that every page starts with renews the session.
        return type(self).refused if status.get("refused") == "signed_out" else None

    @rx.event
    async def refused(self) -> None:
        """The phone's queue needs a session. Raises Unauthenticated when it has really ended."""
        await self._actor()

    @rx.event
    async def answered(self, answer: dict[str, Any]) -> Any:
        """A queued step was answered: a refusal is told in the server's words; pages reload what they show."""
        if answer.get("code") == "too_old_to_send":
            return NoticeState.tell("warn", _TOO_OLD)
        on_trip_screen = self.on_trip and self.router.url.path.rstrip("/") == "/driver"
        if answer.get("ok") is True or on_trip_screen:
            return None  # the trip's own panel says it, where it happened
        return NoticeState.tell("warn", str(answer.get("message") or msg("That did not work. Please try again.")))
