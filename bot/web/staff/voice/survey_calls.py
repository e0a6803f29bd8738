"""The list of households that headquarters' interviewers call in a survey by telephone, with a form for each (I12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from bot.web.staff.quality import choosing
from bot.web.staff.voice.survey_pages import number_in, require_headquarters
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.voice.surveys import calling
from handlers.voice.surveys.bank import BANK
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.survey_calls import Call
from storage.surveys import Survey

#: Households that one page lists: an interviewer works from the top.
_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as an interviewer reads it out; `options` (value, words), none for a sentence."""

    key: str
    text: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The page: the survey, whom to call, what to ask, how many are left in all."""

    survey: Survey
    calls: tuple[Call, ...]
    questions: tuple[Asked, ...]
    left: int


class SurveyCallPages:
    """/staff/voice/surveys/N/calls and its forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/voice/surveys/{id}/calls", signed_in(self.calls)),
            web.post("/staff/voice/surveys/{id}/calls/{call}/{outcome}", signed_in(self.called)),
        ]

    async def calls(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in calling.OUTCOMES else "")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        require_headquarters(visit)
        wanted, language = number_in(visit), language_of(visit)

        def look(store: StaffStore, now: datetime) -> Seen | None:
            survey = store.surveys.by_id(wanted)
            if survey is None or survey.mode != "phone":
                return None
            calls = list(calling.to_call(store, survey, now, now.astimezone(choosing.zone_of(store)).date()))
            return Seen(
                survey=survey, calls=tuple(calls[:_MOST]), left=len(calls), questions=_questions(language, survey)
            )  # fmt: skip

        seen = await self._inside.read(visit, look)
        if seen is None:
            raise Refusal(404, "missing")
        shown = {"done": "", "wrong": "", "at": 0, "typed": {}, **values}
        return await self._inside.draw(visit, "voice/survey_calls.html", status=status, seen=seen, **shown)

    async def called(self, visit: Visit) -> web.StreamResponse:
        """What came of a call. After a mistake the page keeps what was typed."""
        require_headquarters(visit)
        form, call, outcome = (
            await form_of(visit),
            number_in(visit, "call"),
            visit.request.match_info["outcome"],
        )
        if outcome not in calling.OUTCOMES:
            raise Refusal(404, "missing")

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            calling.called(request, store, call, outcome, form)
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._drawn(visit, wrong=sentence(visit, mistake), at=call, typed=form, status=422)
        raise web.HTTPSeeOther(f"/staff/voice/surveys/{number_in(visit)}/calls?done={outcome}")


def _questions(language: str, survey: Survey) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            key=key,
            text=say(language, f"survey.question.{key}.{version}"),
            options=_options(language, key),
        )
        for key, version in survey.questions
    )


def _options(language: str, key: str) -> tuple[tuple[str, str], ...]:
    question = BANK[key]
    worded = question.scale in ("yes_no", "course")
    return tuple(
        (str(score), say(language, f"survey.{question.scale}.{score}") if worded else str(score))
        for score in question.scores
    )
