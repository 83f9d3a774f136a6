"""Whether the books agree with themselves."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.services.ledger import queries
from porter.services.ledger.queries import Astray


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with the books; nothing, one hopes."""

    astray: tuple[Astray, ...]
    unbalanced_postings: int
    entries_sum_minor: int

    @property
    def is_sound(self) -> bool:
        """Every posting balances, and every kept balance is the sum of its entries."""
        return not (self.astray or self.unbalanced_postings or self.entries_sum_minor)


async def check(session: AsyncSession) -> Findings:
    """Add everything up again: slow and certain."""
    return Findings(
        astray=tuple(await queries.astray(session)),
        unbalanced_postings=len(await queries.unbalanced(session)),
        entries_sum_minor=await queries.total(session),
    )
