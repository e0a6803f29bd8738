"""The list at the door: a household a line, a number, a tap; made for a phone in one hand."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.door import Refusal, Visit
from bot.web.staff.events import forms, view
from bot.web.staff.events.forms import Form
from bot.web.staff.incident_pages import number_of
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.notices.events import desk
from handlers.staff.request import StaffRequest
from storage.staff_store import StaffStore


class DoorPages:
    """Checking households in."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/events/{id}/door", signed_in(self.door)),
            web.post("/staff/events/{id}/door", signed_in(self.check_in)),
        ]

    async def door(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit)

    async def check_in(self, visit: Visit) -> web.StreamResponse:
        """So many of a household are there; leads back to the list, at the household."""
        event_id, form = number_of(visit), await form_of(visit)
        try:
            await self._inside.run(visit.who, lambda request, store: _tick(request, store, event_id, form))
        except Mistake as mistake:
            if mistake.key == "events.none":
                raise Refusal(404, "missing") from None
            return await self._drawn(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/events/{event_id}/door#h{form.get('rsvp', '')}")

    async def _drawn(
        self, visit: Visit, *, typed: Form | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:
        event_id, language = number_of(visit), language_of(visit)
        seen = await self._inside.read(visit, lambda store, now: view.door(store, language, event_id, now))
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit,
            "events/door.html",
            status=status,
            row=seen[0],
            homes=seen[1],
            typed=typed or {},
            wrong=wrong,
        )


def _tick(request: StaffRequest, store: StaffStore, event_id: int, form: Form) -> tuple[Reply, ...]:
    event = desk.in_scope(store, event_id)
    people = 0 if "undo" in form else forms.number(form, "people") or 1
    if form.get("home"):
        desk.check_in_home(request, store, event, form["home"], people)
        return ()
    rsvp = store.rsvps.one(event, forms.number(form, "rsvp") or 0)
    if rsvp is None:
        raise Mistake("events.none")
    desk.check_in(request, store, event, rsvp, people)
    return ()
