"""When a report is the same matter told once more, and when it is a fault that came back after its repair.

The same household chasing an open matter gets no second ticket; a fault back after a repair is a new one, tied to the old.
Both are the household's own matters: nobody else's are ever put together. (Housing Ombudsman's code: a first report is a repair,
a second report of the same is offered as a complaint.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.tickets.again.wordings import rooms, similarity
from handlers.tickets.warning.spots import building_in
from nlu.meaning import Matter
from storage.ticket_rows import Ticket

#: The code of a complaint about a fault that came back.
REPEAT_FAULT = "construction.repeat_fault"

#: What can be chased by being reported once more.
CHASEABLE = ("repair", "complaint")

#: Codes that hold many different things; only like words make two of them one matter.
_BROAD = (".other", "service.")

#: The share of common words from which two reports of a broad or a parent code are the same matter.
ALIKE = 0.65

#: The share from which two reports are one although the reader gave them neighbouring codes (a dripping tap: leak, sanitary).
SAME_WORDS = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """`window_days`: how long an open ticket takes further reports of its matter. `repeat_fault_days`: how long after a repair
    the same fault counts as come back; 90 days is a usual time for work done.
    """

    window_days: float = 14
    repeat_fault_days: float = 90

    def __post_init__(self) -> None:
        if not (0 <= self.window_days <= 365 and 0 <= self.repeat_fault_days <= 3650):
            raise ValueError("window_days must be 0 to 365, repeat_fault_days 0 to 3650")

    def since(self, now: datetime) -> datetime:
        return now - timedelta(days=self.window_days)

    def repaired_since(self, now: datetime) -> datetime:
        return now - timedelta(days=self.repeat_fault_days)


def chased(matter: Matter, place: str | None, open_ones: Iterable[Ticket]) -> Ticket | None:
    """The open ticket that a report is about once more; None where it is a matter of its own."""
    if matter.intent not in CHASEABLE or not matter.code:
        return None
    return next((one for one in open_ones if _same(matter, place, one)), None)


def _same(matter: Matter, place: str | None, ticket: Ticket) -> bool:
    if ticket.intent not in CHASEABLE or ticket.urgency == "E0" or ticket.private or not ticket.code:
        return False
    if _apart(matter.text, place, ticket):
        return False
    return similarity(matter.text, ticket.words) >= _least(matter.code or "", ticket.code)


def _least(one: str, other: str) -> float:
    """How alike two reports must be worded, by their codes; more than 1 for what is never the same."""
    if one == other:
        return ALIKE if any(part in f".{one}" for part in _BROAD) else 0
    if _parent(one, other):
        return ALIKE
    return SAME_WORDS if one.split(".", maxsplit=1)[0] == other.split(".", maxsplit=1)[0] else 2


def _parent(one: str, other: str) -> bool:
    """Whether one code is a leaf under the other: home.leak and home.leak.balcony."""
    return one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _apart(text: str, place: str | None, ticket: Ticket) -> bool:
    """Two places, each named, that are not the same."""
    building, other = (
        building_in(f"{place or ''} {text}"),
        building_in(f"{ticket.place or ''} {ticket.words}"),
    )
    if building and other and building != other:
        return True
    here, there = rooms(text, place), rooms(ticket.words, ticket.place)
    if here and there:
        return not here & there
    said, known = (place or "").casefold(), (ticket.place or "").casefold()
    return bool(said and known) and said not in known and known not in said and not (here or there)


def came_back(ticket: Ticket, repaired: Iterable[Ticket]) -> Ticket | None:
    """The repair after which a fault came back: the same code and no other place, or what the owner's words are about.

    An owner who says "the tap you repaired leaks again" names no code: the household's last repair that the reading thought of,
    or whose words are likest, is meant; the only one there is, else.
    """
    earlier = [one for one in repaired if one.id != ticket.id and one.intent in CHASEABLE and one.code]
    if ticket.code == REPEAT_FAULT:
        return _meant(ticket, earlier)
    if ticket.intent != "repair" or not ticket.code or ticket.code.endswith(".other"):
        return None
    return next(
        (
            one
            for one in earlier
            if component(one) == ticket.code and not _apart(ticket.words, ticket.place, one)
        ),
        None,
    )


def component(ticket: Ticket) -> str | None:
    """What was broken, also where the ticket has become a complaint about a repeated fault."""
    return str(ticket.reading.get("component") or "") or ticket.code


def _meant(ticket: Ticket, earlier: list[Ticket]) -> Ticket | None:
    thought = {candidate.get("code") for candidate in _candidates(ticket.reading)}
    read = [one for one in earlier if component(one) in thought and component(one) != REPEAT_FAULT]
    likest = max(earlier, key=lambda one: similarity(ticket.words, one.words), default=None)
    if likest and similarity(ticket.words, likest.words) >= ALIKE:
        return likest
    return next(iter(read), earlier[0] if len(earlier) == 1 else None)


def _candidates(reading: dict[str, Any]) -> list[dict[str, Any]]:
    found = reading.get("candidates")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
