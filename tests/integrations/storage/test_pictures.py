"""A photo is told by its content and drawn anew."""

import contextlib
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from porter.integrations.storage import NotAPicture, PictureTooLarge, clean
from porter.integrations.storage.pictures import MAX_BYTES, MAX_SIDE

EXE = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"\x00" * 40


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: object) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode == "L" else (200, 30, 30) if mode == "RGB" else (0, 0, 0, 0)).save(
        out, kind, **options
    )
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_come_out_as_jpeg(kind: str) -> None:
    cleaned = clean(picture(kind))
    assert (cleaned.content_type, cleaned.width, cleaned.height) == ("image/jpeg", 300, 200)
    with Image.open(io.BytesIO(cleaned.data)) as seen:
        assert seen.format == "JPEG"
        assert all(abs(a - b) < 12 for a, b in zip(seen.getpixel((10, 10)), (200, 30, 30), strict=True))


def test_place_and_camera_do_not_survive_and_the_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    cleaned = clean(picture(exif=exif))
    assert b"SecretCamera" not in cleaned.data
    with Image.open(io.BytesIO(cleaned.data)) as seen:
        assert not seen.getexif()
        assert seen.size == (200, 300)


def test_what_hides_behind_the_pixels_does_not_survive() -> None:
    assert b"cannot be run" not in clean(picture() + EXE).data


def test_large_photos_are_made_smaller() -> None:
    cleaned = clean(picture(size=(5000, 2500)))
    assert (cleaned.width, cleaned.height) == (MAX_SIDE, MAX_SIDE // 2)


def test_what_is_transparent_turns_white() -> None:
    with Image.open(io.BytesIO(clean(picture("PNG", mode="RGBA")).data)) as seen:
        assert seen.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("data", [EXE, b"", b"%PDF-1.7 ...", b"<svg onload=alert(1)>", b"GIF89a" + b"\x00" * 40, HEIC])
def test_other_files_are_refused_whatever_they_are_called(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        clean(data)


def test_a_heic_photo_is_told_apart() -> None:
    with pytest.raises(NotAPicture, match="HEIC"):
        clean(HEIC)


def test_a_program_with_a_photos_first_bytes_is_refused() -> None:
    with pytest.raises(NotAPicture, match="damaged"):
        clean(b"\xff\xd8\xff\xe0" + EXE)


def test_half_a_photo_is_refused() -> None:
    data = picture("PNG", size=(900, 900))
    with pytest.raises(NotAPicture):
        clean(data[: len(data) // 2])


def test_too_many_bytes_and_too_many_pixels_are_refused() -> None:
    with pytest.raises(PictureTooLarge):
        clean(b"\xff\xd8\xff" + bytes(MAX_BYTES))
    with pytest.raises(PictureTooLarge):
        clean(picture("PNG", size=(9000, 9000), mode="L"))


@given(st.integers(0, 10_000))
def test_damage_anywhere_is_refused_or_survived(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(picture(chance.choice(["JPEG", "PNG", "WEBP"]), size=(60, 40)))
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(NotAPicture, PictureTooLarge):
        assert clean(bytes(data)).content_type == "image/jpeg"
