"""The line assesses what comes in, at once and in the file; whoever puts it right leaves what it was (ISO 10002, 7.5)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from handlers.base import Acting
from handlers.tickets.complaints.assessment import Judgement, facts_of, judge
from storage.assessments import Assessment
from storage.store import Store
from storage.ticket_rows import Ticket

#: What is assessed beside complaints; questions and thanks need no grade.
_ASSESSED = frozenset({"emergency", "repair", "suggestion"})

#: How many of the household's tickets are looked through for the same trouble.
_LOOKED_AT = 50


def assess_at_once(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The line's own assessment, as a row and an entry of the file that the owner does not see; said again only where it changed."""
    if not (ticket.complaint or ticket.intent in _ASSESSED):
        return ticket
    before = store.assessments.newest(ticket)
    judged = judge(_facts(store, ticket))
    if before and (before.by == "staff" or _same(before, judged)):
        return ticket
    store.assessments.add(ticket, at=acting.now, by="line", **asdict(judged))
    data = values(judged)
    store.tickets.record(ticket, at=acting.now, kind="assessed", actor="line", shown=False, data=data)
    return ticket


def values(judged: Judgement | Assessment) -> dict[str, Any]:
    """The grades of an assessment, for an entry of the file."""
    names = ("severity", "safety", "complexity", "impact", "immediate", "nature", "key_point")
    return {name: getattr(judged, name) for name in names}


def _same(before: Assessment, judged: Judgement) -> bool:
    return values(before) == values(judged)


def _facts(store: Store, ticket: Ticket) -> Any:
    others = store.tickets.of_household(ticket, _LOOKED_AT) if ticket.code else []
    earlier = sum(1 for one in others if one.code == ticket.code and one.opened_at < ticket.opened_at)
    return facts_of(
        ticket.reading, intent=ticket.intent, code=ticket.code, urgency=ticket.urgency, earlier=earlier, words=ticket.words
    )  # fmt: skip
