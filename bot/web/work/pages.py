"""/work/TOKEN: a party's page. Whoever has the link is the party; a wrong link, an old one and none look alike."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from aiohttp import web

from bot import clock
from bot.media import MediaStore
from bot.web.chat.languages import preferred
from bot.web.ids import id_of
from bot.web.origin import is_foreign
from bot.web.staff import page
from bot.web.staff.door import Refusal, Runs, read_form
from bot.web.staff.media import media_response
from bot.web.work import photos, steps
from bot.web.work.view import View, language_of, view
from handlers.base import Mistake
from handlers.tickets.works.work_rules import Work
from handlers.wording import LANGUAGES, say
from storage.db import Database

Run = Callable[[str, steps.PartyStep], Awaitable[None]]
Fetch = Callable[[str, str], Awaitable[bytes]]

#: What a link's token looks like: 32 random bytes. Anything else is not even looked for.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

#: The address is the key: it goes to nobody else.
_HEADERS = {**page.HEADERS, "Referrer-Policy": "no-referrer"}


class WorkPages:
    """The pages of parties. `run` does a step in one transaction; `fetch` gives the bytes of a picture."""

    def __init__(
        self, database: Database, run: Run, *, reads: Runs, writes: Runs, media: MediaStore, fetch: Fetch, rules: Work
    ) -> None:  # fmt: skip
        self._database, self._run, self._reads, self._writes = database, run, reads, writes
        self._media, self._fetch, self._rules = media, fetch, rules

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/work/{token}", self._kept_out(self.show)),
            web.post("/work/{token}/photo", self._kept_out(self.photo)),
            web.post("/work/{token}/{step}", self._kept_out(self.act)),
            web.get("/work/{token}/photos/{id}", self._kept_out(self.picture)),
        ]

    def _kept_out(
        self, handler: Callable[[web.Request, str], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Whoever has no good link sees one and the same page."""

        async def answer(request: web.Request) -> web.StreamResponse:
            token = request.match_info["token"]
            try:
                if not _TOKEN.fullmatch(token) or (request.method == "POST" and is_foreign(request)):
                    raise steps.NoSuchLink
                return await handler(request, sha256(token.encode()).hexdigest())
            except steps.NoSuchLink:
                return _drawn("work_missing.html", _spoken(request), status=404)
            except Refusal as refusal:
                return _drawn("work_missing.html", _spoken(request), status=refusal.status)

        return answer

    async def show(self, request: web.Request, key: str) -> web.StreamResponse:
        return await self._page(request, key)

    async def act(self, request: web.Request, key: str) -> web.StreamResponse:
        """A form of the page. After a mistake the page says what is wrong and keeps what was typed."""
        make = steps.STEPS.get(request.match_info["step"])
        if make is None:
            raise steps.NoSuchLink
        form = await read_form(request)
        try:
            await self._run(key, make(form))
        except Mistake as mistake:
            return await self._page(request, key, wrong=mistake, typed=form)
        raise web.HTTPSeeOther(_home(request))

    async def photo(self, request: web.Request, key: str) -> web.StreamResponse:
        """Pictures of before or after. The link is looked at first: nobody else's bytes are read."""
        await self._look(request, key)
        try:
            phase, found = await photos.received(request)
            for data in found:
                reference = await self._writes(lambda data=data: self._media.keep(data, "jpg", clock.token()))  # type: ignore[misc]
                await self._run(key, steps.keep_photo(reference, phase, len(data)))
        except Mistake as mistake:
            return await self._page(request, key, wrong=mistake)
        raise web.HTTPSeeOther(_home(request))

    async def picture(self, request: web.Request, key: str) -> web.StreamResponse:
        """A picture of this very order; any other does not exist."""
        wanted = request.match_info["id"]
        number = id_of(wanted)

        def work() -> Any:
            with self._database.reading() as connection:
                store, ticket, order = steps.found(connection, key, clock.now(), self._rules)
                mine = {one.attachment_id for one in store.orders.photos(ticket) if one.order_id == order.id}
                return store.tickets.attachment(number) if number in mine else None

        kept = await self._reads(work)
        if kept is None:
            raise steps.NoSuchLink
        try:
            return media_response(kept, await self._fetch(kept.channel, kept.reference))
        except OSError:
            raise steps.NoSuchLink from None

    async def _look(self, request: web.Request, key: str) -> tuple[View, str]:
        def work() -> tuple[View, str]:
            with self._database.reading() as connection:
                now = clock.now()
                store, ticket, order = steps.found(connection, key, now, self._rules)
                language = language_of(store, ticket, order, _asked(request))
                return view(store, ticket, order, language, now), language

        return await self._reads(work)

    async def _page(
        self, request: web.Request, key: str, *, wrong: Mistake | None = None, typed: dict[str, str] | None = None
    ) -> web.Response:  # fmt: skip
        seen, language = await self._look(request, key)
        told = say(language, wrong.key, **wrong.values) if wrong else ""
        return _drawn(
            "work_order.html", language, status=422 if wrong else 200, seen=seen, wrong=told, typed=typed or {},
            address=f"/work/{request.match_info['token']}", languages=tuple(LANGUAGES),
            query=f"?lang={language}" if _asked(request) else "",
        )  # fmt: skip


def _drawn(name: str, language: str, *, status: int, **values: Any) -> web.Response:
    response = page.render(name, language, status=status, **values)
    response.headers.update(_HEADERS)
    return response


def _asked(request: web.Request) -> str:
    """The language chosen on the page; empty where none was."""
    wanted = request.query.get("lang", "")
    return wanted if wanted in LANGUAGES else ""


def _spoken(request: web.Request) -> str:
    """What a browser reads, where no order tells."""
    return _asked(request) or preferred(request.headers.get("Accept-Language", ""), "en")


def _home(request: web.Request) -> str:
    asked = _asked(request)
    return f"/work/{request.match_info['token']}" + (f"?lang={asked}" if asked else "")
