"""A photo somebody sent becomes one that is safe to keep and to show: decoded, turned upright, written anew.

Writing it anew leaves behind everything that is not the picture: the place and time in its EXIF data, the camera's serial
number, and whatever was hidden behind the last pixel.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

#: More pixels than any phone sends by itself (48 million), few enough to be decoded within a small server's memory.
MOST_PIXELS = 50_000_000

#: The same for formats that can only be decoded at full size (a JPEG is made smaller while it is read).
MOST_PIXELS_AT_ONCE = 24_000_000

#: The longer side of a kept photo: a hairline crack or a meter's figures can still be read.
KEPT_SIDE = 2560

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

#: What Pillow's readers raise for bytes that are no picture, or a broken one.
_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError, AttributeError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip


class NotAPicture(Exception):  # noqa: N818 - a finding, not an error of ours
    """These bytes are no picture that can be read, whatever their name says."""


class TooManyPixels(Exception):  # noqa: N818 - a finding, not an error of ours
    """The picture is so large that decoding it would exhaust the memory."""


def upright_jpeg(file: IO[bytes]) -> bytes:
    """The picture as a clean JPEG, upright, on white, at most KEPT_SIDE wide or high; of a moving one the first frame.

    Raises NotAPicture and TooManyPixels. Takes up to a second of a processor: call it in a thread.
    """
    try:
        with Image.open(file, formats=_FORMATS) as picture:
            _check_size(picture)
            picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            return _written(_flat(_turned(picture)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except _BROKEN:
        raise NotAPicture from None


def _check_size(picture: Image.Image) -> None:
    most = MOST_PIXELS if picture.format in ("JPEG", "MPO") else MOST_PIXELS_AT_ONCE
    if picture.width * picture.height > most:
        raise TooManyPixels


def _turned(picture: Image.Image) -> Image.Image:
    """Small first, then upright: turning a small picture needs little memory."""
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    return ImageOps.exif_transpose(picture)


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency, which JPEG does not have: on white, as the sender saw it."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _written(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.info = {}
    picture.save(out, "JPEG", quality=85, subsampling=0, optimize=True)
    return out.getvalue()
