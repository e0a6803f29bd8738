"""One event: its answers, what staff may do with it, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.events import forms, view
from bot.web.staff.events.forms import Form
from bot.web.staff.incident_pages import number_of
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.notices.events import announcing, desk
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES
from storage.estates import Estate
from storage.events import Event
from storage.staff_store import StaffStore

Action = Callable[[StaffRequest, StaffStore, Event, Estate, Form], tuple[Reply, ...]]


def _approve(
    request: StaffRequest, store: StaffStore, event: Event, estate: Estate, form: Form
) -> tuple[Reply, ...]:
    return desk.approve(request, store, event, forms.facts(form, estate), token=form["token"])


def _change(
    request: StaffRequest, store: StaffStore, event: Event, estate: Estate, form: Form
) -> tuple[Reply, ...]:
    return desk.change(request, store, event, forms.facts(form, estate), drawn=forms.number(form, "drawn"))


def _invite(
    request: StaffRequest, store: StaffStore, event: Event, estate: Estate, form: Form
) -> tuple[Reply, ...]:
    building = forms.number(form, "building") or None
    announcing.invite(request, store, event, building, f"invite-{request.who.id}-{form.get('form', '')[:40]}")
    return ()


def _account(
    request: StaffRequest, store: StaffStore, event: Event, estate: Estate, form: Form
) -> tuple[Reply, ...]:
    planned, actual = (forms.money(form, name, event.currency) for name in ("planned", "actual"))
    minutes = forms.number(form, "minutes") or 0
    desk.account(
        request, store, event, planned=planned, actual=actual, minutes=minutes, effect=form.get("effect", "")
    )
    return ()


ACTIONS: dict[str, Action] = {
    "approve": _approve,
    "refuse": lambda request, store, event, _estate, form: desk.refuse(
        request, store, event, form.get("reason", "")
    ),
    "change": _change,
    "cancel": lambda request, store, event, _estate, form: desk.cancel(
        request, store, event, form.get("reason", "")
    ),
    "invite": _invite,
    "account": _account,
}


class EventPages:
    """The page of an event and its forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/events/{id}", signed_in(self.event)),
            web.post("/staff/events/{id}/{step}", signed_in(self.act)),
        ]

    async def event(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="done" in visit.request.query)

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A form; after a mistake the page says what is wrong and keeps what was typed."""
        event_id, name = number_of(visit), visit.request.match_info["step"]
        form, action = await form_of(visit), ACTIONS.get(name)
        if action is None:
            raise Refusal(404, "missing")
        try:
            await self._inside.run(visit.who, _step(event_id, action, form | {"token": clock.token()}))
        except Mistake as mistake:
            if mistake.key == "events.none":
                raise Refusal(404, "missing") from None
            return await self._drawn(visit, step=name, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/events/{event_id}?done")

    async def _drawn(
        self, visit: Visit, *, done: bool = False, step: str = "", typed: Form | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:  # fmt: skip
        event_id, language = number_of(visit), language_of(visit)
        address = f"{visit.request.scheme}://{visit.request.host}"
        seen = await self._inside.read(
            visit, lambda store, now: view.view(store, visit.who, language, event_id, now, address)
        )
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit, "events/one.html", status=status, seen=seen, done=done, step=step, typed=typed or {}, wrong=wrong,
            languages=tuple(LANGUAGES), form_key=clock.token(12), told=lambda share: view.told(language, share),
        )  # fmt: skip


def _step(
    event_id: int, action: Action, form: Form
) -> Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]:
    """The step of a form, in the zone of the event's own estate."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        event = desk.in_scope(store, event_id)
        estate = store.estate(event.estate_id)
        if estate is None:
            raise Mistake("events.none")
        at_home = replace(request, tz=ZoneInfo(estate.timezone))
        return action(at_home, store, event, estate, form)

    return run
