"""The browser of all tests that need one."""

import shutil

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""One engine in all; the first draws no window of a desktop around each page, which is a fifth of the whole."""

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--mute-audio")

NO_FOREIGN_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
"""Nothing outside this machine has an address. Asking the test for each request would cost half of its time."""


def program() -> str:
    """Where it is."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, "Chromium is missing: apt install chromium"
    return found
