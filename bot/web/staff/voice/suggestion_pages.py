"""Suggestions (A05): whose they are, how they stand, and what other estates took up, without identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside, language_of
from handlers.reports import suggestions
from handlers.reports.suggestions import Shared
from handlers.wording import say, weekday
from storage.staff_store import StaffStore
from storage.suggestions import Standing

_SHOWN = ("open", "all", "shared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A suggestion: number, its words, whose it is among staff ("" for nobody), since when, how it stands, why."""

    number: str
    said: str
    holder: str
    since: str
    state: str
    why: str


class SuggestionPages:
    """/staff/suggestions?show=open|all|shared."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/suggestions", self._inside.signed_in(self.page))]

    async def page(self, visit: Visit) -> web.StreamResponse:
        shown = visit.request.query.get("show", "open")
        shown = shown if shown in _SHOWN else "open"
        language = language_of(visit)

        def look(store: StaffStore, now: datetime) -> tuple[list[Row], list[tuple[Shared, str]]]:
            if shown == "shared":
                return [], [
                    (one, _day(language, one.at, store, now)) for one in suggestions.shared(store.as_line())
                ]
            found = store.suggestions.open_ones() if shown == "open" else store.suggestions.newest()
            return [_row(language, one, store, now) for one in found], []

        rows, shared = await self._inside.read(visit, look)
        return await self._inside.draw(
            visit, "club/suggestions.html", rows=rows, shared=shared, shown=shown,
            tabs=[(one, say(language, f"club_pages.tab.{one}")) for one in _SHOWN],
        )  # fmt: skip


def _row(language: str, one: Standing, store: StaffStore, now: datetime) -> Row:
    decided = one.decision
    state = "waits" if decided is None else decided.outcome if decided.told_at else "approval"
    return Row(
        number=one.ticket.number, said=one.ticket.summary, holder=one.holder, since=_day(language, one.ticket.opened_at, store, now),
        state=say(language, f"club_pages.suggestion.{state}"), why=decided.reasons if decided and decided.told_at else "",
    )  # fmt: skip


def _day(language: str, at: datetime, store: StaffStore, now: datetime) -> str:
    """A day where whoever looks is: of the first estate they serve."""
    zone = next((ZoneInfo(one.timezone) for one in store.estates()), ZoneInfo("UTC"))
    return weekday(language, at.astimezone(zone).date(), now.astimezone(zone).date())
