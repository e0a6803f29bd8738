"""What would put it right, asked once after a complaint was kept (C24): a tap or words; whoever speaks of something else is followed."""

from __future__ import annotations

import re

from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import adding, choice
from handlers.tickets.complaints import remedies
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Intents that are never an answer to this question.
_OWN = frozenset(
    {"emergency", "handoff", "cancel", "follow_up", "correction", "preferences", "account", "privacy", "praise", "reschedule",
     "away", "rsvp", "rating", "enquiry", "dispute"}
)  # fmt: skip

#: Words of a wish, which make an answer of what would else read as a matter of its own.
_WISH = re.compile(
    r"\b(want|wish|would like|please|should|refund|compensat|apolog|sorry|explain|explanation|why|fix|repair|replace|clean|stop|pay|waive|move)"
    r"|想|要|希望|请|請|麻烦|麻煩|退|赔|賠|道歉|解释|解釋|说法|說法|修|换|換|清理|停止|减免|減免|免",
    re.IGNORECASE,
)

#: A wish by itself, however it reads: "I want an apology" sounds like a wish for a person.
_APOLOGY = re.compile(r"\bapolog|\bsay sorry|道歉|赔礼|賠禮|认错|認錯", re.IGNORECASE)

#: From this probability on a reading is plainly another matter.
_SURE = 0.8


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """One of the usual wishes. Raises Mistake for a choice that was never offered, and for a ticket that has ended."""
    ticket = choice.of_button(request, store)
    chosen = request.button[2] if len(request.button) > 2 else ""
    if chosen not in remedies.CHOICES:
        raise Mistake("common.no_such_button")
    if ticket.stage in ENDED or not ticket.complaint:
        raise Mistake("common.moved_on", number=ticket.number)
    if chosen == "skip":
        return _skipped(request, ticket)
    if chosen == "else":
        text = say(request.language, "remedy.in_words", number=ticket.number)
        return Outcome(replies=(Reply(text=text),), awaiting=remedies.asked(ticket))
    return _kept(request, store, ticket, say(request.language, f"remedy.choice.{chosen}"))


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """The answer in words, kept as it is; None for what is clearly another matter, which goes its own way."""
    ticket = store.tickets.by_id(int((request.awaiting or {})["ticket"]))
    if ticket is None or ticket.stage in ENDED or not request.text.strip() or request.meaning.slots.ticket:
        return None
    intents = {matter.intent for matter in request.meaning.matters}
    if request.meaning.understood and intents & _OWN and not _APOLOGY.search(request.text):
        return None
    if intents == {"deny"}:
        return _skipped(request, ticket)
    if not _WISH.search(request.text) and _reports(request):
        return adding.added(request, store, ticket) if _same(request, ticket) else None
    return None if _another(request, ticket) else _kept(request, store, ticket, request.text)


def _reports(request: Request) -> bool:
    """Whether the words tell more of what happened, or of something else, and wish for nothing."""
    reported = [one for one in request.meaning.matters if one.intent in ("repair", "complaint", "suggestion")]
    return any(one.confidence >= _SURE for one in reported)


def _same(request: Request, ticket: Ticket) -> bool:
    return {one.code for one in request.meaning.matters} == {ticket.code}


def _another(request: Request, ticket: Ticket) -> bool:
    """Something else broken, reported plainly in the same breath."""
    return any(
        one.intent == "repair" and one.code != ticket.code and one.confidence >= _SURE
        for one in request.meaning.matters
    )


def _kept(request: Request, store: OwnerStore, ticket: Ticket, words: str) -> Outcome:
    amount = request.meaning.slots.amount
    remedies.keep(request, store, ticket, words, actor="owner", amount=amount.as_dict() if amount else None)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    text = say(request.language, "remedy.kept", number=ticket.number)
    staff: tuple[Reply, ...] = ()
    if not ticket.guard:
        told = say(request.estate.language, "remedy.for_staff", number=ticket.number, words=words)
        staff = (Reply(text=told, to=ToTopic(ticket.id), relays="owner_words", pictures=request.pictures),)
    return Outcome(replies=(Reply(text=text), *staff), memory={"ticket": ticket.id})


def _skipped(request: Request, ticket: Ticket) -> Outcome:
    text = say(request.language, "remedy.skipped", number=ticket.number)
    return Outcome(replies=(Reply(text=text),), memory={"ticket": ticket.id})


CAPABILITY = Capability(
    name="remedy", buttons=("want",), pressed=pressed, awaits=("remedy",), answered=answered
)
