"""How a file looks inside a message: the Bot API object of a photo, document, voice, video or audio."""

from __future__ import annotations

import mimetypes
from typing import Any

from .errors import ApiError, bad_request
from .files import MEGABYTE, Files

KINDS = ("photo", "document", "voice", "video", "audio")


def describe(files: Files, kind: str, data: bytes, name: str = "") -> dict[str, Any]:
    """Keep new bytes and give the part of a message that carries them, for example `{"photo": [sizes…]}`."""
    if kind == "photo":
        return {"photo": files.photo_sizes(data)}
    if len(data) > 50 * MEGABYTE:
        raise ApiError(413, "Request Entity Too Large")
    if not data:
        raise bad_request("file must be non-empty")
    kept = files.keep(kind, data, name)
    kept.shown = _object(kind, kept.view(), name)
    return {kind: kept.shown}


def reuse(files: Files, kind: str, file_id: str) -> dict[str, Any]:
    """The part of a message that carries a file Telegram already has."""
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = files.find(file_id, kind)
    return {kind: stored.shown}


def _object(kind: str, view: dict[str, Any], name: str) -> dict[str, Any]:
    mime = mimetypes.guess_type(name)[0]
    if kind == "voice":
        return view | {"duration": 3, "mime_type": mime or "audio/ogg"}
    if kind == "audio":
        return view | {"duration": 3, "mime_type": mime or "audio/mpeg", "file_name": name or "audio.mp3"}
    if kind == "video":
        named = {"file_name": name} if name else {}
        return view | {"duration": 3, "width": 640, "height": 480, "mime_type": mime or "video/mp4", **named}
    return view | {"file_name": name or "file.bin", "mime_type": mime or "application/octet-stream"}
