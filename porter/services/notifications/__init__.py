"""What people are told, in the app."""

from porter.services.notifications.inbox import inbox, mark_read, notify, unread_count
from porter.services.notifications.views import NotificationView

__all__ = ["NotificationView", "inbox", "mark_read", "notify", "unread_count"]
