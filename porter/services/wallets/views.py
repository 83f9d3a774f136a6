"""A wallet as its owner sees it."""

from datetime import datetime
from uuid import UUID

from porter.core.views import Amount, View


class WalletView(View):
    """What is in the wallet: to spend, kept for orders, and what may go back to where it came from."""

    balance_minor: int
    balance: Amount
    balance_text: str
    held_minor: int
    held: Amount
    held_text: str
    owed_minor: int
    owed: Amount
    owed_text: str
    withdrawable_minor: int
    withdrawable: Amount
    withdrawable_text: str
    currency: str
    why_not_more: str = ""
    """Why not all of the balance may go back; "" when all of it may."""


class SentBackView(View):
    """Wallet money on its way back to where it came from."""

    id: UUID
    amount_minor: int
    amount: Amount
    amount_text: str
    currency: str
    status_text: str
    is_under_way: bool
    created_at: datetime
    created_text: str
