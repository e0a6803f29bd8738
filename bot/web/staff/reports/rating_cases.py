"""The cases behind low ratings of a touch-point: tickets and what their owners wrote; no score of a case, and nobody's name (I03)."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web

from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of, sentence
from bot.web.staff.reports.case_pages import Cases, Line
from bot.web.staff.reports.choosing import address, asked
from handlers.base import Mistake
from handlers.reports.boards import Asked
from handlers.reports.boards.ratings import CASED
from handlers.tickets.quality.defects import Quality
from handlers.voice.sources import topic_named
from handlers.voice.touch_points import named
from handlers.wording import moment
from storage.ratings import Rating
from storage.staff_store import StaffStore

#: How many cases one page lists.
_CASES = 200


class RatingCases:
    """The page of cases. `quality`: how boards are judged."""

    def __init__(self, inside: Inside, quality: Quality) -> None:
        self._inside, self._quality = inside, quality

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/reports/ratings/cases", self._inside.signed_in(self.page))]

    async def page(self, visit: Visit) -> web.StreamResponse:
        """?point=KEY and a period. A touch-point without tickets behind it is an absent page."""
        point = visit.request.query.get("point", "")
        if point not in CASED:
            raise Refusal(404, "missing")

        def look(store: StaffStore, now: datetime) -> Cases:
            try:
                about = asked(visit.request.query, "ratings", store, language_of(visit), now, self._quality)
            except Mistake as mistake:
                return Cases(
                    title="", hint="", back="/staff/reports/ratings", lines=(), wrong=sentence(visit, mistake)
                )
            return _cases(about, point)

        seen = await self._inside.read(visit, look)
        return await self._inside.draw(
            visit, "reports/cases.html", seen=seen, most=_CASES, status=422 if seen.wrong else 200
        )


def _cases(about: Asked, point: str) -> Cases:
    cohort = about.cohort
    found = about.store.rating_counts.cases(
        point, named(point).low, cohort.since, cohort.until, about.estate_id, _CASES
    )
    title = about.say("ratings_board.cases", point=topic_named(about.language, point))
    return Cases(
        title=title, hint=about.say("ratings_board.cases_hint"), back=address("ratings", about), lines=tuple(_line(about, one) for one in found)
    )  # fmt: skip


def _line(about: Asked, one: Rating) -> Line:
    """One case: its ticket, when it was asked, and what the owner wrote; the facets that they tapped stand as its state."""
    ticket = about.store.tickets.by_id(one.ticket_id) if one.ticket_id else None
    facets = " · ".join(about.say(f"voice.facet.{facet}") for facet in one.facets)
    when = moment(about.language, one.sent_at, about.zone, about.now) if one.sent_at else ""
    return Line(
        number=ticket.number if ticket else "", summary=ticket.summary if ticket else "", state=facets, tone="",
        about=" · ".join(part for part in (when, one.words) if part),
    )  # fmt: skip
