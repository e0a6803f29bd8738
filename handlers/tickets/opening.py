"""How a matter becomes a ticket: whose it is, where it is, when a person answers; and how it is told back to its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.base import Picture, Reply, Request, ToTopic, Urgency
from handlers.plain import one_line
from handlers.tickets import moments
from handlers.tickets.fairness.subjects import is_about_staff
from handlers.tickets.holders import assigning
from handlers.tickets.timing import clocks, promising, running
from handlers.wording import has, moment, say
from nlu.meaning import Matter, Meaning, Slots
from nlu.parse import parse
from storage.estates import Unit
from storage.owner_store import OwnerStore
from storage.staff import Staff
from storage.ticket_rows import Ticket

#: What must not be shown to the rest of the household: the person they fear may live there.
PRIVATE_HAZARDS = frozenset({"violence", "self_harm"})

#: What is handled by the complaints procedure from the start; a request becomes a complaint when its owner wishes.
COMPLAINTS = frozenset({"complaint", "dispute"})

_SUMMARY = 80


def open_ticket(
    request: Request, store: OwnerStore, matter: Matter, pictures: tuple[Picture, ...] = ()
) -> Ticket:
    """Opens the numbered record of one matter, with the owner's words untouched beside what was read from them."""
    unit, place = where(request, store, matter)
    household = request.household
    ticket = store.tickets.open(
        estate_id=household.estate.id, now=request.now, unit_id=unit.id if unit else None,
        contact_id=household.contact.id, person_id=household.person.id if household.person else None,
        channel=household.contact.channel, intent=matter.intent, code=matter.code, urgency=matter.urgency,
        private=is_private(request.meaning), summary=summary_of(matter.text or request.text), words=words_of(request, store, matter),
        language=request.language, place=place, reading=reading(request.meaning, matter), next_contact_at=None,
        respond_by=respond_by(request, matter.urgency), complaint=matter.intent in COMPLAINTS,
    )  # fmt: skip
    store.tickets.record(
        ticket,
        at=request.now,
        kind="received",
        actor="owner",
        text=ticket.words,
        data={"pieces": list(request.pieces)} if ticket.words == request.text else {},
    )
    promising.promise(request, store, ticket, "answer", ticket.respond_by)
    store.tickets.give_attachments([picture.attachment_id for picture in pictures], ticket)
    return moments.come("received", request, store, ticket)


def respond_by(request: Request, urgency: str) -> datetime:
    """By when a person answers what is reported now."""
    channel = request.household.contact.channel
    return clocks.respond_by(request.now, urgency, channel, request.settings.respond_hours)


def take_words(request: Request, store: OwnerStore, ticket: Ticket, matter: Matter) -> Ticket:
    """The words to pictures that came first: the ticket takes their reading, their place and their urgency's clocks.

    The answer is due no later than was told for the pictures.
    """
    unit, place = where(request, store, matter)
    due = min(respond_by(request, matter.urgency), ticket.respond_by)
    changed = store.tickets.change(
        ticket, intent=matter.intent, code=matter.code, urgency=matter.urgency, summary=summary_of(matter.text or request.text),
        place=place, words=words_of(request, store, matter), reading=reading(request.meaning, matter), respond_by=due,
        unit_id=unit.id if unit else None, private=is_private(request.meaning), complaint=matter.intent in COMPLAINTS,
    )  # fmt: skip
    words = changed.words if changed else request.text
    store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=words)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    fresh = changed or ticket
    if due != ticket.respond_by:
        promising.promise(request, store, fresh, "answer", due)
    fresh = assigning.read_anew(request, store, running.follow(request, store, fresh))
    return moments.come("added", request, store, fresh)


def words_of(request: Request, store: OwnerStore, matter: Matter) -> str:
    """The words that a ticket keeps: all of the message, untouched.

    Beside a complaint about somebody of the staff the other matters keep their own part alone: those who work on them may be
    whom the complaint is about. So do they beside an absence, which no ticket may keep (H07). An emergency keeps every word.
    """
    return parts_kept(request.meaning, matter, request.text, store.staff_here())


def parts_kept(meaning: Meaning, matter: Matter, words: str, staff: Sequence[Staff]) -> str:
    """The same for any message, whoever noted it."""
    if len(meaning.matters) < 2 or matter.urgency == "E0" or not matter.text:
        return words
    if any(one.intent == "away" for one in meaning.matters):
        return matter.text
    guarded = [one for one in meaning.matters if is_about_staff(one.intent, one.code, one.text, staff)]
    return matter.text if guarded and matter not in guarded else words


def is_private(meaning: Meaning) -> bool:
    """Whether the household must not see it: one such matter hides all of its message, whose words every ticket keeps."""
    return any(matter.code in PRIVATE_HAZARDS for matter in meaning.matters)


def where(request: Request, store: OwnerStore, matter: Matter) -> tuple[Unit | None, str | None]:
    """The household's unit a matter belongs to, and the place as it was said of this very matter.

    A unit of somebody else is only a place: the ticket is the reporter's, and must not show itself in that home.
    """
    own, slots = store.own_units(), _slots(request, matter)
    named = next((unit for unit in own if unit.label == slots.unit), None)
    place = slots.place if named or not slots.unit else " ".join(filter(None, (slots.unit, slots.place)))
    return named or (own[0] if own else None), place[:200] if place else None


def _slots(request: Request, matter: Matter) -> Slots:
    """What was said of this matter; in a message of several, the kitchen of one is not the kitchen of all."""
    if len(request.meaning.matters) < 2:
        return request.meaning.slots
    labels = tuple(unit.label for unit in request.household.units)
    return parse(matter.text, now=request.now, tz=request.tz, language=request.language, units=labels).slots


def reading(meaning: Meaning, matter: Matter) -> dict[str, Any]:
    """What was understood, from which words, with the reader's version and confidence, kept with the ticket.

    `read_as` stands there only where the ticket is something else than was read: empty where nothing was understood.
    """
    alone = meaning.understood or matter in meaning.matters or matter.intent == "emergency"
    return ({} if alone else {"read_as": ""}) | {
        "text": matter.text,
        "version": meaning.model_version,
        "confidence": round(matter.confidence, 4),
        "language": meaning.language,
        "hazard": meaning.hazard,
        "stance": meaning.stance,
        "risks": list(meaning.risks),
        "slots": _slots_kept(meaning),
        "candidates": [candidate.as_dict() for candidate in meaning.candidates],
    }


def _slots_kept(meaning: Meaning) -> dict[str, Any]:
    """What was said, parsed; the days of an absence are no ticket's to keep (H07)."""
    away = any(one.intent == "away" for one in meaning.matters)
    return meaning.slots.as_dict() | ({"when": None} if away else {})


def card(ticket: Ticket, request: Request, pictures: tuple[Picture, ...] = ()) -> tuple[Reply, ...]:
    """The ticket's card for staff, and the pictures that came with it."""
    urgency: Urgency = "urgent" if ticket.urgency == "E0" else "interactive"
    shown = Reply(kind="card", to=ToTopic(ticket.id), urgency=urgency, relays="owner_words")
    if not pictures:
        return (shown,)
    text = say(request.estate.language, "report.pictures_for_staff", number=ticket.number)
    return (
        shown,
        Reply(to=ToTopic(ticket.id), text=text, pictures=pictures, urgency=urgency, relays="owner_words"),
    )


def name_of(language: str, intent: str, code: str | None) -> str:
    """What a matter is called: the name of its code, or of its intent where it has none."""
    key = f"codes.{code}"
    return say(language, key) if code and has(key) else say(language, f"codes.intent.{intent}")


def line(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """One ticket as one line for its owner: number, what was understood, where."""
    where_it_is = " ".join(filter(None, (unit_label(store, ticket), ticket.place)))
    parts = [ticket.number, name_of(request.language, ticket.intent, ticket.code), where_it_is]
    return " · ".join(filter(None, parts))


def unit_label(store: OwnerStore, ticket: Ticket) -> str:
    """The household's own unit of a ticket; empty where it has none."""
    return next((unit.label for unit in store.own_units() if unit.id == ticket.unit_id), "")


def who_answers(request: Request, store: OwnerStore, ticket: Ticket | None = None) -> str:
    """Who is told to the owner as the one who will answer: the household's housekeeper by name, or the people on duty; for a
    complaint about staff nobody by name."""
    if ticket and ticket.guard:
        return say(request.language, "subjects.who_answers")
    housekeeper = store.housekeeper()
    if housekeeper:
        return say(request.language, "report.housekeeper", name=housekeeper.name)
    return say(request.language, "report.people_on_duty")


def by_when(request: Request, ticket: Ticket) -> str:
    return moment(request.language, ticket.respond_by, request.tz, request.now)


def summary_of(text: str) -> str:
    """A text as the one line that lists and topics show: at most 80 characters."""
    line = one_line(text)
    return line if len(line) <= _SUMMARY else line[: _SUMMARY - 1] + "…"
