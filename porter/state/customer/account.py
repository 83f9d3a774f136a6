"""One's own profile."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from porter.core import db
from porter.core.language import msg, say
from porter.services import accounts
from porter.services.accounts import ProfileInput
from porter.state.customer.words import text_of
from porter.state.notices import NoticeState
from porter.state.session import CustomerOnly, CustomerSession

WRONG = {"name": msg("Please enter your name."), "email": msg("Please enter an address like asha@example.com.")}
NO_ERRORS = dict.fromkeys(WRONG, "")


class AccountState(CustomerOnly, rx.State):
    """Name and e-mail."""

    profile: dict[str, Any] = {}
    editing: bool = False
    busy: bool = False
    errors: dict[str, str] = NO_ERRORS
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Read the profile."""
        async with db.reading() as session:
            self.profile = (await accounts.profile(session, await self._actor())).plain()
        self.loaded, self.editing, self.errors = True, False, NO_ERRORS

    @rx.event
    async def edit(self) -> None:
        """Show the form."""
        self.editing, self.errors = True, NO_ERRORS

    @rx.event
    async def close(self) -> None:
        """Leave it as it was."""
        self.editing = False

    @rx.event
    async def choose_language(self, language: str) -> Any:
        """Read everything in another language from now on."""
        async with db.transaction() as session:
            saved = await accounts.choose_language(session, await self._actor(), str(language))
        (await self.get_state(CustomerSession)).language = saved.language
        return NoticeState.tell("good", say(saved.language, "Your language is English now."))

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep what was typed; what is wrong stays in the form with a word about it."""
        typed = {"name": text_of(form, "name", 100), "email": text_of(form, "email", 254)}
        self.profile = {**self.profile, **typed}
        try:
            changes = ProfileInput.model_validate(
                {key: value for key, value in typed.items() if value or key == "name"}
            )
        except ValidationError as wrong:
            names = [str(error["loc"][0]) for error in wrong.errors()]
            self.errors = NO_ERRORS | {name: WRONG[name] for name in names}
            return None
        async with db.transaction() as session:
            saved = await accounts.update_profile(session, await self._actor(), changes)
        self.profile, self.editing, self.errors = saved.plain(), False, NO_ERRORS
        (await self.get_state(CustomerSession)).name = saved.name
        return NoticeState.tell("good", msg("Your profile is saved."))
