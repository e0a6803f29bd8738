"""The calls to homes that were drawn and can only be telephoned, and the record of the draws: for headquarters alone (I10, I14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.perceiving import RESULTS, heard, may_call
from handlers.staff.request import StaffRequest
from handlers.voice import perceiving, standards
from handlers.wording import moment, say, weekday
from storage.perception_rows import Check
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One home to be telephoned: whom, what to ask in the caller's own language, and until when."""

    value: Check
    home: str
    estate: str
    people: tuple[tuple[str, str], ...]
    question: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`draws`: each day that was drawn, in words, so that anybody at headquarters can draw it again."""

    calls: tuple[Call, ...]
    draws: tuple[str, ...]


class PerceptionPages:
    """/staff/voice/perception and its form."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/voice/perception", signed_in(self.page)),
            web.post("/staff/voice/perception/{id}", signed_in(self.record)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="kept" in visit.request.query)

    async def record(self, visit: Visit) -> web.StreamResponse:
        """What a home said on the telephone."""
        wanted = visit.request.match_info["id"]
        number = id_of(wanted)
        form = await form_of(visit)

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            heard(request, store, number, form.get("result", ""))
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._drawn(visit, at=number, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/voice/perception?kept")

    async def _drawn(
        self, visit: Visit, *, done: bool = False, at: int = 0, wrong: str = "", status: int = 200
    ) -> web.Response:
        if not may_call(visit.who):
            raise Refusal(404, "missing")
        language = language_of(visit)
        seen = await self._inside.read(visit, lambda store, now: view(store, language, now))
        return await self._inside.draw(
            visit,
            "voice/perception.html",
            status=status,
            seen=seen,
            done=done,
            at=at,
            wrong=wrong,
            results=RESULTS,
        )


def view(store: StaffStore, language: str, now: datetime) -> View:
    """The page's values within the scope of headquarters."""
    calls = [_call(store, one, home, language, now) for one, home in store.perception.calls(now)]
    draws = tuple(
        say(
            language, "perception.draw", day=f"{_named(store, one.estate_id)} {weekday(language, one.day, one.day)}",
            drawn=one.drawn, touched=one.touched, share=f"{one.share:g}", seed=one.seed,
        )
        for one in store.perception.draws()
    )  # fmt: skip
    return View(calls=tuple(one for one in calls if one), draws=draws)


def _named(store: StaffStore, estate_id: int) -> str:
    estate = store.estate(estate_id)
    return estate.name if estate else ""


def _call(store: StaffStore, check: Check, home: str, language: str, now: datetime) -> Call | None:
    """One call; None where the item is asked about no more."""
    estate = store.estate(check.estate_id)
    item = standards.of_estate(store.standards.of(check.estate_id))[check.touch_point].item(check.item)
    if estate is None or item is None or check.expires_at is None:
        return None
    zone = ZoneInfo(estate.timezone)
    today = now.astimezone(zone).date()
    return Call(
        value=check, home=home, estate=estate.name, people=tuple(store.perception.phones(check.unit_id, today)),
        question=perceiving.asked(language, check, item, today),
        until=say(language, "perception.until", when=moment(language, check.expires_at, zone, now)),
    )  # fmt: skip
