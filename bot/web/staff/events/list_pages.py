"""The list of events, planning one, and what the committee of the owners' fund posts."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.staff.door import Visit
from bot.web.staff.events import forms, view
from bot.web.staff.events.forms import Form
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.notices.events import desk
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES
from storage.events import KINDS, Event
from storage.staff_store import StaffStore


class ListPages:
    """The list, the form of a new event, and the fund's posts."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/events", signed_in(self.events)),
            web.get("/staff/events/new", signed_in(self.new)),
            web.post("/staff/events", signed_in(self.plan)),
            web.post("/staff/events/fund", signed_in(self.post)),
        ]

    async def events(self, visit: Visit) -> web.StreamResponse:
        return await self._listed(visit, done="posted" in visit.request.query)

    async def _listed(
        self, visit: Visit, *, done: bool = False, typed: Form | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:  # fmt: skip
        language = language_of(visit)
        seen = await self._inside.read(visit, lambda store, now: view.rows(store, visit.who, language, now))
        return await self._inside.draw(
            visit, "events/list.html", status=status, seen=seen, done=done, typed=typed or {}, wrong=wrong
        )

    async def new(self, visit: Visit) -> web.StreamResponse:
        return await self._form(visit)

    async def _form(
        self, visit: Visit, *, typed: Form | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:
        estates = await self._inside.read(visit, lambda store, _now: store.estates())
        return await self._inside.draw(
            visit, "events/new.html", status=status, estates=estates, kinds=[kind for kind in KINDS if kind != "owner"],
            may=desk.may_plan(visit.who), languages=tuple(LANGUAGES), typed=typed or {}, wrong=wrong,
            form_key=(typed or {}).get("form") or clock.token(12),
        )  # fmt: skip

    async def plan(self, visit: Visit) -> web.StreamResponse:
        """A new event. The same form sent again leads to the event it made."""
        form, made = await form_of(visit), list[Event]()
        token = clock.token()

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            estate = next((one for one in store.estates() if str(one.id) == form.get("estate")), None)
            if estate is None:
                raise Mistake("events.none")
            key = f"{visit.who.id}-{form.get('form', '')[:40]}"
            request = _at_home(request, estate.timezone)
            event = desk.plan(
                request,
                store,
                estate.id,
                form.get("kind", ""),
                forms.facts(form, estate),
                form=key,
                token=token,
            )
            made.extend([event] if event else [])
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._form(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/events/{made[0].id}?done" if made else "/staff/events")

    async def post(self, visit: Visit) -> web.StreamResponse:
        """Puts up what the committee posts, word for word."""
        form = await form_of(visit)

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            estate = form.get("estate", "")
            words = {name: form.get(name, "").strip() for name in ("poster", "amount", "note")}
            if not (words["poster"] and words["note"]):
                raise Mistake("fund.words_needed")
            known = next((one.id for one in store.estates() if str(one.id) == estate), 0)
            if not desk.may_plan(visit.who) or not store.fund_posts.post(
                known,
                poster=words["poster"][:120],
                amount=words["amount"][:40],
                note=words["note"][:1_500],
                at=request.now,
            ):
                raise Mistake("events.not_yours")
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._listed(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/events?posted")


def _at_home(request: StaffRequest, timezone: str) -> StaffRequest:
    """The request in the zone of the event's own estate."""
    return replace(request, tz=ZoneInfo(timezone))
