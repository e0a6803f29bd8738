"""The page of whoever is complained about: the question, their own statement, later the result; nothing else of the case (C11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.complaints import concerned
from handlers.staff.request import StaffRequest
from handlers.tickets.fairness.statement import result_named
from handlers.wording import moment
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, the statement that was given, the result."""

    id: int
    question: str
    statement: str
    stated: str
    result: str


class StatementPages:
    """/staff/statements and its form."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/statements", signed_in(self.page)),
            web.post("/staff/statements", signed_in(self.give)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="given" in visit.request.query)

    async def _drawn(
        self,
        visit: Visit,
        *,
        done: bool = False,
        typed: dict[str, str] | None = None,
        wrong: str = "",
        status: int = 200,
    ) -> web.Response:
        language = language_of(visit)
        asked = await self._inside.read(visit, lambda store, now: _asked(store, language, now))
        return await self._inside.draw(
            visit, "statements.html", status=status, asked=asked, done=done, typed=typed or {}, wrong=wrong,
            form_key=clock.token(12),
        )  # fmt: skip

    async def give(self, visit: Visit) -> web.StreamResponse:
        """Keeps a statement. Raises Refusal 404 for a number that no question has."""
        form = await form_of(visit)
        number = form.get("id", "")
        if not is_id(number):
            raise Refusal(404, "missing")
        try:
            await self._inside.run(visit.who, _step(int(number), form))
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/statements?given")


def _step(subject_id: int, form: dict[str, str]) -> Step:
    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        key = form.get("form", "")[:64] or None
        return concerned.state(replace(request, form=key), store, subject_id, form.get("text", ""))

    return run


def _asked(store: StaffStore, language: str, now: datetime) -> tuple[Asked, ...]:
    """The newest first."""
    zones = [ZoneInfo(estate.timezone) for estate in store.estates()]
    tz = zones[0] if zones else ZoneInfo("UTC")
    return tuple(
        Asked(
            id=one.id,
            question=one.question or "",
            statement=one.statement or "",
            stated=moment(language, one.stated_at, tz, now) if one.stated_at else "",
            result=result_named(language, one.result) if one.result else "",
        )
        for one in reversed(store.asked_of_me())
    )
