"""Surveys as headquarters run them: the calendar, planning one, its steps, and what it found; others find no such page (I10, I19)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web

from bot import clock
from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from bot.web.staff.voice import survey_forms, survey_view
from bot.web.staff.wide_form import Values, wide_form_of
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.voice.surveys import planning, workflow
from storage.scope import HEADQUARTERS
from storage.staff_store import StaffStore

#: The steps of a survey's page.
STEPS = {
    "draw": workflow.draw, "start": workflow.start, "close": workflow.close, "report": workflow.report,
    "withdraw": workflow.withdraw,
}  # fmt: skip


def require_headquarters(visit: Visit) -> None:
    """Raises Refusal 404 for everybody else: the page looks as if it did not exist."""
    if visit.who.role not in HEADQUARTERS:
        raise Refusal(404, "missing")


def number_in(visit: Visit, name: str = "id") -> int:
    """A number in the address; 0, which nothing has, for what is none of ours."""
    typed = visit.request.match_info[name]
    return id_of(typed)


class SurveyPages:
    """/staff/voice/surveys, the attempts to beg for scores, and their forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/voice/surveys", signed_in(self.calendar)),
            web.get("/staff/voice/surveys/new", signed_in(self.new)),
            web.post("/staff/voice/surveys/new", signed_in(self.plan)),
            web.get("/staff/voice/surveys/{id}", signed_in(self.survey)),
            web.post("/staff/voice/surveys/{id}/{step}", signed_in(self.act)),
            web.get("/staff/voice/begging", signed_in(self.begging)),
        ]

    async def calendar(self, visit: Visit) -> web.StreamResponse:
        require_headquarters(visit)
        language = language_of(visit)
        rows = await self._inside.read(visit, lambda store, now: survey_view.calendar(store, language, now))
        window = self._inside.voice.surveys.window_days
        return await self._inside.draw(visit, "voice/surveys.html", rows=rows, window=window)

    async def new(self, visit: Visit) -> web.StreamResponse:
        require_headquarters(visit)
        return await self._form(visit, {})

    async def _form(
        self, visit: Visit, values: Values, *, wrong: str = "", status: int = 200
    ) -> web.Response:
        rules, language = self._inside.voice.surveys, language_of(visit)
        offer = await self._inside.read(
            visit, lambda store, now: survey_forms.offer(store, language, rules, values, now)
        )
        return await self._inside.draw(
            visit, "voice/survey_new.html", offer=offer, wrong=wrong, status=status, form_key=clock.token(12),
            most={"chat": rules.chat_questions, "phone": rules.phone_questions},
        )  # fmt: skip

    async def plan(self, visit: Visit) -> web.StreamResponse:
        """A new draft. Raises Refusal 403 for a form without its key, which could act twice."""
        require_headquarters(visit)
        form = await wide_form_of(visit)
        if not form.get("form"):
            raise Refusal(403, "old_form", form.get("name"))
        seed, made = clock.token(), list[int]()

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            key = f"{visit.who.id}:{form.get('form')[:64]}"
            draft = survey_forms.draft(store, form.values)
            made.append(planning.plan(request, store, draft, form_key=key, seed=seed).id)
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._form(visit, form.values, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/voice/surveys/{made[-1]}?done=draft")

    async def survey(self, visit: Visit) -> web.StreamResponse:
        """?again: the sample is drawn once more, and compared."""
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in (*STEPS, "draft") else "")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        require_headquarters(visit)
        wanted, again = number_in(visit), "again" in visit.request.query

        def look(store: StaffStore, now: datetime) -> survey_view.View | None:
            return survey_view.view(store, language_of(visit), wanted, now, self._inside.voice, again=again)

        seen = await self._inside.read(visit, look)
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit, "voice/survey.html", status=status, seen=seen, form_key=clock.token(12),
            least=self._inside.voice.surveys.least_answers, **{"done": "", "wrong": "", **values},
        )  # fmt: skip

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A step of a survey. After a mistake the page says what is wrong."""
        require_headquarters(visit)
        await form_of(visit)
        name, wanted = visit.request.match_info["step"], number_in(visit)
        known = await self._inside.read(visit, lambda store, _now: store.surveys.by_id(wanted))
        if name not in STEPS or known is None:
            raise Refusal(404, "missing")

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            STEPS[name](request, store, wanted)
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._drawn(visit, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/voice/surveys/{wanted}?done={name}")

    async def begging(self, visit: Visit) -> web.StreamResponse:
        """Words that asked owners for good scores, and did not leave (I11)."""
        require_headquarters(visit)
        rows = await self._inside.read(visit, lambda store, _now: survey_view.begging(store))
        return await self._inside.draw(visit, "voice/begging.html", rows=rows)
