"""/staff/thanks: who was thanked in words, and how often (L14)."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside, language_of
from handlers.staff.people.recognition import DAYS, recognition

#: The quarter: long enough that everybody has a chance, short enough to be about now.
_USUAL = 90


class RecognitionPages:
    """The page of thanks."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/thanks", self._inside.signed_in(self.page))]

    async def page(self, visit: Visit) -> web.StreamResponse:
        """?days=30|90|365."""
        asked = visit.request.query.get("days", "")
        days = next((one for one in DAYS if str(one) == asked), _USUAL)
        found = await self._inside.read(
            visit, lambda store, now: recognition(store, language_of(visit), now, days)
        )
        return await self._inside.draw(visit, "team/thanks.html", seen=found, days=days, periods=DAYS)
