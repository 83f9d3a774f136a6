"""Everything asynchronous. `subscriptions.py` is its table of contents."""
