"""Every page of the product: importing this package registers them. A page stands in the `__init__` of its audience; one
line here per audience, and per page that anybody may open."""

from porter.pages import admin as admin
from porter.pages import customer as customer
from porter.pages import driver as driver
from porter.pages.public import dev_inbox as dev_inbox
from porter.pages.public import driver_sign_in as driver_sign_in
from porter.pages.public import gallery as gallery
from porter.pages.public import invitation as invitation
from porter.pages.public import landing as landing
from porter.pages.public import not_found as not_found
from porter.pages.public import offline as offline
from porter.pages.public import sign_in as sign_in
from porter.pages.public import staff_sign_in as staff_sign_in
