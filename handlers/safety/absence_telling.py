"""What a household is told about its absence: what is done with it, who sees it, when it is gone (H07)."""

from __future__ import annotations

from datetime import datetime

from handlers.base import Button, Request
from handlers.safety import leaving_home
from handlers.wording import moment, say, weekday
from storage.absences import Absence
from storage.estates import Unit
from storage.owner_store import OwnerStore

Buttons = tuple[tuple[Button, ...], ...]


def registered(request: Request, store: OwnerStore, absence: Absence, unit: Unit) -> str:
    """The entry said back, who sees it, when it is deleted; then what to check before leaving."""
    own = (line(request, absence, unit), say(request.language, "away.who_sees"), gone(request, absence))
    told = " ".join(own)
    return f"{told}\n\n{leaving_home.checklist(request.language, alarm=store.home_alarms.at_home(unit.id))}"


def line(request: Request, absence: Absence, unit: Unit) -> str:
    """The home and its days."""
    today = request.now.astimezone(request.tz).date()
    first = weekday(request.language, absence.starts_on, today)
    if absence.ends_on is None:
        return say(request.language, "away.noted_open", unit=unit.label, first=first)
    last = weekday(request.language, absence.ends_on, today)
    return say(request.language, "away.noted", unit=unit.label, first=first, last=last)


def gone(request: Request, absence: Absence) -> str:
    """When the entry is deleted, or when the household is asked whether it still holds."""
    at = absence.erase_at or absence.ask_at
    assert at is not None
    key = "away.deleted_on" if absence.erase_at else "away.asked_on"
    return say(request.language, key, day=_day(request, at))


def standing(request: Request, store: OwnerStore, absence: Absence, unit: Unit) -> str:
    """How an entry stands: its days, how often the home was looked at, and who opened the list meanwhile."""
    names = dict.fromkeys(look.staff_name for look in store.absences.looks_at(absence))
    seen = (
        say(request.language, "away.seen_by", names=", ".join(names))
        if names
        else say(request.language, "away.seen_by_nobody")
    )
    return " ".join(
        (line(request, absence, unit), checked(request, store, absence), seen, gone(request, absence))
    )


def checked(request: Request, store: OwnerStore, absence: Absence) -> str:
    """On how many days the home was looked at, and when last."""
    found = store.absences.checks(absence)
    if not found:
        return say(request.language, "away.not_checked")
    last = moment(request.language, max(one.at for one in found), request.tz, request.now)
    key = "away.checked_wrong" if any(one.wrong for one in found) else "away.checked"
    return say(request.language, key, count=len(found), last=last)


def buttons(language: str, absence: Absence) -> Buttons:
    return (
        (
            Button(say(language, "away.button.back"), f"away:back:{absence.id}"),
            Button(say(language, "away.button.date"), f"away:date:{absence.id}"),
        ),
    )


def _day(request: Request, at: datetime) -> str:
    return weekday(
        request.language, at.astimezone(request.tz).date(), request.now.astimezone(request.tz).date()
    )
