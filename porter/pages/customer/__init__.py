"""Pages of the customer app: importing this package registers them. One line per page, sorted by name."""

from porter.pages.customer import account as account
from porter.pages.customer import addresses as addresses
from porter.pages.customer import home as home
from porter.pages.customer import notifications as notifications
from porter.pages.customer import order as order
from porter.pages.customer import orders as orders
from porter.pages.customer import pay as pay
from porter.pages.customer import pay_card as pay_card
from porter.pages.customer import payment_methods as payment_methods
from porter.pages.customer import receipt as receipt
from porter.pages.customer import receipts as receipts
from porter.pages.customer import wallet as wallet
