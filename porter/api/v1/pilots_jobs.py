"""Offers: what a driver is asked, and the answers. A job's id is the id of its order; an offer's id does as well."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import Done, answer, done, shape
from porter.api.deps import Driver, Reading, Session
from porter.core.views import Input
from porter.services import matching
from porter.services.matching import OfferView
from porter.services.trips import JobView

router = APIRouter(prefix="/pilots/jobs", tags=["pilots"])


class DeclineInput(Input):
    """Why not; may be left out."""

    reason: str = Field(default="", max_length=200, examples=["Too far"])


class GiveBackInput(Input):
    """Why the job cannot be done."""

    reason: str = Field(min_length=3, max_length=200, examples=["Flat tyre"])


@router.get("/available", response_model=shape("jobs", tuple[OfferView, ...]), summary="What I am asked now")
async def available(actor: Driver, session: Reading) -> Response:
    """Offers that still wait for my answer, newest first; each ends at `expires_at`."""
    return answer("jobs", await matching.open_offers(session, actor))


@router.put("/{job_id}/accept", response_model=shape("job", JobView), summary="Take a job")
async def accept(job_id: UUID, actor: Driver, session: Session) -> Response:
    """The first driver wins: the others get 409 `offer_taken`; after its end an offer is 410 `offer_expired`."""
    return answer("job", await matching.accept_offer(session, actor, job_id))


@router.put("/{job_id}/decline", response_model=Done, summary="Say no to a job")
async def decline(job_id: UUID, actor: Driver, session: Session, body: DeclineInput | None = None) -> Response:
    """The next driver is asked as soon as everybody has answered."""
    await matching.decline_offer(session, actor, job_id, body.reason if body else "")
    return done()


@router.put("/{job_id}/give-back", response_model=Done, summary="Give a job back before pickup")
async def give_back(job_id: UUID, body: GiveBackInput, actor: Driver, session: Session) -> Response:
    """Another driver is found; this job never comes back to me."""
    await matching.drop_out(session, actor, job_id, body.reason)
    return done()
