"""The life of a ticket as a table: which step may follow which stage (design: the life of a ticket).

Two keys to close: "work done" is resolved; closed needs the owner's word, or silence after a stated time and a reminder.
"""

from __future__ import annotations

from handlers.base import Mistake
from storage.ticket_rows import Ticket

#: step -> (the stages it may start from, the stage it leads to)
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "assess": (frozenset({"received"}), "assessed"),
    "claim": (frozenset({"received", "assessed", "reopened"}), "assigned"),
    "work": (frozenset({"assigned", "in_progress", "waiting_owner"}), "in_progress"),
    "ask_owner": (frozenset({"received", "assessed", "assigned", "in_progress", "reopened", "waiting_owner"}), "waiting_owner"),
    "owner_answers": (frozenset({"waiting_owner"}), "in_progress"),
    "resolve": (frozenset({"received", "assessed", "assigned", "in_progress", "waiting_owner", "reopened"}), "resolved"),
    "settle": (frozenset({"resolved"}), "closed"),
    "fall_silent": (frozenset({"resolved"}), "closed"),
    "reopen": (frozenset({"resolved", "closed"}), "reopened"),
    "withdraw": (
        frozenset({"received", "assessed", "assigned", "in_progress", "waiting_owner", "reopened", "resolved"}),
        "withdrawn",
    ),
}  # fmt: skip


def next_stage(ticket: Ticket, step: str) -> str:
    """The stage a step leads to. Raises Mistake when the ticket has moved on and the step no longer fits."""
    origins, stage = STEPS[step]
    if ticket.stage not in origins:
        raise Mistake("common.moved_on", number=ticket.number)
    return stage


def may(ticket: Ticket, step: str) -> bool:
    """Whether a step fits the ticket as it stands."""
    return ticket.stage in STEPS[step][0]
