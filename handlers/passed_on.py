"""What needs a person and no rule of the line: kept as a ticket, passed on, with a time by which somebody answers (A23).

Questions, absences, wishes about personal data, appointments, invitations: nothing is refused, nothing is lost.
"""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, opening
from handlers.wording import say
from nlu.meaning import Matter
from storage.store import OwnerStore

INTENTS = ("enquiry", "away", "privacy", "reschedule", "rsvp")


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """Answers what is known, and passes on the rest. A new time belongs to the ticket it is about."""
    if matter.code == "enquiry.how_to_complain":
        text = say(request.language, "passed_on.how_to_complain", phone=request.estate.phone)
        return Outcome(replies=(Reply(text=text),))
    ticket = choice.meant(request, store) if matter.intent == "reschedule" else None
    if ticket:
        store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=request.text)
        told = say(
            request.estate.language, "report.added_for_staff", number=ticket.number, words=request.text
        )
        text = say(request.language, "passed_on.reschedule", number=ticket.number)
        return Outcome(
            replies=(Reply(text=text), Reply(text=told, to=ToTopic(ticket.id), relays="owner_words"))
        )
    opened = opening.open_ticket(request, store, matter, request.pictures)
    text = say(
        request.language, f"passed_on.{matter.intent}", number=opened.number, phone=request.estate.phone,
        who=opening.who_answers(request, store), when=opening.by_when(request, opened),
    )  # fmt: skip
    return Outcome(
        replies=(Reply(text=text), *opening.card(opened, request, request.pictures)),
        memory={"ticket": opened.id, "ticket_at": request.now.isoformat()},
    )


CAPABILITY = Capability(name="passed_on", intents=INTENTS, said=said)
