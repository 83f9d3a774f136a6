"""A small Google on a local port: the questions that we ask, refused as Google refuses them, answered from the offline city."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from porter.core.geo import Point
from porter.integrations.maps import NoRoute, Place, PlaceUnknown, TravelMode
from porter.integrations.maps.google import GoogleAddresses
from porter.integrations.maps.offline import OfflineMaps

KEY = "AIza-twin"
MODES = {"BICYCLE": TravelMode.CYCLE, "TWO_WHEELER": TravelMode.TWO_WHEELER, "DRIVE": TravelMode.CAR}


@dataclass
class GoogleTwin:
    """What the twin was asked, and how it misbehaves."""

    address: str
    failing_with: int = 0
    geocoding_status: str = ""
    delay_s: float = 0.0
    stopping: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def addresses(self) -> GoogleAddresses:
        return GoogleAddresses(geocoding=self.address, places=self.address, routes=self.address)


@contextmanager
def google_twin() -> Iterator[GoogleTwin]:
    """A running twin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.twin = GoogleTwin(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.twin  # type: ignore[attr-defined]
    finally:
        server.twin.stopping.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        thread.join()


class _Refusal(Exception):
    def __init__(self, code: int, status: str) -> None:
        super().__init__(status)
        self.code, self.status = code, status


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["content-length"]))))

    def log_message(self, *args: Any) -> None:
        """Quiet: the tests read `asked`."""

    def _answer(self, body: dict[str, Any]) -> None:
        twin: GoogleTwin = self.server.twin  # type: ignore[attr-defined]
        url = urlsplit(self.path)
        params = {name: values[0] for name, values in parse_qs(url.query).items()}
        twin.asked.append((url.path, body or params))
        twin.stopping.wait(twin.delay_s)
        try:
            if twin.failing_with:
                raise _Refusal(twin.failing_with, "INTERNAL")
            self._send(200, asyncio.run(self._find(twin, url.path, params, body)))
        except _Refusal as refusal:
            self._send(refusal.code, {"error": {"code": refusal.code, "status": refusal.status}})

    def _send(self, code: int, value: Any) -> None:
        content = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    async def _find(self, twin: GoogleTwin, path: str, params: dict[str, str], body: dict[str, Any]) -> Any:
        if path == "/maps/api/geocode/json":
            return await _geocode(twin, params)
        if self.headers.get("x-goog-api-key") != KEY:
            raise _Refusal(403, "PERMISSION_DENIED")
        if not self.headers.get("x-goog-fieldmask"):
            raise _Refusal(400, "INVALID_ARGUMENT")
        if path == "/v1/places:autocomplete":
            return await _autocomplete(body)
        if path.startswith("/v1/places/"):
            return await _details(unquote(path.removeprefix("/v1/places/")))
        if path == "/directions/v2:computeRoutes":
            return await _routes(body)
        if path == "/distanceMatrix/v2:computeRouteMatrix":
            return await _matrix(body)
        raise _Refusal(404, "NOT_FOUND")


async def _geocode(twin: GoogleTwin, params: dict[str, str]) -> dict[str, Any]:
    if twin.geocoding_status:
        return {"status": twin.geocoding_status, "results": []}
    if params.get("key") != KEY:
        return {"status": "REQUEST_DENIED", "results": [], "error_message": "The provided API key is invalid."}
    if "latlng" in params:
        lat, lng = params["latlng"].split(",")
        found: Place | None = await OfflineMaps().reverse(Point(float(lat), float(lng)))
    else:
        found = await OfflineMaps().geocode(params["address"])
    if found is None:
        return {"status": "ZERO_RESULTS", "results": []}
    location = {"lat": found.point.lat, "lng": found.point.lng}
    result = {"place_id": _id(found.place_id), "formatted_address": found.address, "types": [found.kind]}
    return {"status": "OK", "results": [{**result, "geometry": {"location": location}}]}


async def _autocomplete(body: dict[str, Any]) -> dict[str, Any]:
    near = _point(body["origin"]) if "origin" in body else None
    found = await OfflineMaps().autocomplete(body["input"], near=near, limit=5)
    return {"suggestions": [{"placePrediction": _prediction(one)} for one in found]} if found else {}


def _prediction(one: Any) -> dict[str, Any]:
    form = {"mainText": {"text": one.title}, "secondaryText": {"text": one.subtitle}}
    distance = {} if one.distance_m is None else {"distanceMeters": one.distance_m}
    return {"placeId": _id(one.place_id), "structuredFormat": form, **distance}


async def _details(place_id: str) -> dict[str, Any]:
    try:
        found = await OfflineMaps().place(place_id.replace("ChIJ-", "blr:"))
    except PlaceUnknown as error:
        raise _Refusal(404, "NOT_FOUND") from error
    location = {"latitude": found.point.lat, "longitude": found.point.lng}
    return {
        "id": place_id,
        "displayName": {"text": found.name},
        "formattedAddress": found.address,
        "location": location,
        "primaryType": found.kind,
    }


async def _routes(body: dict[str, Any]) -> dict[str, Any]:
    if body["travelMode"] == "BICYCLE" and "routingPreference" in body:
        raise _Refusal(400, "INVALID_ARGUMENT")
    waypoints = [body["origin"], *body["intermediates"], body["destination"]]
    points = [_point(one["location"]["latLng"]) for one in waypoints]
    try:
        found = await OfflineMaps().route(points, MODES[body["travelMode"]])
    except NoRoute:
        return {}
    legs = [{"distanceMeters": leg.distance_m, "duration": f"{leg.duration_s}s"} for leg in found.legs]
    return {"routes": [{"legs": legs, "polyline": {"encodedPolyline": found.polyline}}]}


async def _matrix(body: dict[str, Any]) -> list[dict[str, Any]]:
    origins, destinations = (
        [_point(one["waypoint"]["location"]["latLng"]) for one in body[side]] for side in ("origins", "destinations")
    )
    if len(origins) * len(destinations) > 625:
        raise _Refusal(400, "INVALID_ARGUMENT")
    rows = await OfflineMaps().matrix(origins, destinations, MODES[body["travelMode"]])
    cells = [
        {"originIndex": i, "destinationIndex": j, **_cell(leg)}
        for i, row in enumerate(rows)
        for j, leg in enumerate(row)
    ]
    return cells[::-1]  # Google promises no order


def _cell(leg: Any) -> dict[str, Any]:
    if leg is None:
        return {"condition": "ROUTE_NOT_FOUND", "status": {}}
    return {"condition": "ROUTE_EXISTS", "distanceMeters": leg.distance_m, "duration": f"{leg.duration_s}s"}


def _id(place_id: str) -> str:
    return place_id.replace("blr:", "ChIJ-").replace("pin:", "ChIJpin-")


def _point(value: dict[str, float]) -> Point:
    return Point(value["latitude"], value["longitude"])
