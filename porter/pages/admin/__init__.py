"""The pages of operations."""

from porter.pages.admin import account as account
from porter.pages.admin import customers as customers
from porter.pages.admin import drivers as drivers
from porter.pages.admin import fleet as fleet
from porter.pages.admin import ledger as ledger
from porter.pages.admin import ledger_account as ledger_account
from porter.pages.admin import ledger_accounts as ledger_accounts
from porter.pages.admin import orders as orders
from porter.pages.admin import overview as overview
from porter.pages.admin import payments as payments
from porter.pages.admin import payouts as payouts
from porter.pages.admin import refunds as refunds
from porter.pages.admin import staff as staff
