"""Who a contact is for by how deep it goes: the line for short, standard ones, a person for deep ones (L16); pure.

Depth is what a contact asks of whoever answers: weighing, deciding, making good. Time is what it takes: one exchange, or several. The
table says it for each kind; an installation may move a kind to the other side. Nobody is led to a person against their will, and
nobody is kept from one: whoever asks for a person gets one for every kind (handlers/handoff.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from storage.ticket_rows import Ticket

Mode = Literal["line", "person"]

#: Every kind of contact, the deepest first: depth 1 (told or asked once) to 3 (weighed and decided), and how many exchanges it takes
#: (1 one, 2 several). Our reading of the touch-points of the plan.
KINDS: dict[str, tuple[int, int]] = {
    "appeal": (3, 2), "dispute": (3, 2), "compensation": (3, 2), "serious_complaint": (3, 2), "complaint": (2, 2), "repair": (1, 2),
    "enquiry": (1, 1), "suggestion": (1, 1), "praise": (1, 1), "other": (1, 1),
}  # fmt: skip

#: From which severity on a complaint is serious (handlers/tickets/complaints/assessment.py): law, press, the same again, urgent.
_SERIOUS = 3


def _deep() -> tuple[str, ...]:
    return tuple(kind for kind, (depth, _) in KINDS.items() if depth == 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMode:
    """`person`: the kinds at which a person is offered at once, with one tap."""

    person: tuple[str, ...] = _deep()

    def __post_init__(self) -> None:
        unknown = sorted(set(self.person) - set(KINDS))
        if unknown:
            raise ValueError(f"person: there is no kind {', '.join(unknown)}; there are {', '.join(KINDS)}")

    def of(self, kind: str) -> Mode:
        return "person" if kind in self.person else "line"


def kind_of(ticket: Ticket, severity: int | None) -> str:
    """The deepest kind that a matter is: the first of the table that fits. `severity` of its assessment, None for none."""
    if ticket.round > 0:
        return "appeal"
    if ticket.intent == "dispute":
        return "dispute"
    if ticket.complaint and ticket.reading.get("stance") == "negotiator":
        return "compensation"
    if ticket.complaint:
        serious = bool(ticket.guard) or (severity or 0) >= _SERIOUS
        return "serious_complaint" if serious else "complaint"
    return ticket.intent if ticket.intent in KINDS else "other"
