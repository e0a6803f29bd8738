"""Help for whoever is abused in an owner's words (L11): somebody above hears it, and after some such messages a handover is offered.

It changes nothing of the matter: no clock, no right, no category, no order in which it is answered.
"""

from __future__ import annotations

from handlers.base import Acting, Reply, Request, ToStaff
from handlers.tickets.holders.eligible import eligible
from handlers.tickets.people.abuse_words import is_abuse
from handlers.wording import say, speak
from storage.scope import SENIOR
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket

#: How many calm beginnings of a reply there are in the catalogues.
CALM = (1, 2, 3)

_EXCERPT = 200


def on_received(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Reads a matter that has just come: its own part of the message, so that one message marks one matter where it can."""
    return _read(acting, store, ticket, str(ticket.reading.get("text") or ticket.words))


def on_words(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Reads what an owner just added."""
    return _read(acting, store, ticket, acting.text) if isinstance(acting, Request) else ticket


def _read(acting: Acting, store: Store, ticket: Ticket, words: str) -> Ticket:
    if is_abuse(words):
        count = store.abuse.mark(ticket, acting.now, by="line")
        store.tickets.record(ticket, at=acting.now, kind="abuse", actor="line", shown=False)
        help_staff(acting, store, ticket, count, words)
    return ticket


def help_staff(acting: Acting, store: Store, ticket: Ticket, count: int, words: str) -> None:
    """A supervisor hears the first such message; at the number of the settings they and the holder hear of a handover."""
    fit = eligible(store, ticket)
    holder = next((one for one in fit if one.id == ticket.holder_id), None)
    after = acting.settings.tickets.abuse.rotate_after
    if count not in (1, after):
        return
    values = {
        "number": ticket.number,
        "count": count,
        "words": words[:_EXCERPT],
        "name": holder.name if holder else "–",
    }
    for one in supervisors(fit):
        key = "abuse.told.rotate" if count == after else "abuse.told.first"
        if holder is None or one.id != holder.id:
            acting.told.append(Reply(to=ToStaff(one.id), text=say(speak(one.language, "en"), key, **values)))
    if holder:
        key = "abuse.told.you_rotate" if count == after else "abuse.told.you"
        text = say(speak(holder.language, "en"), key, **values)
        acting.told.append(Reply(to=ToStaff(holder.id), text=text))


def supervisors(fit: list[Staff]) -> list[Staff]:
    """The managers; where none serves, everybody above them."""
    managers = [one for one in fit if one.role == "manager"]
    return managers or [one for one in fit if one.role in SENIOR]
