"""A person's profile: abilities with what shows them, training passed, certificates; judged by seniors, read by oneself (L01, L04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.base import Mistake, Reply
from handlers.staff.people.abilities import ABILITIES, CERTIFICATES, LEVELS
from handlers.staff.request import StaffRequest
from storage.scope import SENIOR, StaffScope
from storage.skills import Ability, Paper
from storage.staff import Staff
from storage.staff_store import StaffStore

#: The longest text that is kept as evidence, and the longest name of a module.
LONGEST_EVIDENCE, LONGEST_NAME = 500, 60


@dataclass(frozen=True, slots=True)
class Profile:
    """`abilities` in the order of the list, each with its newest judgement, None for none; `papers` the newest first."""

    who: Staff
    abilities: tuple[tuple[str, Ability | None], ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A paper as somebody typed it: days as 2026-11-22, no `expires` for good."""

    kind: str
    name: str
    passed: str
    expires: str
    evidence: str


def may_read(scope: StaffScope, staff_id: int) -> bool:
    """Oneself, and managers and above."""
    return scope.staff_id == staff_id or scope.is_senior


def of(store: StaffStore, staff_id: int) -> Profile | None:
    """The profile of a colleague; None for nobody of the estates served, and for whoever is not to read it."""
    who = store.colleague(staff_id)
    if who is None or not may_read(store.scope, staff_id):
        return None
    newest = {one.ability: one for one in store.skills.abilities(staff_id)}
    return Profile(
        who=who,
        abilities=tuple((one, newest.get(one)) for one in ABILITIES),
        papers=tuple(reversed(store.skills.papers(staff_id))),
    )


def judge(
    request: StaffRequest, store: StaffStore, staff_id: int, *, ability: str, level: str, evidence: str
) -> tuple[Reply, ...]:
    """How far somebody is in one ability, with what shows it.

    Raises Mistake: nobody of that number, oneself, not a senior, no such ability or level, no evidence.
    """
    _other(request, store, staff_id)
    if ability not in ABILITIES or level not in {str(one) for one in LEVELS}:
        raise Mistake("profile.no_such_ability")
    store.skills.judge(
        staff_id, ability=ability, level=int(level), evidence=_evidence(evidence), at=request.now,
        judged_by=request.who.id,
    )  # fmt: skip
    return ()


def keep(request: StaffRequest, store: StaffStore, staff_id: int, typed: Typed) -> tuple[Reply, ...]:
    """A module that was passed, or a certificate, with its days.

    Raises Mistake: as `judge`; no name, a certificate that there is not, a day that is none, passed in the future, expired before.
    """
    _other(request, store, staff_id)
    called = " ".join(typed.name.split())[:LONGEST_NAME]
    known = typed.kind == "module" or (typed.kind == "certificate" and called in CERTIFICATES)
    if not called or not known:
        raise Mistake("profile.no_such_paper")
    today = request.now.astimezone(request.tz).date()
    on, until = _day(typed.passed), _day(typed.expires) if typed.expires.strip() else None
    if on > today or (until is not None and until <= on):
        raise Mistake("profile.days")
    store.skills.keep(
        staff_id, kind=typed.kind, name=called, evidence=_evidence(typed.evidence), passed_on=on, expires_on=until,
        kept_by=request.who.id, kept_at=request.now,
    )  # fmt: skip
    return ()


def revoke(request: StaffRequest, store: StaffStore, staff_id: int, paper_id: int) -> tuple[Reply, ...]:
    """A paper counts no more. Raises Mistake as `judge`, and for one that counts no more already."""
    _other(request, store, staff_id)
    if not store.skills.revoke(staff_id, paper_id, request.now):
        raise Mistake("profile.no_such_paper")
    return ()


def _other(request: StaffRequest, store: StaffStore, staff_id: int) -> None:
    if store.colleague(staff_id) is None:
        raise Mistake("desk.no_such_colleague")
    if request.who.role not in SENIOR:
        raise Mistake("profile.seniors")
    if request.who.id == staff_id:
        raise Mistake("profile.not_oneself")


def _evidence(text: str) -> str:
    words = text.strip()
    if not words:
        raise Mistake("profile.evidence")
    if len(words) > LONGEST_EVIDENCE:
        raise Mistake("desk.long_text", length=len(words), most=LONGEST_EVIDENCE)
    return words


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Mistake("profile.days") from None
