"""The doors of the web chat, all under /chat: what each takes, and what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.media import PREFIX, MediaStore
from bot.web.chat import page, refusals, stream
from bot.web.chat.door import Door, client_id, read_json, words
from bot.web.chat.languages import preferred
from bot.web.chat.log import ChatLog
from bot.web.chat.pace import Pace
from bot.web.chat.receive import LONGEST_TEXT, RETRY_AFTER, Press, Receiver, inbound, speaks_of_danger
from bot.web.chat.refusals import Refusal
from bot.web.chat.rooms import Rooms
from bot.web.chat.uploads import Uploads
from storage.db import StorageError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_MEDIA_POLICY = "default-src 'none'; sandbox"

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands over the door: the estate's name, its round-the-clock number, and the language where nobody asks for one."""

    name: str
    phone: str
    language: str


class ChatPages:
    """Answers the page and its script."""

    def __init__(
        self, log: ChatLog, rooms: Rooms, receiver: Receiver, media: MediaStore, sign: Sign, address: str
    ) -> None:
        self._log, self._rooms, self._receiver, self._media, self._sign = log, rooms, receiver, media, sign
        self._door = Door(log, address)
        self._uploads, self._pace = Uploads(receiver, media), Pace()

    def routes(self) -> list[web.RouteDef]:
        posts = {
            "start": self.start, "messages": self.message, "buttons": self.button, "photos": self.photos,
        }  # fmt: skip
        return [
            web.get("/chat", self._guarded(self.page)),
            web.get("/chat/static/{version}/{name}", page.static),
            web.get("/chat/events", self._guarded(self.events)),
            web.get("/chat/lines", self._guarded(self.lines)),
            web.get("/chat/media/{name}", self._guarded(self.media)),
            *(
                web.post(f"/chat/{name}", self._guarded(self._from_here(post)))
                for name, post in posts.items()
            ),
        ]

    async def page(self, request: web.Request) -> web.Response:
        """The page; a stranger gets a cookie with it. It opens even while the database does not answer."""
        sign, token = self._sign, None
        try:
            chat = await self._door.chat(request)
            if chat is None and request.method == "GET" and not self._pace.visitor(request):
                token, _ = await self._log.open_session()
            sign = await self._sign_of(chat)
        except StorageError as error:
            _log.warning("The chat opens without its memory", action="webchat_page_bare", reason=str(error))
            chat = None
        text = page.render(self._language(request), sign.name, sign.phone)
        response = web.Response(text=text, content_type="text/html", headers=page.HEADERS)
        response.headers.update(
            {"Content-Security-Policy": page.PAGE_POLICY, "Cache-Control": "private, no-cache", "Vary": "Accept-Language"}
        )  # fmt: skip
        if token:
            self._door.hand_cookie(request, response, token)
        elif chat:
            self._door.renew(request, response)
        return response

    async def start(self, request: web.Request) -> web.Response:
        """The chat was opened, by a deep link or for the first time: {start: payload, may be empty}. Once for each payload."""
        payload = words((await read_json(request)).get("start", ""), 64)
        token, chat = None, await self._door.chat(request)
        if chat is None:
            await self._slow(self._pace.visitor(request), None)
            token, chat = await self._log.open_session()
        else:
            await self._slow(self._pace.message(request, chat), chat)
        mark = "start:" + sha256(payload.encode()).hexdigest()[:16]
        await self._receiver.take([inbound(chat, mark, self._language(request), kind="start", start=payload)])
        response = web.json_response({"chat": chat})
        if token:
            self._door.hand_cookie(request, response, token)
        return response

    async def message(self, request: web.Request) -> web.Response:
        """{id, text}: something an owner wrote. Words of danger are taken above every limit, and from a stranger."""
        token, chat, sent = None, await self._door.chat(request), await read_json(request)
        if chat is None and not await speaks_of_danger(sent.get("text")):
            raise Refusal(401, "error_stranger")
        client, text = client_id(sent.get("id")), words(sent.get("text"), LONGEST_TEXT)
        if not text:
            raise Refusal(400, "error_empty")
        if chat is None:
            token, chat = await self._log.open_session()
        await self._slow(self._pace.message(request, chat), chat, text)
        number = await self._receiver.message(chat, client, text, self._language(request))
        response = _kept(chat, client, number)
        if token:
            self._door.hand_cookie(request, response, token)
        return response

    async def button(self, request: web.Request) -> web.Response:
        """{id, data, line}: a button pressed under a line."""
        chat, sent = await self._door.known_chat(request), await read_json(request)
        client, press = client_id(sent.get("id")), _press(sent)
        await self._slow(self._pace.message(request, chat), chat)
        number = await self._receiver.press(chat, client, press, self._language(request))
        return _kept(chat, client, number)

    async def photos(self, request: web.Request) -> web.Response:
        """A form of id, text and up to ten files."""
        chat = await self._door.known_chat(request)

        async def slow(text: str) -> None:
            await self._slow(self._pace.message(request, chat), chat, text)

        client, number = await self._uploads.receive(request, chat, self._language(request), slow)
        return _kept(chat, client, number)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """?after=N: the lines after N, and everything that follows."""
        chat = await self._door.known_chat(request)
        return await stream.serve(request, self._log, self._rooms, chat)

    async def lines(self, request: web.Request) -> web.Response:
        """?before=N: the lines before N, for reading up."""
        chat, before = await self._door.known_chat(request), request.query.get("before", "")
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise Refusal(400, "error_unreadable")
        found = [stream.told(line) for line in await self._log.before(chat, int(before))]
        return web.json_response({"lines": found}, headers={"Cache-Control": "no-store"})

    async def media(self, request: web.Request) -> web.StreamResponse:
        """A photo or file that this chat shows; every other name looks as if it did not exist."""
        chat, name = await self._door.chat(request), request.match_info["name"]
        path = self._media.path(name)
        shown = await self._log.media_named(chat, PREFIX + name) if chat and path else None
        if path is None or shown is None:
            raise Refusal(404, "error_nothing")
        return web.FileResponse(path, headers=_media_headers(shown))

    async def _slow(self, wait: int, chat: str | None, text: str = "") -> None:
        """Raises Refusal 429 where there is something to wait for, unless the words speak of danger."""
        if wait and not await speaks_of_danger(text):
            _log.warning("A sender was asked to slow down.", action="webchat_flood", seconds=wait)
            raise Refusal(429, "error_flood", retry_after=wait, phone=(await self._sign_of(chat)).phone)

    async def _sign_of(self, chat: str | None) -> Sign:
        """The estate the chat belongs to; for somebody unknown, the one this door was built for."""
        estate = await self._log.estate_of(chat) if chat else None
        return Sign(estate.name, estate.phone, self._sign.language) if estate else self._sign

    def _language(self, request: web.Request) -> str:
        return preferred(request.headers.get("Accept-Language", ""), self._sign.language)

    def _from_here(self, handler: Handler) -> Handler:
        @wraps(handler)
        async def checked(request: web.Request) -> web.StreamResponse:
            self._door.check_origin(request)
            return await handler(request)

        return checked

    def _guarded(self, handler: Handler) -> Handler:
        """What cannot be done becomes an answer in the page's language."""

        @wraps(handler)
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except Refusal as refusal:
                response = refusals.told(refusal, self._language(request))
            except StorageError as error:
                _log.warning("The chat cannot reach its memory", action="webchat_storage", reason=str(error))
                busy = Refusal(503, "error_busy", retry_after=RETRY_AFTER)
                response = refusals.told(busy, self._language(request))
            response.headers.update(page.HEADERS)
            return response

        return guarded


def _kept(chat: str, client: str, number: int) -> web.Response:
    return web.json_response({"id": client, "line": number, "chat": chat})


def _press(sent: dict[str, Any]) -> Press:
    data, line = sent.get("data"), sent.get("line")
    if not isinstance(data, str) or not isinstance(line, int) or isinstance(line, bool):
        raise Refusal(400, "error_unreadable")
    if not 0 < line < 2**62 or not 0 < len(data) <= 64:
        raise Refusal(400, "error_unreadable")
    return Press(data, line)


def _media_headers(shown: dict[str, Any]) -> dict[str, str]:
    """Photos, which we wrote ourselves, are shown; anything else is only ever downloaded."""
    photo = shown.get("kind") == "photo" and shown.get("mime") == "image/jpeg"
    name = quote(str(shown.get("name") or "file"), safe="")
    return {
        **page.HEADERS,
        "Content-Type": "image/jpeg" if photo else str(shown.get("mime") or "application/octet-stream"),
        "Content-Disposition": f"{'inline' if photo else 'attachment'}; filename*=UTF-8''{name}",
        "Content-Security-Policy": _MEDIA_POLICY,
        "Cache-Control": "private, max-age=31536000, immutable",
    }
