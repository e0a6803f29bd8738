"""After "work done": settled or still a problem, then one tap from 1 to 5; silence is asked once and then closes.

Ratings here are for improvement (I01, I03): one tap, one optional sentence, never after an emergency.
"""

from __future__ import annotations

from datetime import datetime

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request, ToOwner, ToTopic
from handlers.tickets import choice, lifecycle, opening
from handlers.wording import say
from nlu.meaning import Matter
from storage.store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

TOUCHPOINT = "repair_done"
SCALE = 5

#: Scores at or below this open the matter again.
LOW = 2


def settle_buttons(language: str, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """The two keys under "work done"; `reopened` tells one resolution from the next."""
    return (
        (
            Button(say(language, "after.settled"), f"settled:{ticket.id}:{ticket.reopened}"),
            Button(say(language, "after.still"), f"open:{ticket.id}:{ticket.reopened}"),
        ),
    )


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Settled, still a problem, or a score."""
    ticket = choice.of_button(request, store)
    _of_this_occasion(request, ticket)
    match request.button[0]:
        case "settled":
            return _settled(request, store, ticket)
        case "open":
            return reopen(request, store, ticket)
        case _:
            return _rate(request, store, ticket, int(request.button[3]), str(request.button[3]))


def _of_this_occasion(request: Request, ticket: Ticket) -> None:
    """Raises Mistake for a button of an earlier resolution of the same ticket."""
    if len(request.button) < 3 or request.button[2] != str(ticket.reopened):
        raise Mistake("common.moved_on", number=ticket.number)


def _settled(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    stage = lifecycle.next_stage(ticket, "settle")
    closed = store.tickets.change(ticket, stage=stage, closed_at=request.now, remind_at=None, close_at=None)
    if closed is None:
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.record(ticket, at=request.now, kind="closed", actor="owner", text=request.text)
    store.give_back(ticket)
    told = (
        Reply(
            text=say(request.estate.language, "after.closed_for_staff", number=ticket.number),
            to=ToTopic(ticket.id),
        ),
        Reply(kind="card", to=ToTopic(ticket.id)),
        Reply(kind="close_topic", to=ToTopic(ticket.id)),
    )
    if ticket.intent == "emergency":
        return Outcome(replies=(Reply(text=say(request.language, "after.glad", number=ticket.number)), *told))
    ask = Reply(text=say(request.language, "after.rate", number=ticket.number), buttons=_stars(ticket))
    return Outcome(
        replies=(ask, *told), awaiting={"kind": "rating", "ticket": ticket.id}, memory={"ticket": ticket.id}
    )


def _stars(ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    return (tuple(Button(f"{n} ★", f"rate:{ticket.id}:{ticket.reopened}:{n}") for n in range(1, SCALE + 1)),)


def reopen(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Still a problem: the same ticket, the same people, a new time to answer by."""
    stage = lifecycle.next_stage(ticket, "reopen")
    opened = store.tickets.change(
        ticket, stage=stage, resolved_at=None, closed_at=None, remind_at=None, close_at=None,
        responded_at=None, breach_told_at=None, respond_by=request.now + (ticket.respond_by - ticket.opened_at),
        next_contact_at=None,
    )  # fmt: skip
    if opened is None:
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.count(ticket, "reopened")
    store.tickets.record(ticket, at=request.now, kind="reopened", actor="owner", text=request.text)
    store.tickets.promise(ticket, kind="answer", due_at=opened.respond_by, made_at=request.now, staff_id=None)
    told = say(request.estate.language, "after.reopened_for_staff", number=ticket.number, words=request.text)
    when = opening.by_when(request, opened)
    return Outcome(
        replies=(
            Reply(text=say(request.language, "after.reopened", number=ticket.number, when=when)),
            Reply(text=told.strip(), to=ToTopic(ticket.id), relays="owner_words", pictures=request.pictures),
            Reply(kind="card", to=ToTopic(ticket.id)),
        ),
        awaiting={"kind": "what_is_left", "ticket": ticket.id},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def _rate(request: Request, store: OwnerStore, ticket: Ticket, score: int, said_as: str) -> Outcome:
    if not 1 <= score <= SCALE:
        raise Mistake("common.no_such_button")
    rating = store.rate(
        ticket,
        touchpoint=TOUCHPOINT,
        occasion=ticket.reopened,
        scale=SCALE,
        score=score,
        said=said_as[:200],
        at=request.now,
    )
    if rating is None:
        return Outcome(
            replies=(Reply(text=say(request.language, "after.rated_before", number=ticket.number)),)
        )
    store.tickets.record(
        ticket, at=request.now, kind="rated", actor="owner", text=said_as, data={"score": score}
    )
    told = Reply(
        text=say(
            request.estate.language,
            "after.rated_for_staff",
            number=ticket.number,
            score=score,
            words=request.text,
        ),
        to=ToTopic(ticket.id),
    )
    if score > LOW:
        text = say(request.language, "after.thanks", score=score)
        return Outcome(replies=(Reply(text=text), told), awaiting={"kind": "reason", "ticket": ticket.id})
    again = reopen(request, store, ticket)
    return Outcome(replies=(*again.replies, told), awaiting=again.awaiting, memory=again.memory)


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """A score in words while one is awaited; the sentence after a score; what is left after "still a problem"."""
    awaiting = request.awaiting or {}
    ticket = store.tickets.by_id(int(awaiting["ticket"]))
    intents = {matter.intent for matter in request.meaning.matters}
    if ticket is None:
        return None
    if awaiting["kind"] == "rating":
        return _score_said(request, store, ticket) if intents <= {"rating", "praise"} else None
    if not request.text.strip() or intents & {"handoff", "follow_up", "cancel"}:
        return None
    return _reason(request, store, ticket) if awaiting["kind"] == "reason" else _left(request, store, ticket)


def _score_said(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome | None:
    """Scores on another scale are not converted by guessing: the five stars are shown again."""
    score = request.meaning.slots.score
    if score is None or score.of != SCALE or score.value != int(score.value) or score.value > SCALE:
        text = say(request.language, "after.rate_again")
        return Outcome(replies=(Reply(text=text, buttons=_stars(ticket)),), awaiting=request.awaiting)
    return _rate(request, store, ticket, max(1, int(score.value)), request.text)


def _reason(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome | None:
    rating = store.rating(ticket, TOUCHPOINT)
    reports = {matter.intent for matter in request.meaning.matters} & {
        "repair",
        "complaint",
        "enquiry",
        "dispute",
    }
    if rating is None or (reports and request.meaning.understood):
        return None
    store.explain_rating(rating, request.text)
    told = say(request.estate.language, "after.reason_for_staff", number=ticket.number, words=request.text)
    thanks = Reply(text=say(request.language, "after.reason_kept"))
    return Outcome(replies=(thanks, Reply(text=told, to=ToTopic(ticket.id))))


def _left(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=request.text)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    told = say(request.estate.language, "report.added_for_staff", number=ticket.number, words=request.text)
    return Outcome(
        replies=(
            Reply(text=say(request.language, "report.added", number=ticket.number)),
            Reply(text=told, to=ToTopic(ticket.id), relays="owner_words", pictures=request.pictures),
        )
    )


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """A dispute reopens the ticket it is about; a score that nobody asked for is thanked for and kept with it."""
    ticket = choice.meant(request, store, ended=True)
    if matter.intent == "dispute" and ticket and lifecycle.may(ticket, "reopen"):
        return reopen(request, store, ticket)
    if matter.intent == "dispute" and ticket:
        return _left(request, store, ticket)
    key = "after.nothing_to_rate" if matter.intent == "rating" else "after.nothing_to_reopen"
    return Outcome(replies=(Reply(text=say(request.language, key)),))


def reminder(language: str, ticket: Ticket) -> Reply:
    """The one reminder after "work done"."""
    text = say(language, "after.reminder", number=ticket.number, summary=ticket.summary)
    return Reply(text=text, to=ToOwner(ticket.id), buttons=settle_buttons(language, ticket))


def fall_silent(
    tickets: Tickets, ticket: Ticket, language: str, staff_language: str, now: datetime
) -> tuple[Reply, ...]:
    """Closes a resolved ticket whose owner stayed silent; a word from them opens it again."""
    stage = lifecycle.next_stage(ticket, "fall_silent")
    if tickets.change(ticket, stage=stage, closed_at=now, remind_at=None, close_at=None) is None:
        return ()
    tickets.record(ticket, at=now, kind="closed_silent", actor="line")
    return (
        Reply(text=say(language, "after.closed_silent", number=ticket.number), to=ToOwner(ticket.id)),
        Reply(
            text=say(staff_language, "after.closed_silent_for_staff", number=ticket.number),
            to=ToTopic(ticket.id),
        ),
        Reply(kind="card", to=ToTopic(ticket.id)),
        Reply(kind="close_topic", to=ToTopic(ticket.id)),
    )


CAPABILITY = Capability(
    name="after_service", intents=("rating", "dispute"), said=said, buttons=("settled", "open", "rate"), pressed=pressed,
    awaits=("rating", "reason", "what_is_left"), answered=answered,
)  # fmt: skip
