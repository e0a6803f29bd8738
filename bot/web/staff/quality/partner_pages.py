"""Contractors and suppliers with the parts of their scores, and how much is known of each (F05, F11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside, language_of, sentence
from bot.web.staff.quality import choosing
from handlers.base import Mistake
from handlers.reports.intervals import percent
from handlers.tickets.quality.defects import Quality
from handlers.tickets.quality.partner_score import Record, Score, score, standing
from handlers.wording import say
from storage.partner_records import PartnerRecord
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """One partner in words; `standing`: qualified, trial or suspended, empty for one that is on no list of parties."""

    name: str
    role: str
    score: str
    sample: int
    standing: str
    parts: tuple[tuple[str, str], ...]


class PartnerPages:
    """The page of partners. `quality`: how they are judged."""

    def __init__(self, inside: Inside, quality: Quality) -> None:
        self._inside, self._quality = inside, quality

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/partners", self._inside.signed_in(self.partners))]

    async def partners(self, visit: Visit) -> web.StreamResponse:
        """Contractors and suppliers of the period, with the parts of their scores."""
        language = language_of(visit)

        def look(store: StaffStore, now: datetime) -> tuple[choosing.Chosen, list[PartnerView], str]:
            what = choosing.chosen(visit.request.query, store, now, 365)
            try:
                meant = choosing.cohort(what, store, now, self._quality)
            except Mistake as mistake:
                return what, [], sentence(visit, mistake)
            found = store.partner_records.every(meant)
            parties = [
                one
                for one in store.party_list.all_of_them()
                if None in (meant.estate_id, one.estate_id) or one.estate_id == meant.estate_id
            ]
            least = self._quality.least_jobs
            views = [_partner(language, one, least, standing(one.key, parties)) for one in found]
            return what, views, ""

        what, found, wrong = await self._inside.read(visit, look)
        return await self._inside.draw(
            visit, "quality/partners.html", chosen=what, found=found, wrong=wrong, least=self._quality.least_jobs,
            status=422 if wrong else 200,
        )  # fmt: skip


def _partner(language: str, one: PartnerRecord, least: int, status: str) -> PartnerView:
    found = score(
        Record(
            jobs=one.jobs, defects=one.defects, repeated=one.repeated, on_time=one.on_time, dated=one.dated,
            stars=one.stars, rated=one.rated,
        ),
        least,
    )  # fmt: skip
    return PartnerView(
        name=one.name, role=say(language, f"quality.partner.{one.role}"), sample=found.sample, standing=status,
        score="" if found.total is None else f"{found.total:.1f}", parts=tuple(_parts(language, one, found)),
    )  # fmt: skip


def _parts(language: str, one: PartnerRecord, found: Score) -> list[tuple[str, str]]:
    """The parts of a score with their samples; what is not known says so."""
    unknown = say(language, "quality.not_known")
    counted: dict[str, tuple[float | None, Callable[[float], str], str]] = {
        "defects_per_job": (found.defects_per_job, lambda part: f"{part:.2f}", f"{one.defects} / {one.jobs}"),
        "repeat_rate": (found.repeat_rate, percent, f"{one.repeated} / {one.jobs}"),
        "on_time_rate": (found.on_time_rate, percent, f"{one.on_time} / {one.dated}"),
        "rating": (found.rating, lambda part: f"{part:.2f} / 5", f"{one.rated}"),
    }
    return [
        (say(language, f"quality.part.{name}"), unknown if part is None else f"{words(part)} ({sample})")
        for name, (part, words, sample) in counted.items()
    ]
