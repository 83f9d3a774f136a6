"""The labels of fare lines. They are kept in English with the order, for paper and tax office; the eye reads its own
language."""

import re
from functools import lru_cache

from porter.core.language import here, msg, spoken

_LABELS = (
    msg("Base fare"),
    msg("Base fare · first {distance}"),
    msg("Distance · {distance}"),
    msg("Time · {time}"),
    msg("Extra stops · {count}"),
    msg("Waiting"),
    msg("Waiting at the pickup · {time}"),
    msg("Waiting at the drop · {time}"),
    msg("Waiting at drop {place} · {time}"),
    msg("Up to the minimum fare"),
    msg("High demand · ×{times}"),
    msg("Night"),
    msg("Discount"),
    msg("Gratuity"),
    msg("Tolls"),
    msg("Fuel surcharge"),
    msg("Your raise"),
    msg("Cancellation fee"),
    msg("Given back"),
    msg("Drop not delivered"),
    msg("Drop {place} not delivered"),
    msg("Return to the pickup · {share} of the ride"),
    msg("Ride, not charged"),
    msg("High demand, not charged"),
    msg("Discount taken back"),
    msg("Gratuity, not charged"),
    msg("Tolls, not charged"),
    msg("Surcharge, not charged"),
    msg("Your raise, not charged"),
)
"""Every label that we write, with its values; names of taxes and of a city's own surcharge stay as they are."""


_MEASURES = ("{hours} h {minutes} min", "{hours} h", "{minutes} min", "{number} km", "{number} m")
"""Distances and times as `core.words` writes them."""


def said_label(label: str) -> str:
    """A kept label in the language of whoever is asking; one that we did not write stays as it is."""
    if spoken() == "en":
        return label
    for text, pattern in _patterns():
        if found := pattern.fullmatch(label):
            return here(text, **{name: said_measure(value) for name, value in found.groupdict().items()})
    return label


def said_measure(measure: str) -> str:
    """A kept distance or time in the language of whoever is asking; anything else stays as it is."""
    for text, pattern in _measures():
        if found := pattern.fullmatch(measure):
            return here(text, **found.groupdict())
    return measure


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((text, _pattern(text, "[^·]+")) for text in _LABELS)


@lru_cache(maxsize=1)
def _measures() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((text, _pattern(text, "[0-9.]+")) for text in _MEASURES)


def _pattern(text: str, value: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", rf"(?P<\1>{value})", re.escape(text)))
