"""What a message or a button in the staff group means.

A reply to the owner's words, or to the card that holds them, goes to the owner, unless it is one of our commands. Anything
else in a ticket's topic is an internal note. Outside the topics only commands count: people talk there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.base import Mistake, Outcome, Picture, Reply
from handlers.staff import desk
from handlers.staff.group import room_buttons, room_commands, room_doubt, room_notice
from handlers.staff.request import StaffRequest
from storage.outbox import Message
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAct:
    """What somebody did in the staff group.

    `ticket` is the one whose topic it happened in, `replied` the message of ours that was replied to, `button` a pressed
    button's data split at its colons, `awaiting` what this very person was asked in this topic.
    """

    ticket: Ticket | None = None
    text: str = ""
    pictures: tuple[Picture, ...] = ()
    replied: Message | None = None
    button: tuple[str, ...] = ()
    awaiting: dict[str, Any] | None = None


def handle(request: StaffRequest, store: StaffStore, act: StaffAct) -> Outcome:
    """Decides what an act means and does it. Raises Mistake for what the person can put right."""
    _refuse_guarded(store, act)
    if act.button:
        return room_buttons.pressed(request, store, act.button, act.awaiting)
    if room_commands.is_one(act.text):
        return room_commands.said(request, store, act.text, act.awaiting, act.ticket)
    if act.replied and act.replied.payload.get("relays") == "owner_words" and act.replied.ticket_id:
        ticket = desk.ticket_in_scope(store, act.replied.ticket_id)
        return _outcome(
            room_doubt.sent(request, store, ticket, "reply", act.text, act.pictures), act.awaiting
        )
    if act.text.startswith("/"):
        return room_commands.said(request, store, act.text, act.awaiting, act.ticket)
    return _words(request, store, act)


def _outcome(done: tuple[Reply, ...] | Outcome, awaiting: dict[str, Any] | None) -> Outcome:
    return done if isinstance(done, Outcome) else Outcome(replies=done, awaiting=awaiting)


def _refuse_guarded(store: StaffStore, act: StaffAct) -> None:
    """Raises Mistake for words about a guarded ticket, which the person concerned would read in the group."""
    said_of = (
        store.tickets.by_id(act.replied.ticket_id) if act.replied and act.replied.ticket_id else act.ticket
    )
    if said_of and said_of.guard and not act.button:
        raise Mistake("subjects.not_here")


def _words(request: StaffRequest, store: StaffStore, act: StaffAct) -> Outcome:
    if act.awaiting and act.awaiting["kind"] == "desk_ask":
        ticket = desk.ticket_in_scope(store, int(act.awaiting["ticket"]))
        return _outcome(room_doubt.sent(request, store, ticket, "ask", act.text, act.pictures), None)
    if act.awaiting and act.awaiting["kind"] == "desk_escalate":
        ticket = desk.ticket_in_scope(store, int(act.awaiting["ticket"]))
        return Outcome(replies=desk.escalate(request, store, ticket, act.text))
    if act.awaiting and act.awaiting["kind"] in ("notice_refuse", "notice_stop"):
        return room_notice.answered(request, store, act.text, act.awaiting)
    if act.ticket is None or not (act.text.strip() or act.pictures):
        return Outcome(replies=(), awaiting=act.awaiting)
    return Outcome(replies=desk.note(request, store, act.ticket, act.text), awaiting=act.awaiting)
