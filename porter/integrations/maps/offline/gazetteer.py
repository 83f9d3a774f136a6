"""Finds places by name while a person types: forgiving of typos, fond of what is near."""

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from porter.core.geo import Point, distance_m
from porter.integrations.maps.offline.sources import PlaceRow, localities, places

CITY_WORDS = {"bangalore", "bengaluru", "karnataka", "india", "near", "ಬೆಂಗಳೂರು"}
WEAKEST_SCORE = 68.0
NEARNESS_BONUS = 9.0
NEARNESS_REACH_M = 4_000
KIND_BONUS = {"locality": 3.0, "airport": 2.5, "station": 2.0, "bus": 1.5, "mall": 1.0, "metro": 0.5}
SHORTEST_FUZZY = 3
_PIN = re.compile(r"[1-9]\d{5}")


class Gazetteer:
    """An index over the names, aliases and areas of places."""

    def __init__(self, rows: tuple[PlaceRow, ...]) -> None:
        self._by_slug = {row.slug: row for row in rows}
        self._names = [(plain(name), row) for row in rows for name in (row.name, *row.aliases)]
        self._words = [[word.removesuffix("s") for word in name.split()] for name, _ in self._names]

    def find(self, text: str, near: Point | None = None, limit: int = 6) -> list[tuple[PlaceRow, float]]:
        """The places that the text may mean with their scores, best first."""
        pin = "".join(text.split())
        if _PIN.fullmatch(pin):
            return self._in_area(pin, near)[:limit]
        query = _without_city(plain(text))
        if not query:
            return []
        scores: dict[str, float] = {}
        for (name, row), words in zip(self._names, self._words, strict=True):
            score = _likeness(query, name, words)
            if score > max(WEAKEST_SCORE, scores.get(row.slug, 0.0)):
                scores[row.slug] = score
        ranked = [(self._by_slug[slug], score + _bonus(self._by_slug[slug], near)) for slug, score in scores.items()]
        ranked.sort(key=lambda pair: (-pair[1], pair[0].name))
        return ranked[:limit]

    def _in_area(self, pin: str, near: Point | None) -> list[tuple[PlaceRow, float]]:
        """The places of a postal area, neighbourhoods first, then the nearest."""
        rows = [row for row in self._by_slug.values() if row.pin == pin]
        away = {row.slug: distance_m(near, row.point) if near else 0.0 for row in rows}
        rows.sort(key=lambda row: (row.kind != "locality", away[row.slug], row.name))
        return [(row, 100.0) for row in rows]

    def by_slug(self, slug: str) -> PlaceRow | None:
        """The place of an id, or None."""
        return self._by_slug.get(slug)

    def around(self, point: Point, within_m: float) -> PlaceRow | None:
        """The nearest place that is not a neighbourhood, or None within that distance."""
        close = [
            (distance_m(point, row.point), row)
            for row in self._by_slug.values()
            if row.kind != "locality" and abs(row.point.lat - point.lat) < 0.01
        ]
        best = min(close, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] <= within_m else None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The index of the demo city, built once per process."""
    return Gazetteer(places())


def locality_of(point: Point) -> tuple[PlaceRow, float]:
    """The nearest neighbourhood and its distance."""
    row = min(localities(), key=lambda row: distance_m(point, row.point))
    return row, distance_m(point, row.point)


def plain(text: str) -> str:
    """Text as the index compares it: lower case, no accents or punctuation, single spaces; Indian scripts are kept."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("'", "")
    letters = "".join(_letters(folded))
    return " ".join(letters.split())


def _letters(text: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFD", text):
        kind = unicodedata.category(char)
        if kind[0] in "LN" or kind == "Mc" or (kind == "Mn" and ord(char) > 0x0900):
            yield char
        elif kind != "Mn":
            yield " "


def _without_city(query: str) -> str:
    words = query.split()
    kept = [word for word in words if word not in CITY_WORDS]
    return " ".join(kept or words)


def _likeness(query: str, name: str, words: list[str]) -> float:
    if name == query:
        return 110.0
    if name.startswith(query):
        return 100.0 - 5 * (1 - len(query) / len(name))
    asked = query.split()
    if sorted(asked) == sorted(name.split()):
        return 104.0
    if all(any(word.startswith(part) for word in words) for part in asked):
        return 92.0
    if len(query) < SHORTEST_FUZZY:
        return 0.0
    return max(_typed_so_far(query, name), _anywhere(query, name, words))


def _typed_so_far(query: str, name: str) -> float:
    """The name as far as it is typed, with a letter more or less."""
    head = name[: len(query) + 1]
    return max(fuzz.ratio(query, head), fuzz.ratio(query, head[:-1])) * 0.96


def _anywhere(query: str, name: str, words: list[str]) -> float:
    """Words in another order, or one long word of the name written wrongly."""
    total = fuzz.token_sort_ratio(query, name) * 0.94
    if " " in query or len(query) < 5:
        return total
    return max([total, *(fuzz.ratio(query, word) * 0.88 for word in words if len(word) > 4)])


def _bonus(row: PlaceRow, near: Point | None) -> float:
    kind = KIND_BONUS.get(row.kind, 0.0)
    if near is None:
        return kind
    return kind + NEARNESS_BONUS * math.exp(-distance_m(near, row.point) / NEARNESS_REACH_M)
