"""The demo city: Bengaluru with zones, classes, fares and people. Never in production."""

from porter.seed.demo import city, demo

__all__ = ["city", "demo"]
