"""What an owner writes back to people: an answer to their question, a yes to their proposal, reaches them and not a menu.

Staff ask, or write, and the owner's next words are for them, unless they are plainly a matter of their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Capability, Outcome, Reply, Request, ToTopic
from handlers.safety import absence_words
from handlers.tickets import adding, choice, lifecycle, moments, opening
from handlers.tickets.timing import clocks, promising
from handlers.wording import moment, say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket

#: How long after people wrote a short word is still meant for them.
_TALK = timedelta(hours=24)

#: What is never an answer to a question of people.
_OWN = frozenset(
    {
        "handoff",
        "cancel",
        "follow_up",
        "preferences",
        "account",
        "privacy",
        "dispute",
        "praise",
        "suggestion",
        "away",
    }
)

#: What is for people who wrote a short while ago, and for nobody else.
_TO_PEOPLE = frozenset({"affirm", "deny", "reschedule", "correction", "rsvp"})

_WRITTEN = frozenset({"replied", "asked", "next_date"})


def on_answer(request: Request, store: OwnerStore) -> Outcome | None:
    """Gives the owner's words to the people who asked or wrote; None for words that are no answer."""
    if request.button or not (request.text.strip() or request.pictures) or choice.is_asked(request):
        return None
    if absence_words.for_the_watch_alone(request):
        return None
    own = [ticket for ticket in store.tickets.open_ones(20) if ticket.contact_id == store.scope.contact_id]
    asked = [ticket for ticket in own if ticket.stage == "waiting_owner"]
    recalled = choice.recalled(request, store)
    ticket = recalled if recalled in asked else next(iter(asked), None)
    if ticket and not _of_its_own(request, ticket):
        return _answered(request, store, ticket)
    if not _for_people(request):
        return None
    written = next((one for one in own[:5] if _written_lately(store, one, request.now)), None)
    return adding.added(request, store, written) if written else None


def _of_its_own(request: Request, ticket: Ticket) -> bool:
    """A step of its own, or another thing than the ticket's that was plainly reported."""
    if not request.meaning.understood or not request.meaning.matters:
        return False
    intents = {matter.intent for matter in request.meaning.matters}
    if request.stated and "rating" in intents:
        return True
    reports = [one for one in request.meaning.matters if one.intent in ("repair", "complaint")]
    other = any(one.code != ticket.code and one.confidence >= 0.8 for one in reports)
    return bool(intents & _OWN) or other or intents <= {"smalltalk", "out_of_scope"}


def _for_people(request: Request) -> bool:
    intents = {matter.intent for matter in request.meaning.matters}
    if request.pictures and not request.text.strip():
        return False
    return not request.meaning.understood or (bool(intents) and intents <= _TO_PEOPLE)


def _written_lately(store: OwnerStore, ticket: Ticket, now: datetime) -> bool:
    lines = [line for line in store.tickets.timeline(ticket) if line.actor in ("staff", "owner")]
    return bool(lines) and lines[-1].kind in _WRITTEN and now - lines[-1].at <= _TALK


def _answered(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """The clock runs again: people answer by a time that the owner is told (C30)."""
    due = clocks.respond_by(
        request.now, ticket.urgency, request.household.contact.channel, request.settings.respond_hours
    )
    due = clocks.told(ticket, request.now, due)
    again = store.tickets.change(ticket, stage=lifecycle.next_stage(ticket, "owner_answers")) or ticket
    again = moments.come("answered", request, store, again)
    if due != again.next_contact_at:
        promising.next_contact(request, store, again, due)
    staff = adding.keep(request, store, ticket, "answer.for_staff")
    holder = store.staff_named(ticket.holder_id) if ticket.holder_id else None
    text = say(
        request.language, "answer.passed_on", number=ticket.number,
        who=holder.name if holder else opening.who_answers(request, store, ticket),
        when=moment(request.language, due, request.tz, request.now),
    )  # fmt: skip
    return Outcome(
        replies=(Reply(text=text), *staff, Reply(kind="card", to=ToTopic(ticket.id))),
        memory={"ticket": ticket.id},
    )


CAPABILITY = Capability(name="answer")
