"""Handing a ticket to a colleague: asked, accepted or refused; until it is accepted the giver stays accountable (B19).

Any step that the colleague takes on the ticket accepts it. The owner hears the new name once it is accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from handlers.base import Button, Mistake, Reply, ToStaff
from handlers.staff.changing import (
    changed,
    checked,
    record,
    redrawn,
    refuse_barred,
    stage_in_hand,
    told_in_topic,
)
from handlers.staff.holding import claim, taken_over
from handlers.staff.light import IN_HAND
from handlers.staff.request import StaffRequest
from handlers.tickets.holders import assigning, handing_on
from handlers.tickets.holders.assignment import PRESSING
from handlers.wording import moment, say, speak
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What a colleague may say with one tap, by the number in the button.
REASONS = ("load", "trade", "away")


def transfer(request: StaffRequest, store: StaffStore, ticket: Ticket, staff_id: int) -> tuple[Reply, ...]:
    """Asks a colleague to take a ticket over. Raises Mistake for nobody who may, one who has it, or one who is asked already.

    To oneself it is "I take it"; somebody senior takes it so from whoever holds it.
    """
    if staff_id == request.who.id:
        anothers = ticket.stage in IN_HAND and ticket.holder_id not in (None, staff_id)
        take = taken_over if anothers and request.who.role in SENIOR else claim
        return take(request, store, ticket)
    to = _colleague(store, ticket, staff_id)
    if to.id == ticket.holder_id and ticket.stage in IN_HAND:
        raise Mistake("desk.held", number=ticket.number, name=to.name)
    if to.id == ticket.handover_to_id and ticket.handover_by:
        raise Mistake(
            "handover.asked_already", number=ticket.number, name=to.name, when=_when(request, ticket)
        )
    refuse_barred(store, ticket, to.id)
    _refuse_untrained(request, store, ticket, to)
    stage_in_hand(ticket)  # nothing that has ended is handed over
    by = request.settings.tickets.handover.by(ticket.urgency, request.now)
    after = changed(store, ticket, handover_to_id=to.id, handover_by=by)
    record(request, store, after, "handover_asked", to.name, shown=False, to=to.id, when=by.isoformat())
    return (
        _asked(request, store, after, to),
        *_no_longer(store, after, ticket.handover_to_id),
        told_in_topic(
            store, after, "handover.room.asked", name=request.who.name, to=to.name, when=_when(request, after)
        ),
        redrawn(request, store, after),
    )


def _colleague(store: StaffStore, ticket: Ticket, staff_id: int) -> Staff:
    """Somebody who serves the estate and may see the ticket: nobody it complains of."""
    may = [one for one in store.serving(ticket) if ticket.guard != "senior" or one.role in SENIOR]
    to = next((one for one in may if one.id == staff_id), None)
    if to is None:
        raise Mistake("desk.no_such_colleague")
    return to


def _refuse_untrained(request: StaffRequest, store: StaffStore, ticket: Ticket, to: Staff) -> None:
    """Raises Mistake for somebody without the modules that the case needs, while it can wait and somebody else has them (L05)."""
    gate = assigning.training_gate(request, store, ticket)
    others = any(gate.opens(one.id) for one in store.serving(ticket))
    if ticket.urgency not in PRESSING and others and not gate.opens(to.id):
        raise Mistake("profile.not_trained", name=to.name, modules=", ".join(sorted(gate.modules)))


def _when(request: StaffRequest, ticket: Ticket) -> str:
    assert ticket.handover_by is not None
    return moment(request.language, ticket.handover_by, request.tz, request.now)


def _asked(request: StaffRequest, store: StaffStore, ticket: Ticket, to: Staff) -> Reply:
    language = speak(to.language, "en")
    assert ticket.handover_by is not None
    when = moment(language, ticket.handover_by, request.tz, request.now)
    words = {"number": ticket.number, "name": request.who.name, "summary": ticket.summary, "when": when}
    yes = Button(say(language, "handover.button.yes"), f"desk:handover_yes:{ticket.id}")
    rows = tuple(
        (Button(say(language, f"handover.no.{reason}"), f"desk:handover_no:{ticket.id}:{number}"),)
        for number, reason in enumerate(REASONS)
    )
    return Reply(to=ToStaff(to.id), text=say(language, "handover.asked", **words), buttons=((yes,), *rows))


def _no_longer(store: StaffStore, ticket: Ticket, before: int | None) -> tuple[Reply, ...]:
    """Whoever was asked before is told that somebody else is."""
    who = next((one for one in store.serving(ticket) if one.id == before), None)
    if who is None or before == ticket.handover_to_id:
        return ()
    text = say(speak(who.language, "en"), "handover.no_longer", number=ticket.number)
    return (Reply(to=ToStaff(who.id), text=text),)


def accept(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Takes over what one was asked to; now it counts as a transfer. Raises Mistake for somebody who is not asked."""
    _must_be_asked(request, ticket)
    mine = Reply(text=say(request.language, "handover.yours", number=ticket.number))
    return (*taken_over(request, store, ticket), mine)


def refuse(request: StaffRequest, store: StaffStore, ticket: Ticket, reason: str) -> tuple[Reply, ...]:
    """Says no, and why; the giver stays accountable and is told. Raises Mistake without a reason, or for somebody not asked."""
    _must_be_asked(request, ticket)
    words = checked(reason)
    entry = handing_on.asked(store, ticket)
    after = changed(store, ticket, handover_to_id=None, handover_by=None)
    record(request, store, after, "handover_refused", words, shown=False)
    givers = {after.holder_id, entry.staff_id if entry else None} - {request.who.id}
    told = {"number": ticket.number, "name": request.who.name, "reason": words}
    return (
        *(
            Reply(to=ToStaff(one.id), text=say(speak(one.language, "en"), "handover.refused", **told))
            for one in store.serving(after)
            if one.id in givers
        ),
        told_in_topic(store, after, "handover.room.refused", name=request.who.name, reason=words),
        Reply(text=say(request.language, "handover.noted", number=ticket.number)),
        redrawn(request, store, after),
    )


def refuse_with(request: StaffRequest, store: StaffStore, ticket: Ticket, number: int) -> tuple[Reply, ...]:
    """Says no with one of the reasons of the buttons. Raises Mistake for a number that is none."""
    if not 0 <= number < len(REASONS):
        raise Mistake("desk.not_understood")
    return refuse(request, store, ticket, say(request.language, f"handover.no.{REASONS[number]}"))


def _must_be_asked(request: StaffRequest, ticket: Ticket) -> None:
    if ticket.handover_to_id != request.who.id:
        raise Mistake("handover.not_asked", number=ticket.number)


F = TypeVar("F", bound=Callable[..., tuple[Reply, ...]])


def accepting(step: F) -> F:
    """A step of the desk that also accepts, when whoever takes it was asked to take the ticket over."""

    def taken(
        request: StaffRequest, store: StaffStore, ticket: Ticket, *values: Any, **more: Any
    ) -> tuple[Reply, ...]:
        if ticket.handover_to_id is None or ticket.handover_to_id != request.who.id:
            return step(request, store, ticket, *values, **more)
        told = accept(request, store, ticket)
        if step is claim:
            return told
        now = store.tickets.by_id(ticket.id) or ticket
        return (*told, *step(request, store, now, *values, **more))

    taken.__doc__, taken.__name__ = step.__doc__, step.__name__
    return taken  # type: ignore[return-value]
