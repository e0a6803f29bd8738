"""Pictures across channels: the bytes behind a channel's reference, and a place in the media store for every other channel."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Protocol

from bot.media import MediaStore
from bot.workers import Workers

#: The first bytes of the few kinds of file that are carried between channels.
_STARTS = {
    b"\xff\xd8": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif", b"%PDF": "application/pdf", b"OggS": "audio/ogg",
}  # fmt: skip


class Source(Protocol):
    """Where a picture comes from: a channel, or whatever draws it."""

    async def fetch(self, reference: str) -> bytes: ...


class Carrier:
    """Fetches from the channels and other sources; keeps in the media store."""

    def __init__(self, sources: Mapping[str, Source], media: MediaStore, workers: Workers) -> None:
        self._sources = sources
        self._media = media
        self._workers = workers

    async def fetch(self, channel: str, reference: str) -> bytes:
        """The bytes of a picture, from whichever channel it came. Raises OSError when they cannot be had."""
        source = self._sources.get(channel)
        if source is None:
            raise FileNotFoundError(f"{channel} is not connected")
        return await source.fetch(reference)

    async def carry(self, reference: str) -> str:
        """A "channel|reference" as a file of the media store; carried twice it is kept once. Raises OSError."""
        channel, _, own = reference.partition("|")
        data = await self.fetch(channel, own)
        ending = (mimetypes.guess_extension(kind_of(data)) or ".bin").lstrip(".")
        return await self._workers.read(lambda: self._media.keep(data, ending, reference))


def kind_of(data: bytes) -> str:
    """The media type of a file by its first bytes; empty when it is none that we carry."""
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "video/mp4" if data[4:8] == b"ftyp" else ""
