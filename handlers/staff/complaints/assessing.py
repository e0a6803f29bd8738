"""People put the line's assessment right; what it was stays in the file beside what it became (ISO 10002, 7.5)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from handlers.base import Mistake, Reply
from handlers.staff.changing import changed, record, redrawn
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints import assessing
from handlers.tickets.complaints.assessment import NATURES, Judgement, key_point
from handlers.tickets.lifecycle import may, next_stage
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def assess(request: StaffRequest, store: StaffStore, ticket: Ticket, judged: Judgement) -> tuple[Reply, ...]:
    """A new version that counts from now on. Raises Mistake for grades off the scale, no key point, or nothing that changed."""
    judged = _checked(judged)
    before = store.assessments.newest(ticket)
    was: dict[str, Any] = assessing.values(before) if before else {}
    if was == assessing.values(judged) and before and before.by == "staff":
        raise Mistake("decision.same_assessment", number=ticket.number)
    store.assessments.add(ticket, at=request.now, by="staff", staff_id=request.who.id, **asdict(judged))
    after = ticket
    if may(ticket, "assess"):
        after = changed(store, ticket, stage=next_stage(ticket, "assess"))
    record(request, store, after, "assessed", shown=False, was_graded=was, **assessing.values(judged))
    return (redrawn(request, store, after),)


def _checked(judged: Judgement) -> Judgement:
    fits = 1 <= judged.severity <= 4 and 1 <= judged.complexity <= 3 and 1 <= judged.impact <= 3
    if not fits or judged.nature not in NATURES:
        raise Mistake("decision.no_grade")
    line = key_point(judged.key_point)
    if not line:
        raise Mistake("decision.no_key_point")
    return Judgement(**(asdict(judged) | {"key_point": line}))
