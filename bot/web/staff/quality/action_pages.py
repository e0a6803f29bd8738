"""Corrective and preventive actions and improvements: the list with its filters, beginning one, and the page of each with its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from bot import clock
from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from bot.web.staff.quality import action_forms, action_sources
from handlers.base import Mistake, Reply
from handlers.staff.quality import action_steps
from handlers.staff.request import StaffRequest
from storage.staff_store import StaffStore

#: The steps of an action's page.
STEPS = ("done", "check", "send", "replied")


class ActionPages:
    """The pages of actions."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/actions", signed_in(self.actions)),
            web.get("/staff/actions/new", signed_in(self.new)),
            web.post("/staff/actions/new", signed_in(self.begin)),
            web.get("/staff/actions/{id}", signed_in(self.action)),
            web.post("/staff/actions/{id}/{step}", signed_in(self.act)),
        ]

    async def actions(self, visit: Visit) -> web.StreamResponse:
        """?show=open|late|mine|again|all, ?code=CODE, ?kind=KIND, ?source=SOURCE."""
        wanted, language = action_forms.chosen(visit.request.query), language_of(visit)
        rows = await self._inside.read(
            visit, lambda store, now: action_forms.rows(store, visit.who, language, wanted, now)
        )
        return await self._inside.draw(
            visit, "quality/actions.html", rows=rows, wanted=wanted, tabs=action_forms.tabs(language, wanted),
            kinds=action_forms.kinds(language), sources=action_sources.choices(language),
            begun="begun" in visit.request.query,
        )  # fmt: skip

    async def new(self, visit: Visit) -> web.StreamResponse:
        """?after=ID proposes the next action after one that did not work; ?ticket=NUMBER begins one from a ticket's defect;
        ?kind=improvement begins an improvement, which is against no fault; estate, why, source and source_ref may stand there too.
        """
        query = visit.request.query
        if query.get("kind") == "improvement":
            return await self._form(visit, typed=action_forms.improvement(query))
        typed = await self._inside.read(
            visit,
            lambda store, _now: action_forms.proposed(store, query.get("after", ""), query.get("ticket", "")),
        )
        return await self._form(visit, typed=typed)

    async def _form(
        self, visit: Visit, *, typed: dict[str, str], wrong: str = "", status: int = 200
    ) -> web.Response:
        offer = await self._inside.read(
            visit, lambda store, now: action_forms.offer(store, language_of(visit), now)
        )
        return await self._inside.draw(
            visit, "quality/action_new.html", offer=offer, typed=typed, wrong=wrong, status=status, form_key=clock.token(12)
        )  # fmt: skip

    async def begin(self, visit: Visit) -> web.StreamResponse:
        """Begins an action. Raises Refusal 403 for a form without its key, which could act twice."""
        form = await form_of(visit)
        if not form.get("form"):
            raise Refusal(403, "old_form", form.get("what", ""))

        def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return action_steps.begin(
                replace(request, form=form["form"][:64]), store, action_forms.draft(store, form)
            )

        try:
            await self._inside.run(visit.who, run)
        except Mistake as mistake:
            return await self._form(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/actions?begun")

    async def action(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in STEPS else "")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        wanted = _number(visit)

        def look(store: StaffStore, now: datetime) -> action_forms.View | None:
            return action_forms.view(store, language_of(visit), wanted, now)

        seen = await self._inside.read(visit, look)
        if seen is None:
            raise Refusal(404, "missing")
        shown = {"done": "", "step": "", "wrong": "", "typed": {}, **values}
        return await self._inside.draw(visit, "quality/action.html", status=status, seen=seen, **shown)

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A step of an action. After a mistake the page says what is wrong and keeps what was typed."""
        form, step, wanted = await form_of(visit), visit.request.match_info["step"], _number(visit)
        known = await self._inside.read(visit, lambda store, _now: store.corrective_actions.by_id(wanted))
        if step not in STEPS or known is None:
            raise Refusal(404, "missing")
        try:
            await self._inside.run(visit.who, _step(step, wanted, form))
        except Mistake as mistake:
            return await self._drawn(visit, step=step, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/actions/{wanted}?done={step}")


def _number(visit: Visit) -> int:
    typed = visit.request.match_info["id"]
    return id_of(typed)


def _step(name: str, action_id: int, form: dict[str, str]) -> Step:
    """The step of a form."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        text = form.get("text", "")
        match name:
            case "done":
                action_steps.done(request, store, action_id, text)
            case "check":
                action_steps.check(request, store, action_id, form.get("result", ""), text)
            case "send":
                action_steps.send(request, store, action_id, form.get("partner", ""), text)
            case _:
                action_steps.replied(request, store, action_id, text)
        return ()

    return run
