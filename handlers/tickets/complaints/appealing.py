"""The owner does not accept a decision: it is decided anew by somebody else, and after the last round by somebody outside (C10).

Decided, resolved or closed: every complaint that was decided can be appealed against, within the days of the settings.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Mistake, Outcome, Reply, Request, ToStaff, ToTopic
from handlers.tickets import lifecycle, moments, opening, settling
from handlers.tickets.complaints.appeals import Way, way_to_appeal
from handlers.tickets.fairness import recourse
from handlers.tickets.ladder import escalating
from handlers.tickets.people import offering
from handlers.tickets.timing import clocks, promising
from handlers.wording import moment, say, speak
from storage.decision_rows import Decision
from storage.owner_store import OwnerStore
from storage.staff import Staff
from storage.ticket_rows import Ticket

#: Who may decide an appeal, where anybody of these serves the estate: people with the house's authority.
SENIOR_ROLES = ("officer", "expert", "manager", "director", "executive")


def is_open(request: Request, store: OwnerStore, ticket: Ticket) -> bool:
    """Whether "I do not agree" about this ticket is an appeal."""
    made = store.decisions.told(ticket)
    return made is not None and ticket.complaint and _way(request, made) == "open"


def appeal(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Raises Mistake where there is no decision to appeal against."""
    made = store.decisions.told(ticket)
    if made is None or not ticket.complaint or not lifecycle.may(ticket, "appeal"):
        raise Mistake("common.moved_on", number=ticket.number)
    way = _way(request, made)
    if way == "open":
        return _decided_anew(request, store, ticket, made)
    if ticket.stage != "decided":
        return settling.reopen(request, store, ticket)
    return _outside(request, store, ticket, made)


def _way(request: Request, made: Decision) -> Way:
    told_at = made.told_at or request.now
    return way_to_appeal(made.round, told_at, request.now, request.settings.tickets.appeals)


def _decided_anew(request: Request, store: OwnerStore, ticket: Ticket, made: Decision) -> Outcome:
    """A new round: no earlier undertaking runs on, nobody holds it who decided before, a new date for the decision."""
    hours = request.settings.tickets.limits.fix_hours.get("complaint", 240)
    opened = store.tickets.change(
        ticket, stage=lifecycle.next_stage(ticket, "appeal"), round=ticket.round + 1, resolved_at=None, closed_at=None,
        remind_at=None, close_at=None, responded_at=None, next_contact_at=None, waiting_since=None,
        handover_to_id=None, handover_by=None, followed_up_at=None,
        respond_by=clocks.respond_by(request.now, ticket.urgency, ticket.channel, request.settings.respond_hours),
        holder_id=None if ticket.holder_id == made.decided_by else ticket.holder_id,
    )  # fmt: skip
    if opened is None:
        raise Mistake("common.moved_on", number=ticket.number)
    due = request.now + timedelta(hours=hours)
    store.tickets.keep_promises(opened, request.now)
    store.tickets.count(opened, "reopened")
    store.tickets.record(
        opened,
        at=request.now,
        kind="appealed",
        actor="owner",
        text=request.text,
        data={"round": opened.round},
    )
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], opened)
    _promised(request, store, opened, due)
    opened = moments.come("reopened", request, store, store.tickets.by_id(opened.id) or opened)
    opened = escalating.raise_to(request, store, opened, reason="appeal", event=f"round {opened.round}")
    return _answered(request, store, opened, due)


def _promised(request: Request, store: OwnerStore, ticket: Ticket, due: datetime) -> None:
    for kind, at in (("answer", ticket.respond_by), ("decision", due)):
        promising.promise(request, store, ticket, kind, at)


def _answered(request: Request, store: OwnerStore, ticket: Ticket, due: datetime) -> Outcome:
    """The owner hears who decides and by when; the people who may decide hear that it is theirs."""
    when = moment(request.language, due, request.tz, request.now)
    text = say(
        request.language,
        "decision.appealed",
        number=ticket.number,
        when=when,
        answer=opening.by_when(request, ticket),
    )
    told = say(
        request.estate.language, "decision.room.appealed", number=ticket.number, words=request.text
    ).strip()
    topic = ToTopic(ticket.id)
    deep = offering.deep(request, store, [ticket])
    offer = (offering.button(request.language, deep),) if deep else ()
    return Outcome(
        replies=(
            Reply(text=text, buttons=offer),
            *_eligible_told(request, store, ticket),
            Reply(text=told, to=topic, relays="owner_words", pictures=request.pictures),
            Reply(kind="card", to=topic),
        ),
        awaiting={"kind": "what_is_left", "ticket": ticket.id},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def eligible(store: OwnerStore, ticket: Ticket) -> list[Staff]:
    """Who may decide the new round: nobody who decided before or is complained of; those with the house's authority first."""
    barred = store.decisions.barred(ticket)
    free = [one for one in store.serving(ticket) if one.id not in barred]
    return [one for one in free if one.role in SENIOR_ROLES] or free


def _eligible_told(request: Request, store: OwnerStore, ticket: Ticket) -> list[Reply]:
    """It is theirs: one of them takes it."""
    return [
        Reply(
            to=ToStaff(one.id),
            text=say(
                speak(one.language, "en"),
                "decision.appeal_for_you",
                number=ticket.number,
                summary=ticket.summary,
            ),
        )
        for one in eligible(store, ticket)
    ]


def _outside(request: Request, store: OwnerStore, ticket: Ticket, made: Decision) -> Outcome:
    """The house has spoken: the ticket stays open, and the owner learns to whom outside they can go (ISO 10002, 7.9)."""
    store.decisions.tell_recourse(ticket, made, request.now)
    store.tickets.record(ticket, at=request.now, kind="not_accepted", actor="owner", text=request.text)
    outside = recourse.told(request.language, request.estate, request.settings.tickets.bodies, ticket.code)
    text = say(request.language, "decision.not_accepted", number=ticket.number) + "\n" + outside
    told = say(
        request.estate.language, "decision.room.not_accepted", number=ticket.number, words=request.text
    )
    staff = (
        Reply(text=told.strip(), to=ToTopic(ticket.id), relays="owner_words"),
        Reply(kind="card", to=ToTopic(ticket.id)),
    )
    return Outcome(replies=(Reply(text=text), *staff), memory={"ticket": ticket.id})
