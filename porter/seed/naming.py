"""Ids that are the same each time the demo city is put in."""

from uuid import UUID, uuid5

_DEMO = UUID("6d8f1c0e-3b0a-5f6e-9a51-2f7f6f1d5b10")


def demo_id(*names: str | int) -> UUID:
    """The id of a demo thing."""
    return uuid5(_DEMO, ":".join(str(name) for name in names))
