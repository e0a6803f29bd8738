"""The morning's digest as a page (M04): for those without a chat with us, and for everybody who wants it again, as it stands now."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.charts import Look, drawn
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of
from bot.web.staff.quality.choosing import zone_of
from handlers.reports import digest, standing
from handlers.reports.boards import boards_for
from handlers.reports.chart import Chart
from handlers.reports.digest import Digest
from handlers.reports.rules import ReportRules
from handlers.wording import say
from storage.scope import SENIOR
from storage.staff_store import StaffStore

#: How many parts of one line the page shows; the page that the line leads to has them all.
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page. `picture` and `dark` are addresses that hold the pictures themselves, empty where there is nothing to draw."""

    digest: Digest
    tabs: tuple[tuple[str, str, str], ...]
    picture: str
    dark: str
    most: int = _SHOWN


class DigestPage:
    """The page, for managers and above. `rules`: from which hour on something is new."""

    def __init__(self, inside: Inside, rules: ReportRules) -> None:
        self._inside, self._rules = inside, rules

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/reports/digest", self._inside.signed_in(self.page))]

    async def page(self, visit: Visit) -> web.StreamResponse:
        if visit.who.role not in SENIOR:
            raise Refusal(404, "missing")
        seen = await self._inside.read(visit, lambda store, now: self._seen(visit, store, now))
        return await self._inside.draw(visit, "reports/digest.html", seen=seen)

    def _seen(self, visit: Visit, store: StaffStore, now: datetime) -> Shown:
        language, zone = language_of(visit), zone_of(store)
        since = standing.since(self._rules, now.astimezone(zone))
        found = digest.digest(store, language, now, zone, since)
        tabs = tuple(
            (one, say(language, f"reports.board.{one}"), f"/staff/reports/{one}")
            for one in boards_for(visit.who.role)
        )
        return Shown(
            digest=found, tabs=(("digest", say(language, "digest.title"), "/staff/reports/digest"), *tabs),
            picture=_picture(found.chart, language, dark=False), dark=_picture(found.chart, language, dark=True),
        )  # fmt: skip


def _picture(chart: Chart | None, language: str, *, dark: bool) -> str:
    look = Look(language=language, theme="dark" if dark else "light", form="svg")
    made = drawn(chart, look) if chart else None
    return f"data:image/svg+xml;base64,{b64encode(made).decode()}" if made else ""
