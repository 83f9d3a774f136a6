"""Photos of what was handed over: clean, once, and only for those whom they concern."""

import asyncio
import io

import pytest
from PIL import Image

from porter.core import db
from porter.core.errors import NotFound
from porter.integrations.storage import NotAPicture
from porter.models import City
from porter.services import trips
from porter.services.trips import photos
from tests import booking, driving
from tests.services.trips.conftest import Story


def photo(red: int = 200) -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (red, 30, 30)).save(out, "PNG")
    return out.getvalue()


async def test_a_photo_is_kept_clean_and_its_people_see_it(story: Story) -> None:
    proof = await trips.add_photo(story.ravi, story.order_id, story.pickup.id, photo(), "image/png")
    assert (proof.content_type, proof.kind) == ("image/jpeg", "photo")
    for who in (story.ravi, story.asha, await booking.operations()):
        found = await trips.proof_file(who, proof.id)
        assert Image.open(io.BytesIO(found.data)).format == "JPEG"
    async with db.reading() as session:
        assert (await trips.job(session, story.ravi, story.order_id)).photos == (proof.id,)
    assert (await driving.events_of(story.order_id))[-1] == "stop.photo_added"


async def test_somebody_else_finds_no_photo_and_adds_none(story: Story) -> None:
    proof = await trips.add_photo(story.ravi, story.order_id, story.pickup.id, photo())
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    for who in (devi, await booking.customer("Nikhil", "+919000000002")):
        with pytest.raises(NotFound):
            await trips.proof_file(who, proof.id)
    with pytest.raises(NotFound):
        await trips.add_photo(devi, story.order_id, story.pickup.id, photo())
    with pytest.raises(NotFound):
        await trips.add_photo(story.ravi, story.order_id, story.order_id, photo())


async def test_the_same_photo_twice_is_one_proof(story: Story) -> None:
    first, *others = await asyncio.gather(
        *(trips.add_photo(story.ravi, story.order_id, story.pickup.id, photo()) for _ in range(4))
    )
    assert {other.id for other in others} == {first.id}
    at_the_drop = await trips.add_photo(story.ravi, story.order_id, story.drop.id, photo())
    assert at_the_drop.id != first.id
    assert (await driving.events_of(story.order_id)).count("stop.photo_added") == 2


async def test_a_program_is_no_photo_whatever_it_is_called(story: Story) -> None:
    with pytest.raises(NotAPicture, match="not a photo"):
        await trips.add_photo(story.ravi, story.order_id, story.pickup.id, b"MZ" + bytes(100), "image/jpeg")
    assert "stop.photo_added" not in await driving.events_of(story.order_id)


async def test_enough_is_enough(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MAX_PHOTOS", 2)
    for red in (10, 20):
        await trips.add_photo(story.ravi, story.order_id, story.pickup.id, photo(red))
    with pytest.raises(trips.TooManyPhotos):
        await trips.add_photo(story.ravi, story.order_id, story.pickup.id, photo(30))
    await trips.add_photo(story.ravi, story.order_id, story.pickup.id, photo(10))  # a replay is no new one


async def test_a_city_may_ask_for_photos_before_the_handover(story: Story) -> None:
    async with db.transaction() as session:
        city = await session.get_one(City, "BLR")
        city.rules = {**city.rules, "photo_at_pickup": True}
        session.add(city)
    await driving.arrives(story.ravi, story.order_id, story.pickup)
    job = await driving.loads(story.ravi, story.order_id)
    assert (job.step, job.photo_required) == ("loading", True)
    with pytest.raises(trips.PhotoNeeded):
        await driving.hands_over(story.ravi, story.order_id, story.pickup)
    await trips.add_photo(story.ravi, story.order_id, story.pickup.id, photo())
    assert (await driving.hands_over(story.ravi, story.order_id, story.pickup)).step == "go_to_drop"
