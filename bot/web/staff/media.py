"""How a picture or file of a ticket is given to a browser: shown when it is surely a picture or sound, else saved."""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import web

from bot.web.staff.page import HEADERS
from storage.ticket_rows import Attachment

#: First bytes and the type they are shown as. What an owner's app claims counts for nothing.
_SHOWN = (
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"RIFF....WEBP", "image/webp"),
    (rb"OggS", "audio/ogg"),
    (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
    (rb"....ftypM4A", "audio/mp4"),
    (rb"....ftyp", "video/mp4"),
)


def media_response(kept: Attachment, data: bytes) -> web.Response:
    """The bytes, fenced in: nothing in them can run, whatever they are."""
    mime = next((mime for start, mime in _SHOWN if re.match(start, data, re.DOTALL)), None)
    headers = {**HEADERS, "Content-Security-Policy": "default-src 'none'; sandbox"}
    if mime is None:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name or 'file', safe='')}"
    return web.Response(body=data, content_type=mime or "application/octet-stream", headers=headers)
