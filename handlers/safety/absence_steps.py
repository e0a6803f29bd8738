"""What a household does with its absence: announces it, changes its days, says that it still holds, ends it (H07).

No ticket is opened: a ticket is kept for years and shown to all who work on it, and this must be gone when it is over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from handlers.base import Outcome, Reply, Request
from handlers.safety import absence_telling as telling
from handlers.safety.absence_days import Days
from handlers.safety.absence_rules import AbsenceRules
from handlers.wording import say
from storage.absences import Absence
from storage.estates import Unit
from storage.owner_store import OwnerStore

#: The most of the household's own words that the watch gets to read, in characters.
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of an absence: the home, the days, and the words that the watch reads; `turns` hold the words before these."""

    unit: Unit
    days: Days
    note: str
    turns: tuple[str, ...] = ()


def announce(request: Request, store: OwnerStore, told: Told) -> Outcome:
    """A new entry, or the days of the one that these days belong to; where the end is missing, one question."""
    unit, days = told.unit, told.days
    starts_on = days.starts_on or _today(request)
    known = next((one for one in store.absences.of_unit(unit.id) if _belongs(one, days)), None)
    if known:
        for turn in told.turns:
            store.absences.change(known, turn=turn)
        return change(request, store, known, days, told.note)
    if not _rules(request).fits(starts_on, days.ends_on, _today(request)):
        return _asked_again(request, store, told)
    made = store.absences.announce(
        unit, starts_on=starts_on, ends_on=days.ends_on, at=request.now, note=told.note[:LONGEST_NOTE], turn=request.turn,
        language=request.language,         **_rules(request).times(starts_on, days.ends_on, request.now, request.tz),
    )  # fmt: skip
    assert made is not None
    for turn in told.turns:
        store.absences.change(made, turn=turn)
    return _told(request, store, made, unit, asks=made.ends_on is None and not days.unknown)


def _asked_again(request: Request, store: OwnerStore, told: Told) -> Outcome:
    """Days that are over, or too far away, are asked for again; nothing is kept for the watch until they are known."""
    turns = [*told.turns, request.turn]
    store.absences.asked(request.turn, request.now)
    asked = {"kind": "away_days", "unit": told.unit.id, "note": told.note, "turns": turns}
    return Outcome(replies=(Reply(text=say(request.language, "away.days_wrong")),), awaiting=asked)


def _belongs(known: Absence, days: Days) -> bool:
    """Whether days are those of an entry that stands: they touch it, or name no first day of their own."""
    if days.starts_on is None:
        return True
    after = known.ends_on is not None and days.starts_on > known.ends_on
    before = days.ends_on is not None and days.ends_on < known.starts_on
    return not (after or before)


def change(request: Request, store: OwnerStore, known: Absence, days: Days, note: str = "") -> Outcome:
    """The days of an entry as they are now; what was not said stays."""
    starts_on = days.starts_on or known.starts_on
    ends_on = days.ends_on or (None if days.unknown else known.ends_on)
    if ends_on and not days.starts_on:
        starts_on = min(starts_on, max(ends_on, _today(request)))
    if not _rules(request).fits(starts_on, ends_on, _today(request)):
        return asked(request, store, known, "away.days_wrong")
    words = known.note if not note or note in known.note else f"{known.note}\n{note}".strip()
    after = store.absences.change(
        known, turn=request.turn, starts_on=starts_on, ends_on=ends_on, note=words[:LONGEST_NOTE],
        **_rules(request).times(starts_on, ends_on, request.now, request.tz),
    )  # fmt: skip
    unit = _unit(store, known)
    if after is None or unit is None:
        return Outcome(replies=(Reply(text=say(request.language, "away.gone")),))
    text = " ".join((telling.line(request, after, unit), telling.gone(request, after)))
    return _with_buttons(request, after, text)


def show(request: Request, store: OwnerStore, known: Absence) -> Outcome:
    """How an entry stands."""
    unit = _unit(store, known)
    assert unit is not None
    store.absences.change(known, turn=request.turn)
    return _with_buttons(request, known, telling.standing(request, store, known, unit))


def still(request: Request, store: OwnerStore, known: Absence) -> Outcome:
    """Still away: an entry without an end stands again for as long as it did."""
    return change(request, store, known, Days(unknown=True))


def end(request: Request, store: OwnerStore, known: list[Absence]) -> Outcome:
    """They are back: every entry is deleted at once, after what was found is told."""
    lines = [say(request.language, "away.welcome_back")]
    for one in known:
        unit, found = _unit(store, one), telling.checked(request, store, one)
        store.absences.change(one, turn=request.turn)
        if unit and store.absences.erase(one, request.now):
            lines.append(say(request.language, "away.ended", unit=unit.label, checked=found))
    return Outcome(replies=(Reply(text="\n".join(lines)),), memory={"absence_at": None})


def asked(request: Request, store: OwnerStore, known: Absence, key: str = "away.until_when") -> Outcome:
    """The one question: until when? The words that led to it go with the absence."""
    store.absences.change(known, turn=request.turn)
    return Outcome(
        replies=(Reply(text=say(request.language, key)),),
        awaiting={"kind": "away_until", "absence": known.id},
        memory={"absence_at": request.now.isoformat()},
    )


def _told(request: Request, store: OwnerStore, made: Absence, unit: Unit, *, asks: bool) -> Outcome:
    text = telling.registered(request, store, made, unit)
    if asks:
        text = f"{text}\n\n{say(request.language, 'away.until_when')}"
    outcome = _with_buttons(request, made, text)
    return replace(outcome, awaiting={"kind": "away_until", "absence": made.id}) if asks else outcome


def _with_buttons(request: Request, known: Absence, text: str) -> Outcome:
    shown = Reply(text=text, buttons=telling.buttons(request.language, known))
    return Outcome(replies=(shown,), memory={"absence_at": request.now.isoformat()})


def _unit(store: OwnerStore, known: Absence) -> Unit | None:
    return next((unit for unit in store.own_units() if unit.id == known.unit_id), None)


def _today(request: Request) -> date:
    return request.now.astimezone(request.tz).date()


def _rules(request: Request) -> AbsenceRules:
    return request.settings.tickets.absences
