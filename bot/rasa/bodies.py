"""Bodies of HTTP messages, read whole but never without a limit."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import StreamReader


async def whole(content: StreamReader, largest: int) -> bytes | None:
    """All bytes; None when there are more than `largest`, of which no more is read."""
    body = bytearray()
    async for piece in content.iter_any():
        body += piece
        if len(body) > largest:
            return None
    return bytes(body)


def parsed(body: bytes) -> Any:
    """The JSON of a body. Raises ValueError."""
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
