"""A form of a ticket's page becomes a step of the desk; the same form sent twice acts once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.web.ids import is_id
from bot.web.staff.parts import PARTS
from bot.web.staff.parts.part import Action, Form
from handlers.base import Mistake, Reply
from handlers.staff import desk
from handlers.staff.request import StaffRequest
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

Step = Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]

#: The longest key of a form that is kept.
_KEY = 64

#: Years in which a date can be meant; others are slips of the finger, and some break the calendar.
_YEARS = (2000, 2200)


def _reply(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.reply(request, store, ticket, form.get("text", ""))


def _ask(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.ask_owner(request, store, ticket, form.get("text", ""))


def _note(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.note(request, store, ticket, form.get("text", ""))


def _resolve(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.resolve(request, store, ticket, form.get("text", ""))


def _next(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    zone = next(estate.timezone for estate in store.estates() if estate.id == ticket.estate_id)
    words = {"said": form.get("said", ""), "not_promised": form.get("not_promised", "")}
    return desk.set_next_date(request, store, ticket, date_of(form, ZoneInfo(zone)), **words)


def _transfer(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    to = form.get("to", "")
    if not is_id(to):
        raise Mistake("desk.no_such_colleague")
    return desk.transfer(request, store, ticket, int(to))


def _kind(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.relabel(request, store, ticket, form.get("kind", ""))


ACTIONS: dict[str, Action] = {
    "claim": lambda request, store, ticket, _form: desk.claim(request, store, ticket),
    "accept": lambda request, store, ticket, _form: desk.accept_alarm(request, store, ticket),
    "give_back": lambda request, store, ticket, _form: desk.give_back(request, store, ticket),
    "reply": _reply,
    "ask": _ask,
    "note": _note,
    "next": _next,
    "transfer": _transfer,
    "resolve": _resolve,
    "kind": _kind,
    **{name: action for part in PARTS for name, action in part.actions.items()},
}


def step(number: str, action: Action, form: Form) -> Step:
    """The step of a form for the ticket of a number."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        ticket = store.tickets.numbered(number)
        if ticket is None:
            raise Mistake("desk.no_such_ticket")
        key = form.get("form", "")[:_KEY]
        if key and _was_done(store, ticket, key):
            return ()
        fresh = store.tickets.by_id(ticket.id) or ticket
        as_it_is = form.get("as_it_is") == "yes"
        return action(replace(request, form=key or None, as_it_is=as_it_is), store, fresh, form)

    return run


def _was_done(store: StaffStore, ticket: Ticket, key: str) -> bool:
    """Whether the timeline holds this form already. The ticket is locked first, so that two at once stand in line."""
    store.tickets.change(ticket, stage=ticket.stage)
    return any(event.data.get("form") == key for event in store.tickets.timeline(ticket))


def date_of(form: Form, tz: ZoneInfo) -> datetime:
    """The moment that was chosen, or typed in the estate's time. Raises Mistake for what is neither."""
    typed, chosen = form.get("at", "").strip(), form.get("choice", "")
    try:
        if typed:
            found = datetime.fromisoformat(typed).replace(tzinfo=tz)
        else:
            found = datetime.fromtimestamp(
                int(chosen) if chosen.isascii() and chosen.isdecimal() else -1, UTC
            )
    except (ValueError, OverflowError, OSError):
        raise Mistake("desk.date_unread") from None
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Mistake("desk.date_unread")
    return found
