"""The life of a ticket as a table: which step may follow which stage (design: the life of a ticket).

Two keys to close: "work done" is resolved; closed needs the owner's word, or silence after a stated time and a reminder. A
complaint is decided before it is resolved or closed; a decision that the owner does not accept stays open until the other ways
to be heard were told and used up (ISO 10002, 7.9; BS 8600).
"""

from __future__ import annotations

from handlers.base import Mistake
from storage.ticket_rows import Ticket

#: step -> (the stages it may start from, the stage it leads to)
_BEFORE_WORK = frozenset({"received", "assessed", "reopened"})
_WORKED_ON = _BEFORE_WORK | {"assigned", "in_progress", "waiting_owner"}

STEPS: dict[str, tuple[frozenset[str], str]] = {
    "assess": (frozenset({"received", "assessed"}), "assessed"),
    "claim": (_BEFORE_WORK, "assigned"),
    "work": (frozenset({"assigned", "in_progress", "waiting_owner"}), "in_progress"),
    "ask_owner": (_WORKED_ON, "waiting_owner"),
    "owner_answers": (frozenset({"waiting_owner"}), "in_progress"),
    "decide": (_WORKED_ON, "decided"),
    "appeal": (frozenset({"decided", "resolved", "closed"}), "reopened"),
    "resolve": (_WORKED_ON | {"decided"}, "resolved"),
    "settle": (frozenset({"resolved", "decided"}), "closed"),
    "end_outside": (frozenset({"decided"}), "closed"),
    "fall_silent": (frozenset({"resolved", "decided"}), "closed"),
    "reopen": (frozenset({"resolved", "closed"}), "reopened"),
    "withdraw": (_WORKED_ON | {"decided", "resolved"}, "withdrawn"),
}


def next_stage(ticket: Ticket, step: str) -> str:
    """The stage a step leads to. Raises Mistake when the ticket has moved on and the step no longer fits."""
    origins, stage = STEPS[step]
    if ticket.stage not in origins:
        raise Mistake("common.moved_on", number=ticket.number)
    return stage


def may(ticket: Ticket, step: str) -> bool:
    """Whether a step fits the ticket as it stands."""
    return ticket.stage in STEPS[step][0]
