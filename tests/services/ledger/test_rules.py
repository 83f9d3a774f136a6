"""Every business event and its entries: whatever the figures, debits equal credits and nobody's share is lost."""

from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core.money import MAX_MINOR
from porter.models.enums import LedgerAccountKind as Kind
from porter.services.ledger import Entry, rules

RAVI, ASHA = UUID(int=1), UUID(int=2)

amounts = st.integers(1, 10_000_000)

SIMPLE: dict[str, Callable[[int], tuple[Entry, ...]]] = {
    "topped_up": lambda minor: rules.topped_up(ASHA, minor),
    "held": lambda minor: rules.held(ASHA, minor),
    "released": lambda minor: rules.released(ASHA, minor),
    "prepaid": lambda minor: rules.prepaid(ASHA, minor),
    "withdrawn": lambda minor: rules.withdrawn(ASHA, minor),
    "prepayment_refunded": lambda minor: rules.prepayment_refunded(ASHA, minor),
    "refund_sent": lambda minor: rules.refund_sent(ASHA, minor),
    "refund_failed": lambda minor: rules.refund_failed(ASHA, minor),
    "cancellation_kept": lambda minor: rules.cancellation_kept(ASHA, fee_minor=minor),
    "tip_captured": lambda minor: rules.tip_captured(RAVI, minor),
    "gateway_fee": lambda minor: rules.gateway_fee(fee_minor=minor, captured_minor=minor),
    "compensated": lambda minor: rules.compensated(ASHA, minor),
    "driver_compensated": lambda minor: rules.driver_compensated(RAVI, minor),
    "incentive_earned": lambda minor: rules.incentive_earned(RAVI, minor),
    "commission_debited": lambda minor: rules.commission_debited(RAVI, minor),
    "cash_settled": lambda minor: rules.cash_settled(RAVI, minor),
    "cash_overpaid": lambda minor: rules.cash_overpaid(RAVI, minor),
    "cash_set_off": lambda minor: rules.cash_set_off(RAVI, minor),
    "payout_requested": lambda minor: rules.payout_requested(RAVI, minor),
    "payout_paid": lambda minor: rules.payout_paid(RAVI, minor),
    "payout_failed": lambda minor: rules.payout_failed(RAVI, minor),
    "payout_reversed": lambda minor: rules.payout_reversed(RAVI, minor),
}

GUARDED_BY_OWNER = {Kind.CUSTOMER_WALLET, Kind.WALLET_HOLDS, Kind.DRIVER_PAYABLE, Kind.DRIVER_CASH_IN_HAND}


def sums(*postings: tuple[Entry, ...]) -> dict[tuple[Kind, UUID | None], int]:
    """What several postings leave on every account that is not at zero."""
    found: dict[tuple[Kind, UUID | None], int] = {}
    for entry in (entry for posting in postings for entry in posting):
        key = (entry.kind, entry.owner_id)
        found[key] = found.get(key, 0) + entry.amount_minor
    return {key: minor for key, minor in found.items() if minor}


@pytest.mark.parametrize("name", SIMPLE)
@given(amounts)
def test_any_amount_moves_from_one_account_to_another(name: str, minor: int) -> None:
    entries = SIMPLE[name](minor)
    assert sorted(entry.amount_minor for entry in entries) == [-minor, minor]
    assert all(entry.owner_id for entry in entries if entry.kind in GUARDED_BY_OWNER)


@pytest.mark.parametrize("name", SIMPLE)
@pytest.mark.parametrize("minor", [0, -1, MAX_MINOR + 1])
def test_nothing_less_than_nothing_and_too_much_are_refused(name: str, minor: int) -> None:
    with pytest.raises(ValueError, match=r"not an amount|not a part"):
        SIMPLE[name](minor)


@given(amounts, st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 100_000))
def test_an_order_paid_online_from_the_wallet_or_both(
    total: int, wallet_bps: int, tax_bps: int, payout_bps: int, discount: int
) -> None:
    wallet, tax = total * wallet_bps // 10_000, total * tax_bps // 10_000
    payout = (total - tax) * payout_bps // 10_000
    entries = rules.online_captured(
        RAVI,
        customer_id=ASHA,
        total_minor=total,
        payout_minor=payout,
        tax_minor=tax,
        discount_minor=discount,
        wallet_minor=wallet,
    )
    found = sums(entries)
    assert sum(found.values()) == 0
    assert found.get((Kind.GATEWAY_CLEARING, None), 0) + found.get((Kind.WALLET_HOLDS, ASHA), 0) == total
    assert found.get((Kind.DRIVER_PAYABLE, RAVI), 0) == -payout
    assert found.get((Kind.TAXES, None), 0) == -tax


def test_what_is_still_owed_is_the_customers() -> None:
    entries = rules.online_captured(
        RAVI,
        customer_id=ASHA,
        total_minor=9440,
        payout_minor=6400,
        tax_minor=1440,
        wallet_minor=9000,
        provider_clearing=Kind.CUSTOMER_RECEIVABLE,
    )
    assert sums(entries)[Kind.CUSTOMER_RECEIVABLE, ASHA] == 440


def test_more_from_the_wallet_than_the_total_is_refused() -> None:
    with pytest.raises(ValueError, match="not a part"):
        rules.online_captured(RAVI, customer_id=ASHA, total_minor=100, payout_minor=50, tax_minor=10, wallet_minor=101)


@given(
    st.integers(1, 1_000_000),
    st.integers(0, 10_000),
    st.integers(-10_000, 10_000),
    st.lists(st.integers(1, 100_000), min_size=1, max_size=12),
)
def test_partial_refunds_give_back_exactly_the_orders_tax_and_commission(
    total: int, tax_bps: int, commission_bps: int, cuts: list[int]
) -> None:
    tax = total * tax_bps // 10_000
    commission = (total - tax) * commission_bps // 10_000
    shares, before = [], 0
    for cut in [*(cut % total + 1 for cut in cuts), total]:
        amount = min(cut, total - before)
        if amount:
            shares.append(
                rules.refund_share(
                    amount,
                    total_minor=total,
                    tax_minor=tax,
                    commission_minor=commission,
                    refunded_before_minor=before,
                )
            )
            before += amount
    assert sum(share.amount_minor for share in shares) == total
    assert sum(share.tax_minor for share in shares) == tax
    assert sum(share.commission_minor for share in shares) == max(commission, 0)
    assert all(share.compensation_minor >= 0 for share in shares)
    for share in shares:
        assert sum(sums(rules.refunded(ASHA, share)).values()) == 0


@pytest.mark.parametrize(("amount", "before"), [(0, 0), (-5, 0), (101, 0), (60, 50), (MAX_MINOR + 1, 0)])
def test_a_refund_above_what_is_left_is_refused(amount: int, before: int) -> None:
    with pytest.raises(ValueError, match=r"not an amount|not a part"):
        rules.refund_share(amount, total_minor=100, tax_minor=10, commission_minor=20, refunded_before_minor=before)


def test_a_driver_at_fault_bears_the_compensation_and_no_more() -> None:
    share = rules.refund_share(4720, total_minor=9440, tax_minor=1440, commission_minor=1600)
    assert (share.tax_minor, share.commission_minor, share.compensation_minor) == (720, 800, 3200)
    found = sums(rules.refunded(ASHA, share, driver_id=RAVI, driver_minor=3200, to=Kind.CUSTOMER_WALLET))
    assert found == {
        (Kind.TAXES, None): 720,
        (Kind.PLATFORM_COMMISSION, None): 800,
        (Kind.DRIVER_PAYABLE, RAVI): 3200,
        (Kind.CUSTOMER_WALLET, ASHA): -4720,
    }
    with pytest.raises(ValueError, match="not a part"):
        rules.refunded(ASHA, share, driver_id=RAVI, driver_minor=3201)


def test_a_fee_that_was_owed_and_paid_leaves_nothing_owed() -> None:
    owed = rules.cancellation_fee(ASHA, RAVI, fee_minor=5900, tax_minor=900, driver_share_bps=8000)
    for source in (Kind.GATEWAY_CLEARING, Kind.WALLET_HOLDS, Kind.CUSTOMER_WALLET):
        left = sums(owed, rules.cancellation_kept(ASHA, fee_minor=5900, paid_from=source))
        assert (Kind.CUSTOMER_RECEIVABLE, ASHA) not in left
        assert left[Kind.DRIVER_PAYABLE, RAVI] == -4000


def test_a_tip_from_a_wallet_needs_its_owner() -> None:
    with pytest.raises(ValueError, match="belongs to somebody"):
        rules.tip_captured(RAVI, 100, paid_from=Kind.CUSTOMER_WALLET)


@given(amounts)
def test_a_payout_that_fails_or_comes_back_leaves_the_driver_as_before(minor: int) -> None:
    assert sums(rules.payout_requested(RAVI, minor), rules.payout_failed(RAVI, minor)) == {}
    there_and_back = (rules.payout_requested, rules.payout_paid, rules.payout_reversed)
    assert sums(*(rule(RAVI, minor) for rule in there_and_back)) == {}


@given(amounts)
def test_a_refund_that_could_not_be_sent_is_in_the_wallet(minor: int) -> None:
    left = sums(rules.topped_up(ASHA, minor), rules.withdrawn(ASHA, minor), rules.refund_failed(ASHA, minor))
    assert left == {(Kind.GATEWAY_CLEARING, None): minor, (Kind.CUSTOMER_WALLET, ASHA): -minor}
