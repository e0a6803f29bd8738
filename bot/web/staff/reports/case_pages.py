"""The cases behind a figure of a person, and behind what is open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of, sentence
from bot.web.staff.reports.choosing import address, asked
from handlers.base import Mistake
from handlers.reports.boards import Asked
from handlers.reports.boards.people import FIGURES, may_see
from handlers.reports.naming import titled
from handlers.tickets.quality.defects import Quality
from handlers.tickets.timing.running_late import step_name
from handlers.wording import has, moment
from storage.open_now import STATES
from storage.staff_store import StaffStore

#: How many cases one page lists.
_CASES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case. `tone`: reached or missed, or empty; `state` in words."""

    number: str
    summary: str
    about: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """A page of cases: what they are, and the board they are behind."""

    title: str
    hint: str
    back: str
    lines: tuple[Line, ...]
    wrong: str = ""


class CasePages:
    """The pages of cases. `quality`: how they are judged."""

    def __init__(self, inside: Inside, quality: Quality) -> None:
        self._inside, self._quality = inside, quality

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/reports/people/cases", signed_in(self.person)),
            web.get("/staff/reports/now/cases", signed_in(self.open)),
        ]

    async def person(self, visit: Visit) -> web.StreamResponse:
        """?person=ID&figure=steps|held|contacts. A person whose figures are not to be seen is an absent page."""
        query = visit.request.query
        person, figure = id_of(query.get("person", "")), query.get("figure", "")
        if figure not in FIGURES:
            raise Refusal(404, "missing")

        def look(store: StaffStore, now: datetime) -> Cases | None:
            about = self._asked(visit, "people", store, now)
            if isinstance(about, str):
                return Cases(title="", hint="", back="/staff/reports/people", lines=(), wrong=about)
            return _of_person(about, person, figure) if may_see(about, person) else None

        return await self._drawn(visit, await self._inside.read(visit, look))

    async def open(self, visit: Visit) -> web.StreamResponse:
        """?stage=, ?holder=ID (0: nobody), ?state=: what is open now."""

        def look(store: StaffStore, now: datetime) -> Cases | None:
            about = self._asked(visit, "now", store, now)
            if isinstance(about, str):
                return Cases(title="", hint="", back="/staff/reports/now", lines=(), wrong=about)
            return _open(about, dict(visit.request.query))

        return await self._drawn(visit, await self._inside.read(visit, look))

    def _asked(self, visit: Visit, board: str, store: StaffStore, now: datetime) -> Asked | str:
        try:
            return asked(visit.request.query, board, store, language_of(visit), now, self._quality)
        except Mistake as mistake:
            return sentence(visit, mistake)

    async def _drawn(self, visit: Visit, seen: Cases | None) -> web.Response:
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit, "reports/cases.html", seen=seen, most=_CASES, status=422 if seen.wrong else 200
        )


def _of_person(about: Asked, person: int, figure: str) -> Cases:
    found = [
        one
        for name in FIGURES[figure]
        for one in about.store.person_measures.cases(name, about.cohort, person, _CASES)
    ]
    found.sort(key=lambda one: (one.met, -one.due_at.timestamp()))
    who = about.store.colleague(person)
    lines = tuple(
        Line(
            number=one.number, summary=one.summary, state=about.say("quality.met" if one.met else "quality.not_met"),
            tone="reached" if one.met else "missed",
            about=" · ".join(
                part for part in (step_name(about.language, one.step) if one.step else "", moment(about.language, one.due_at, about.zone, about.now)) if part
            ),
        )
        for one in found[:_CASES]
    )  # fmt: skip
    title = about.say(f"reports.column.{figure}")
    return Cases(
        title=f"{who.name if who else ''} · {title}",
        hint=titled(about.language, about.period),
        back=address("people", about),
        lines=lines,
    )


def _open(about: Asked, query: dict[str, str]) -> Cases:
    stage, state, holder = query.get("stage") or None, query.get("state") or None, query.get("holder", "")
    found = about.store.open_now.cases(
        about.now,
        about.estate_id,
        stage=stage,
        state=state if state in STATES else None,
        holder_id=id_of(holder) if holder else None,
        limit=_CASES,
    )
    lines = tuple(
        Line(
            number=one.number, summary=one.summary, state=about.say(f"reports.state.{stands}"), tone="missed" if stands == "late" else "",
            about=f"{about.say(f'desk.stage.{one.stage}')} · {moment(about.language, one.opened_at, about.zone, about.now)}",
        )
        for one, stands in found
    )  # fmt: skip
    named = [about.say(f"desk.stage.{stage}")] if stage and has(f"desk.stage.{stage}") else []
    named += [about.say(f"reports.state.{state}")] if state in STATES else []
    if holder:
        who = about.store.colleague(id_of(holder))
        named.append(who.name if who else about.say("reports.nobody"))
    return Cases(
        title=about.say("reports.board.now"), hint=" · ".join(named), back=address("now", about), lines=lines
    )
