"""Where this machine's Chromium is."""

import shutil

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""One engine in all; the first draws no window of a desktop around each page, which is a fifth of the whole."""


def chromium() -> str | None:
    """Its program; nothing when none is installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
