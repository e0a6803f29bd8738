"""Staff tick for a job what was done of a touch-point's list: they look at their own work first, before anybody else does (J06)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.base import Mistake, Reply
from handlers.staff.changing import record
from handlers.staff.request import StaffRequest
from handlers.voice import standards
from handlers.voice.standards import Standard
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What is ticked of an item: it was done, it was not. Nothing: there was no occasion for it.
MARKS = ("done", "not_done")


def lists(store: StaffStore, ticket: Ticket) -> tuple[Standard, ...]:
    """The touch-points that a ticket has come to, as its estate has them; without those that have nothing to tick."""
    every = standards.of_estate(store.standards.of(ticket.estate_id))
    reached = {
        "report_received": True,
        "visit": any(one.came_at for one in store.visits.of(ticket)),
        "repair": ticket.intent == "repair",
        "complaint_closed": ticket.complaint and ticket.stage in ("decided", "resolved", "closed"),
        "answer": ticket.intent == "enquiry",
    }
    return tuple(one for key, one in every.items() if reached.get(key) and one.side("do"))


def tick(
    request: StaffRequest, store: StaffStore, ticket: Ticket, touch_point: str, marks: Mapping[str, str]
) -> tuple[Reply, ...]:
    """Keeps a list: `marks` by an item's key. Who ticked stands in the file. Raises Mistake: no such list, nothing ticked."""
    standard = next((one for one in lists(store, ticket) if one.touch_point == touch_point), None)
    if standard is None:
        raise Mistake("standards.no_such")
    ticked = {
        (one.key, one.version): marks[one.key] == "done"
        for one in standard.side("do")
        if marks.get(one.key) in MARKS
    }
    if not ticked:
        raise Mistake("standards.nothing_ticked")
    store.self_checks.keep(ticket, touch_point, ticked, request.now)
    record(request, store, ticket, "self_checked", shown=False, touch_point=touch_point,
           done=sum(ticked.values()), of=len(ticked))  # fmt: skip
    return ()
