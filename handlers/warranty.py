"""When the home was handed over, said after it was asked: a first look at the warranty period, and a word for whoever confirms it.

The register is changed by staff alone; until then the day is what the owner said (B12).
"""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets.works import said_dates, warranty_told
from handlers.tickets.works.reaching import day
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """The day, or that it is not known; None for whatever is no answer to that."""
    ticket = store.tickets.by_id(int((request.awaiting or {})["ticket"]))
    if ticket is None or ticket.stage in ENDED or not request.text.strip():
        return None
    said = said_dates.find(request.text, request.now.astimezone(request.tz).date())
    if said is None:
        unknown = said_dates.says_unknown(request.text)
        return _thanked(request, store, ticket, "warranty.not_said") if unknown else None
    data = {"date": said.day.isoformat(), "known": said.known}
    store.tickets.record(
        ticket, at=request.now, kind="handover_said", actor="owner", text=request.text, data=data
    )
    verdict = warranty_told.verdict_of(request, store, ticket, delivered=said.day)
    looks = warranty_told.sentence(request.language, verdict)
    if said.known == "year" or not looks:
        return _thanked(request, store, ticket, "warranty.day_kept")
    return _thanked(
        request, store, ticket, "warranty.day_said", day=day(request.language, said.day), looks=looks
    )


def _thanked(request: Request, store: OwnerStore, ticket: Ticket, key: str, **values: object) -> Outcome:
    """The answer, and the words for the ticket's people."""
    text = say(request.language, key, number=ticket.number, **values).strip()
    told = say(request.estate.language, "warranty.said_for_staff", number=ticket.number, words=request.text)
    return Outcome(
        replies=(Reply(text=text), Reply(text=told, to=ToTopic(ticket.id), relays="owner_words")),
        memory={"ticket": ticket.id},
    )


CAPABILITY = Capability(name="warranty", awaits=("handover_date",), answered=answered)
