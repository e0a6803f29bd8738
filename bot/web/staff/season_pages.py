"""The calendar of reminders as managers meet it: what a season proposes, and what became of the ones before (H12)."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.safety.seasons import seasons
from handlers.staff import seasons as steps
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES, moment
from storage.seasons import Reminder
from storage.staff_store import StaffStore


class SeasonPages:
    """/staff/seasons and its forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/seasons", signed_in(self.page)),
            web.post("/staff/seasons/{id}/propose", signed_in(self.propose)),
            web.post("/staff/seasons/{id}/skip", signed_in(self.skip)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in ("proposed", "skipped") else "")

    async def propose(self, visit: Visit) -> web.StreamResponse:
        form, number = await form_of(visit), _number(visit)
        doing = {language: form.get(f"doing-{language}", "") for language in LANGUAGES}

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return steps.propose(request, store, number, doing)

        return await self._done(visit, step, form, number, "proposed")

    async def skip(self, visit: Visit) -> web.StreamResponse:
        form, number = await form_of(visit), _number(visit)
        return await self._done(
            visit, lambda request, store: steps.skip(request, store, number), form, number, "skipped"
        )

    async def _done(
        self, visit: Visit, step: Step, form: dict[str, str], number: int, done: str
    ) -> web.StreamResponse:
        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, at=number, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/seasons?done={done}")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        if not steps.may_decide(visit.who):
            raise Refusal(404, "missing")
        language = language_of(visit)
        seen = await self._inside.read(
            visit,
            lambda store, now: [_view(store, one, language, now) for one in store.seasons.newest()],
        )
        return await self._inside.draw(
            visit, "seasons.html", status=status, form_key=clock.token(12), languages=tuple(LANGUAGES),
            open=[one for one in seen if not one["outcome"]], before=[one for one in seen if one["outcome"]],
            **{"done": "", "typed": {}, "wrong": "", "at": 0, **values},
        )  # fmt: skip


def _number(visit: Visit) -> int:
    """The reminder in the address; 0, which none has, for what is no number of ours."""
    text = visit.request.match_info["id"]
    return id_of(text)


def _view(store: StaffStore, one: Reminder, language: str, now: Any) -> dict[str, Any]:
    estate = store.estate(one.estate_id)
    season = seasons().get(one.season)
    zone = ZoneInfo(estate.timezone if estate else "UTC")
    return {
        "id": one.id, "estate": estate.name if estate else "", "season": season.title[language] if season else one.season,
        "year": one.year, "texts": season.texts if season else (), "outcome": one.outcome, "who": one.settled_name or "",
        "raised": moment(language, one.raised_at, zone, now),
        "with": season.audience.with_attributes if season else (),
        "without": season.audience.without_attributes if season else (),
    }  # fmt: skip
