"""What the line failed to handle becomes a ticket for people: its words are on the staff pages and in the group, not only in a log."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Reply, ToTopic
from handlers.wording import say, speak
from storage.contacts import Contact
from storage.estates import Estate
from storage.owner_store import OwnerStore

#: How soon a person looks: nobody knows whether what failed was an emergency.
LOOK_WITHIN = timedelta(minutes=15)


def keep(
    store: OwnerStore,
    contact: Contact,
    estate: Estate,
    pieces: tuple[str, ...],
    *,
    turn_id: str,
    now: datetime,
) -> tuple[Reply, ...]:
    """A ticket with the owner's words as they were; urgent, because nobody has read them."""
    language = speak(estate.language, "en")
    ticket = store.tickets.open(
        estate_id=estate.id, now=now, unit_id=next(iter(store.scope.unit_ids), None), contact_id=contact.id,
        person_id=contact.person_id, channel=contact.channel, intent="handoff", code=None, urgency="E1", private=True,
        summary=say(language, "common.put_aside_summary", turn=turn_id), words="\n".join(pieces)[:100_000],
        language=speak(contact.language, language), place=None, reading={"turn": turn_id, "version": None, "confidence": None},
        respond_by=now + LOOK_WITHIN, next_contact_at=None,
    )  # fmt: skip
    store.tickets.record(
        ticket, at=now, kind="received", actor="owner", text=ticket.words, data={"turn": turn_id}
    )
    store.tickets.promise(ticket, kind="answer", due_at=ticket.respond_by, made_at=now, staff_id=None)
    store.clocks.start(ticket, "answer", started_at=now, due_at=ticket.respond_by, warn_at=now)
    return (Reply(kind="card", to=ToTopic(ticket.id), urgency="urgent"),)
