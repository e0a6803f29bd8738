"""How far a ticket goes up, and when: the ladder, and what raises a ticket on it (C15, C16, D13).

Pure: what happened and who could be called go in, a level comes out. Levels count from 1; one above the last is the outside.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handlers.tickets.holders.assignment import check_roles
from nlu.meaning import HAZARDS
from storage.ticket_rows import Event, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung. `accept` people of these `roles` must accept within `accept_minutes`, and decide within `decide_hours`; else
    the next rung is called."""

    name: str
    roles: tuple[str, ...]
    accept: int = 1
    accept_minutes: float = 30
    decide_hours: float = 24

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 40:
            raise ValueError("a level needs a name of at most 40 characters")
        if not self.roles:
            raise ValueError(f"level {self.name}: nobody could be called; name its roles")
        check_roles(f"level {self.name}", self.roles)
        if self.accept < 1:
            raise ValueError(f"level {self.name}: accept is {self.accept}; at least one person must accept")
        if self.accept_minutes <= 0 or self.decide_hours <= 0:
            raise ValueError(f"level {self.name}: accept_minutes and decide_hours must be more than 0")


_LADDER = (
    Level(name="manager", roles=("manager",), accept_minutes=30, decide_hours=24),
    Level(name="director", roles=("director",), accept_minutes=60, decide_hours=48),
    Level(name="executive", roles=("executive",), accept_minutes=120, decide_hours=72),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """The ladder, and the measures of what raises a ticket on it.

    `unaccepted_minutes`: how long an urgent ticket may stand without anybody taking it (domain, section 7: E0 at once, E1 30
    min). `chases` without a person's answer between, and `reopenings`, after which it goes up. `accepted_by`: people
    needed for an emergency of a kind of danger; 1 where none is named.
    """

    ladder: tuple[Level, ...] = _LADDER
    estates: Mapping[str, tuple[Level, ...]] = field(default_factory=dict)
    unaccepted_minutes: Mapping[str, float] = field(default_factory=lambda: {"E0": 5.0, "E1": 30.0})
    chases: int = 3
    reopenings: int = 2
    accepted_by: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for where, ladder in (("ladder", self.ladder), *self.estates.items()):
            _check(where, ladder)
        unknown = sorted(set(self.unaccepted_minutes) - {"E0", "E1", "N", "L"})
        if unknown or any(value <= 0 for value in self.unaccepted_minutes.values()):
            raise ValueError("unaccepted_minutes: minutes above 0 for some of E0, E1, N, L are expected")
        if self.chases < 1 or self.reopenings < 1:
            raise ValueError("chases and reopenings must be at least 1")
        dangers = sorted(set(self.accepted_by) - set(HAZARDS))
        if dangers:
            raise ValueError(
                f"accepted_by: there is no danger {', '.join(dangers)}; there are {', '.join(HAZARDS)}"
            )
        if any(value < 1 for value in self.accepted_by.values()):
            raise ValueError("accepted_by: at least one person must accept")

    def of(self, estate_code: str) -> tuple[Level, ...]:
        """The ladder of an estate."""
        return tuple(self.estates.get(estate_code, self.ladder))

    def needed(self, hazard: str | None) -> int:
        """How many people must accept an emergency."""
        return self.accepted_by.get(hazard or "", 1)


def _check(where: str, ladder: tuple[Level, ...]) -> None:
    """Raises ValueError for a ladder without rungs, or one on which a ticket would come by the same people again."""
    if not ladder:
        raise ValueError(f"{where}: the ladder has no level; a matter that stands still must go to somebody")
    names = [level.name for level in ladder]
    roles = [role for level in ladder for role in set(level.roles)]
    for what, found in (("level", names), ("role", roles)):
        twice = sorted({one for one in found if found.count(one) > 1})
        if twice:
            raise ValueError(
                f"{where}: the {what} {', '.join(twice)} stands twice, so the ladder would go in a circle"
            )


def landing(now: int, rungs: int, occupied: Collection[int], at_least: int | None = None) -> int | None:
    """The level a ticket goes to from `now`; None where there is nobody to go to. It never goes down.

    `occupied` are the levels that have somebody eligible; others are passed over. Where nobody stands high enough: with a
    level that was asked for, the highest below it; from a level of the ladder, the outside (`rungs` + 1).
    """
    wanted = max(now + 1, 1) if at_least is None else max(at_least, now, 1)
    above = [level for level in sorted(occupied) if level >= wanted]
    if above:
        return above[0]
    below = [level for level in sorted(occupied) if level >= max(now, 1)]
    if at_least is not None and below:
        return below[-1]
    return rungs + 1 if 1 <= now <= rungs else None


def has_its_time(raised_at: datetime, accept_minutes: float, now: datetime) -> bool:
    """Whether a level was called so lately that a further missed time must not pass it over: one sweep, one level."""
    return now < raised_at + timedelta(minutes=accept_minutes)


#: Entries that are a person's answer to the owner.
_ANSWERS = frozenset({"replied", "asked", "next_date", "alarm_accepted", "resolved"})


def unanswered_chases(timeline: Collection[Event]) -> tuple[int, int]:
    """How often the owner asked since a person last answered, and the place in the file of the first of these."""
    chases: list[int] = []
    for event in timeline:
        if event.kind in _ANSWERS:
            chases = []
        elif event.kind == "chased":
            chases.append(event.seq)
    return len(chases), chases[0] if chases else 0


def about_safety(ticket: Ticket) -> bool:
    """Whether a complaint is about danger: urgent in itself, a lane kept from the fire engine, things thrown from above."""
    if not ticket.complaint:
        return False
    return ticket.urgency in ("E0", "E1") or ticket.code in _SAFETY or bool(ticket.reading.get("hazard"))


_SAFETY = frozenset({"service.security", "community.fire_lane", "community.thrown_objects"})

#: Words for somebody with more authority, as owners use them.
_HIGHER = re.compile(
    r"\b(manager|supervisor|your (boss|superior)|higher[- ]ups?|(some|any)(body|one) higher|in charge of you|head office)\b"
    r"|经理|經理|领导|領導|上级|上級|上司|上頭|上头|阿頭|你们头|主管|负责人|負責人|老板|老闆|高層|高层",
    re.IGNORECASE,
)


def asks_higher(text: str) -> bool:
    """Whether an owner who wants a person wants one with more authority."""
    return _HIGHER.search(text) is not None
