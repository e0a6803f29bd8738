"""/event/TOKEN.ics: an event as a calendar file, for whoever has the address; a wrong address and an old one look alike.

Nothing in it is private: it says what stands on the notice-board. The calendar that took it once knows by UID and SEQUENCE what is newer.
"""

from __future__ import annotations

import re

from aiohttp import web

from bot.web.chat.languages import preferred
from bot.web.staff import page
from bot.web.staff.door import Runs
from handlers.notices.events import calendar
from handlers.wording import LANGUAGES
from storage import estates, events
from storage.db import Database

#: What an event's token looks like: 32 random bytes. Anything else is not even looked for.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

_HEADERS = {
    **page.HEADERS,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Disposition": 'attachment; filename="event.ics"',
}


class EventFiles:
    """The calendar files of events."""

    def __init__(self, database: Database, reads: Runs) -> None:
        self._database, self._reads = database, reads

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/event/{token}.ics", self.file)]

    async def file(self, request: web.Request) -> web.Response:
        token, wished = request.match_info["token"], request.query.get("lang", "")
        accepted = request.headers.get("Accept-Language", "")
        found = (
            await self._reads(lambda: self._found(token, wished, accepted))
            if _TOKEN.fullmatch(token)
            else None
        )
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found, content_type="text/calendar", charset="utf-8", headers=_HEADERS)

    def _found(self, token: str, wished: str, accepted: str) -> bytes | None:
        with self._database.reading() as connection:
            event = events.by_token(connection, token)
            estate = estates.by_id(connection, event.estate_id) if event else None
        if event is None or estate is None:
            return None
        language = wished if wished in LANGUAGES else preferred(accepted, estate.language)
        return calendar.file(event, estate, language)
