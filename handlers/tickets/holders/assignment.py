"""Who is to hold a ticket: by authority, skill, language, duty and load, the household's own housekeeper first (B05, B16, C12, C13).

Pure: people and a need go in, the people who may hold it come out, the best first, each with the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time

from storage.staff import ROLES

#: The kinds of matters that authority is given for. hard: what the expert squad is for (L03).
KINDS = ("security", "emergency", "hard", "complaint", "ordinary")

#: Urgencies that cannot wait for somebody who is overloaded or off duty.
PRESSING = frozenset({"E0", "E1"})

#: Dangers and complaints that are the guards' own.
_GUARDS = frozenset({"intruder", "violence", "burglary", "missing_person", "service.security"})

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")

_AUTHORITY: dict[str, tuple[str, ...]] = {
    "security": ("security", "officer", "housekeeper"),
    "emergency": ("security", "engineer", "housekeeper", "officer"),
    "hard": ("expert",),
    "complaint": ("officer", "housekeeper", "manager"),
    "ordinary": ("housekeeper", "officer", "engineer", "security"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Which roles may hold a matter of each kind, the preferred first (C13). The ladder of escalation serves where none of
    them is there."""

    authority: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(_AUTHORITY))

    def __post_init__(self) -> None:
        unknown = sorted(set(self.authority) - set(KINDS))
        if unknown:
            raise ValueError(
                f"authority: there is no kind {', '.join(unknown)}; there are {', '.join(KINDS)}"
            )
        check_roles("authority", [role for roles in self.authority.values() for role in roles])

    def roles(self, kind: str) -> tuple[str, ...]:
        return tuple(self.authority.get(kind, _AUTHORITY[kind]))


def check_roles(where: str, roles: Iterable[str]) -> None:
    """Raises ValueError for a role that nobody can have."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise ValueError(f"{where}: there is no role {', '.join(unknown)}; there are {', '.join(ROLES)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could hold a ticket. `speaks` holds every language of theirs; `load` open tickets; `on_duty` now, hours
    included."""

    id: int
    name: str
    role: str
    skills: tuple[str, ...] = ()
    speaks: frozenset[str] = frozenset()
    load: int = 0
    capacity: int = 40
    on_duty: bool = True

    @property
    def is_full(self) -> bool:
        return self.load >= self.capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a ticket needs of its holder. `roles` in order of preference; `spoken` the languages of its owner, any of them
    will do; `housekeeper_id` who keeps the household's home."""

    roles: tuple[str, ...]
    intent: str
    code: str | None
    urgency: str = "N"
    spoken: frozenset[str] = frozenset()
    housekeeper_id: int | None = None

    @property
    def is_pressing(self) -> bool:
        return self.urgency in PRESSING


def kinds_of(intent: str, code: str | None, urgency: str, *, complaint: bool, hard: bool) -> tuple[str, ...]:
    """The kinds of authority a matter calls for, the first one first; the next serves where nobody has the one before."""
    found = []
    if code in _GUARDS:
        found.append("security")
    if urgency == "E0" or intent == "emergency":
        found.append("emergency")
    if hard:
        found.append("hard")
    found.append("complaint" if complaint else "ordinary")
    return tuple(found)


def is_hard(*, reopened: int, round_: int, repeated: bool, risks: Iterable[str]) -> bool:
    """What the expert squad is for (L03): opened again twice, appealed, reported before, or with more than words behind it."""
    return (
        reopened >= 2 or round_ > 0 or repeated or bool(set(risks) & {"media", "legal", "authority", "group"})
    )


def rank(candidates: Iterable[Candidate], need: Need) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Who may hold it, the best first, with the reasons: authority decides who may at all, and keeping the home is authority.

    The household's named housekeeper comes first, unless it is pressing and they are overloaded or off duty (B16). Then
    whoever is on duty, not overloaded, skilled in it, of the preferred role, speaks the owner's language, holds the least.
    """
    able = [one for one in candidates if one.role in need.roles or _is_theirs(one, need)]
    able.sort(key=lambda one: _order(one, need))
    return [(one, _reasons(one, need)) for one in able]


def _order(one: Candidate, need: Need) -> tuple[object, ...]:
    return (
        not _is_theirs(one, need), not one.on_duty, one.is_full, -_skill(one, need), _preference(one, need),
        not _understands(one, need), one.load / max(one.capacity, 1), one.id,
    )  # fmt: skip


def _preference(one: Candidate, need: Need) -> int:
    return need.roles.index(one.role) if one.role in need.roles else len(need.roles)


def _is_theirs(one: Candidate, need: Need) -> bool:
    if one.id != need.housekeeper_id:
        return False
    return not need.is_pressing or (one.on_duty and not one.is_full)


def _skill(one: Candidate, need: Need) -> int:
    """How near somebody's skill is: the length of what fits, 0 for somebody of no particular skill, -1 for another trade."""
    fits = [len(skill) for skill in one.skills if covers(skill, need.intent, need.code)]
    return max(fits) if fits else (-1 if one.skills else 0)


def covers(skill: str, intent: str, code: str | None) -> bool:
    """Whether a skill is the beginning of a code, or the intent itself."""
    return skill == intent or (code is not None and (code == skill or code.startswith(f"{skill}.")))


def _understands(one: Candidate, need: Need) -> bool:
    return not need.spoken or bool(one.speaks & need.spoken)


def _reasons(one: Candidate, need: Need) -> tuple[str, ...]:
    """Why this one, in stable words that the file keeps."""
    told = [f"role {one.role}", f"load {one.load}/{one.capacity}"]
    if _is_theirs(one, need):
        told.insert(0, "the household's housekeeper")
    if _skill(one, need) > 0:
        told.append(f"skill {max((s for s in one.skills if covers(s, need.intent, need.code)), key=len)}")
    if need.spoken and _understands(one, need):
        told.append(f"speaks {', '.join(sorted(one.speaks & need.spoken))}")
    told.append("on duty" if one.on_duty else "off duty")
    if one.is_full:
        told.append("overloaded")
    return tuple(told)


def is_hours(text: str) -> bool:
    """Whether a text tells hours of duty: "HH:MM-HH:MM", also across midnight."""
    return _HOURS.fullmatch(text) is not None and text[:5] != text[6:]


def within(hours: str, at: time) -> bool:
    """Whether a time of day lies in hours of duty, the end not included; no hours are all hours."""
    if not hours:
        return True
    begin, end = time.fromisoformat(hours[:5]), time.fromisoformat(hours[6:])
    return begin <= at < end if begin < end else at >= begin or at < end
