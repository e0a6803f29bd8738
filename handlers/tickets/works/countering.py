"""Another time, in the owner's words: said back with its date, and by when people answer; by whichever capability it comes."""

from __future__ import annotations

from handlers.base import Outcome, Reply, Request, ToTopic
from handlers.tickets.works import reaching, visiting
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.visits import Visit


def countered(request: Request, store: OwnerStore, ticket: Ticket, visit: Visit, sequence: int) -> Outcome:
    """COUNTER, said back with its date; by when people answer (C30). A stale one shows the window that stands now."""
    if sequence != visit.sequence:
        return shown_again(request, ticket, visit)
    after, ticket, due = visiting.counter(request, store, ticket, visit, sequence)
    read = after.counter_starts is not None
    text = say(
        request.language, "visits.countered" if read else "visits.countered_words", number=ticket.number,
        window=reaching.window(request.language, after.counter_starts, after.counter_ends, request)
        if after.counter_starts
        else "",
        who=visiting.who(store, ticket, after, request.language),
        when=reaching.by(request.language, due, request),
    )  # fmt: skip
    return Outcome(
        replies=(Reply(text=text), Reply(kind="card", to=ToTopic(ticket.id))), memory={"ticket": ticket.id}
    )


def shown_again(request: Request, ticket: Ticket, visit: Visit) -> Outcome:
    window = reaching.window(request.language, visit.starts, visit.ends, request)
    text = say(request.language, "visits.newest", number=ticket.number, window=window)
    return Outcome(
        replies=(Reply(text=text, buttons=visiting.buttons(request.language, visit)),),
        memory={"ticket": ticket.id},
    )
