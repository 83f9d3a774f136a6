"""Ways of paying as a customer chooses among them: what the wallet bears, and what is left for the bank."""

from porter.core.language import here
from porter.core.money import format_money
from porter.models.enums import PaymentMethod
from porter.services.orders import PaymentMethodView
from porter.services.payments.views import MethodView
from porter.services.payments.wallet import share_minor

SPLITTABLE = frozenset({PaymentMethod.UPI, PaymentMethod.CARD})
"""What can bear the rest that a wallet does not hold."""


def method_view(offered: PaymentMethodView, held_minor: int, total_minor: int) -> MethodView:
    """One way of paying an amount, beside a wallet that holds so much."""
    is_wallet = offered.method is PaymentMethod.WALLET
    balance = held_minor if is_wallet else 0
    part = _part(offered.method, held_minor, total_minor)
    return MethodView(
        method=offered.method,
        name=offered.name,
        hint=_wallet_hint(held_minor, total_minor) if is_wallet else offered.hint,
        is_enough=not is_wallet or held_minor >= total_minor,
        balance_minor=balance,
        balance=balance,
        balance_text=format_money(balance) if is_wallet else "",
        wallet_minor=part,
        wallet=part,
        split_text=_split_text(offered, part, total_minor) if part else "",
    )


def _part(method: PaymentMethod, held_minor: int, total_minor: int) -> int:
    """Nothing to split when the wallet is empty, or enough by itself."""
    if method not in SPLITTABLE or not 0 < held_minor < total_minor:
        return 0
    return share_minor(total_minor, held_minor)


def _split_text(offered: PaymentMethodView, part_minor: int, total_minor: int) -> str:
    name = offered.name if offered.method is PaymentMethod.UPI else offered.name.lower()
    part, rest = format_money(part_minor), format_money(total_minor - part_minor)
    return here("{part} from your wallet, {rest} by {way}", part=part, rest=rest, way=name)


def _wallet_hint(held_minor: int, total_minor: int) -> str:
    there = format_money(held_minor)
    if held_minor >= total_minor:
        return here("You have {amount}", amount=there)
    if not held_minor:
        return here("Empty. Add money first")
    return here("You have {amount}; the rest can be paid by UPI or card", amount=there)
