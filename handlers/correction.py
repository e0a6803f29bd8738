"""The owner corrects what was just reported; the words before stay as they were, the correction adds a version (A15)."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import adding, choice, kinds, misread, opening
from handlers.wording import say
from nlu.meaning import COMPLAINT_CODES, REPAIR_CODES, Matter
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: How many readings are offered to choose from.
_OFFERED = 4

#: An edited message this alike to what was reported is a new version of it; characters compared, and their share.
_COMPARED, _ALIKE = 400, 0.5


def on_edit(request: Request, store: OwnerStore) -> Outcome | None:
    """An edited report is a correction of its ticket, not a second ticket; None where it was no report."""
    if not request.edited or not request.text.strip():
        return None
    ticket = choice.recalled(request, store)
    if ticket is None or ticket.stage in ENDED:
        return None
    said_before = [
        line.text for line in store.tickets.timeline(ticket) if line.actor == "owner" and line.text
    ]
    if request.text in said_before:
        return Outcome(replies=(), awaiting=request.awaiting)
    if not any(_alike(request.text, before) for before in said_before):
        return None
    return _correct(request, store, ticket)


def _alike(text: str, before: str) -> bool:
    pieces = [before, *before.split("\n")]
    return any(
        SequenceMatcher(None, text[:_COMPARED], piece[:_COMPARED]).ratio() >= _ALIKE or text.startswith(piece)
        for piece in pieces
        if piece.strip()
    )


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """A correction in words: unit, place or detail of the ticket meant."""
    ticket = choice.meant(request, store)
    if ticket is None:
        return Outcome(replies=(Reply(text=say(request.language, "correction.nothing")),))
    return _correct(request, store, ticket)


def _correct(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Takes over what was read anew. Where nothing was, the people read the words, and the owner is not told otherwise."""
    values = _read_anew(request, store, ticket)
    if values:
        store.tickets.change(ticket, **values)
    staff = adding.keep(request, store, ticket, "correction.for_staff", kind="corrected", **values)
    fresh = store.tickets.by_id(ticket.id) or ticket
    text = (
        say(request.language, "correction.kept", line=opening.line(request, store, fresh))
        if values
        else say(request.language, "correction.passed_on", number=ticket.number)
    )
    return Outcome(
        replies=(Reply(text=text), *staff, Reply(kind="card", to=ToTopic(ticket.id))),
        memory={"ticket": ticket.id},
    )


def _read_anew(request: Request, store: OwnerStore, ticket: Ticket) -> dict[str, Any]:
    """The household's unit and the place, as far as they differ from what stands; a foreign unit is only a place."""
    slots = request.meaning.slots
    own = next((unit for unit in store.own_units() if unit.label == slots.unit), None)
    place = " ".join(filter(None, (None if own else slots.unit, slots.place)))[:200]
    values: dict[str, Any] = {}
    if own and own.id != ticket.unit_id:
        values["unit_id"] = own.id
    if place and place != ticket.place:
        values["place"] = place
    return values


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """The buttons under a report: "change it" offers other readings, a reading is taken over."""
    ticket = choice.of_button(request, store)
    if ticket.stage in ENDED:
        raise Mistake("common.moved_on", number=ticket.number)
    return _offer(request, ticket) if request.button[0] == "fix" else _read_as(request, store, ticket)


def _offer(request: Request, ticket: Ticket) -> Outcome:
    offered = [
        (candidate["intent"], candidate["code"])
        for candidate in ticket.reading.get("candidates", [])
        if candidate["code"] in (*REPAIR_CODES, *COMPLAINT_CODES) and candidate["code"] != ticket.code
    ][:_OFFERED]
    buttons = tuple(
        (Button(opening.name_of(request.language, intent, code), f"as:{ticket.id}:{code}"),)
        for intent, code in offered
    )
    text = say(request.language, "correction.what" if buttons else "correction.write", number=ticket.number)
    return Outcome(
        replies=(Reply(text=text, buttons=buttons),), awaiting={"kind": "correction", "ticket": ticket.id}
    )


def _read_as(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    code = request.button[2] if len(request.button) > 2 else ""
    intent = "repair" if code in REPAIR_CODES else "complaint" if code in COMPLAINT_CODES else None
    if intent is None or ticket.intent == "emergency":
        raise Mistake("common.no_such_button")
    if code != ticket.code:
        label = kinds.label_of(intent, code)
        after = store.tickets.change(
            ticket, **misread.became(ticket, label), complaint=_stays_complaint(ticket, intent)
        )
        misread.keep(store, after or ticket, label, at=request.now, source="owner")
        data = {"from": ticket.code, "to": code}
        store.tickets.record(ticket, at=request.now, kind="corrected", actor="owner", data=data)
    fresh = store.tickets.by_id(ticket.id) or ticket
    text = say(request.language, "correction.kept", line=opening.line(request, store, fresh))
    return Outcome(
        replies=(Reply(text=text), Reply(kind="card", to=ToTopic(ticket.id))), memory={"ticket": ticket.id}
    )


def _stays_complaint(ticket: Ticket, intent: str) -> bool:
    """Whether it goes by the complaints procedure now: as it reads, because its owner made it one, or because it is decided."""
    made_one = ticket.complaint and ticket.intent not in opening.COMPLAINTS
    return made_one or ticket.stage == "decided" or intent in opening.COMPLAINTS


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """What the owner writes after pressing "change it"."""
    ticket = store.tickets.by_id(int((request.awaiting or {})["ticket"]))
    elsewhere = {matter.intent for matter in request.meaning.matters} & {"handoff", "cancel", "follow_up"}
    if ticket is None or ticket.stage in ENDED or elsewhere or not request.text.strip():
        return None
    return _correct(request, store, ticket)


CAPABILITY = Capability(
    name="correction", intents=("correction",), said=said, buttons=("fix", "as"), pressed=pressed,
    awaits=("correction",), answered=answered,
)  # fmt: skip
