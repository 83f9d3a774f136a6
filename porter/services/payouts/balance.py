"""How a driver stands with us."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.models.enums import LedgerAccountKind as Kind
from porter.services import ledger

MIN_PAYOUT_MINOR = 100
"""One rupee: banks take no less."""

_KINDS = (Kind.DRIVER_PAYABLE, Kind.DRIVER_CASH_IN_HAND, Kind.PAYOUTS_IN_TRANSIT)


@dataclass(frozen=True, slots=True)
class Standing:
    """What we owe a driver, what the driver holds of ours in cash, and what is on its way."""

    payable_minor: int
    cash_minor: int
    in_transit_minor: int

    @property
    def withdrawable_minor(self) -> int:
        """What we owe beyond the cash that the driver holds for us."""
        return max(self.payable_minor - max(self.cash_minor, 0), 0)

    @property
    def locked_minor(self) -> int:
        """What stays until the cash is handed in."""
        return max(self.payable_minor - self.withdrawable_minor, 0)

    @property
    def settable_minor(self) -> int:
        """How much of the cash in hand can be set against what we owe the driver."""
        return max(min(self.payable_minor, self.cash_minor), 0)


async def standing(session: AsyncSession, driver_id: UUID, currency: str) -> Standing:
    """How it is."""
    return _standing(await ledger.balances(session, driver_id, _KINDS, currency=currency))


async def locked_standing(session: AsyncSession, driver_id: UUID, currency: str) -> Standing:
    """How it is and stays until the transaction ends."""
    return _standing(await ledger.balances(session, driver_id, _KINDS, currency=currency, lock=True))


def _standing(found: Mapping[Kind, int]) -> Standing:
    return Standing(
        payable_minor=-found[Kind.DRIVER_PAYABLE],
        cash_minor=found[Kind.DRIVER_CASH_IN_HAND],
        in_transit_minor=-found[Kind.PAYOUTS_IN_TRANSIT],
    )
