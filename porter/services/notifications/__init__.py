"""What people are told, in the app."""

from porter.services.notifications.development import DevelopmentMessage, development_inbox
from porter.services.notifications.inbox import inbox, mark_read, notify, unread_count
from porter.services.notifications.views import NotificationView

__all__ = [
    "DevelopmentMessage",
    "NotificationView",
    "development_inbox",
    "inbox",
    "mark_read",
    "notify",
    "unread_count",
]
