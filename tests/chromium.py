"""The browser of all tests that need one."""

from porter.launch.chromium import chromium

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--mute-audio")

NO_FOREIGN_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
"""Nothing outside this machine has an address. Asking the test for each request would cost a third of its time."""


def program() -> str:
    """Where it is."""
    found = chromium()
    assert found, "Chromium is missing: apt install chromium"
    return found
