"""What needs a person and no rule of the line: kept as a ticket, passed on, with a time by which somebody answers (A23).

Questions, wishes about personal data, appointments, invitations: nothing is refused, nothing is lost.
"""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request
from handlers.tickets import adding, choice, opening, reporting
from handlers.tickets.complaints import path
from handlers.tickets.warning import incidents
from handlers.tickets.works import countering, visiting, warranty_told
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore

INTENTS = ("enquiry", "privacy", "reschedule", "rsvp")


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """Keeps it and passes it on. A new time belongs to the ticket it is about."""
    ticket = choice.meant(request, store) if matter.intent == "reschedule" else None
    visit = visiting.live(store, ticket) if ticket else None
    if ticket and visit:
        return countering.countered(request, store, ticket, visit, visit.sequence)
    if ticket:
        staff = adding.keep(request, store, ticket, "report.added_for_staff")
        text = say(request.language, "passed_on.reschedule", number=ticket.number)
        return Outcome(replies=(Reply(text=text), *staff), memory={"ticket": ticket.id})
    opened = opening.open_ticket(request, store, matter, request.pictures)
    reporting.take_unclear(request, store, opened)
    text = say(
        request.language, f"passed_on.{matter.intent}", number=opened.number, phone=request.estate.phone,
        who=opening.who_answers(request, store, opened), when=opening.by_when(request, opened),
    )  # fmt: skip
    if matter.code == "enquiry.warranty":
        text = "\n".join(filter(None, (warranty_told.of_home(request, store, opened), text)))
    known = incidents.known(request, store, opened)
    text = path.under(f"{text}\n{known}" if known else text, request.language)
    return Outcome(
        replies=(
            Reply(text=text),
            *opening.card(opened, request, request.pictures),
        ),
        memory={"ticket": opened.id, "ticket_at": request.now.isoformat()},
    )


CAPABILITY = Capability(name="passed_on", intents=INTENTS, said=said)
