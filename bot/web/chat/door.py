"""Who comes in: the cookie that stands for a chat, where a request comes from, and JSON that is what it claims to be."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.chat.log import ChatLog
from bot.web.chat.refusals import Refusal
from bot.web.origin import is_foreign

#: The largest JSON body, bytes: the longest message in four-byte characters, and its frame.
LARGEST_JSON = 48 * 1024

#: A browser forgets a cookie after 400 days at most; each visit begins them anew.
COOKIE_SECONDS = 400 * 24 * 3600

_CLIENT_ID = re.compile(r"[0-9A-Za-z-]{8,40}")


class Door:
    """Reads and hands out the cookie. `address` is the chat's public address where a proxy stands in front, else empty."""

    def __init__(self, log: ChatLog, address: str) -> None:
        self._log = log
        self._public = urlsplit(address)

    async def chat(self, request: web.Request) -> str | None:
        """The chat of the browser that asks; None for a stranger."""
        token = request.cookies.get(self._cookie(request))
        return await self._log.chat_of(token) if token else None

    async def known_chat(self, request: web.Request) -> str:
        """The chat of the browser that asks. Raises Refusal 401 for a stranger."""
        chat = await self.chat(request)
        if chat is None:
            raise Refusal(401, "error_stranger")
        return chat

    def hand_cookie(self, request: web.Request, response: web.StreamResponse, token: str) -> None:
        """Gives or renews the cookie: scripts cannot read it, other sites cannot send it along."""
        secure = self._secure(request)
        response.set_cookie(
            self._cookie(request), token, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=secure,
            path="/" if secure else "/chat",
        )  # fmt: skip

    def renew(self, request: web.Request, response: web.StreamResponse) -> None:
        self.hand_cookie(request, response, request.cookies[self._cookie(request)])

    def check_origin(self, request: web.Request) -> None:
        """Raises Refusal 403 for a request that another site's page sends. A browser always says where it comes from."""
        if is_foreign(request, self._public.netloc):
            raise Refusal(403, "error_foreign")

    def _cookie(self, request: web.Request) -> str:
        """With https the name forbids a neighbouring site to plant a cookie of its own."""
        return "__Host-ownerline_chat" if self._secure(request) else "ownerline_chat"

    def _secure(self, request: web.Request) -> bool:
        return request.secure or self._public.scheme == "https"


async def read_json(request: web.Request) -> dict[str, Any]:
    """The object a page sent. Raises Refusal: 415 not JSON by its type, 413 too large, 400 no JSON object."""
    if request.content_type != "application/json":
        raise Refusal(415, "error_type")
    body = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) > LARGEST_JSON:
            raise Refusal(413, "error_large")
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refusal(400, "error_unreadable") from None
    if not isinstance(value, dict):
        raise Refusal(400, "error_unreadable")
    return value


def client_id(value: object) -> str:
    """The id that the page gave its message. Raises Refusal 400 for anything else."""
    if not isinstance(value, str) or not _CLIENT_ID.fullmatch(value):
        raise Refusal(400, "error_unreadable")
    return value


def words(value: object, longest: int) -> str:
    """Text as it can be kept: half characters and NUL become U+FFFD, space around it goes. Raises Refusal 400."""
    if not isinstance(value, str):
        raise Refusal(400, "error_unreadable")
    text = value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd").strip()
    if len(text) > longest:
        raise Refusal(400, "error_long", limit=longest)
    return text
