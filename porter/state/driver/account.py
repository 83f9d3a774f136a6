"""The driver's own card: name, vehicles, and the beginning for somebody who is not a driver yet."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.core.language import here, msg, say, speak
from porter.models.enums import ServiceType
from porter.services import accounts, drivers, vehicles
from porter.services.accounts import Actor
from porter.services.drivers import RegisterInput, VehicleInput
from porter.state.notices import NoticeState
from porter.state.session import DriverOnly, DriverSession

FIELD_WORDS = {
    "name": msg("Please write your full name."),
    "birth_year": msg("Please write the year you were born in."),
    "licence_number": msg("Please write the licence number as it stands on the card."),
    "plate": msg("Please write the number plate, for example KA 05 AB 1234."),
    "class_code": msg("Please choose the kind of vehicle."),
}


class DriverAccountState(DriverOnly, rx.State):
    """Profile and garage."""

    driver: dict[str, Any] = {}
    garage: list[dict[str, Any]] = []
    classes: list[list[str]] = []
    errors: dict[str, str] = {}
    adding: bool = False
    busy: bool = False
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the card and the vehicles. Raises Unauthenticated."""
        self.errors, self.adding, self.busy = {}, False, False
        await self._load(await self._actor())
        self.loaded = True

    @rx.event
    async def activate(self, vehicle_id: str) -> Any:
        """Drive this vehicle from now on. Raises BusyOnTrip, NotFound."""
        actor = await self._actor()
        async with db.transaction() as session:
            chosen = await drivers.activate_vehicle(session, actor, claimed_id(vehicle_id))
        await self._load(actor)
        return NoticeState.tell("good", here("You drive {plate} now.", plate=chosen.plate))

    @rx.event
    async def choose_language(self, language: str) -> Any:
        """Read everything in another language from now on. Raises Unauthenticated."""
        actor = await self._actor()
        async with db.transaction() as session:
            saved = await accounts.choose_language(session, actor, str(language))
        (await self.get_state(DriverSession)).language = saved.language
        speak(saved.language)
        await self._load(actor)
        return NoticeState.tell("good", say(saved.language, "Your language is English now."))

    @rx.event
    def show_form(self, adding: bool) -> None:
        """Open or close the form for another vehicle."""
        self.adding, self.errors = adding is True, {}

    @rx.event
    async def add_vehicle(self, form: dict[str, Any]) -> Any:
        """Register another vehicle. What is wrong stands at its field. Raises Unauthenticated."""
        actor = await self._actor()
        try:
            wanted = VehicleInput(class_code=_text(form, "class_code"), plate=_text(form, "plate"))
            async with db.transaction() as session:
                await drivers.add_vehicle(session, actor, wanted)
        except (ValidationError, PorterError) as refusal:
            self.errors = _errors(refusal, "plate")
            return None
        self.adding, self.errors = False, {}
        await self._load(actor)
        return NoticeState.tell("good", msg("The vehicle is added."))

    @rx.event
    async def register(self, form: dict[str, Any]) -> Any:
        """Become a driver; waits for approval afterwards. What is wrong stands at its field. Raises Unauthenticated."""
        actor = await self._actor()
        try:
            wanted = _registration(form)
            async with db.transaction() as session:
                await drivers.register(session, actor, wanted)
        except (ValidationError, PorterError) as refusal:
            self.errors = _errors(refusal, "licence_number")
            return None
        self.errors = {}
        await self._load(actor)
        return NoticeState.tell("good", msg("Thank you. We check your details now."))

    async def _load(self, actor: Actor) -> None:
        async with db.reading() as session:
            driver = await drivers.profile(session, actor)
            garage = await drivers.vehicles(session, actor)
            kinds = await vehicles.classes(session, ServiceType.GOODS)
        self.driver = driver.plain()
        self.garage = [vehicle.plain() for vehicle in garage]
        self.classes = [[kind.code, f"{kind.name} · {kind.capacity_text}"] for kind in kinds]


def _registration(form: dict[str, Any]) -> RegisterInput:
    return RegisterInput(
        name=_text(form, "name"),
        birth_year=_text(form, "birth_year"),  # type: ignore[arg-type]
        licence_number=_text(form, "licence_number"),
        vehicle=VehicleInput(class_code=_text(form, "class_code"), plate=_text(form, "plate")),
    )


def _text(form: dict[str, Any], name: str) -> str:
    return str(form.get(name, ""))[:200]


def _errors(refusal: ValidationError | PorterError, usual: str) -> dict[str, str]:
    if isinstance(refusal, ValidationError):
        names = [str(problem["loc"][-1]) for problem in refusal.errors()]
        return {name: FIELD_WORDS.get(name, msg("Please check this.")) for name in names}
    fields = {"plate_taken": "plate", "unknown_vehicle_class": "class_code", "too_young": "birth_year"}
    return {fields.get(refusal.code, usual): refusal.message}
