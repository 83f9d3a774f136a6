"""Google as a maps provider: geocoding by its SDK, Routes v2 and Places (New) over HTTP, which new projects must use."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

import googlemaps
import googlemaps.exceptions
import httpx
import requests

from porter.core.geo import Point
from porter.integrations.maps.base import (
    MapsRefused,
    MapsUnavailable,
    NoRoute,
    Place,
    PlaceUnknown,
    Route,
    RouteLeg,
    Suggestion,
    TravelMode,
    check_route_points,
)

BIAS_RADIUS_M = 30_000.0
MATRIX_ELEMENTS = 625
"""Google answers at most this many pairs at once."""
TRAVEL_MODE = {
    TravelMode.CYCLE: "BICYCLE",
    TravelMode.TWO_WHEELER: "TWO_WHEELER",
    TravelMode.THREE_WHEELER: "TWO_WHEELER",
    TravelMode.CAR: "DRIVE",
    TravelMode.TRUCK: "DRIVE",
}
PLACE_FIELDS = "id,displayName,formattedAddress,location,primaryType"
ROUTE_FIELDS = "routes.distanceMeters,routes.duration,routes.polyline.encodedPolyline,routes.legs.distanceMeters,routes.legs.duration"
MATRIX_FIELDS = "originIndex,destinationIndex,distanceMeters,duration,condition,status"
SUGGESTION_FIELDS = "suggestions.placePrediction.placeId,suggestions.placePrediction.structuredFormat,suggestions.placePrediction.distanceMeters"


@dataclass(frozen=True, slots=True)
class GoogleAddresses:
    """Where Google's services are; tests point them at a twin."""

    geocoding: str = "https://maps.googleapis.com"
    places: str = "https://places.googleapis.com"
    routes: str = "https://routes.googleapis.com"


class GoogleMaps:
    """Answers from Google. Permanent refusals raise MapsRefused, everything passing MapsUnavailable."""

    def __init__(
        self, key: str, *, timeout_s: float = 3.0, region: str = "in", addresses: GoogleAddresses | None = None
    ) -> None:
        self._at = addresses or GoogleAddresses()
        self._region = region
        self._key = key
        self._timeout_s = timeout_s
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()
        self._geocoder = googlemaps.Client(
            key=key,
            base_url=self._at.geocoding,
            timeout=timeout_s,
            retry_timeout=timeout_s,
            retry_over_query_limit=False,
        )

    def prepare(self) -> None:
        """Nothing lies here."""

    async def autocomplete(
        self, text: str, *, near: Point | None = None, limit: int = 6, session_token: str | None = None
    ) -> list[Suggestion]:
        """Places (New) autocomplete, biased to a circle around `near`."""
        if not text.strip():
            return []
        body: dict[str, Any] = {"input": text, "includedRegionCodes": [self._region]}
        if session_token:
            body["sessionToken"] = session_token
        if near:
            body["locationBias"] = {"circle": {"center": _lat_lng(near), "radius": BIAS_RADIUS_M}}
            body["origin"] = _lat_lng(near)
        answer = await self._ask("POST", f"{self._at.places}/v1/places:autocomplete", SUGGESTION_FIELDS, json=body)
        predictions = [item["placePrediction"] for item in answer.get("suggestions", []) if "placePrediction" in item]
        return [_suggestion(prediction) for prediction in predictions[:limit]]

    async def place(self, place_id: str, *, session_token: str | None = None) -> Place:
        """Places (New) details; the session token ends the billing session of the typing before. Raises PlaceUnknown."""
        params = {"sessionToken": session_token} if session_token else {}
        if ":" in place_id:  # ours, never Google's
            raise PlaceUnknown
        url = f"{self._at.places}/v1/places/{quote(place_id, safe='')}"
        try:
            found = await self._ask("GET", url, PLACE_FIELDS, params=params)
        except MapsRefused as error:
            raise PlaceUnknown from error
        return Place(
            place_id=found["id"],
            name=found.get("displayName", {}).get("text", found.get("formattedAddress", "")),
            address=found.get("formattedAddress", ""),
            point=_point(found["location"]),
            kind=found.get("primaryType", "place"),
        )

    async def geocode(self, text: str) -> Place | None:
        """The best match for an address, or None."""
        found = await self._geocoding(self._geocoder.geocode, text, region=self._region)
        return _geocoded(found[0]) if found else None

    async def reverse(self, point: Point) -> Place:
        """The address at a position; the bare coordinates where Google knows none."""
        found = await self._geocoding(self._geocoder.reverse_geocode, (point.lat, point.lng))
        if found:
            return _geocoded(found[0]).model_copy(update={"point": point})
        text = f"{point.lat:.5f}, {point.lng:.5f}"
        return Place(place_id=f"pin:{text}", name="Pinned location", address=text, point=point, kind="pin")

    async def route(self, points: Sequence[Point], mode: TravelMode) -> Route:
        """Routes v2 with live traffic for motor vehicles. Raises NoRoute."""
        check_route_points(points)
        body = {
            "origin": _waypoint(points[0]),
            "destination": _waypoint(points[-1]),
            "intermediates": [_waypoint(point) for point in points[1:-1]],
            **_travel(mode),
        }
        answer = await self._ask("POST", f"{self._at.routes}/directions/v2:computeRoutes", ROUTE_FIELDS, json=body)
        if not answer.get("routes"):
            raise NoRoute
        best = answer["routes"][0]
        legs = tuple(_leg(leg) for leg in best["legs"])
        return Route(
            distance_m=sum(leg.distance_m for leg in legs),
            duration_s=sum(leg.duration_s for leg in legs),
            polyline=best["polyline"]["encodedPolyline"],
            legs=legs,
        )

    async def matrix(
        self, origins: Sequence[Point], destinations: Sequence[Point], mode: TravelMode
    ) -> list[list[RouteLeg | None]]:
        """Routes v2 matrix, in rows small enough for one question each."""
        if not origins or not destinations:
            return [[] for _ in origins]
        rows = max(1, MATRIX_ELEMENTS // len(destinations))
        parts = [origins[start : start + rows] for start in range(0, len(origins), rows)]
        answers = await asyncio.gather(*(self._part(part, destinations, mode) for part in parts))
        return [row for part in answers for row in part]

    async def _part(
        self, origins: Sequence[Point], destinations: Sequence[Point], mode: TravelMode
    ) -> list[list[RouteLeg | None]]:
        body = {
            "origins": [{"waypoint": _waypoint(point)} for point in origins],
            "destinations": [{"waypoint": _waypoint(point)} for point in destinations],
            **_travel(mode),
        }
        url = f"{self._at.routes}/distanceMatrix/v2:computeRouteMatrix"
        table: list[list[RouteLeg | None]] = [[None] * len(destinations) for _ in origins]
        for cell in await self._ask("POST", url, MATRIX_FIELDS, json=body):
            if cell.get("condition") == "ROUTE_EXISTS":
                table[cell.get("originIndex", 0)][cell.get("destinationIndex", 0)] = _leg(cell)
        return table

    async def close(self) -> None:
        """Close the connections of this event loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client:
            await client.aclose()

    async def _ask(self, method: str, url: str, fields: str, **more: Any) -> Any:
        headers = {"X-Goog-Api-Key": self._key, "X-Goog-FieldMask": fields}
        try:
            answer = await self._client().request(method, url, headers=headers, **more)
        except httpx.TransportError as error:
            raise MapsUnavailable from error
        if answer.status_code == 429 or answer.status_code >= 500:
            raise MapsUnavailable
        if answer.status_code >= 400:
            raise MapsRefused(f"Google refused the question ({_reason(answer)}).")
        return answer.json()

    def _client(self) -> httpx.AsyncClient:
        """One per event loop, so that connections are kept open between keystrokes."""
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = httpx.AsyncClient(timeout=self._timeout_s)
        return self._clients[loop]

    async def _geocoding(self, verb: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        try:
            found: list[dict[str, Any]] = await asyncio.to_thread(verb, *args, **kwargs)
        except (
            googlemaps.exceptions.Timeout,
            googlemaps.exceptions.TransportError,
            requests.RequestException,
        ) as error:
            raise MapsUnavailable from error
        except googlemaps.exceptions.ApiError as error:
            passing = {"OVER_QUERY_LIMIT", "UNKNOWN_ERROR"}
            raise (MapsUnavailable if error.status in passing else MapsRefused) from error
        except googlemaps.exceptions.HTTPError as error:
            raise (MapsUnavailable if error.status_code >= 500 else MapsRefused) from error
        return found


def _suggestion(prediction: dict[str, Any]) -> Suggestion:
    form = prediction.get("structuredFormat", {})
    return Suggestion(
        place_id=prediction["placeId"],
        title=form.get("mainText", {}).get("text", ""),
        subtitle=form.get("secondaryText", {}).get("text", ""),
        distance_m=prediction.get("distanceMeters"),
    )


def _geocoded(result: dict[str, Any]) -> Place:
    location = result["geometry"]["location"]
    return Place(
        place_id=result["place_id"],
        name=result["formatted_address"].split(",")[0],
        address=result["formatted_address"],
        point=Point(location["lat"], location["lng"]),
        kind=next(iter(result.get("types", [])), "place"),
    )


def _travel(mode: TravelMode) -> dict[str, str]:
    """Traffic is asked only where Google allows it: not for bicycles."""
    travel = {"travelMode": TRAVEL_MODE[mode]}
    return travel if mode is TravelMode.CYCLE else {**travel, "routingPreference": "TRAFFIC_AWARE"}


def _leg(part: dict[str, Any]) -> RouteLeg:
    seconds = float(part.get("duration", "0s").removesuffix("s"))
    return RouteLeg(distance_m=part.get("distanceMeters", 0), duration_s=round(seconds))


def _waypoint(point: Point) -> dict[str, Any]:
    return {"location": {"latLng": _lat_lng(point)}}


def _lat_lng(point: Point) -> dict[str, float]:
    return {"latitude": point.lat, "longitude": point.lng}


def _point(location: dict[str, float]) -> Point:
    return Point(location["latitude"], location["longitude"])


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["status"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
