"""What the books hold about one payment, refund or payout."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models.enums import Audience
from porter.services.accounts import Actor
from porter.services.ledger.queries.about import postings_about
from porter.services.ledger.read import posting
from porter.services.ledger.roles import MAY_LOOK
from porter.services.ledger.views import PostingView


async def see_postings_of(
    session: AsyncSession, actor: Actor, ids: Sequence[UUID], order_id: UUID | None = None
) -> tuple[PostingView, ...]:
    """Postings about these ids, oldest first; none for people who may not look into the books."""
    if actor.audience is not Audience.STAFF or actor.role not in MAY_LOOK:
        return ()
    found = await postings_about(session, ids, order_id)
    return tuple([await posting(session, posting_id) for posting_id in found])
