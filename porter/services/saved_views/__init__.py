"""Saved views: filters, sort and columns of a table, kept under a name by whoever made them."""

from porter.services.saved_views.keeping import TooManyViews, keep, read, remove, share, views
from porter.services.saved_views.views import KeepInput, SavedViewView, Table, ViewContent

__all__ = [
    "KeepInput",
    "SavedViewView",
    "Table",
    "TooManyViews",
    "ViewContent",
    "keep",
    "read",
    "remove",
    "share",
    "views",
]
