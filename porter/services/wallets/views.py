"""A wallet as its owner sees it."""

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
