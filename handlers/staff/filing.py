"""What owners say by telephone, at the counter or on paper becomes tickets as well (A16, A20, B20).

The words are read as every message is: one ticket for each matter; where nothing is understood, one for a person. The owner
is told where the home has exactly one account and it can be reached: with several, whoever spoke may not be whoever reads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from handlers import emergency_texts
from handlers.base import Mistake, Reply, ToTopic
from handlers.staff.changing import LONGEST, record
from handlers.staff.filing_place import place_of
from handlers.staff.owner_side import OwnerSide
from handlers.staff.request import StaffRequest
from handlers.tickets import alarm, dangers, moments, opening
from handlers.tickets.fairness import subjects
from handlers.tickets.timing import clocks, promising
from handlers.wording import say, speak
from nlu.meaning import Matter, Meaning
from nlu.parse import parse
from storage.contacts import REACHABLE, Contact
from storage.estates import Estate, Unit
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.ticket_rows import Ticket

#: How a matter may have come; each has its limit (D01, D03).
CHANNELS = ("phone", "counter", "paper")

#: From which confidence on words are taken to tell of an empty home, which no ticket may keep (H07).
_SURE = 0.8

#: Dangers in which a message on a phone can betray somebody: nobody is told in the chat.
_SILENT = alarm.IN_HIDING | opening.PRIVATE_HAZARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What was said, by whom as far as it is known, and as what it was read. `contact`: whom to tell."""

    words: str
    channel: str
    estate: Estate
    unit: Unit | None
    meaning: Meaning
    contact: Contact | None

    def part(self, matter: Matter, store: StaffStore) -> str:
        return opening.parts_kept(self.meaning, matter, self.words, store.colleagues(self.estate.id))


def file_for_owner(
    request: StaffRequest, store: StaffStore, *, unit_label: str, words: str, channel: str
) -> tuple[Reply, ...]:
    """Opens the tickets of what an owner said; the same form sent again opens nothing.

    Raises Mistake: no words, too many, no such channel, no such unit within the scope; an absence, which belongs on the watch list.
    """
    kept = _checked(words, channel)
    estate, unit = place_of(store, unit_label)
    line = store.as_line()
    if request.form and _filed_before(request, store, line):
        return ()
    said = _read(request, store, kept, channel, estate, unit)
    if any(one.intent == "away" and one.confidence >= _SURE for one in said.meaning.matters):
        raise Mistake("watch.not_a_ticket")
    danger = dangers.danger_in(said.meaning, kept)
    found = [_opened(request, store, said, matter) for matter in _matters(said, danger)]
    kept_away = _about_staff(store, estate, found)
    for ticket in found:
        numbers = [one.number for one in found if one is not ticket and one.id not in kept_away - {ticket.id}]
        record(request, store, ticket, "filed", ticket.words, channel=channel, beside=numbers)
    called = _called(request, store, said, found[0]) if danger else ()
    found = [moments.come("received", request, line, ticket) for ticket in found]
    cards = tuple(_card(ticket) for ticket in found)
    return (*_told(request, store, said, found, danger), *called, *cards)


def _about_staff(store: StaffStore, estate: Estate, found: list[Ticket]) -> set[int]:
    """The tickets whose number must not stand beside another's: whoever works on that one may be whom they complain of."""
    here = store.colleagues(estate.id)
    return {one.id for one in found if subjects.is_about_staff(one.intent, one.code, one.words, here)}


def _filed_before(request: StaffRequest, store: StaffStore, line: LineStore) -> bool:
    """Whether this very form was filed: also what is kept from whoever filed it, for it may be about them."""
    form = str(request.form)
    return bool(store.opened_with(form) or line.tickets.with_form(request.who.id, form))


def tickets_of(store: StaffStore, replies: tuple[Reply, ...]) -> list[Ticket]:
    """The tickets that a filing opened, the first one first: also those that whoever filed them may not see from now on."""
    ids = [one.to.ticket_id for one in replies if one.kind == "card" and isinstance(one.to, ToTopic)]
    return [ticket for ticket in map(store.as_line().tickets.by_id, ids) if ticket]


def _checked(words: str, channel: str) -> str:
    kept = words.strip()
    if not kept:
        raise Mistake("desk.file.empty")
    if len(kept) > LONGEST:
        raise Mistake("desk.file.long", length=len(kept), most=LONGEST)
    if channel not in CHANNELS:
        raise Mistake("desk.file.no_channel")
    return kept


def _read(
    request: StaffRequest, store: StaffStore, words: str, channel: str, estate: Estate, unit: Unit | None
) -> _Said:
    labels = tuple(one.label for one in store.units() if one.estate_id == estate.id)
    meaning = parse(
        words, now=request.now, tz=ZoneInfo(estate.timezone), language=request.language, units=labels
    )
    silent = any(matter.code in _SILENT for matter in meaning.matters)
    today = request.now.astimezone(ZoneInfo(estate.timezone)).date()
    contact = _to_tell(store, unit, today) if unit and not silent else None
    return _Said(words=words, channel=channel, estate=estate, unit=unit, meaning=meaning, contact=contact)


def _to_tell(store: StaffStore, unit: Unit, today: date) -> Contact | None:
    """The home's only account, where it can be reached."""
    known = store.household_contacts(unit, today)
    return known[0] if len(known) == 1 and known[0].state == REACHABLE else None


def _matters(said: _Said, danger: Matter | None) -> list[Matter]:
    """The danger first; one for a person where nothing was understood that a ticket is made of."""
    read = [danger] if danger else []
    if said.meaning.understood or danger:
        read += dangers.beside(danger, said.meaning.matters)
    return read or [Matter("handoff", None, "N", 0.0, said.words)]


def _opened(request: StaffRequest, store: StaffStore, said: _Said, matter: Matter) -> Ticket:
    """One ticket, with nobody holding it yet; the words are kept as they were noted."""
    contact = said.contact
    spoken = contact.language if contact and contact.language else said.meaning.language
    ticket = store.tickets.open(
        estate_id=said.estate.id, now=request.now, unit_id=said.unit.id if said.unit else None,
        contact_id=contact.id if contact else None, person_id=contact.person_id if contact else None,
        channel=said.channel, intent=matter.intent, code=matter.code, urgency=matter.urgency,
        private=opening.is_private(said.meaning), summary=opening.summary_of(matter.text or said.words),
        words=said.part(matter, store), language=speak(spoken, said.estate.language), place=_place(request, said, matter),
        reading=opening.reading(said.meaning, matter), next_contact_at=None,
        respond_by=clocks.respond_by(request.now, matter.urgency, said.channel, request.settings.respond_hours),
        complaint=matter.intent in opening.COMPLAINTS,
    )  # fmt: skip
    promising.promise(request, store, ticket, "answer", ticket.respond_by)
    return ticket


def _place(request: StaffRequest, said: _Said, matter: Matter) -> str | None:
    """Where it is, as it was said of this very matter; a unit in the words that it is not filed for is a place."""
    slots = said.meaning.slots
    if len(said.meaning.matters) > 1:
        zone = ZoneInfo(said.estate.timezone)
        slots = parse(matter.text, now=request.now, tz=zone, language=request.language).slots
    other = slots.unit if not said.unit or slots.unit != said.unit.label else None
    return " ".join(filter(None, (other, slots.place)))[:200] or None


def _called(request: StaffRequest, store: StaffStore, said: _Said, ticket: Ticket) -> tuple[Reply, ...]:
    """The people on duty are called as for every emergency, until one accepts."""
    store.page(
        ticket, hazard=ticket.code or "other", routes=list(request.settings.page_routes), at=request.now,
        repeat_at=request.now + timedelta(minutes=request.settings.repage_minutes),
        needed=request.settings.tickets.escalation.needed(ticket.code),
    )  # fmt: skip
    language = speak(said.estate.language, "en")
    return (alarm.page(ticket, language, said.unit.label if said.unit else ""),)


def _card(ticket: Ticket) -> Reply:
    urgent = ticket.urgency == "E0"
    return Reply(
        kind="card",
        to=ToTopic(ticket.id),
        urgency="urgent" if urgent else "interactive",
        relays="owner_words",
    )


def _told(
    request: StaffRequest, store: StaffStore, said: _Said, found: list[Ticket], danger: Matter | None
) -> tuple[Reply, ...]:
    """The owner learns the numbers, who noted it, and by when a person answers; in a danger first what to do."""
    soonest = min(found, key=lambda ticket: ticket.respond_by)
    spoken = speak(
        (said.contact.language if said.contact else None) or soonest.language, said.estate.language
    )
    owner = OwnerSide(soonest, said.contact, spoken, ZoneInfo(said.estate.timezone), request.now)
    if owner.contact is None:
        return ()
    lines = [_line(owner.language, said, ticket) for ticket in found]
    noted = owner.say("desk.owner.filed", person=owner.person(request.who), matters="\n".join(lines))
    by = owner.say("desk.owner.filed_by", when=owner.moment(soonest.respond_by), phone=said.estate.phone)
    if danger:
        advice = emergency_texts.advice(owner.language, said.estate, danger.code or "other")
        called = say(owner.language, "emergency.kept", number=found[0].number, phone=said.estate.phone)
        return _urgent(owner.told(f"{advice}\n\n{noted}\n{called}"))
    kept_away = [subjects.assurance(owner.language, ticket) for ticket in found if ticket.guard][:1]
    return owner.told("\n".join((noted, by, *kept_away)))


def _urgent(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    return tuple(replace(one, urgency="urgent") for one in replies)


def _line(language: str, said: _Said, ticket: Ticket) -> str:
    where = " ".join(filter(None, (said.unit.label if said.unit else "", ticket.place)))
    what = opening.name_of(language, ticket.intent, ticket.code)
    return " · ".join(filter(None, (ticket.number, what, where)))
