"""Photos and files a page sends: read to the disk within limits, looked at, and kept only when all of them are good."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

from aiohttp import BodyPartReader, web

from bot.channels.base import Media
from bot.media import MediaStore
from bot.web.chat import kinds, pictures
from bot.web.chat.door import client_id, words
from bot.web.chat.receive import LONGEST_TEXT, Receiver, inbound, source_of
from bot.web.chat.refusals import Refusal

#: At once: ten files of ten megabytes each, and as much as this of them is kept after photos were made smaller.
MOST_FILES, LARGEST_FILE, MOST_KEPT = 10, 10 * 1024 * 1024, 40 * 1024 * 1024

#: Up to this many bytes a part stays in memory; beyond it goes to the disk, so that twenty senders do not fill the memory.
_IN_MEMORY = 256 * 1024


@dataclass(slots=True)
class Part:
    """A file as it came: its name, and the bytes, rewound."""

    name: str
    file: IO[bytes]


@dataclass(slots=True)
class Form:
    id: str = ""
    text: str = ""
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file fit to be kept."""

    kind: kinds.Kind
    name: str
    data: bytes


class Uploads:
    """Receives photos and files. One picture is decoded at a time: that bounds the memory and leaves a core to the chat."""

    def __init__(self, receiver: Receiver, media: MediaStore) -> None:
        self._receiver, self._media = receiver, media
        self._decoding = asyncio.Semaphore(1)

    async def receive(
        self, request: web.Request, chat: str, language: str, slow: Callable[[str], Awaitable[None]]
    ) -> tuple[str, int]:
        """Takes one request's files; returns the page's id of them and the line's number. Raises Refusal.

        `slow` is asked, with the words beside the files, before any of them is looked at; it may refuse.
        """
        async with AsyncExitStack() as stack:
            form = await _read(request, stack)
            known = await self._receiver.log.number_of(chat, source_of(chat, form.id))
            if known is not None:
                return form.id, known
            await slow(form.text)
            media = await self._kept(chat, form.id, [await self._cleaned(part) for part in form.parts])
        return form.id, await self._hand_on(chat, form, media, language)

    async def _cleaned(self, part: Part) -> Cleaned:
        async with self._decoding:
            return await asyncio.to_thread(_clean, part)

    async def _kept(self, chat: str, client: str, files: list[Cleaned]) -> list[Media]:
        if sum(len(file.data) for file in files) > MOST_KEPT:
            raise Refusal(413, "error_large")
        return [
            await asyncio.to_thread(self._keep, file, f"{chat}:{client}:{place}")
            for place, file in enumerate(files)
        ]

    def _keep(self, file: Cleaned, source: str) -> Media:
        try:
            reference = self._media.keep(file.data, file.kind.ending, source)
        except OSError:
            raise Refusal(503, "error_busy", retry_after=30) from None
        kind = file.kind
        return Media(kind=kind.kind, reference=reference, name=file.name, mime=kind.mime, size=len(file.data))

    async def _hand_on(self, chat: str, form: Form, media: list[Media], language: str) -> int:
        """One update a file, as messaging apps do; several share an album, and the words go with the first."""
        album = f"{chat}:{form.id}" if len(media) > 1 else None
        updates = [
            inbound(
                chat, f"{form.id}:{place}", language, kind="message", text="" if place else form.text,
                media=(item,), album=album,
            )
            for place, item in enumerate(media)
        ]  # fmt: skip
        await self._receiver.take(updates)
        return await self._receiver.show(
            chat, form.id, {"kind": "media", "text": form.text, "media": [shown(item) for item in media]}
        )


def shown(item: Media) -> dict[str, object]:
    """A file as the page draws it."""
    shown = {name: getattr(item, name) for name in Media.__slots__}
    return {name: value for name, value in shown.items() if value not in ("", None, 0)}


def _clean(part: Part) -> Cleaned:
    """A photo written anew, an attachment as it is. Raises Refusal for everything else."""
    head = part.file.read(32)
    part.file.seek(0)
    if kinds.looks_like_heic(head):
        raise Refusal(415, "error_heic", name=part.name)
    if kind := kinds.attachment(head):
        return Cleaned(kind, kinds.safe_name(part.name, f"{kind.kind}.{kind.ending}"), part.file.read())
    if not kinds.looks_like_picture(head):
        raise Refusal(415, "error_not_a_photo", name=part.name)
    try:
        return Cleaned(kinds.PHOTO, part.name, pictures.upright_jpeg(part.file))
    except pictures.TooManyPixels:
        raise Refusal(413, "error_pixels", name=part.name) from None
    except pictures.NotAPicture:
        raise Refusal(415, "error_not_a_photo", name=part.name) from None


async def _read(request: web.Request, stack: AsyncExitStack) -> Form:
    """The form: its id and words first, then the files. Raises Refusal for a form that is none, or breaks a limit."""
    if request.content_type != "multipart/form-data":
        raise Refusal(415, "error_type")
    form = Form()
    try:
        async for part in _parts(request):
            await _take_part(form, part, stack)
    except (ValueError, RuntimeError, LookupError, web.HTTPException):
        raise Refusal(400, "error_unreadable") from None
    if not form.parts or not form.id:
        raise Refusal(400, "error_unreadable")
    return form


async def _parts(request: web.Request) -> AsyncIterator[BodyPartReader]:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise Refusal(400, "error_unreadable")
        yield part


async def _take_part(form: Form, part: BodyPartReader, stack: AsyncExitStack) -> None:
    match part.name:
        case "id":
            form.id = client_id((await _bytes(part, 200)).decode("utf-8"))
        case "text":
            form.text = words((await _bytes(part, LONGEST_TEXT * 4)).decode("utf-8"), LONGEST_TEXT)
        case "photo" | "file":
            if len(form.parts) == MOST_FILES:
                raise Refusal(413, "error_many", limit=MOST_FILES)
            form.parts.append(await _spooled(part, stack))
        case _:
            raise Refusal(400, "error_unreadable")


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    held = bytearray()
    while chunk := await part.read_chunk(8192):
        held += chunk
        if len(held) > most:
            raise Refusal(413, "error_large")
    return bytes(held)


async def _spooled(part: BodyPartReader, stack: AsyncExitStack) -> Part:
    name = kinds.safe_name(part.filename or "", "photo")
    file = stack.enter_context(SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - the stack closes it
    size = 0
    while chunk := await part.read_chunk(64 * 1024):
        size += len(chunk)
        if size > LARGEST_FILE:
            raise Refusal(413, "error_large_file", name=name, limit=LARGEST_FILE // (1024 * 1024))
        file.write(chunk)
    if size == 0:
        raise Refusal(400, "error_not_a_photo", name=name)
    file.seek(0)
    return Part(name, file)
