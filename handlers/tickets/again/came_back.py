"""A fault that came back after its repair: tied to the earlier ticket at once, and offered as a complaint (ISO 10002, 7.4).

Where the owner says so themselves nobody asks; it is tied as it comes in. What was broken stays known beside the complaint.
"""

from __future__ import annotations

from typing import Any

from handlers.base import Acting, Button, Mistake, Request
from handlers.tickets import misread
from handlers.tickets.again import repeats
from handlers.tickets.complaints import assessing
from handlers.tickets.fairness import subjects
from handlers.tickets.timing import running
from handlers.wording import moment, say
from storage.owner_store import OwnerStore
from storage.store import Store
from storage.ticket_rows import Ticket


def tie(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Follows from "received", through whatever door."""
    if ticket.private or ticket.repeat_of_id or ticket.intent not in repeats.CHASEABLE:
        return ticket
    rules = acting.settings.tickets.repeats
    repaired = store.households.repaired(
        unit_id=ticket.unit_id, contact_id=ticket.contact_id, since=rules.repaired_since(acting.now)
    )
    earlier = repeats.came_back(ticket, repaired)
    if earlier is None:
        return ticket
    values: dict[str, Any] = {"repeat_of_id": earlier.id}
    if ticket.code == repeats.REPEAT_FAULT:
        values["reading"] = ticket.reading | {"component": repeats.component(earlier)}
    tied = store.tickets.change(ticket, **values) or ticket
    store.tickets.record(tied, at=acting.now, kind="came_back", actor="line", text=earlier.number)
    return tied


def line(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """What the owner is told of the tie: the question, or, where they said it themselves, that it is tied."""
    earlier = store.tickets.by_id(ticket.repeat_of_id) if ticket.repeat_of_id else None
    done = (earlier.resolved_at or earlier.closed_at) if earlier else None
    if earlier is None or done is None:
        return ""
    key = "repeats.tied" if ticket.complaint else "repeats.offer"
    when = moment(request.language, done, request.tz, request.now)
    return say(request.language, key, number=earlier.number, when=when)


def offered(ticket: Ticket) -> bool:
    """Whether the owner is asked: a repair that came back, not a complaint already."""
    return ticket.repeat_of_id is not None and not ticket.complaint


def buttons(request: Request, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(say(request.language, "repeats.as_complaint"), f"again:{ticket.id}:1"),),
        (Button(say(request.language, "repeats.just_repair"), f"again:{ticket.id}:0"),),
    )


def take_up(acting: Acting, store: Store, ticket: Ticket, words: str = "") -> Ticket:
    """The repair goes on as a complaint about a repeated fault; what is broken stays in its reading.

    Raises Mistake when the ticket moved on.
    """
    reading = misread.became(ticket, f"complaint/{repeats.REPEAT_FAULT}") | {"complaint": True}
    reading["reading"] |= {"component": repeats.component(ticket)}
    taken = store.tickets.change(ticket, **reading)
    if taken is None:
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.record(
        taken, at=acting.now, kind="taken_up", actor="owner", text=words, data={"code": ticket.code}
    )
    taken = assessing.assess_at_once(acting, store, running.follow(acting, store, taken))
    return subjects.on_words(acting, store, taken)
