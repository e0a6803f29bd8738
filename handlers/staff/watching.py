"""The watch on empty homes (H07): who may open the list, that every look is kept, what a round found, and who told it at the desk.

What was wrong at a home becomes an urgent ticket of its household; the absence itself becomes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply, ToOwner, ToTopic
from handlers.staff.changing import record
from handlers.staff.filing_place import place_of
from handlers.staff.request import StaffRequest
from handlers.tickets import moments
from handlers.tickets.timing import clocks, promising
from handlers.wording import moment, say, speak
from storage.absences import WATCHERS, Absence, Check, Look
from storage.contacts import Contact
from storage.estates import Estate, Unit
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: The longest note of a round, or of an absence told at the desk, in characters.
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One empty home on today's list."""

    absence: Absence
    unit: Unit
    building: str
    check: Check | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Today's list of one estate; `looks` only for a manager, who answers for who reads it."""

    estate: Estate
    day: date
    homes: tuple[Home, ...]
    looks: tuple[Look, ...]


def may_watch(who: Staff) -> bool:
    return who.role in WATCHERS


def look(request: StaffRequest, store: StaffStore) -> tuple[Watch, ...]:
    """Today's lists of every estate served, by building and floor; that they were opened is kept. Raises Mistake for other roles."""
    _only_watchers(request)
    return tuple(_watch(request, store, estate) for estate in store.estates())


def _watch(request: StaffRequest, store: StaffStore, estate: Estate) -> Watch:
    day = _today(request, estate)
    found = store.absences.on(estate.id, day)
    store.absences.look(estate.id, request.now, len(found))
    checks = store.absences.checks_on(found, day)
    units = {unit.id: unit for unit in store.units() if unit.estate_id == estate.id}
    buildings = {building.id: building.name for building in store.buildings()}
    homes = (
        Home(
            absence=one, unit=units[one.unit_id], check=checks.get(one.id),
            building=buildings.get(units[one.unit_id].building_id, ""),
        )
        for one in found
    )  # fmt: skip
    looks = store.absences.looks(estate.id) if request.who.role == "manager" else []
    return Watch(estate=estate, day=day, homes=in_order(homes), looks=tuple(looks))


def in_order(homes: Iterable[Home]) -> tuple[Home, ...]:
    """As a round goes: building by building, floor by floor; numbers by their size."""
    return tuple(
        sorted(homes, key=lambda one: (_steps(one.building), _steps(one.unit.floor), _steps(one.unit.label)))
    )


def _steps(name: str) -> list[tuple[int, int, str]]:
    """ "10" comes after "9", "B10" after "B2", and the floors with letters (basement, ground) before the numbered ones."""
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.findall(r"\d+|\D+", name)]


def checked(
    request: StaffRequest, store: StaffStore, absence_id: int, note: str, *, wrong: bool
) -> tuple[Reply, ...]:
    """A home was looked at today: one line a day. What was wrong is an urgent ticket of the household, who hears of it.

    Raises Mistake: no such entry today, too long a note, something wrong without saying what.
    """
    _only_watchers(request)
    absence, words = store.absences.by_id(absence_id), _short(note)
    estate = _estate(store, absence.estate_id) if absence else None
    if absence is None or estate is None or not absence.is_on(_today(request, estate)):
        raise Mistake("watch.gone")
    if wrong and not words:
        raise Mistake("watch.say_what")
    if wrong and request.form and store.opened_with(request.form):
        return ()
    store.absences.check(absence, _today(request, estate), at=request.now, note=words, wrong=wrong)
    return _reported(request, store, absence, estate, words) if wrong else ()


def _reported(
    request: StaffRequest, store: StaffStore, absence: Absence, estate: Estate, words: str
) -> tuple[Reply, ...]:
    unit, contact = store.unit(absence.unit_id), store.absences.contact_of(absence, _today(request, estate))
    assert unit is not None
    ticket = _opened(request, store, estate, unit, contact, words)
    record(request, store, ticket, "found_on_round", words)
    promising.promise(request, store, ticket, "answer", ticket.respond_by)
    moments.come("received", request, store.as_line(), ticket)
    card = Reply(kind="card", to=ToTopic(ticket.id), relays="owner_words")
    if contact is None:
        return (card,)
    language = speak(contact.language or absence.language, estate.language)
    zone = ZoneInfo(estate.timezone)
    text = say(
        language, "watch.owner_told", unit=unit.label, words=words, number=ticket.number, phone=estate.phone,
        when=moment(language, ticket.respond_by, zone, request.now), name=request.who.name,
    )  # fmt: skip
    return (Reply(text=text, to=ToOwner(ticket.id), urgency="urgent"), card)


def _opened(
    request: StaffRequest, store: StaffStore, estate: Estate, unit: Unit, contact: Contact | None, words: str
) -> Ticket:
    """The ticket says what was found, and nothing of the household being away."""
    channel = contact.channel if contact else "phone"
    summary = say(speak(estate.language, "en"), "watch.summary", unit=unit.label)
    return store.tickets.open(
        estate_id=estate.id, now=request.now, unit_id=unit.id, contact_id=contact.id if contact else None,
        person_id=contact.person_id if contact else None, channel=channel, intent="repair", code="home.other", urgency="E1",
        summary=summary, words=words, language=speak(contact.language if contact else None, estate.language), place=None,
        reading={"version": None, "confidence": None}, next_contact_at=None, complaint=False,
        respond_by=clocks.respond_by(request.now, "E1", channel, request.settings.respond_hours),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An absence told at the desk or to a guard, as it was typed; dates as YYYY-MM-DD, an empty end is not known."""

    unit: str
    first: str
    last: str
    note: str


def add(request: StaffRequest, store: StaffStore, typed: Typed) -> tuple[Reply, ...]:
    """Notes an absence that a household told in person. The same form twice notes it once.

    Raises Mistake: no such home, days that are none, over, in the wrong order or too far away.
    """
    _only_watchers(request)
    estate, unit = place_of(store, typed.unit.strip())
    if unit is None:
        raise Mistake("watch.which_home")
    rules, today, zone = request.settings.tickets.absences, _today(request, estate), ZoneInfo(estate.timezone)
    first, last = _day(typed.first) or today, _day(typed.last)
    if not rules.fits(first, last, today):
        raise Mistake("watch.days")
    store.absences.announce(
        unit, starts_on=first, ends_on=last, at=request.now, turn="", note=_short(typed.note), form_key=_form_key(request),
        **rules.times(first, last, request.now, zone),
    )  # fmt: skip
    return ()


def back(request: StaffRequest, store: StaffStore, absence_id: int) -> tuple[Reply, ...]:
    """The household said that it is back: the entry is deleted. Raises Mistake where there is none."""
    _only_watchers(request)
    absence = store.absences.by_id(absence_id)
    if absence is None or not store.absences.erase(absence, request.now):
        raise Mistake("watch.gone")
    return ()


def _only_watchers(request: StaffRequest) -> None:
    if not may_watch(request.who):
        raise Mistake("watch.not_yours")


def _form_key(request: StaffRequest) -> str | None:
    return f"{request.who.id}:{request.form}"[:80] if request.form else None


def _short(note: str) -> str:
    words = note.strip()
    if len(words) > LONGEST:
        raise Mistake("watch.long_note", length=len(words), most=LONGEST)
    return words


def _day(typed: str) -> date | None:
    """The day that was typed; None for none. Raises Mistake for what is no day."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Mistake("watch.days") from None


def _estate(store: StaffStore, estate_id: int) -> Estate | None:
    return next((one for one in store.estates() if one.id == estate_id), None)


def _today(request: StaffRequest, estate: Estate) -> date:
    """The day it is where the estate is."""
    at: datetime = request.now.astimezone(ZoneInfo(estate.timezone))
    return at.date()
