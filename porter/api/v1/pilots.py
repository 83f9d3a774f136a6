"""The driver's side: registration, vehicles, online switch, steps of a job, photos, earnings."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, UploadFile
from fastapi.responses import Response
from pydantic import AwareDatetime, ConfigDict, Field, model_validator
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import Cursor, Driver, IdempotencyKey, PageLimit, Reading, Session
from porter.api.v1.estimate_body import Major
from porter.core.errors import Refused
from porter.core.geo import Point
from porter.core.money import parse_minor
from porter.core.views import Id, Input
from porter.integrations.storage import MAX_BYTES
from porter.services import drivers, trips
from porter.services.accounts import Actor
from porter.services.drivers import DriverProfileInput, DriverView, RegisterInput, VehicleInput, VehicleView
from porter.services.trips import EarningRow, EarningsView, JobView, ProofView, Whereabouts

router = APIRouter(prefix="/pilots", tags=["pilots"])


class OnlineInput(Input):
    """Whether to take offers."""

    online: bool = Field(examples=[True])


class StatusInput(Input):
    """One step of a job. `otp` is for hand_over, `reason` for fail, `far_reason` for whoever cannot come closer.

    `collected` is the cash to collect as the job showed it, at the last stop: the meter is held at it. To give up the last
    drop of an order of which something was delivered it is needed: without it the answer is 409 `cash_first` and the amount.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action": "hand_over",
                    "stop_id": "019aa5c6-3f1e-7b52-9c1d-5d2f0f6a1b27",
                    "otp": "4821",
                    "collected": "472.00",
                    "device_time": "2026-11-21T10:15:30+05:30",
                }
            ]
        }
    )

    action: Literal["arrive", "start_loading", "hand_over", "fail", "return_goods"]
    stop_id: UUID | None = None
    otp: str = Field(default="", max_length=12)
    lat: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    lng: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    far_reason: str | None = Field(default=None, max_length=300)
    reason: str = Field(default="", max_length=300)
    collected: Major | None = Field(default=None, description="`cash_to_collect` of the job")
    device_time: AwareDatetime | None = None

    @model_validator(mode="after")
    def _whole(self) -> "StatusInput":
        if (self.lat is None) != (self.lng is None):
            raise ValueError("lat and lng come together")
        if self.stop_id is None and self.action in {"arrive", "hand_over", "fail"}:
            raise ValueError(f"{self.action} needs a stop_id")
        return self

    @property
    def collected_minor(self) -> int | None:
        """In minor units."""
        return None if self.collected is None else parse_minor(self.collected)

    @property
    def where(self) -> Whereabouts:
        """Where the driver says to be."""
        at = Point(self.lat, self.lng) if self.lat is not None and self.lng is not None else None
        return Whereabouts(at, self.accuracy_m, self.far_reason)


@router.post(
    "/register", status_code=201, response_model=shape("pilot", DriverView), dependencies=[IdempotencyKey],
    summary="Become a driver",
)  # fmt: skip
async def register(body: RegisterInput, actor: Driver, session: Session) -> Response:
    """Waits for approval afterwards."""
    return answer("pilot", await drivers.register(session, actor, body), 201)


@router.get("/profile", response_model=shape("pilot", DriverView), summary="My driver's card")
async def profile(actor: Driver, session: Reading) -> Response:
    """Also says why going online is not possible yet."""
    return answer("pilot", await drivers.profile(session, actor))


@router.put("/profile", response_model=shape("pilot", DriverView), summary="Change my driver's card")
async def change_profile(body: DriverProfileInput, actor: Driver, session: Session) -> Response:
    """The licence only until it has been approved."""
    return answer("pilot", await drivers.change_profile(session, actor, body))


@router.get("/vehicles", response_model=shape("vehicles", tuple[VehicleView, ...]), summary="My vehicles")
async def vehicles(actor: Driver, session: Reading) -> Response:
    """The active one first."""
    return answer("vehicles", await drivers.vehicles(session, actor))


@router.post(
    "/vehicles", status_code=201, response_model=shape("vehicle", VehicleView), dependencies=[IdempotencyKey],
    summary="Add a vehicle",
)  # fmt: skip
async def add_vehicle(body: VehicleInput, actor: Driver, session: Session) -> Response:
    """The first one becomes the active one."""
    return answer("vehicle", await drivers.add_vehicle(session, actor, body), 201)


@router.put(
    "/vehicles/{vehicle_id}/activate", response_model=shape("vehicle", VehicleView), summary="Drive this vehicle"
)
async def activate_vehicle(vehicle_id: UUID, actor: Driver, session: Session) -> Response:
    """Not while a job is open."""
    return answer("vehicle", await drivers.activate_vehicle(session, actor, vehicle_id))


@router.put("/online-status", response_model=shape("pilot", DriverView), summary="Start or stop taking offers")
async def online_status(body: OnlineInput, actor: Driver, session: Session) -> Response:
    """Works at once; a job in hand goes on."""
    return answer("pilot", await drivers.set_online(session, actor, body.online))


@router.get("/jobs/current", response_model=shape("job", JobView | None), summary="The job in hand")
async def current_job(actor: Driver, session: Reading) -> Response:
    """`job` is null without one."""
    return answer("job", await trips.current(session, actor))


@router.get("/jobs/{order_id}", response_model=shape("job", JobView), summary="One of my jobs")
async def job(order_id: UUID, actor: Driver, session: Reading) -> Response:
    """Also when it is done."""
    return answer("job", await trips.job(session, actor, order_id))


@router.put("/jobs/{order_id}/status", response_model=shape("job", JobView), summary="Take a step of the job")
async def status(order_id: UUID, body: StatusInput, actor: Driver, session: Session) -> Response:
    """The same step again gives the same answer, so a queue may be replayed after a dead zone."""
    return answer("job", await _step(session, actor, order_id, body))


@router.post(
    "/jobs/{order_id}/photos", status_code=201, response_model=shape("photo", ProofView), dependencies=[IdempotencyKey],
    summary="Send a photo as proof",
)  # fmt: skip
async def photo(
    order_id: UUID,
    actor: Driver,
    stop_id: Annotated[Id, Form()],
    photo: UploadFile,
    taken_at: Annotated[AwareDatetime | None, Form(examples=["2026-11-21T10:15:30+05:30"])] = None,
    device_time: Annotated[AwareDatetime | None, Form(examples=["2026-11-21T10:15:31+05:30"])] = None,
) -> Response:
    """JPEG, PNG or WebP up to 10 MB; the same photo twice is one proof. It is drawn anew, without place and camera.

    A photo that waited in a queue brings the `device_time` of the queue; `taken_at` is more exact.
    """
    data = await photo.read(MAX_BYTES + 1)
    at = taken_at or device_time
    kept = await trips.add_photo(actor, order_id, stop_id, data, photo.content_type or "", at)
    return answer("photo", kept, 201)


@router.get("/earnings", response_model=shape("earnings", EarningsView), summary="What I have earned")
async def earnings(
    actor: Driver,
    session: Reading,
    period: trips.Period = "today",
    day: Annotated[date | None, Query(description="The day, or one of the week, that is meant; else today's")] = None,
) -> Response:
    """Today, a day, or a week from Monday, with every line of every trip."""
    return answer("earnings", await trips.earnings(session, actor, period, day))


@router.get("/earnings/trips", response_model=page_shape("trips", EarningRow), summary="What each trip brought")
async def earned_trips(actor: Driver, session: Reading, cursor: Cursor = "", limit: PageLimit = 20) -> Response:
    """Newest first; tips and corrections of later days stand with their trip."""
    return answer_page("trips", await trips.recent_trips(session, actor, cursor, limit))


async def _step(session: AsyncSession, actor: Actor, order_id: UUID, body: StatusInput) -> JobView:
    if body.action == "start_loading":
        return await trips.start_loading(session, actor, order_id, body.device_time)
    if body.action == "return_goods":
        return await trips.return_goods(session, actor, order_id, body.where, body.device_time, body.collected_minor)
    return await _step_at_stop(session, actor, order_id, _stop_id(body), body)


async def _step_at_stop(
    session: AsyncSession, actor: Actor, order_id: UUID, stop_id: UUID, body: StatusInput
) -> JobView:
    if body.action == "hand_over":
        return await trips.hand_over(
            session, actor, order_id, stop_id, body.otp, body.device_time, body.collected_minor, body.where
        )
    if body.action == "fail":
        return await trips.fail_stop(
            session, actor, order_id, stop_id, body.reason, body.device_time, body.where, body.collected_minor
        )
    where = body.where
    return await trips.arrive(
        session, actor, order_id, stop_id, where.at, where.accuracy_m, where.far_reason, body.device_time
    )


def _stop_id(body: StatusInput) -> UUID:
    if body.stop_id is None:
        raise Refused("Please say which stop.")
    return body.stop_id
