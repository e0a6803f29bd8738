"""A request becomes a complaint when its owner wishes: one word, no form, and from then on the complaints procedure (C37, C44)."""

from __future__ import annotations

import re

from handlers.base import Button, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, lifecycle, opening, settling
from handlers.tickets.complaints import assessing, remedies
from handlers.tickets.fairness import subjects
from handlers.tickets.timing import running
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: What can become a complaint; emergencies stay with the people on duty until they are over.
_REQUESTS = frozenset({"repair", "enquiry", "handoff", "away", "privacy", "reschedule", "rsvp", "follow_up"})


#: "A complaint about this": the matter just spoken of, and no other.
_THIS = re.compile(
    r"\bcomplain(t)?\b.{0,12}\b(about|on|of|over|against)\b.{0,4}\b(this|it|that)\b|\b(this|it|that) (in)?to (be )?a (formal )?complaint\b"
    r"|(投诉|投訴).{0,2}(这|這|呢|此)(件|个|個|单|單|次)?(事|问题|問題|嘢)?|(就|对|對|为|為)(这|這|呢|此).{0,4}(投诉|投訴)",
    re.IGNORECASE,
)


def says_this(text: str) -> bool:
    """Whether words ask for a complaint about what was just spoken of."""
    return _THIS.search(text) is not None


def may_become(ticket: Ticket) -> bool:
    return not ticket.complaint and ticket.intent in _REQUESTS and ticket.stage != "withdrawn"


def button(language: str, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """The way to it, under the state of a request."""
    if not may_become(ticket):
        return ()
    text = say(language, "complain.make", number=ticket.number)
    return ((Button(text, f"complain:{ticket.id}"),),)


def meant(request: Request, store: OwnerStore) -> Ticket | None:
    """The request that "a complaint about this" is about: the named, or the one just spoken of."""
    ticket = choice.named(request, store) or choice.recalled(request, store)
    return ticket if ticket and may_become(ticket) else None


def make(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Raises Mistake for what is a complaint already, or was taken back."""
    if not may_become(ticket):
        raise Mistake("common.moved_on", number=ticket.number)
    again: tuple[Reply, ...] = ()
    if ticket.stage == "resolved" or ticket.stage in ENDED:
        again = settling.reopen(request, store, ticket).replies[1:]
        ticket = store.tickets.by_id(ticket.id) or ticket
    after = store.tickets.change(ticket, complaint=True)
    if after is None or not lifecycle.may(after, "decide"):
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.record(after, at=request.now, kind="made_complaint", actor="owner", text=request.text)
    after = assessing.assess_at_once(request, store, running.follow(request, store, after))
    after = subjects.on_words(request, store, after)
    told = say(request.estate.language, "complain.for_staff", number=after.number, words=request.text).strip()
    text = say(
        request.language, "complain.made", number=after.number, who=opening.who_answers(request, store),
        when=opening.by_when(request, after), phone=request.estate.phone,
    )  # fmt: skip
    return Outcome(
        replies=(
            Reply(text=text + "\n" + say(request.language, "remedy.question"), buttons=remedies.buttons(request.language, after)),
            *again,
            Reply(text=told, to=ToTopic(after.id), relays="owner_words"),
            Reply(kind="card", to=ToTopic(after.id)),
        ),
        awaiting=remedies.asked(after),
        memory={"ticket": after.id},
    )  # fmt: skip
