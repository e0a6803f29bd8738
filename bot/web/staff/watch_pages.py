"""The list of empty homes, for whoever walks the rounds (H07): today's alone, by building and floor; every look is kept.

To other roles, and to staff of other estates, the page does not exist.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff import filing_place, watching
from handlers.staff.request import StaffRequest
from handlers.staff.watching import Typed, Watch
from handlers.wording import moment, weekday
from storage.staff_store import StaffStore

#: What the page says was done, by the last word of its address.
_DONE = ("checked", "reported", "added", "back")


class WatchPages:
    """/staff/watch and its forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/watch", signed_in(self.page)),
            web.post("/staff/watch", signed_in(self.add)),
            web.post("/staff/watch/{id}/checked", signed_in(self.checked)),
            web.post("/staff/watch/{id}/back", signed_in(self.back)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in _DONE else "")

    async def checked(self, visit: Visit) -> web.StreamResponse:
        form, absence_id = await self._form(visit)
        wrong = "wrong" in form

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return watching.checked(request, store, absence_id, form.get("note", ""), wrong=wrong)

        return await self._done(visit, step, form, "reported" if wrong else "checked", absence_id)

    async def back(self, visit: Visit) -> web.StreamResponse:
        form, absence_id = await self._form(visit)
        return await self._done(
            visit, lambda request, store: watching.back(request, store, absence_id), form, "back", absence_id
        )

    async def add(self, visit: Visit) -> web.StreamResponse:
        form, _ = await self._form(visit)
        typed = Typed(**{name: form.get(name, "") for name in ("unit", "first", "last", "note")})
        return await self._done(
            visit, lambda request, store: watching.add(request, store, typed), form, "added"
        )

    async def _form(self, visit: Visit) -> tuple[dict[str, str], int]:
        """The form, and the entry in the address. Raises Refusal: 404 for other roles, 403 for a form without its key."""
        _only_watchers(visit)
        form = await form_of(visit)
        if not form.get("form"):
            raise Refusal(403, "old_form", form.get("note", ""))
        number = visit.request.match_info.get("id", "0")
        if not is_id(number):
            raise Refusal(404, "missing")
        return form, int(number)

    async def _done(
        self, visit: Visit, step: Step, form: dict[str, str], done: str, absence_id: int = 0
    ) -> web.StreamResponse:
        key = form["form"][:64]
        try:
            await self._inside.run(visit.who, lambda request, store: step(replace(request, form=key), store))
        except Mistake as mistake:
            return await self._drawn(
                visit, typed=form, at=absence_id, wrong=sentence(visit, mistake), status=422
            )
        raise web.HTTPSeeOther(f"/staff/watch?done={done}")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        """The page; that it was opened is kept in the same transaction in which the list is read."""
        _only_watchers(visit)
        seen: list[dict[str, Any]] = []

        def look(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            language = language_of(visit)
            seen[:] = [_view(request, one, language) for one in watching.look(request, store)]
            return ()

        await self._inside.run(visit.who, look)
        labels = await self._inside.read(visit, lambda store, _now: filing_place.labels(store))
        return await self._inside.draw(
            visit, "watch.html", status=status, seen=seen, labels=labels, longest=watching.LONGEST,
            form_key=clock.token(12), **{"done": "", "typed": {}, "wrong": "", "at": 0, **values},
        )  # fmt: skip


def _only_watchers(visit: Visit) -> None:
    if not watching.may_watch(visit.who):
        raise Refusal(404, "missing")


def _view(request: StaffRequest, watch: Watch, language: str) -> dict[str, Any]:
    """What the template draws of one estate: buildings, their floors, their homes."""
    zone = ZoneInfo(watch.estate.timezone)

    def said(day: date) -> str:
        return weekday(language, day, watch.day)

    rows = [
        {
            "id": one.absence.id, "unit": one.unit.label, "floor": one.unit.floor, "building": one.building, "note": one.absence.note,
            "first": said(one.absence.starts_on), "last": said(one.absence.ends_on) if one.absence.ends_on else "",
            "check": one.check, "when": moment(language, one.check.at, zone, request.now) if one.check else "",
        }
        for one in watch.homes
    ]  # fmt: skip
    buildings = [
        (name, [(floor, list(homes)) for floor, homes in groupby(inside, lambda row: row["floor"])])
        for name, inside in ((name, list(part)) for name, part in groupby(rows, lambda row: row["building"]))
    ]
    looks = [
        {"name": look.staff_name, "homes": look.homes, "when": moment(language, look.at, zone, request.now)}
        for look in watch.looks
    ]
    left = sum(1 for row in rows if row["check"] is None)
    return {
        "estate": watch.estate.name,
        "day": said(watch.day),
        "count": len(rows),
        "left": left,
        "buildings": buildings,
        "looks": looks,
    }
