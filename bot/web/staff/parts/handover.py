"""A hand-over under way: who is asked until when; for whoever is asked, yes or no with the reason (B19)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff import desk
from handlers.staff.request import StaffRequest
from handlers.wording import moment, say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class View:
    """The line about it; `mine`: whoever looks is the one who is asked."""

    line: str
    mine: bool


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> View | None:
    if ticket.handover_to_id is None or ticket.handover_by is None:
        return None
    when = moment(looking.language, ticket.handover_by, looking.tz, looking.now)
    if ticket.handover_to_id == looking.who.id:
        return View(say(looking.language, "handover.part.you", when=when), mine=True)
    asked = store.colleague(ticket.handover_to_id)
    name = asked.name if asked else "?"
    return View(say(looking.language, "handover.part.waits", name=name, when=when), mine=False)


def _accept(request: StaffRequest, store: StaffStore, ticket: Ticket, _form: Form) -> tuple[Reply, ...]:
    return desk.accept_handover(request, store, ticket)


def _refuse(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.refuse_handover(request, store, ticket, form.get("text", ""))


PART = Part(
    name="handover", view=view, actions={"accept_handover": _accept, "refuse_handover": _refuse}, place="now"
)
