"""After "work done": settled or still a problem, then one tap from 1 to 5; silence is asked once and then closes.

Ratings here are for improvement (I01, I03): one tap, one optional sentence, never after an emergency.
"""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import adding, choice, lifecycle, reporting, settling
from handlers.tickets.complaints import appealing
from handlers.tickets.settling import SCALE
from handlers.wording import say
from nlu.meaning import Matter, Score
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket

TOUCHPOINT = "repair_done"

#: Scores at or below this open the matter again.
LOW = 2

#: What is no sentence about a score, although it follows one.
_NO_REASON = frozenset(
    {"repair", "complaint", "enquiry", "dispute", "smalltalk", "affirm", "deny", "preferences", "account", "privacy",
     "away", "rsvp", "handoff", "follow_up", "cancel", "reschedule", "rating", "suggestion"}
)  # fmt: skip


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Settled, still a problem, or a score."""
    ticket = choice.of_button(request, store)
    _of_this_occasion(request, ticket)
    match request.button[0]:
        case "settled":
            return settling.settle(request, store, ticket)
        case "open":
            return settling.reopen(request, store, ticket)
        case _:
            return _starred(request, store, ticket)


def _of_this_occasion(request: Request, ticket: Ticket) -> None:
    """Raises Mistake for a button of an earlier resolution of the same ticket."""
    if choice.number_at(request, 2) != ticket.reopened:
        raise Mistake("common.moved_on", number=ticket.number)


def _starred(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """A star was pressed. Raises Mistake for a ticket that is not done, and for a star that was never offered."""
    score = choice.number_at(request, 3)
    if score is None or not 1 <= score <= SCALE:
        raise Mistake("common.no_such_button")
    if not lifecycle.may(ticket, "reopen") or settling.is_alarm(ticket):
        raise Mistake("common.moved_on", number=ticket.number)
    return _rate(request, store, ticket, score, str(score))


def _rate(request: Request, store: OwnerStore, ticket: Ticket, score: int, said_as: str) -> Outcome:
    rating = store.rate(
        ticket, touchpoint=TOUCHPOINT, occasion=ticket.reopened, scale=SCALE, score=score, said=said_as[:200],
        at=request.now,
    )  # fmt: skip
    if rating is None:
        text = say(request.language, "after.rated_before", number=ticket.number)
        return Outcome(replies=(Reply(text=text),))
    store.tickets.record(
        ticket, at=request.now, kind="rated", actor="owner", text=said_as, data={"score": score}
    )
    reason = request.text.strip() if _says_more(request.text) else ""
    if reason:
        store.explain_rating(rating, request.text)
    told = _told_score(request, ticket, score, reason)
    if score <= LOW:
        again = settling.reopen(request, store, ticket)
        return Outcome(replies=(*again.replies, told), awaiting=again.awaiting, memory=again.memory)
    if reason:
        return Outcome(replies=(Reply(text=say(request.language, "after.thanks_all", score=score)), told))
    thanks = Reply(text=say(request.language, "after.thanks", score=score))
    return Outcome(replies=(thanks, told), awaiting={"kind": "reason", "ticket": ticket.id})


def _told_score(request: Request, ticket: Ticket, score: int, reason: str) -> Reply:
    text = say(
        request.estate.language, "after.rated_for_staff", number=ticket.number, score=score, words=reason
    )
    return Reply(text=text.strip(), to=ToTopic(ticket.id))


def _says_more(text: str) -> bool:
    """Whether a score in words carries a sentence worth keeping: more than "5 stars, thanks"."""
    return sum(2 if letter > "\u2e80" else 1 for letter in text if letter.isalpha()) >= 12


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """A score in words while one is awaited; the sentence after a score; what is left after "still a problem"."""
    awaiting = request.awaiting or {}
    ticket = store.tickets.by_id(int(awaiting["ticket"]))
    intents = {matter.intent for matter in request.meaning.matters}
    if ticket is None:
        return None
    if awaiting["kind"] == "rating":
        return _score_said(request, store, ticket) if intents <= {"rating", "praise"} else None
    if not request.text.strip() and not request.pictures:
        return None
    if awaiting["kind"] == "reason":
        return _reason(request, store, ticket)
    if intents & {"handoff", "follow_up", "cancel"}:
        return None
    left = adding.added(request, store, ticket)
    return Outcome(replies=left.replies, memory=left.memory)


def _score_said(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Scores on another scale are not converted by guessing: the five stars are shown again."""
    score = _on_our_scale(request.meaning.slots.score)
    if score is not None:
        return _rate(request, store, ticket, score, request.text)
    again = Reply(text=say(request.language, "after.rate_again"), buttons=settling.stars(ticket))
    return Outcome(replies=(again,), awaiting=request.awaiting)


def _on_our_scale(score: Score | None) -> int | None:
    """A whole score of five; 0 is the lowest star. None for another scale, halves and more than five."""
    if score is None or score.of != SCALE or score.value != int(score.value) or not 0 <= score.value <= SCALE:
        return None
    return max(1, int(score.value))


def _reason(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome | None:
    rating = store.rating(ticket, TOUCHPOINT)
    intents = {matter.intent for matter in request.meaning.matters}
    if rating is None or not request.text.strip() or (intents & _NO_REASON and request.meaning.understood):
        return None
    store.explain_rating(rating, request.text)
    told = say(request.estate.language, "after.reason_for_staff", number=ticket.number, words=request.text)
    thanks = Reply(text=say(request.language, "after.reason_kept"))
    return Outcome(replies=(thanks, Reply(text=told, to=ToTopic(ticket.id))))


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """A dispute reopens what it is about, or becomes a ticket of its own; a score settles what was done, and rates it."""
    return _disputed(request, store, matter) if matter.intent == "dispute" else _scored(request, store)


def _disputed(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    ticket = choice.disputable(request, store)
    if (
        ticket
        and ticket.stage != "resolved"
        and (ticket.stage == "decided" or appealing.is_open(request, store, ticket))
    ):
        return appealing.appeal(request, store, ticket)
    if ticket:
        return settling.reopen(request, store, ticket)
    still_open = choice.meant(request, store)
    if still_open:
        return adding.added(request, store, still_open)
    return reporting.opened(request, store, [matter])


def _scored(request: Request, store: OwnerStore) -> Outcome:
    ticket, score = choice.resolved(request, store), _on_our_scale(request.meaning.slots.score)
    if ticket is None or settling.is_alarm(ticket):
        return Outcome(replies=(Reply(text=say(request.language, "after.nothing_to_rate")),))
    if score is None:
        return settling.ask_again(request, ticket)
    if score <= LOW:
        return _rate(request, store, ticket, score, request.text)
    closed = settling.close(request, store, ticket)
    rated = _rate(request, store, closed, score, request.text)
    return Outcome(
        replies=(*rated.replies, *settling.told_staff(request, closed)), awaiting=rated.awaiting,
        memory={"ticket": ticket.id},
    )  # fmt: skip


CAPABILITY = Capability(
    name="after_service", intents=("rating", "dispute"), said=said, buttons=("settled", "open", "rate"), pressed=pressed,
    awaits=("rating", "reason", "what_is_left"), answered=answered,
)  # fmt: skip
