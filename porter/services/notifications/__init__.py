"""What people are told, in the app."""

from porter.services.notifications.desk import (
    DeskNotice,
    forget_old,
    open_matters,
    open_under,
    resolve,
    tell_colleague,
    tell_roles,
)
from porter.services.notifications.development import DevelopmentMessage, development_inbox
from porter.services.notifications.inbox import inbox, mark_read, notify, unread_count
from porter.services.notifications.views import NotificationView

__all__ = [
    "DeskNotice",
    "DevelopmentMessage",
    "NotificationView",
    "development_inbox",
    "forget_old",
    "inbox",
    "mark_read",
    "notify",
    "open_matters",
    "open_under",
    "resolve",
    "tell_colleague",
    "tell_roles",
    "unread_count",
]
