"""The four frames: `phone_layout`, `desk_layout`, `plain_layout`, and the driver's strip."""

from porter.components.layouts.desk import DESK_NAV, desk_layout
from porter.components.layouts.phone import CUSTOMER_NAV, DRIVER_NAV, NavItem, driver_strip, phone_layout
from porter.components.layouts.plain import plain_layout, skip_link, wordmark

__all__ = [
    "CUSTOMER_NAV",
    "DESK_NAV",
    "DRIVER_NAV",
    "NavItem",
    "desk_layout",
    "driver_strip",
    "phone_layout",
    "plain_layout",
    "skip_link",
    "wordmark",
]
