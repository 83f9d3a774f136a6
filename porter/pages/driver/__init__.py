"""The driver app: one line per page."""

from porter.pages.driver import account as account
from porter.pages.driver import cash as cash
from porter.pages.driver import earnings as earnings
from porter.pages.driver import home as home
from porter.pages.driver import notifications as notifications
from porter.pages.driver import pay as pay
from porter.pages.driver import places as places
from porter.pages.driver import statement as statement
from porter.pages.driver import withdraw as withdraw
