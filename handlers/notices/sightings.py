"""Somebody or something suspicious, told after a safety notice: urgent whatever else the words read as, and people on duty know (H06).

It is no complaint, and no alarm with the fire service's number: somebody goes and looks, now.
"""

from __future__ import annotations

from datetime import timedelta

from handlers import emergency_texts
from handlers.base import Button, Outcome, Reply, Request
from handlers.notices import linking, reply_words, topics
from handlers.tickets import adding, calling, dangers, opening
from handlers.wording import say
from nlu.meaning import Matter
from storage.heard_notices import Heard
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: What is told of the same within this time belongs to the same ticket.
_SAME = timedelta(minutes=30)


def after(request: Request, store: OwnerStore, replied: Heard | None) -> Heard | None:
    """The notice after which these words tell of somebody suspicious: the one replied to, else one of the last hours about security."""
    if not reply_words.tells_of_somebody(request.text):
        return None
    if replied:
        return replied if replied.notice.kind == "safety" or _security(replied) else None
    return next((one for one in linking.lately(request, store) if _security(one)), None)


def _security(heard: Heard) -> bool:
    return topics.is_about_security(topics.topics_of(heard.notice, heard.texts.values()))


def told(request: Request, store: OwnerStore, heard: Heard) -> Outcome:
    """Opens it as urgent and calls the people on duty; what is told a moment later goes to the same people."""
    standing = _standing(request, store, heard)
    if standing:
        return adding.added(request, store, standing)
    matter = Matter("emergency", "intruder", "E1", 1.0, request.text)
    ticket = opening.open_ticket(request, store, matter, request.pictures)
    further = [opening.open_ticket(request, store, one) for one in _beside(request)]
    cards = tuple(
        reply
        for one in (ticket, *further)
        for reply in opening.card(one, request, request.pictures if one is ticket else ())
    )
    return Outcome(
        replies=(_answer(request, store, ticket, further), calling.call(request, store, ticket), *cards),
        awaiting=request.awaiting if _is_placed(request) else {"kind": "place", "tickets": [ticket.id]},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def _standing(request: Request, store: OwnerStore, heard: Heard) -> Ticket | None:
    mine = [
        one
        for one in store.notice_replies.tickets(heard.notice)
        if one.code == "intruder" and one.contact_id == store.scope.contact_id and one.stage not in ENDED
    ]
    return next((one for one in mine if request.now - one.opened_at < _SAME), None)


def _beside(request: Request) -> list[Matter]:
    """Other matters of the same message get their own tickets."""
    matters = request.meaning.matters if len(request.meaning.matters) > 1 else ()
    others = [one for one in matters if one.intent in dangers.OWN_TICKET]
    return [one for one in others if not reply_words.tells_of_somebody(one.text)]


def _is_placed(request: Request) -> bool:
    """Whether they said where; their own home is not where it is."""
    return bool(request.meaning.slots.place or request.meaning.slots.unit)


def _answer(request: Request, store: OwnerStore, ticket: Ticket, further: list[Ticket]) -> Reply:
    language, estate = request.language, request.estate
    police = emergency_texts.numbers(estate)["police"]
    lines = [say(language, "notice_answers.seen", number=ticket.number, police=police, phone=estate.phone)]
    lines.extend(opening.line(request, store, one) for one in further)
    if not _is_placed(request):
        lines.append(say(language, "emergency.where"))
    take_back = Button(say(language, "report.withdraw"), f"withdraw:{ticket.id}")
    return Reply(text="\n".join(lines), urgency="urgent", buttons=((take_back,),))
