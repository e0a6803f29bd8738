"""What files Telegram keeps: their bytes under a file_id, what is refused, and where they can be downloaded.

A photo up to 10 MB must be an image with sides summing to at most 10000 and at most 20 : 1; other uploads go up to 50 MB; a
bot downloads up to 20 MB, from a path that getFile gives out and that lasts an hour.
"""

from __future__ import annotations

import hashlib
import io
import itertools
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from .clock import Clock
from .errors import ApiError, bad_request

MEGABYTE = 1024 * 1024
FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music", "document": "documents"}
ENDINGS = {"photo": "jpg", "voice": "oga", "video": "mp4", "audio": "mp3"}
PHOTO_SIDES = (("s", 90), ("m", 320), ("x", 800), ("y", 1280))
WRONG_FILE = "wrong file identifier/HTTP URL specified"
LINK_SECONDS = 3600.0


@dataclass
class StoredFile:
    file_id: str
    unique_id: str
    kind: str
    name: str
    data: bytes
    path: str
    linked_at: float = float("-inf")
    shown: Any = None  # the Bot API object it was first described by

    def view(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stored: dict[str, StoredFile] = {}
        self._numbers = itertools.count()

    def keep(self, kind: str, data: bytes, name: str = "") -> StoredFile:
        number = next(self._numbers)
        unique = "AQAD" + hashlib.sha256(kind.encode() + data).hexdigest()[:12]
        file_id = f"AgACAgUAAxkBAAI{number:06d}{unique}AQ"
        ending = name.rsplit(".", 1)[-1] if "." in name else ENDINGS.get(kind, "bin")
        path = f"{FOLDERS[kind]}/file_{number}.{ending}"
        self._stored[file_id] = StoredFile(file_id, unique, kind, name, data, path)
        return self._stored[file_id]

    def find(self, file_id: str, kind: str | None = None) -> StoredFile:
        stored = self._stored.get(file_id)
        if stored is None:
            raise bad_request(WRONG_FILE)
        if kind and stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def forget(self) -> None:
        """Telegram knows none of its file ids any more."""
        self._stored.clear()

    def link(self, file_id: str) -> StoredFile:
        """Answer getFile."""
        stored = self._stored.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.data) > 20 * MEGABYTE:
            raise bad_request("file is too big")
        stored.linked_at = self._clock.monotonic()
        return stored

    def at_path(self, path: str) -> StoredFile:
        now = self._clock.monotonic()
        for stored in self._stored.values():
            if stored.path == path and now - stored.linked_at <= LINK_SECONDS:
                return stored
        raise ApiError(404, "Not Found")

    def photo_sizes(self, data: bytes) -> list[dict[str, Any]]:
        """The sizes Telegram makes of a photo, small to large; the largest is the original."""
        width, height = check_photo(data)
        longest = max(width, height)
        sizes = []
        for _, side in (*[size for size in PHOTO_SIDES if size[1] < longest], ("w", min(longest, 2560))):
            scale = min(1.0, side / longest)
            kept = self.keep("photo", data)
            size = kept.view() | {
                "width": max(1, round(width * scale)),
                "height": max(1, round(height * scale)),
            }
            size["file_unique_id"] += f"{side}"
            sizes.append(size)
            kept.shown = sizes
        return sizes


def check_photo(data: bytes) -> tuple[int, int]:
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > 10 * MEGABYTE:
        raise bad_request(
            f'file "photo.jpg" of size {len(data)} bytes is too big for a photo; the maximum size is 10485760 bytes'
        )
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def tiny_photo(colour: str = "red", size: tuple[int, int] = (64, 48)) -> bytes:
    """A real JPEG for tests that only need some photo."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()
