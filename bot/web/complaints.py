"""/complaints: how to complain, by what policy, who else hears it; for everybody, in three languages, to be printed (C02, C03)."""

from __future__ import annotations

from aiohttp import web

from bot.web.chat.languages import preferred
from bot.web.staff import page
from bot.web.staff.door import Runs
from handlers.base import ConversationSettings
from handlers.tickets.fairness.guide import guide
from handlers.wording import LANGUAGES
from storage import estates
from storage.db import Database
from storage.estates import Estate

#: Each language by its own name.
NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}


class ComplaintPages:
    """The page of the estate that this line is for; `?estate=CODE` shows another's, `?lang=` another language."""

    def __init__(
        self, database: Database, reads: Runs, settings: ConversationSettings, default_estate: str
    ) -> None:
        self._database, self._reads, self._settings, self._default = database, reads, settings, default_estate

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/complaints", self.page)]

    async def page(self, request: web.Request) -> web.Response:
        code = request.query.get("estate", "")[:20] or self._default
        estate = await self._reads(lambda: self._estate(code))
        if estate is None:
            raise web.HTTPNotFound
        wished = request.query.get("lang", "")
        language = (
            wished
            if wished in LANGUAGES
            else preferred(request.headers.get("Accept-Language", ""), estate.language)
        )
        told = guide(language, estate, self._settings, "webchat")
        return page.render(
            "complaints.html",
            language,
            guide=told,
            estate=estate,
            languages=NAMES,
            code=request.query.get("estate", ""),
        )

    def _estate(self, code: str) -> Estate | None:
        with self._database.reading() as connection:
            return estates.by_code(connection, code) or estates.first(connection)
