"""What the owner hears from staff: an answer, a question, a date, the result; and notes that stay among colleagues.

The owner reads the words in the line's voice of their own language; what staff wrote stays as they wrote it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.base import Mistake, Picture, Reply
from handlers.staff.changing import (
    changed,
    checked,
    heard,
    next_date,
    record,
    redrawn,
    stage_in_hand,
    told_in_topic,
)  # fmt: skip
from handlers.staff.complaints.concluding import decided_first
from handlers.staff.light import IN_HAND
from handlers.staff.owner_side import OwnerSide, owner_side, require_reachable
from handlers.staff.reply_check import require_checked
from handlers.staff.request import StaffRequest
from handlers.tickets import moments, settling
from handlers.tickets.lifecycle import may, next_stage
from handlers.tickets.timing import promising
from handlers.voice import begging
from handlers.wording import moment
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: The farthest date that may be promised to an owner: later ones are no promise.
FARTHEST = timedelta(days=90)

#: The longest words of a promise, in characters.
_BRIEF = 500


def reply(
    request: StaffRequest, store: StaffStore, ticket: Ticket, text: str, pictures: tuple[Picture, ...] = ()
) -> tuple[Reply, ...]:
    """Words, and pictures, to the owner. Allowed in every stage: people may always speak to each other."""
    words = "" if pictures and not text.strip() else checked(text)
    owner = owner_side(request, store, ticket)
    require_reachable(owner)
    require_checked(request, store, ticket, words)
    after = heard(request, store, ticket, owner.tz, **after_words(request, ticket))
    _keep(request, store, after, "replied", words, pictures)
    after = moments.come("heard", request, store, after)
    after, again = next_date(request, store, after, owner)
    said = _said(request, owner, "desk.owner.reply_title", _joined(words, again), pictures)
    return (
        *said,
        *_shown_to_colleagues(request, store, after, "desk.room.replied", words),
        redrawn(request, store, after),
    )


def after_words(request: StaffRequest, ticket: Ticket) -> dict[str, Any]:
    """Words to the owner take a ticket that nobody took and show that work goes on; other stages stay as they are."""
    if may(ticket, "claim"):
        return _taken(request, ticket, next_stage(ticket, "claim"))
    if ticket.stage == "assigned":
        return _taken(request, ticket, next_stage(ticket, "work"))
    return {"stage": ticket.stage}


def ask_owner(
    request: StaffRequest, store: StaffStore, ticket: Ticket, text: str, pictures: tuple[Picture, ...] = ()
) -> tuple[Reply, ...]:
    """A question to the owner; the clock rests until the answer comes."""
    words = checked(text)
    owner = owner_side(request, store, ticket)
    require_reachable(owner)
    stage = next_stage(ticket, "ask_owner")
    require_checked(request, store, ticket, words)
    after = heard(request, store, ticket, owner.tz, **_taken(request, ticket, stage))
    _keep(request, store, after, "asked", words, pictures)
    after = moments.come("waiting", request, store, after)
    said = _said(request, owner, "desk.owner.ask_title", words, pictures)
    return (
        *said,
        *_shown_to_colleagues(request, store, after, "desk.room.asked", words),
        redrawn(request, store, after),
    )


def set_next_date(
    request: StaffRequest,
    store: StaffStore,
    ticket: Ticket,
    when: datetime,
    *,
    said: str = "",
    not_promised: str = "",
) -> tuple[Reply, ...]:
    """A date by which the owner hears from us: a promise with its own clock (C30), and what is expressly not promised (C31).

    A new date without a word of what was done moves the one before it, and does not keep it (C32). Raises Mistake for a date
    that has passed, or lies more than 90 days away, for more words than can be remembered, and for words that ask for good scores (I11).
    """
    said, not_promised = _brief(said), _brief(not_promised)
    begging.require_none(request, ticket.estate_id, "next_date", said, not_promised, about=ticket.number)
    owner = owner_side(request, store, ticket)
    if when <= request.now:
        raise Mistake("desk.date_past", when=_staff_moment(request, owner, when))
    if when > request.now + FARTHEST:
        raise Mistake("desk.date_far", days=FARTHEST.days)
    stage = stage_in_hand(ticket)
    values = {"responded_at": ticket.responded_at or request.now, "next_contact_at": when}
    after = changed(store, ticket, **values, **_taken(request, ticket, stage))
    moved = () if said else _contacts(store, after)
    store.tickets.keep_promises(after, request.now, but=moved)
    promising.promise(
        request, store, after, "contact", when, staff_id=request.who.id, said=said, not_promised=not_promised
    )
    words = _joined(said, owner.say("desk.owner.not_promised", what=not_promised) if not_promised else "")
    record(request, store, after, "next_date", words, when=when.isoformat())
    after = moments.come("heard", request, store, after)
    by = owner.say("desk.owner.next_date", person=owner.person(request.who), when=owner.moment(when))
    return (*owner.told(_joined(by, words)), redrawn(request, store, after))


def _contacts(store: StaffStore, ticket: Ticket) -> tuple[int, ...]:
    return tuple(one.id for one in store.promises.open_ones(ticket) if one.kind == "contact")


def _brief(text: str) -> str:
    """The words of a promise. Raises Mistake for more than 500 characters: what is promised has to be remembered."""
    words = text.strip()
    if len(words) > _BRIEF:
        raise Mistake("desk.long_text", length=len(words), most=_BRIEF)
    return words


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def resolve(request: StaffRequest, store: StaffStore, ticket: Ticket, text: str = "") -> tuple[Reply, ...]:
    """The work is done, says staff; whether it is settled, says the owner: two keys to close.

    The owner is told what silence means: one reminder, then the ticket is closed (both times from the settings). A complaint
    is decided first: raises Mistake that says what is missing (C05).
    """
    words = checked(text) if text.strip() else ""
    stage = next_stage(ticket, "resolve")
    decision = decided_first(request, store, ticket)
    require_checked(request, store, ticket, words)
    after = changed(store, ticket, **_resolved(request, ticket), stage=stage)
    store.tickets.keep_promises(after, request.now)
    if decision:
        store.decisions.deliver(after, decision, request.now)
    store.give_back(after)
    record(request, store, after, "resolved", words)
    after = moments.come("resolved", request, store, after)
    owner = owner_side(request, store, after)
    asked = owner.told(_result(owner, request, after, words), buttons=settling.buttons(owner.language, after))
    marked = tuple(
        replace(one, relays="staff_words", answers=request.answers) if words else one for one in asked
    )
    return (
        *marked,
        told_in_topic(store, after, "desk.room.resolved", name=request.who.name),
        redrawn(request, store, after),
    )


def _resolved(request: StaffRequest, ticket: Ticket) -> dict[str, Any]:
    return {
        "holder_id": ticket.holder_id or request.who.id,
        "responded_at": ticket.responded_at or request.now,
        "next_contact_at": None,
        "resolved_at": request.now,
        "remind_at": request.now + timedelta(hours=request.settings.remind_after_hours),
        "close_at": request.now + timedelta(hours=request.settings.close_after_hours),
    }


def _result(owner: OwnerSide, request: StaffRequest, ticket: Ticket, words: str) -> str:
    assert ticket.close_at is not None
    said = owner.say("desk.owner.resolved", person=owner.person(request.who))
    question = owner.say("desk.owner.settled_question", when=owner.moment(ticket.close_at))
    return _joined(said, words, question)


def note(request: StaffRequest, store: StaffStore, ticket: Ticket, text: str) -> tuple[Reply, ...]:
    """A line among colleagues; the owner never sees it."""
    words = "" if request.pictures and not text.strip() else checked(text)
    _keep(request, store, ticket, "noted", words, request.pictures, shown=False)
    return ()


def _keep(
    request: StaffRequest,
    store: StaffStore,
    ticket: Ticket,
    kind: str,
    words: str,
    pictures: tuple[Picture, ...],
    *,
    shown: bool = True,
) -> None:
    """The words and pictures become part of the ticket."""
    ids = [picture.attachment_id for picture in pictures]
    store.tickets.give_attachments(ids, ticket)
    record(request, store, ticket, kind, words, shown=shown, pictures=ids)


def _taken(request: StaffRequest, ticket: Ticket, stage: str) -> dict[str, Any]:
    """Whoever acts on a ticket that nobody took, takes it."""
    held = ticket.stage in IN_HAND and ticket.holder_id is not None
    return {"stage": stage, "holder_id": ticket.holder_id if held else request.who.id}


def _said(
    request: StaffRequest, owner: OwnerSide, title: str, words: str, pictures: tuple[Picture, ...] = ()
) -> tuple[Reply, ...]:
    """Staff's own words under the name of who wrote them; `answers` lets the staff message be marked once they went out."""
    told = owner.told(words, title=owner.say(title, person=owner.person(request.who)))
    return tuple(
        replace(one, pictures=pictures, relays="staff_words", answers=request.answers) for one in told
    )


def _shown_to_colleagues(
    request: StaffRequest, store: StaffStore, ticket: Ticket, key: str, words: str
) -> tuple[Reply, ...]:
    """What was written on the pages stands in the topic too; what was written in the topic stands there already."""
    return () if request.answers else (told_in_topic(store, ticket, key, name=request.who.name, text=words),)


def _staff_moment(request: StaffRequest, owner: OwnerSide, when: datetime) -> str:
    return moment(request.language, when, owner.tz, request.now)
