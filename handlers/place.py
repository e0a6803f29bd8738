"""Where it is, said after the line asked; the ticket was opened before."""

from __future__ import annotations

import re

from handlers import unasked as plain
from handlers.base import Capability, Outcome, Reply, Request, ToTopic, Urgency
from handlers.tickets import adding, alarm, lifecycle, reporting
from handlers.tickets.complaints import remedies
from handlers.wording import say
from nlu.meaning import Meaning
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Readings that a bare place can be mistaken for; anything else said is a message of its own.
_NO_OTHER_MATTER = frozenset({"affirm", "deny", "correction", "smalltalk", "rsvp", "rating", "reschedule"})

#: Least probability of a "cancel" that takes an alarm back.
_SURE = 0.8

#: What is asked of us instead of telling where.
_AWAY_FROM_IT = frozenset({"handoff", "follow_up", "preferences", "account"})

#: "It is over", "all clear": after an emergency these take the alarm back, they name no place.
_ALL_CLEAR = re.compile(
    r"^\W*(0|没事了?|沒事了?|冇事(喇|啦|嘞)?|已经没事了?|不是紧急情况|唔係緊急|误报|誤報|虚惊一场|虛驚一場|false alarm|all (is )?(clear|fine|ok(ay)?)( now)?|it is no emergency)\W*$",
    re.IGNORECASE,
)


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """Where it is, said after it was asked; also "0" and "no, it was nothing"."""
    awaiting = request.awaiting or {}
    known = [ticket for i in awaiting.get("tickets", []) if (ticket := store.tickets.by_id(int(i)))]
    found = [ticket for ticket in known if ticket.stage not in ENDED]
    if not found or not (request.text.strip() or request.pictures) or request.meaning.slots.ticket:
        return None
    unasked = plain.read(request)
    intents = {matter.intent for matter in unasked.matters}
    alarmed = next((ticket for ticket in found if ticket.urgency == "E0"), None)
    named = _names_place(unasked, request.text)
    if alarmed and (_ALL_CLEAR.match(request.text) or (not named and _surely_off(unasked))):
        return alarm.stand_down(request, store, alarmed)
    if not named and unasked.understood and intents & _AWAY_FROM_IT:
        return None
    read = {matter.intent for matter in request.meaning.matters}
    if read - _NO_OTHER_MATTER and request.meaning.understood:
        return None
    if alarmed and "deny" in intents and not named:
        return Outcome(
            replies=(Reply(text=say(request.language, "emergency.where"), urgency="urgent"),),
            awaiting=awaiting,
        )
    if "affirm" in intents and not named:
        return _confirmed(request, store, found)
    if alarmed and not named and (alarmed.unit_id or alarmed.place) and not request.pictures:
        return adding.added(request, store, alarmed)
    return _placed(request, store, found)


def _surely_off(unasked: Meaning) -> bool:
    """A doubtful "cancel" must not call people back from a fire."""
    return any(one.intent == "cancel" and one.confidence >= _SURE for one in unasked.matters)


def _names_place(unasked: Meaning, text: str) -> bool:
    """A number says a floor or a door where no place was read."""
    return bool(unasked.slots.place or unasked.slots.unit) or any(letter.isdigit() for letter in text)


def _confirmed(request: Request, store: OwnerStore, found: list[Ticket]) -> Outcome:
    """ "Yes, it is there": nothing changes, and the people hear it."""
    staff = tuple(
        reply for one in found for reply in adding.keep(request, store, one, "place.for_staff", kind="place")
    )
    return _thanks(request, store, found, staff)


def _placed(request: Request, store: OwnerStore, found: list[Ticket]) -> Outcome:
    where = request.text.strip() or next((one.name for one in request.pictures if one.kind == "location"), "")
    replies: list[Reply] = []
    for ticket in found:
        if where and lifecycle.may(ticket, "withdraw"):
            place = " / ".join(filter(None, (ticket.place, where)))[:200]
            store.tickets.change(ticket, place=place)
        replies.extend(adding.keep(request, store, ticket, "place.for_staff", kind="place"))
        replies.append(Reply(kind="card", to=ToTopic(ticket.id), urgency=_urgency([ticket])))
    return _thanks(request, store, found, tuple(replies))


def _thanks(request: Request, store: OwnerStore, found: list[Ticket], staff: tuple[Reply, ...]) -> Outcome:
    """While it is an emergency, further words are further facts for the people on their way."""
    numbers = say(request.language, "report.and").join(ticket.number for ticket in found)
    hint, urgency = reporting.bind_hint(request, store), _urgency(found)
    question, buttons, asked = remedies.then_asked(request, store, found)
    if urgency == "urgent":
        question, buttons, asked = "", (), request.awaiting
    text = "\n".join(filter(None, [say(request.language, "place.kept", number=numbers), hint, question]))
    return Outcome(
        replies=(Reply(text=text, urgency=urgency, buttons=buttons), *staff),
        awaiting=asked,
        memory={"ticket": found[0].id, "bind_told": bool(hint) or request.memory.get("bind_told")},
    )


def _urgency(found: list[Ticket]) -> Urgency:
    return "urgent" if any(ticket.urgency == "E0" for ticket in found) else "interactive"


CAPABILITY = Capability(name="place", awaits=("place",), answered=answered)
