"""Media on their way to Telegram: a file id as it is, a file of the media store read and uploaded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from telegram import (
    InputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
)

from bot.channels.base import Media
from bot.channels.telegram_attachments import media_of
from bot.channels.telegram_format import Words
from bot.channels.telegram_plan import MARKS, method_of

#: Bytes that Telegram takes: a photo, anything else. (Bot API, "Sending files".)
LARGEST_PHOTO, LARGEST_UPLOAD = 10_000_000, 50_000_000

AlbumPart = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo
_PARTS: dict[str, Callable[..., AlbumPart]] = {
    "photo": InputMediaPhoto, "video": InputMediaVideo, "audio": InputMediaAudio, "document": InputMediaDocument,
}  # fmt: skip


class Unsendable(Exception):  # noqa: N818 - an outcome, told to nobody but send()
    """It can never be sent; the text says why."""


#: Files of the media store, each with Telegram's own reference.
References = tuple[tuple[str, str], ...]

#: Gives the bytes behind "file:…"; raises OSError when there are none.
ReadFile = Callable[[str], bytes]


def read_path(reference: str) -> bytes:
    """Takes what follows "file:" for a path, where no media store is given."""
    return Path(reference.removeprefix("file:")).read_bytes()


async def opened(media: Media, read: ReadFile) -> tuple[str, dict[str, Any]]:
    """The kind to send it as, and the values of that method."""
    if media.kind == "location":
        if media.latitude is None or media.longitude is None:
            raise Unsendable("a location without latitude and longitude")
        return "location", {"latitude": media.latitude, "longitude": media.longitude}
    if media.kind == "contact":
        return "contact", {"phone_number": media.phone or "", "first_name": media.name or media.phone or ""}
    kind, file = await _file(media, read)
    return kind, {kind: file if isinstance(file, str) else InputFile(file, filename=_name(media))}


async def album_part(media: Media, words: Words | None, read: ReadFile) -> AlbumPart:
    """A part of an album; the words stand under the first. A photo that is too large stays a photo, and is refused."""
    _, file = await _file(media, read)
    part = _PARTS[method_of(media)]
    caption = {"caption": words.text, "caption_entities": words.entities} if words and words.text else {}
    name = {} if isinstance(file, str) else {"filename": _name(media)}
    return part(file, **caption, **name)


async def _file(media: Media, read: ReadFile) -> tuple[str, str | bytes]:
    kind = method_of(media)
    if not media.reference.startswith("file:"):
        return kind, _file_id(media.reference)
    content = await _content(media.reference, read)
    return ("document" if kind == "photo" and len(content) > LARGEST_PHOTO else kind), content


def bare_reference(reference: str) -> str:
    """Telegram's handle without the mark that keeps its kind."""
    head, mark, rest = reference.partition(":")
    return rest if mark and head in MARKS else reference


def given_references(media: Sequence[Media], messages: Sequence[Message]) -> References:
    """What each file of the media store is called at Telegram from now on, with the kind it became in front."""
    given = []
    for one, message in zip(media, messages, strict=False):
        if one.reference.startswith("file:") and (found := media_of(message)):
            given.append((one.reference, f"{method_of(found[0])}:{bare_reference(found[0].reference)}"))
    return tuple(given)


def _file_id(reference: str) -> str:
    """Telegram's handle. The library would upload a file of that name, so none may exist."""
    file_id = bare_reference(reference)
    if not file_id or "/" in file_id or Path(file_id).exists():
        raise Unsendable("media without a usable reference")
    return file_id


async def _content(reference: str, read: ReadFile) -> bytes:
    try:
        content = await asyncio.to_thread(read, reference)
    except OSError as error:
        raise Unsendable(f"a file of the media store cannot be read ({type(error).__name__})") from None
    if not 0 < len(content) <= LARGEST_UPLOAD:
        raise Unsendable(f"a file of {len(content)} bytes; Telegram takes 1 to {LARGEST_UPLOAD}")
    return content


def _name(media: Media) -> str:
    return media.name or Path(media.reference.removeprefix("file:")).name
