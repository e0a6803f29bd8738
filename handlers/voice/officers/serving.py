"""What an officer decides: to take the place or not, which of the three roles, and to leave, in one tap and at any time (J02, J04)."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from handlers.base import Acting, Button
from handlers.wording import say
from storage.officer_rows import ROLES, Officer
from storage.owner_store import OwnerStore

#: How long after the welcome the first mission comes.
_FIRST = timedelta(days=1)


def accept(acting: Acting, store: OwnerStore, officer: Officer) -> Officer | None:
    """An invited household becomes an officer for the term; the first mission comes the next day. None when it moved on."""
    if officer.state != "invited":
        return None
    until = later(acting.now, officer.term_months)
    return store.officers.change(
        officer,
        state="active",
        answered_at=acting.now,
        until=until,
        due_at=until,
        mission_at=acting.now + _FIRST,
    )


def decline(acting: Acting, store: OwnerStore, officer: Officer) -> Officer | None:
    """No thanks; the clock invites the next one. None when it moved on."""
    if officer.state != "invited":
        return None
    return store.officers.change(
        officer, state="declined", answered_at=acting.now, due_at=acting.now, ended_at=acting.now
    )


def leave(acting: Acting, store: OwnerStore, officer: Officer) -> Officer | None:
    """Leaves; what was open is called off. None for whoever is not in office."""
    if officer.state != "active":
        return None
    left = store.officers.change(officer, state="left", ended_at=acting.now, due_at=None, mission_at=None)
    if left:
        store.officer_missions.call_off(left)
    return left


def choose(store: OwnerStore, officer: Officer, role: str) -> Officer | None:
    """Chooses a role; None for one that does not exist, and for whoever is not in office."""
    if role not in ROLES or officer.state != "active":
        return None
    return store.officers.change(officer, role=role)


def roles(language: str, officer: Officer) -> tuple[tuple[Button, ...], ...]:
    """The three roles, and the way out."""
    chosen = tuple(
        (Button(say(language, f"officers.role.{one}"), f"officer:role:{officer.id}:{one}"),) for one in ROLES
    )
    return (*chosen, *leaving(language, officer))


def leaving(language: str, officer: Officer) -> tuple[tuple[Button, ...], ...]:
    return ((Button(say(language, "officers.button.leave"), f"officer:leave:{officer.id}"),),)


def later(at: datetime, months: int) -> datetime:
    """The same day so many months later; the last day of a month that is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
