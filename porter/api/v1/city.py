"""What a city offers: vehicle classes, zones, places, ways of paying. Open to everybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from porter.api.answers import answer, shape
from porter.api.deps import Reading
from porter.core.config import settings
from porter.core.errors import Refused
from porter.core.geo import Point
from porter.integrations.maps import Place, Suggestion, maps
from porter.models.enums import ServiceType
from porter.services import vehicles, zones
from porter.services.vehicles import VehicleClassView

router = APIRouter(tags=["city"])

CityCode = Annotated[str | None, Query(max_length=8, examples=["BLR"], description="The default city when left out.")]
Lat = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]
Lng = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
MaybeLat = Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)]
MaybeLng = Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)]
SessionToken = Annotated[str | None, Query(max_length=64, description="One per search, for the maps vendor's billing.")]


@router.get(
    "/vehicle-classes",
    response_model=shape("vehicle_classes", tuple[VehicleClassView, ...]),
    summary="Vehicle classes",
)
async def vehicle_classes(session: Reading, service_type: ServiceType = ServiceType.GOODS) -> Response:
    """Those that can be booked, smallest first."""
    return answer("vehicle_classes", await vehicles.classes(session, service_type))


@router.get("/zones", response_model=shape("zones", dict[str, Any]), summary="Where we work")
async def all_zones(session: Reading, city: CityCode = None) -> Response:
    """A GeoJSON feature collection; `kind` is `service` or `no_service`."""
    found = await zones.city(session, city or settings().default_city)
    return answer("zones", await zones.zones_geojson(session, found.code))


@router.get(
    "/places/autocomplete", response_model=shape("places", tuple[Suggestion, ...]), summary="Search while typing"
)
async def autocomplete(
    q: Annotated[str, Query(max_length=120, examples=["koramangala"])],
    lat: MaybeLat = None,
    lng: MaybeLng = None,
    limit: Annotated[int, Query(ge=1, le=10)] = 6,
    session_token: SessionToken = None,
) -> Response:
    """Places near a position first. Spelling mistakes are forgiven."""
    near = _near(lat, lng)
    return answer("places", await maps().autocomplete(q, near=near, limit=limit, session_token=session_token))


@router.get("/places/reverse", response_model=shape("place", Place), summary="The address at a position")
async def reverse(lat: Lat, lng: Lng) -> Response:
    """For a pin on the map."""
    return answer("place", await maps().reverse(Point(lat, lng)))


@router.get("/places/{place_id}", response_model=shape("place", Place), summary="A place")
async def place(place_id: str, session_token: SessionToken = None) -> Response:
    """What a suggestion named, with its position."""
    return answer("place", await maps().place(place_id[:300], session_token=session_token))


def _near(lat: float | None, lng: float | None) -> Point | None:
    if (lat is None) != (lng is None):
        raise Refused("Please send lat and lng together.")
    return Point(lat, lng) if lat is not None and lng is not None else None
