"""Live events for programs: one socket, rooms that the person may see, resumable from the last event."""

from porter.api.live.socket import Socket

__all__ = ["Socket"]
