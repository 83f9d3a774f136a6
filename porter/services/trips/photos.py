"""Photos as proof of what was picked up and delivered."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from porter.core import db
from porter.core.errors import NotFound
from porter.integrations.storage import clean, storage
from porter.models import Order, Proof
from porter.models.enums import Audience, ProofKind
from porter.services.accounts import Actor
from porter.services.trips import queries
from porter.services.trips.arrive import stop_of
from porter.services.trips.errors import TooManyPhotos
from porter.services.trips.instants import happened_at
from porter.services.trips.job import held as held_by
from porter.services.trips.queries import Held
from porter.services.trips.telling import tell
from porter.services.trips.views import ProofView

MAX_PHOTOS = 12
"""Of one stop."""


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A proof's bytes."""

    order_id: UUID
    data: bytes
    content_type: str
    name: str


async def add_photo(
    actor: Actor,
    order_id: UUID,
    stop_id: UUID,
    data: bytes,
    declared_type: str = "",
    taken_at: datetime | None = None,
) -> ProofView:
    """Keep a photo of a stop; the same bytes again are the same proof. What the file calls itself counts for nothing.

    Raises NotFound, JobEnded, NotAPicture, PictureTooLarge, TooManyPhotos, StorageUnavailable.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    async with db.reading() as session:
        held = await held_by(session, actor.id, order_id, lock=False)
        stop = stop_of(held, stop_id)
        known = await queries.proof_by_bytes(session, stop.id, sha256)
        if known is None and len(await queries.photos(session, stop.id)) >= MAX_PHOTOS:
            raise TooManyPhotos()
    if known is not None:
        return proof_view(known)
    picture = await asyncio.to_thread(clean, data)
    key = f"proofs/{order_id}/{stop_id}/{sha256}.jpg"
    await storage().put(key, picture.data)
    taken = happened_at(taken_at, held.trip.started_at) if taken_at else None
    proof = Proof(
        order_id=order_id,
        stop_id=stop_id,
        kind=ProofKind.PHOTO,
        storage_key=key,
        content_type=picture.content_type,
        sha256=sha256,
        taken_at=taken,
    )
    return await _write(actor, held, proof)


async def proof_file(actor: Actor, proof_id: UUID) -> ProofFile:
    """A proof for the order's customer, its driver or operations. Raises NotFound, StorageUnavailable."""
    async with db.reading() as session:
        found = await queries.proof_and_order(session, proof_id)
    if found is None or not _may_see(actor, found[1]):
        raise NotFound()
    proof, order = found
    data = await storage().get(proof.storage_key)
    return ProofFile(order.id, data, proof.content_type, f"{order.number}-{proof.id.hex[-6:]}.jpg")


def proof_view(proof: Proof) -> ProofView:
    """A proof in words."""
    return ProofView(
        id=proof.id,
        order_id=proof.order_id,
        stop_id=proof.stop_id,
        kind=proof.kind.value,
        content_type=proof.content_type,
        url=f"/api/v1/orders/{proof.order_id}/photos/{proof.id}",
        taken_at=proof.taken_at,
    )


async def _write(actor: Actor, held: Held, proof: Proof) -> ProofView:
    async with db.transaction() as session:
        if await queries.add_proof(session, proof) is not None:
            stop = stop_of(held, proof.stop_id)
            tell(session, held, actor, stop, "stop.photo_added", proof_id=str(proof.id))
            return proof_view(proof)
    async with db.reading() as session:
        twin = await queries.proof_by_bytes(session, proof.stop_id, proof.sha256)
    if twin is None:
        raise NotFound()
    return proof_view(twin)


def _may_see(actor: Actor, order: Order) -> bool:
    if actor.audience is Audience.STAFF:
        return True
    return actor.id == (order.customer_id if actor.audience is Audience.CUSTOMER else order.driver_id)
