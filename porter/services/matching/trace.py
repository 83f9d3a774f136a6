"""The dispatch trace: why somebody came, why nobody did, why a driver got no job."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import Forbidden, NotFound
from porter.core.words import distance_text, duration_text
from porter.models import Candidate, MatchingRound, Offer, Order
from porter.models.enums import STAFF_ROLES, OfferStatus
from porter.services.accounts import Actor
from porter.services.matching import trace_queries
from porter.services.matching.gates import GATE_TEXTS, Gate
from porter.services.matching.views import CandidateView, RoundView, TraceView

OFFER_TEXTS = {
    OfferStatus.SENT: "Asked, no answer yet",
    OfferStatus.ACCEPTED: "Accepted",
    OfferStatus.DECLINED: "Declined",
    OfferStatus.EXPIRED: "Did not answer in time",
    OfferStatus.WITHDRAWN: "Asked, then withdrawn",
}


async def trace(session: AsyncSession, staff: Actor, order_id: UUID) -> TraceView:
    """Every round of an order with everybody who was considered. Raises Forbidden, NotFound."""
    if staff.role not in STAFF_ROLES:
        raise Forbidden()
    order = await session.get(Order, order_id)
    if order is None:
        raise NotFound("We could not find this order.")
    by_round: dict[UUID, list[CandidateView]] = defaultdict(list)
    for candidate, name, plate, offer in await trace_queries.candidates(session, order_id):
        by_round[candidate.round_id].append(_candidate(candidate, name, plate or "", offer))
    rounds = tuple(_round(row, by_round[row.id]) for row in await trace_queries.rounds(session, order_id))
    return TraceView(
        order_id=order.id,
        order_number=order.number,
        status=order.status,
        summary=_summary(rounds),
        asked=sum(row.asked for row in rounds),
        considered=len({each.driver_id for row in rounds for each in row.candidates}),
        rounds=rounds,
    )


def _candidate(candidate: Candidate, name: str, plate: str, offer: Offer | None) -> CandidateView:
    gate_text = GATE_TEXTS[Gate(candidate.gate)] if candidate.gate else ""
    return CandidateView(
        driver_id=candidate.driver_id,
        driver_name=name,
        plate=plate,
        gate=candidate.gate or "",
        gate_text=gate_text,
        rank=candidate.rank,
        score=candidate.score,
        score_parts=candidate.parts,
        distance_text=distance_text(candidate.distance_m),
        eta_text=duration_text(candidate.eta_s) if candidate.eta_s is not None else "",
        offer_status=offer.status if offer else "",
        outcome_text=gate_text or (OFFER_TEXTS[offer.status] if offer else "Fit, but others were asked first"),
    )


def _round(row: MatchingRound, candidates: Sequence[CandidateView]) -> RoundView:
    return RoundView(
        id=row.id,
        search=row.search,
        number=row.number,
        radius_text=distance_text(row.radius_m),
        status=row.status,
        considered=row.considered,
        asked=row.asked,
        started_at=row.started_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        candidates=tuple(candidates),
    )


def _summary(rounds: Sequence[RoundView]) -> str:
    everybody = [each for row in rounds for each in row.candidates]
    if not rounds:
        return "The search has not begun."
    if not everybody:
        return "No driver was near the pickup."
    taken = next((each for each in everybody if each.offer_status == OfferStatus.ACCEPTED), None)
    asked = len({each.driver_id for each in everybody if each.offer_status})
    if taken:
        return f"{taken.driver_name} accepted; {_people(asked)} asked."
    if asked:
        return f"{_people(asked)} asked, nobody accepted."
    gates = [each.gate_text for each in everybody if each.gate_text]
    commonest = max(set(gates), key=lambda text: (gates.count(text), text)) if gates else "all were asked elsewhere"
    return f"{_people(len({each.driver_id for each in everybody}))} near, none could be asked: {commonest.lower()}."


def _people(count: int) -> str:
    return "1 driver" if count == 1 else f"{count} drivers"
