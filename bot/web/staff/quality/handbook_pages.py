"""The way to every page of quality, and the handbook of defects for reading and printing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside, language_of, sentence
from bot.web.staff.lists import Choice
from bot.web.staff.quality import choosing
from bot.web.staff.quality.choosing import Chosen
from handlers.base import Mistake
from handlers.reports import handbook, handbook_text
from handlers.reports.handbook import Handbook, Wanted
from handlers.tickets.quality.defects import Quality
from handlers.wording import say
from storage.staff_store import StaffStore

#: Days that the handbook looks back where nobody chose.
_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The page of the handbook. `wrong`: why there is none."""

    chosen: Chosen
    estates: Choice
    book: Handbook | None
    sample: str
    rates: dict[tuple[str, str], str]
    wrong: str


class HandbookPages:
    """The overview and the handbook."""

    def __init__(self, inside: Inside, quality: Quality) -> None:
        self._inside, self._quality = inside, quality

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/quality", signed_in(self.overview)),
            web.get("/staff/handbook", signed_in(self.handbook)),
        ]

    async def overview(self, visit: Visit) -> web.StreamResponse:
        def look(store: StaffStore, now: datetime) -> tuple[int, int]:
            every = [one for one in store.corrective_actions.every() if one.state != "checked"]
            return len(every), sum(one.is_late(now) for one in every)

        standing, late = await self._inside.read(visit, look)
        return await self._inside.draw(visit, "quality/overview.html", standing=standing, late=late)

    async def handbook(self, visit: Visit) -> web.StreamResponse:
        seen = await self._inside.read(visit, lambda store, now: self._seen(visit, store, now))
        return await self._inside.draw(
            visit, "quality/handbook.html", seen=seen, status=422 if seen.wrong else 200
        )

    def _seen(self, visit: Visit, store: StaffStore, now: datetime) -> Seen:
        language, query = language_of(visit), visit.request.query
        what = choosing.chosen(query, store, now, _YEAR)
        estates = next(one for one in choosing.fields(what, store, language) if one.name == "estate")
        try:
            meant = choosing.cohort(what, store, now, self._quality)
        except Mistake as mistake:
            return Seen(
                chosen=what, estates=estates, book=None, sample="", rates={}, wrong=sentence(visit, mistake)
            )
        named = [one.name for one in store.estates() if meant.estate_id in (None, one.id)]
        wanted = Wanted(
            estate_id=meant.estate_id, place=say(language, "quality.and").join(named), since=meant.since, until=meant.until,
            language=language, recurrence=timedelta(days=self._quality.recurrence_days),
        )  # fmt: skip
        book = handbook.gather(store, wanted)
        return Seen(
            chosen=what, estates=estates, book=book, sample=handbook_text.sample(book, language),
            rates=rates(book, language), wrong="",
        )  # fmt: skip


def rates(book: Handbook, language: str) -> dict[tuple[str, str], str]:
    """How often, by component and fault, in words."""
    return {
        (chapter.component, fault.name): handbook_text.rate(fault, language)
        for chapter in book.chapters
        for fault in chapter.faults
    }
