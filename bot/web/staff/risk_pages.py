"""The pages of risks: the feed, raising one, one risk with its log, and the crisis procedure."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.web.ids import id_of
from bot.web.staff import risk_view
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.incident_pages import number_of
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from bot.web.staff.local_time import typed
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.staff.warning import crisis, risk_desk
from handlers.staff.warning.crisis import MOST_FOLLOW_UPS
from storage.risk_book import Crisis
from storage.risks import Risk
from storage.staff_store import StaffStore

Form = dict[str, str]
Action = Callable[[StaffRequest, StaffStore, Risk, Form], tuple[Reply, ...]]


def _start(request: StaffRequest, store: StaffStore, risk: Risk, form: Form) -> tuple[Reply, ...]:
    freeze = form.get("freeze") == "yes"
    return crisis.start(request, store, risk, leader_id=_number(form, "leader"), freeze=freeze)


def _task(request: StaffRequest, store: StaffStore, risk: Risk, form: Form) -> tuple[Reply, ...]:
    running = _running(store, risk)
    return crisis.done(
        request, store, risk, running, task_id=_number(form, "task"), note=form.get("text", "")
    )


def _thaw(request: StaffRequest, store: StaffStore, risk: Risk, form: Form) -> tuple[Reply, ...]:
    return crisis.thaw(request, store, risk, _running(store, risk), form.get("reason", ""))


def _end(request: StaffRequest, store: StaffStore, risk: Risk, form: Form) -> tuple[Reply, ...]:
    zone = risk_view.zone_of(store, risk)
    plan = []
    for number in range(1, MOST_FOLLOW_UPS + 1):
        text, due = form.get(f"follow{number}", "").strip(), typed(form, f"date{number}", zone)
        if bool(text) != bool(due):
            raise Mistake("crisis.no_plan")
        if text and due:
            plan.append((text, due))
    return crisis.end(
        request, store, risk, _running(store, risk), outcome=form.get("outcome", ""), follow_ups=plan
    )


def _running(store: StaffStore, risk: Risk) -> Crisis:
    found = store.risk_book.crisis(risk)
    if found is None:
        raise Mistake("risks.moved_on")
    return found


def _number(form: Form, name: str) -> int:
    said = form.get(name, "")
    return id_of(said)


ACTIONS: dict[str, Action] = {
    "decide": lambda request, store, risk, form: risk_desk.decide(request, store, risk, form.get("text", "")),
    "verify": lambda request, store, risk, form: risk_desk.verify(request, store, risk, form.get("text", "")),
    "ask": lambda request, store, risk, form: risk_desk.ask(
        request, store, risk, to=form.get("to", ""), reason=form.get("reason", "")
    ),
    "confirm": lambda request, store, risk, form: risk_desk.confirm(
        request, store, risk, yes=form.get("answer") == "yes"
    ),
    "start": _start,
    "task": _task,
    "thaw": _thaw,
    "end": _end,
}


class RiskPages:
    """The pages."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/risks", signed_in(self.feed)),
            web.post("/staff/risks", signed_in(self.raise_one)),
            web.get("/staff/risks/{id}", signed_in(self.risk)),
            web.post("/staff/risks/{id}/{step}", signed_in(self.act)),
        ]

    async def feed(self, visit: Visit) -> web.StreamResponse:
        return await self._fed(visit, done="done" in visit.request.query)

    async def _fed(
        self,
        visit: Visit,
        *,
        done: bool = False,
        typed: Form | None = None,
        wrong: str = "",
        status: int = 200,
    ) -> web.Response:
        language = language_of(visit)
        seen = await self._inside.read(visit, lambda store, now: risk_view.feed(store, language, now))
        return await self._inside.draw(
            visit, "risks.html", status=status, seen=seen, done=done, typed=typed or {}, wrong=wrong
        )

    async def raise_one(self, visit: Visit) -> web.StreamResponse:
        form = await form_of(visit)

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return risk_desk.raise_one(
                request, store, words=form.get("text", ""), level=form.get("level", ""),
                estate_id=_number(form, "estate"),
            )  # fmt: skip

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._fed(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/risks?done")

    async def risk(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="done" in visit.request.query)

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A form; after a mistake the page says what is wrong and keeps what was typed."""
        risk_id, name = number_of(visit), visit.request.match_info["step"]
        form, action = await form_of(visit), ACTIONS.get(name)
        if action is None:
            raise Refusal(404, "missing")
        try:
            await self._inside.run(visit.who, _step(risk_id, action, form))
        except Mistake as mistake:
            if mistake.key == "risks.none":
                raise Refusal(404, "missing") from None
            return await self._drawn(visit, step=name, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/risks/{risk_id}?done")

    async def _drawn(
        self, visit: Visit, *, done: bool = False, step: str = "", typed: Form | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:  # fmt: skip
        risk_id, language = number_of(visit), language_of(visit)
        seen = await self._inside.read(
            visit, lambda store, now: risk_view.view(store, visit.who, language, risk_id, now)
        )
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit, "risk.html", status=status, seen=seen, done=done, step=step, typed=typed or {}, wrong=wrong
        )


def _step(risk_id: int, action: Action, form: Form) -> Step:
    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        return action(request, store, risk_desk.in_scope(store, risk_id), form)

    return run
