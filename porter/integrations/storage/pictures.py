"""Pictures that people send: told by their content, drawn anew, so that nothing but the picture survives.

A photo is decoded and encoded again as JPEG: place, camera and anything hidden behind the pixels stay outside.
"""

import io
import warnings
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

from porter.core.errors import Refused
from porter.core.language import msg

MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000
"""Above every phone's camera in use, and below what a machine of 1 GB can decode."""

MAX_SIDE = 2048
CONTENT_TYPE = "image/jpeg"

_READ = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_HEIC = frozenset({"image/heic", "image/heif"})
_QUALITY = 85
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)
"""What Pillow raises for damaged files, by its own tests."""


class NotAPicture(Refused):
    """The file is not a photo that we can read, whatever it is called."""

    code = "not_a_picture"
    default_message = "This file is not a photo. Please send a JPEG, PNG or WebP picture."


class PictureTooLarge(Refused):
    """More bytes or pixels than a phone's photo has."""

    code = "picture_too_large"
    http_status = 413
    default_message = "This photo is too large. Please send one below 10 MB."


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture."""

    data: bytes
    content_type: str
    width: int
    height: int


def clean(data: bytes) -> Picture:
    """The picture in these bytes as a fresh JPEG of at most 2,048 px. Slow: call it off the event loop.

    Raises NotAPicture, PictureTooLarge.
    """
    if len(data) > MAX_BYTES:
        raise PictureTooLarge()
    kind = _kind(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data, kind)
    except Image.DecompressionBombWarning as error:
        raise PictureTooLarge(msg("This photo has too many pixels. Please send a smaller one.")) from error
    except _BROKEN as error:
        raise NotAPicture(msg("This photo is damaged and cannot be read. Please take it again.")) from error


def _kind(data: bytes) -> str:
    guess = filetype.guess(data)
    mime = guess.mime if guess else ""
    if mime in _HEIC:
        raise NotAPicture(msg("Photos in HEIC cannot be read here. Please take the photo in the app, or send a JPEG."))
    if mime not in _READ:
        raise NotAPicture()
    return _READ[mime]


def _drawn(data: bytes, kind: str) -> Picture:
    with Image.open(io.BytesIO(data), formats=[kind]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise PictureTooLarge(msg("This photo has too many pixels. Please send a smaller one."))
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((MAX_SIDE, MAX_SIDE))
        flat = _on_white(upright)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=_QUALITY, optimize=True, exif=b"")
    return Picture(out.getvalue(), CONTENT_TYPE, flat.width, flat.height)


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    seen = picture.convert("RGBA")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground
