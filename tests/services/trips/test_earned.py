"""The arithmetic of earnings: whatever is booked, the parts sum to what it brought."""

from collections import defaultdict
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from porter.core.ids import new_id
from porter.models import Posting
from porter.models.enums import LedgerAccountKind as Kind
from porter.services import ledger
from porter.services.ledger import Entry
from porter.services.trips.earned import Earned, parts_of, parts_of_all, share_pct

RAVI, ASHA = UUID(int=1), UUID(int=2)
MINOR = st.integers(1, 10_000_000)


def one(event: str, entries: tuple[Entry, ...]) -> Earned:
    """A posting as the books give it back."""
    sums: dict[Kind, int] = defaultdict(int)
    for entry in entries:
        sums[entry.kind] += entry.amount_minor
    return Earned(Posting(id=new_id(), correlation="x", event=event), event, None, sums)


@st.composite
def delivered(draw: st.DrawFn) -> Earned:
    """An order in cash or online, with whatever split and discount; the commission may be a loss."""
    parts = {
        "total_minor": draw(MINOR),
        "payout_minor": draw(MINOR),
        "tax_minor": draw(st.integers(0, 1_000_000)),
        "discount_minor": draw(st.integers(0, 1_000_000)),
    }
    if draw(st.booleans()):
        return one("order.delivered", ledger.cash_delivered(RAVI, **parts))
    held = draw(st.integers(0, parts["total_minor"]))
    return one("order.delivered", ledger.rules.online_captured(RAVI, customer_id=ASHA, wallet_minor=held, **parts))


SOMETHING = st.one_of(
    delivered(),
    MINOR.map(lambda minor: one("tip", ledger.rules.tip_captured(RAVI, minor))),
    MINOR.map(lambda minor: one("incentive", ledger.rules.incentive_earned(RAVI, minor))),
    MINOR.map(lambda minor: one("pass.bought", ledger.rules.commission_debited(RAVI, minor))),
)


@given(delivered())
def test_the_parts_of_an_order_sum_to_its_net(earned: Earned) -> None:
    parts = parts_of(earned)
    assert sum(part.minor for part in parts) == earned.net_minor
    paid = sum(
        amount
        for kind, amount in earned.entries.items()
        if kind in {Kind.DRIVER_CASH_IN_HAND, Kind.WALLET_HOLDS, Kind.GATEWAY_CLEARING}
    )
    assert next(part.minor for part in parts if part.code == "fare") == paid


@given(st.lists(SOMETHING, max_size=20))
def test_the_parts_of_many_sum_to_the_net_of_all(found: list[Earned]) -> None:
    parts = parts_of_all(found)
    assert sum(part.minor for part in parts) == sum(earned.net_minor for earned in found)
    assert len({(part.code, part.label) for part in parts}) == len(parts)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_bars_stay_inside_and_something_is_never_nothing(part: int, best: int) -> None:
    best = max(part, best)
    share = share_pct(part, best)
    assert 0 <= share <= 100
    assert (share > 0) == (part > 0)
