"""What is asked of the answers that are known; Ivy proposed one from Ann's ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.known_answers import KnownAnswer
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE


def proposed(seen: Any) -> dict[str, Any]:
    texts = {"en": ["How do I pay?", "At the counter or online."]}
    return {"code": "enquiry", "texts": texts, "proposed_by": seen.house.staff["Ivy"].id, "proposed_at": NOW}


def answer(seen: Any) -> KnownAnswer:
    absent = seen.ticket.id == NOWHERE
    return KnownAnswer(
        id=NOWHERE if absent else 1, estate_id=seen.ticket.estate_id, first_id=None, version=1, ticket_id=None,
        state="proposed", decided_by=None, decided_at=None, why="", **proposed(seen),
    )  # fmt: skip


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "propose": lambda s, x: s.propose(x.ticket.estate_id, None, x.ticket, **proposed(x)),
    "by_id": lambda s, x: s.by_id(answer(x).id),
    "standing": lambda s, x: [one for one in s.standing() if one.estate_id == x.ticket.estate_id],
    "waiting": lambda s, x: [one for one in s.waiting() if one.estate_id == x.ticket.estate_id],
    "versions": lambda s, x: s.versions(answer(x)),
    "decide": lambda s, x: s.decide(
        answer(x), "approved", decided_by=x.house.staff["Max"].id, decided_at=NOW
    ),
}
