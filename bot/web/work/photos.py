"""Pictures of the work as a party's telephone sends them: within the limits of the chat, decoded, and written anew."""

from __future__ import annotations

import asyncio
from tempfile import SpooledTemporaryFile
from typing import IO

from aiohttp import BodyPartReader, web

from bot.web.chat import kinds, pictures
from bot.web.chat.uploads import LARGEST_FILE
from handlers.base import Mistake

#: At once: what a telephone's gallery offers to choose, and no more.
MOST_AT_ONCE = 6

_PHASES = ("before", "after")


async def received(request: web.Request) -> tuple[str, list[bytes]]:
    """Which side of the work, and the pictures as clean JPEGs. Raises Mistake for what is no picture, too large, or too many."""
    if request.content_type != "multipart/form-data":
        raise Mistake("works.no_photo")
    phase, raw = "", list[bytes]()
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if isinstance(part, BodyPartReader) and part.name == "phase":
                phase = (await _bytes(part, 20)).decode("utf-8")
            elif isinstance(part, BodyPartReader) and part.name == "photo":
                raw.append(await _bytes(part, LARGEST_FILE))
            if len(raw) > MOST_AT_ONCE:
                raise Mistake("works.many_at_once", most=MOST_AT_ONCE)
    except (ValueError, RuntimeError, LookupError, web.HTTPException):
        raise Mistake("works.no_photo") from None
    filled = [one for one in raw if one]
    if phase not in _PHASES or not filled:
        raise Mistake("works.no_photo")
    return phase, [await asyncio.to_thread(_clean, one) for one in filled]


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    held = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        held += chunk
        if len(held) > most:
            raise Mistake("works.large_photo", most=LARGEST_FILE // 1024 // 1024)
    return bytes(held)


def _clean(data: bytes) -> bytes:
    """The picture without its place, its camera, and whatever was hidden in it."""
    if not kinds.looks_like_picture(data[:32]):
        raise Mistake("works.no_photo")
    file: IO[bytes]
    with SpooledTemporaryFile(max_size=LARGEST_FILE) as file:
        file.write(data)
        file.seek(0)
        try:
            return pictures.upright_jpeg(file)
        except (pictures.NotAPicture, pictures.TooManyPixels):
            raise Mistake("works.no_photo") from None
