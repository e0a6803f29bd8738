"""Experience officers at headquarters: draws and their record, missions, findings, figures (J01 - J06, I05).

Whoever is not of headquarters gets the very page of what does not exist, at every address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from bot import clock
from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from bot.web.staff.media import media_response
from bot.web.staff.voice import officer_figures, officer_forms, officer_views
from bot.web.staff.voice.officer_figures import Seen
from bot.web.staff.wide_form import first, wide_form_of
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.voice.officers import drawing, findings
from handlers.voice.rules import VoiceRules
from storage.scope import HEADQUARTERS
from storage.staff_store import StaffStore

Fetch = Callable[[str, str], Awaitable[bytes]]
Figures = Callable[[StaffStore, str, datetime, Mapping[str, str], VoiceRules], Seen]

_DONE = ("drawn", "given", "improved", "set_aside")


class OfficerPages:
    """/staff/officers and all below it."""

    def __init__(self, inside: Inside, fetch: Fetch, rules: VoiceRules) -> None:
        self._inside, self._fetch, self._rules = inside, fetch, rules

    def routes(self) -> list[web.RouteDef]:
        at = self._headquarters
        return [
            web.get("/staff/officers", at(self.overview)),
            web.post("/staff/officers/draws", at(self.draw)),
            web.get("/staff/officers/draws/{id}", at(self.record)),
            web.post("/staff/officers/missions", at(self.give)),
            web.get("/staff/officers/lines", at(self.lines)),
            web.get("/staff/officers/layers", at(self.layers)),
            web.get("/staff/officers/findings/{id}", at(self.finding)),
            web.get("/staff/officers/findings/{id}/photos/{place}", at(self.photo)),
            web.post("/staff/officers/findings/{id}/{step}", at(self.settle)),
        ]

    def _headquarters(
        self, handler: Callable[[Visit], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(visit: Visit) -> web.StreamResponse:
            if visit.who.role not in HEADQUARTERS:
                raise Refusal(404, "missing")
            return await handler(visit)

        return self._inside.signed_in(answer)

    async def overview(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._overview(visit, done=done if done in _DONE else "")

    async def _overview(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        language = language_of(visit)
        seen = await self._inside.read(visit, lambda store, now: officer_views.overview(store, language, now))
        shown = {"done": "", "at": "", "wrong": "", "typed": {}, "ticked": {}, **values}
        return await self._inside.draw(
            visit, "voice/officers.html", status=status, seen=seen, rules=self._rules.officers, form_key=clock.token(12), **shown
        )  # fmt: skip

    async def draw(self, visit: Visit) -> web.StreamResponse:
        """Draws by chance alone: the seed is made here and now, and never comes from a form."""
        values = (await wide_form_of(visit)).values
        form = {name: first(values, name) for name in values}
        many = {name: list(values.get(name, ())) for name in ("estates", "stages", "roles")}
        wanted, seed = officer_forms.wanted(form, many), clock.token(24)

        def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            drawing.draw(request, store, wanted, seed)
            return ()

        return await self._done(visit, form, run, "draw", "drawn", many)

    async def give(self, visit: Visit) -> web.StreamResponse:
        form = await form_of(visit)

        def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            officer_forms.give(request, store, id_of(form.get("estate", "")), form.get("template", ""))
            return ()

        return await self._done(visit, form, run, "give", "given", {})

    async def _done(
        self,
        visit: Visit,
        form: dict[str, str],
        run: Step,
        at: str,
        done: str,
        ticked: Mapping[str, list[str]],
    ) -> web.StreamResponse:
        """Runs a form once. Raises Refusal 403 for one without its key, which could act twice."""
        if not form.get("form"):
            raise Refusal(403, "old_form")
        try:
            await self._inside.run(visit.who, _keyed(form, run))
        except Mistake as mistake:
            return await self._overview(
                visit, status=422, at=at, wrong=sentence(visit, mistake), typed=form, ticked=ticked
            )
        raise web.HTTPSeeOther(f"/staff/officers?done={done}")

    async def record(self, visit: Visit) -> web.StreamResponse:
        """The record of a draw; ?again makes it again and says whether it is the same."""
        language, wanted = language_of(visit), id_of(visit.request.match_info["id"])
        again = "again" in visit.request.query
        seen = await self._inside.read(
            visit, lambda store, now: officer_views.draw(store, language, wanted, now, again=again)
        )
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(visit, "voice/draw.html", seen=seen)

    async def finding(self, visit: Visit) -> web.StreamResponse:
        return await self._finding(visit)

    async def _finding(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        language, wanted = language_of(visit), id_of(visit.request.match_info["id"])
        seen = await self._inside.read(
            visit, lambda store, now: officer_views.finding(store, language, wanted, now)
        )
        if seen is None:
            raise Refusal(404, "missing")
        shown = {"step": "", "wrong": "", "typed": {}, **values}
        return await self._inside.draw(
            visit, "voice/finding.html", status=status, seen=seen, form_key=clock.token(12), **shown
        )

    async def photo(self, visit: Visit) -> web.StreamResponse:
        """A photo that an officer sent with a mission."""
        wanted, place = (id_of(visit.request.match_info[name]) for name in ("id", "place"))

        def look(store: StaffStore, _now: datetime) -> Any:
            mission = store.officer_missions.by_id(wanted)
            return store.officer_missions.photo(mission, place) if mission else None

        kept = await self._inside.read(visit, look)
        if kept is None:
            raise Refusal(404, "missing")
        try:
            return media_response(kept, await self._fetch(kept.channel, kept.reference))
        except OSError:
            raise Refusal(404, "missing") from None

    async def settle(self, visit: Visit) -> web.StreamResponse:
        """A finding becomes an improvement, or is set aside."""
        form, step = await form_of(visit), visit.request.match_info["step"]
        wanted = id_of(visit.request.match_info["id"])
        if step not in ("improve", "set_aside"):
            raise Refusal(404, "missing")
        if not form.get("form"):
            raise Refusal(403, "old_form")

        def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            if step == "improve":
                findings.become(
                    request, store, wanted, officer_forms.improvement(request, store, wanted, form)
                )
            else:
                findings.set_aside(request, store, wanted, form.get("reason", ""))
            return ()

        try:
            await self._inside.run(visit.who, _keyed(form, run))
        except Mistake as mistake:
            return await self._finding(
                visit, step=step, wrong=sentence(visit, mistake), typed=form, status=422
            )
        raise web.HTTPSeeOther(f"/staff/officers?done={'improved' if step == 'improve' else step}")

    async def lines(self, visit: Visit) -> web.StreamResponse:
        """?estate=ID, ?since=DAY, ?until=DAY."""
        return await self._figures(visit, officer_figures.lines, "voice/officer_lines.html")

    async def layers(self, visit: Visit) -> web.StreamResponse:
        """?estate=ID, ?since=DAY, ?until=DAY."""
        return await self._figures(visit, officer_figures.beside, "voice/officer_layers.html")

    async def _figures(self, visit: Visit, figures: Figures, page: str) -> web.StreamResponse:
        language, query, rules = language_of(visit), visit.request.query, self._rules

        def look(store: StaffStore, now: datetime) -> Seen:
            try:
                return figures(store, language, now, query, rules)
            except Mistake as mistake:
                return officer_figures.nothing(store, now, query, sentence(visit, mistake))

        seen = await self._inside.read(visit, look)
        return await self._inside.draw(visit, page, seen=seen, status=422 if seen.wrong else 200)


def _keyed(form: Mapping[str, str], run: Step) -> Step:
    def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        return run(replace(request, form=form["form"][:64]), store)

    return step
