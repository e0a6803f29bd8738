"""The pages of incidents: the list, one incident with its reports, homes and log, and the forms that fit its stage."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.web.ids import is_id
from bot.web.staff import incident_view
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from bot.web.staff.local_time import typed
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.staff.warning import incident_desk
from storage.incidents import Incident
from storage.staff_store import StaffStore

Form = dict[str, str]
Action = Callable[[StaffRequest, StaffStore, Incident, Form], tuple[Reply, ...]]


def _confirm(request: StaffRequest, store: StaffStore, one: Incident, form: Form) -> tuple[Reply, ...]:
    at = typed(form, "next", incident_desk.zone_of(store, one))
    return incident_desk.confirm(request, store, one, told=form.get("told", ""), next_at=at)


def _say(request: StaffRequest, store: StaffStore, one: Incident, form: Form) -> tuple[Reply, ...]:
    at = typed(form, "next", incident_desk.zone_of(store, one))
    return incident_desk.say_next(request, store, one, told=form.get("told", ""), next_at=at)


def _fix(request: StaffRequest, store: StaffStore, one: Incident, form: Form) -> tuple[Reply, ...]:
    return incident_desk.fix(
        request, store, one, cause=form.get("cause", ""), actions=form.get("actions", "")
    )


def _close(request: StaffRequest, store: StaffStore, one: Incident, form: Form) -> tuple[Reply, ...]:
    return incident_desk.close(
        request, store, one, recovery=form.get("recovery", ""), reason=form.get("reason", "")
    )


ACTIONS: dict[str, Action] = {
    "confirm": _confirm,
    "dismiss": lambda request, store, one, form: incident_desk.dismiss(
        request, store, one, form.get("reason", "")
    ),
    "say": _say,
    "tell": lambda request, store, one, form: incident_desk.tell(request, store, one, form.get("text", "")),
    "fix": _fix,
    "again": lambda request, store, one, form: incident_desk.again(
        request, store, one, form.get("reason", "")
    ),
    "close": _close,
}


class IncidentPages:
    """The pages."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/incidents", signed_in(self.incidents)),
            web.get("/staff/incidents/{id}", signed_in(self.incident)),
            web.post("/staff/incidents/{id}/{step}", signed_in(self.act)),
        ]

    async def incidents(self, visit: Visit) -> web.StreamResponse:
        language = language_of(visit)
        rows = await self._inside.read(visit, lambda store, now: incident_view.rows(store, language, now))
        return await self._inside.draw(visit, "incidents.html", rows=rows)

    async def incident(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="done" in visit.request.query)

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A form; after a mistake the page says what is wrong and keeps what was typed."""
        incident_id, name = number_of(visit), visit.request.match_info["step"]
        form, action = await form_of(visit), ACTIONS.get(name)
        if action is None:
            raise Refusal(404, "missing")
        try:
            await self._inside.run(visit.who, _step(incident_id, action, form))
        except Mistake as mistake:
            if mistake.key == "incidents.none":
                raise Refusal(404, "missing") from None
            return await self._drawn(visit, step=name, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/incidents/{incident_id}?done")

    async def _drawn(
        self, visit: Visit, *, done: bool = False, step: str = "", typed: Form | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:  # fmt: skip
        incident_id, language = number_of(visit), language_of(visit)
        seen = await self._inside.read(
            visit, lambda store, now: incident_view.view(store, visit.who, language, incident_id, now)
        )
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit,
            "incident.html",
            status=status,
            seen=seen,
            done=done,
            step=step,
            typed=typed or {},
            wrong=wrong,
        )


def _step(incident_id: int, action: Action, form: Form) -> Step:
    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        return action(request, store, incident_desk.in_scope(store, incident_id), form)

    return run


def number_of(visit: Visit) -> int:
    """The number in the address. Raises Refusal for what is none."""
    said = visit.request.match_info["id"]
    if not is_id(said):
        raise Refusal(404, "missing")
    return int(said)
