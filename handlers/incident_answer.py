"""A household's word on an incident that it was told of: affected too or not; fixed at theirs or still broken. The latest word counts.

"Still broken" goes on as the household's own ticket, reopened or new, so that it has a number, a person and a time (B01).
"""

from __future__ import annotations

from dataclasses import replace

from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, lifecycle, moments, opening, reporting, settling
from handlers.tickets.warning import incidents
from handlers.wording import say
from nlu.meaning import Matter
from storage.incidents import Asked
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

_ANSWERS = {"y": True, "n": False}


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Raises Mistake for a button of another home, a forged one, and one of an incident that is over."""
    incident_id, unit_id = choice.number_at(request, 1), choice.number_at(request, 2)
    yes = _ANSWERS.get(request.button[3] if len(request.button) > 3 else "")
    if incident_id is None or unit_id is None or yes is None:
        raise Mistake("common.no_such_button")
    what = "affected" if request.button[0] == "hit" else "fixed"
    asked = store.answer_incident(incident_id, unit_id, request.now, **{what: yes})
    if asked is None:
        raise Mistake("common.no_such_button")
    if what == "affected":
        return _affected(request, store, asked, yes=yes)
    return _fixed(request, store, asked) if yes else _still_broken(request, store, asked)


def _affected(request: Request, store: OwnerStore, asked: Asked, *, yes: bool) -> Outcome:
    unit = _label(store, asked)
    if not yes:
        return Outcome(
            replies=(Reply(text=say(request.language, "incidents.not_affected", unit=unit)),),
            awaiting=request.awaiting,
        )
    text = say(request.language, "incidents.affected", unit=unit)
    more = incidents.told(request, asked.incident) if asked.incident.stage in incidents.KNOWN else ""
    return Outcome(replies=(Reply(text="\n".join(filter(None, [text, more]))),), awaiting=request.awaiting)


def _fixed(request: Request, store: OwnerStore, asked: Asked) -> Outcome:
    """The owner's word settles the household's own ticket: the manager's "fixed" was the first key. A complaint awaits its decision."""
    ticket = store.tickets.by_id(asked.ticket_id) if asked.ticket_id else None
    text = say(request.language, "incidents.glad", unit=_label(store, asked))
    if ticket is None or ticket.stage in ENDED or ticket.complaint:
        return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)
    if lifecycle.may(ticket, "resolve"):
        done = store.tickets.change(
            ticket,
            stage=lifecycle.next_stage(ticket, "resolve"),
            resolved_at=request.now,
            next_contact_at=None,
        )
        ticket = done or ticket
        store.tickets.keep_promises(ticket, request.now)
        ticket = moments.come("resolved", request, store, ticket)
    settling.close(request, store, ticket)
    return Outcome(
        replies=(Reply(text=text), *settling.told_staff(request, ticket)), memory={"ticket": ticket.id}
    )


def _still_broken(request: Request, store: OwnerStore, asked: Asked) -> Outcome:
    words = say(request.language, "incidents.still_broken")
    said = replace(request, text=words, pieces=(words,))
    ticket = store.tickets.by_id(asked.ticket_id) if asked.ticket_id else None
    if ticket and lifecycle.may(ticket, "reopen"):
        outcome = settling.reopen(said, store, ticket)
        store.keep_in_incident(asked, store.tickets.by_id(ticket.id) or ticket)
        return outcome
    if ticket and ticket.stage not in ENDED:
        return _chased(said, store, ticket)
    return _opened(said, store, asked)


def _chased(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    store.tickets.count(ticket, "chased")
    store.tickets.record(ticket, at=request.now, kind="chased", actor="owner", text=request.text)
    ticket = moments.come("chased", request, store, store.tickets.by_id(ticket.id) or ticket)
    staff = say(request.estate.language, "incidents.still_for_staff", number=ticket.number)
    text = say(
        request.language, "incidents.still_kept", number=ticket.number, who=opening.who_answers(request, store),
        phone=request.estate.phone,
    )  # fmt: skip
    topic = ToTopic(ticket.id)
    return Outcome(
        replies=(Reply(text=text), Reply(text=staff, to=topic), Reply(kind="card", to=topic)),
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def _opened(request: Request, store: OwnerStore, asked: Asked) -> Outcome:
    incident = asked.incident
    matter = Matter(
        "repair", incident.code, incident.urgency, 1.0, incidents.name(request.language, incident)
    )
    ticket = opening.open_ticket(request, store, matter)
    ticket = store.tickets.change(ticket, unit_id=asked.unit_id) or ticket
    store.keep_in_incident(asked, ticket)
    kept = store.tickets.by_id(ticket.id) or ticket
    return reporting.answer(request, store, [kept], opening.card(kept, request))


def _label(store: OwnerStore, asked: Asked) -> str:
    return next((unit.label for unit in store.own_units() if unit.id == asked.unit_id), "")


CAPABILITY = Capability(name="incident_answer", buttons=("hit", "cured"), pressed=pressed)
