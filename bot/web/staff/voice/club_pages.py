"""Points and the club as staff meet them: who has how many, one person's history, recording, taking back, groups and notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from bot.web.staff.voice import club_view
from handlers.base import Mistake, Reply
from handlers.staff.club import grouping, recording, who_may
from handlers.staff.request import StaffRequest
from storage.staff_store import StaffStore

Form = dict[str, str]

#: The steps of a person's page.
STEPS = ("record", "back", "put", "out", "note")


class ClubPages:
    """/staff/club, /staff/club/people/ID and /staff/club/silent."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/club", signed_in(self.overview)),
            web.get("/staff/club/silent", signed_in(self.silent)),
            web.get("/staff/club/people/{id}", signed_in(self.person)),
            web.post("/staff/club/people/{id}/{step}", signed_in(self.act)),
        ]

    async def overview(self, visit: Visit) -> web.StreamResponse:
        """?estate=ID, ?home=LABEL: who lives there, to go to their points."""
        must_see(visit)
        query = visit.request.query
        language, home = language_of(visit), query.get("home", "").strip()[:60]
        seen = await self._inside.read(
            visit,
            lambda store, now: club_view.overview(store, language, id_of(query.get("estate", "")), home, now),
        )
        return await self._inside.draw(visit, "club/overview.html", seen=seen, home=home)

    async def silent(self, visit: Visit) -> web.StreamResponse:
        must_see(visit)
        language, wanted = language_of(visit), id_of(visit.request.query.get("estate", ""))
        seen = await self._inside.read(
            visit, lambda store, now: club_view.silent(store, language, wanted, now)
        )
        return await self._inside.draw(visit, "club/silent.html", seen=seen)

    async def person(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in (*STEPS, "clipped") else "")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        must_see(visit)
        wanted, language = id_of(visit.request.match_info["id"]), language_of(visit)

        def look(store: StaffStore, now: datetime) -> club_view.Person | None:
            return club_view.person(store, language, wanted, now)

        seen = await self._inside.read(visit, look)
        if seen is None:
            raise Refusal(404, "missing")
        shown = {"done": "", "step": "", "wrong": "", "typed": {}, **values}
        return await self._inside.draw(
            visit, "club/person.html", status=status, seen=seen, form_key=clock.token(12), may_record=who_may.may_record(visit.who),
            may_manage=who_may.may_manage(visit.who), may_group=who_may.may_group(visit.who), **shown,
        )  # fmt: skip

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A step of a person's page. After a mistake the page says what is wrong and keeps what was typed."""
        form, step = await form_of(visit), visit.request.match_info["step"]
        person_id, ended = id_of(visit.request.match_info["id"]), {"as": step}
        if step not in STEPS:
            raise Refusal(404, "missing")

        def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return _STEPS[step](_at_home(request, store, person_id), store, person_id, form, ended)

        try:
            await self._inside.run(visit.who, run)
        except Mistake as mistake:
            return await self._drawn(visit, step=step, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/club/people/{person_id}?done={ended['as']}")


def must_see(visit: Visit) -> None:
    """Raises Refusal for whoever has no use for points."""
    if not who_may.may_see(visit.who):
        raise Refusal(404, "missing")


def _at_home(request: StaffRequest, store: StaffStore, person_id: int) -> StaffRequest:
    """In the days of the person's own estate; messages that follow go with the request."""
    who = store.points.person(person_id)
    estate = store.estate(who.estate_id) if who else None
    return replace(request, tz=ZoneInfo(estate.timezone)) if estate else request


def _record(
    request: StaffRequest, store: StaffStore, person_id: int, form: Form, ended: Form
) -> tuple[Reply, ...]:
    words = {name: form.get(name, "") for name in ("rule", "what", "reason")}
    outcome = recording.record(request, store, person_id, **words).outcome
    ended["as"] = "clipped" if outcome == "clipped" else "record"
    return ()


def _back(
    request: StaffRequest, store: StaffStore, person_id: int, form: Form, _ended: Form
) -> tuple[Reply, ...]:
    return recording.take_back(
        request, store, person_id, id_of(form.get("entry", "")), form.get("reason", "")
    )


def _put(
    request: StaffRequest, store: StaffStore, person_id: int, form: Form, _ended: Form
) -> tuple[Reply, ...]:
    grouping.put_into(request, store, person_id, form.get("group", ""), form.get("purpose", ""))
    return ()


def _out(
    request: StaffRequest, store: StaffStore, person_id: int, form: Form, _ended: Form
) -> tuple[Reply, ...]:
    grouping.take_out(request, store, person_id, id_of(form.get("group", "")))
    return ()


def _note(
    request: StaffRequest, store: StaffStore, person_id: int, form: Form, _ended: Form
) -> tuple[Reply, ...]:
    words = (form.get(name, "") for name in ("kind", "note", "purpose"))
    grouping.note(request, store, person_id, *words)
    return ()


_STEPS: dict[str, Callable[[StaffRequest, StaffStore, int, Form, Form], tuple[Reply, ...]]] = {
    "record": _record, "back": _back, "put": _put, "out": _out, "note": _note,
}  # fmt: skip
