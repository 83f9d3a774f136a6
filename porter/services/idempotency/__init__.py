"""Doing a request once: the answer to a key is kept for a day, and given again to whoever sends the same again."""

from porter.services.idempotency.keeping import Claim, InFlight, claim, forget_old, keep, release

__all__ = ["Claim", "InFlight", "claim", "forget_old", "keep", "release"]
