"""What is remembered of a driver's movement between two batches, beside the last fix in the same Redis hash."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from porter.core.redis import UNREACHABLE, bus
from porter.services import drivers
from porter.services.drivers import Fix
from porter.services.tracking.astray import FIELD, Going, parse_going
from porter.services.tracking.progress import Guide
from porter.services.tracking.sift import Anchor

_GUIDE_KEPT_S = 2 * 3600


@dataclass(frozen=True, slots=True)
class Memory:
    """The last believed and the last kept fix, doubts, the route asked for on the way, and how the driver gets on."""

    anchor: Anchor = field(default_factory=Anchor)
    kept: Fix | None = None
    guide: Guide | None = None
    going: Going | None = None


async def recall(driver_id: UUID) -> Memory:
    """What is known of a driver; nothing when Redis is away, then the trail goes on alone."""
    try:
        async with bus().pipeline(transaction=False) as pipe:
            pipe.hgetall(drivers.fix_key(driver_id))
            pipe.get(_guide_key(driver_id))
            fields, guide = await pipe.execute()
    except UNREACHABLE:
        return Memory()
    memo = json.loads(fields.get("memo") or "{}")
    anchor = Anchor(drivers.parse_fix(fields), _fix(memo.get("doubt")), int(memo.get("doubts", 0)))
    return Memory(anchor, _fix(memo.get("kept")), _guide(guide), parse_going(fields.get(FIELD)))


async def recall_guide(driver_id: UUID) -> Guide | None:
    """The route that was asked for on the way, if any."""
    try:
        return _guide(await bus().get(_guide_key(driver_id)))
    except UNREACHABLE:
        return None


async def remember_guide(driver_id: UUID, guide: Guide) -> None:
    """Keep a route for the following fixes."""
    fields = {
        "order_id": str(guide.order_id),
        "sequence": guide.sequence,
        "polyline": guide.polyline,
        "distance_m": guide.distance_m,
        "duration_s": guide.duration_s,
    }
    try:
        await bus().set(_guide_key(driver_id), json.dumps(fields), ex=_GUIDE_KEPT_S)
    except UNREACHABLE:
        return


def memo_field(anchor: Anchor, kept: Fix | None) -> dict[str, str]:
    """What goes into the hash beside the fix."""
    memo = {
        "doubt": drivers.fix_fields(anchor.doubt) if anchor.doubt else None,
        "doubts": anchor.doubts,
        "kept": drivers.fix_fields(kept) if kept else None,
    }
    return {"memo": json.dumps(memo)}


def _guide_key(driver_id: UUID) -> str:
    return f"guide:{driver_id}"


def _fix(fields: dict[str, str] | None) -> Fix | None:
    return drivers.parse_fix(fields) if fields else None


def _guide(stored: str | None) -> Guide | None:
    if not stored:
        return None
    fields: dict[str, Any] = json.loads(stored)
    return Guide(**{**fields, "order_id": UUID(fields["order_id"])})
