"""The part of a ticket's page that helps whoever is abused: calm beginnings, a handover, the mark by hand (L11)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff.owner_side import owner_language
from handlers.staff.people import hard_words
from handlers.staff.request import StaffRequest
from handlers.tickets.holders.eligible import eligible
from handlers.tickets.people.abusing import CALM
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: To how many colleagues a handover is offered with one tap; all others stand in the form of handovers.
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class AbuseView:
    """`count`: abusive messages; `calm`: number and text of each beginning; `rotate`: colleagues who hold the least, offered now."""

    count: int
    calm: tuple[tuple[int, str], ...]
    language: str
    rotate: tuple[tuple[int, str], ...]


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> AbuseView:
    count, language = len(store.abuse.of(ticket)), owner_language(store, ticket)
    calm = [(one, say(language, f"abuse.calm.{one}", number=ticket.number)) for one in CALM] if count else []
    rotate = _rotation(store, ticket, looking) if count >= looking.rules.abuse.rotate_after else ()
    return AbuseView(count, tuple(calm), language, rotate)


def _rotation(store: StaffStore, ticket: Ticket, looking: Looking) -> tuple[tuple[int, str], ...]:
    loads = store.holding.loads(ticket)
    others = [one for one in eligible(store, ticket) if one.id not in (ticket.holder_id, looking.who.id)]
    others.sort(key=lambda one: (not one.on_duty, loads.get(one.id, 0), one.id))
    return tuple(
        (one.id, say(looking.language, "desk.person", name=one.name, role=say(looking.language, f"desk.role.{one.role}")))
        for one in others[:_OFFERED]
    )  # fmt: skip


def _mark(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return hard_words.mark(request, store, ticket, form.get("text", ""))


def _clear(request: StaffRequest, store: StaffStore, ticket: Ticket, _form: Form) -> tuple[Reply, ...]:
    return hard_words.clear(request, store, ticket)


PART = Part(
    name="abuse",
    view=_view,
    actions={"abuse": _mark, "no_abuse": _clear},
    place="inner",
    calls=lambda own: own.count > 0,
)
