"""The door that Telegram calls: who may, how much, and what it is answered.

Telegram retries whatever is not answered 200 for a day, and holds back the chat's later messages meanwhile. So everything
that will never be readable is answered 200; only what could not be stored is refused, and Telegram told when to return.
The answer's body is always empty: Telegram would execute a method call that stood in it.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from bot.channels.base import Refused
from bot.channels.telegram_updates import update_number

log = structlog.get_logger()

PATH = "/telegram/updates"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
#: Bytes. Telegram's largest updates are some tens of thousands.
LARGEST_BODY = 1024 * 1024
#: Seconds after which Telegram is to come again with what could not be stored.
RETRY_AFTER = 10

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

Store = Callable[[list[dict[str, Any]]], Awaitable[None]]


def usable_secret(secret: str | None) -> bool:
    """Whether Telegram takes it as a secret token."""
    return bool(_SECRET.fullmatch(secret or ""))


class Door:
    """Answers Telegram's calls. `store` keeps updates durably and raises Refused when it cannot."""

    def __init__(self, secret: str, store: Store) -> None:
        self._secret = secret.encode()
        self._store = store

    async def answer(self, request: web.Request) -> web.Response:
        """Nothing of the body is read before the secret is right."""
        if not self._knows(request):
            log.warning("A webhook call without the right secret was refused.", action="telegram_bad_secret")
            return web.Response(status=403)
        body = await _body(request)
        if body is None:
            log.warning("A webhook call of more than 1 MB was refused.", action="telegram_large_body")
            return web.Response(status=413)
        return await self._take(body)

    def _knows(self, request: web.Request) -> bool:
        """The header stands exactly once and is the secret, compared in constant time."""
        given = request.headers.getall(SECRET_HEADER, [])
        if len(given) != 1 or not self._secret:
            return False
        return hmac.compare_digest(given[0].encode("utf-8", "surrogateescape"), self._secret)

    async def _take(self, body: bytes) -> web.Response:
        update = _update(body)
        if update is None:
            log.warning("A webhook call that is no update was put aside.", action="telegram_no_update")
            return web.Response()
        try:
            await self._store([update])
        except Refused as refused:
            log.error(
                "An update could not be stored; Telegram comes again.",
                action="telegram_not_stored",
                why=str(refused),
            )
            return web.Response(status=503, headers={"Retry-After": str(RETRY_AFTER)})
        return web.Response()


async def _body(request: web.Request) -> bytes | None:
    """The body; None when it is larger than the limit, of which no more is read."""
    if (request.content_length or 0) > LARGEST_BODY:
        return None
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if update_number(found) is not None else None
