"""A customer's wallet: a closed loop of top-up, pay, refund to where it came from. Never below zero."""

from porter.services.wallets.move import hold, pay_owed, release, spend, tip, top_up
from porter.services.wallets.read import WALLET_ZONE, balance, transactions
from porter.services.wallets.views import SentBackView, WalletView
from porter.services.wallets.withdraw import REASON as WITHDRAWAL
from porter.services.wallets.withdraw import NotWithdrawable, WithdrawalView, withdraw, withdrawals

__all__ = [
    "WALLET_ZONE",
    "WITHDRAWAL",
    "NotWithdrawable",
    "SentBackView",
    "WalletView",
    "WithdrawalView",
    "balance",
    "hold",
    "pay_owed",
    "release",
    "spend",
    "tip",
    "top_up",
    "transactions",
    "withdraw",
    "withdrawals",
]
