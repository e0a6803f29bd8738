"""The commands of the staff group: /help, /tickets, /file UNIT WORDS, /kind WHAT, /onsite, /escalate WHY, /risk TEXT, /spent MINUTES,
/notice TEXT, /notices, /cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.base import Mistake, Outcome, Reply
from handlers.staff import card, desk, filing
from handlers.staff.group import room_notice, room_notice_list
from handlers.staff.light import MARKS, Runs, burning_first
from handlers.staff.quality import spending
from handlers.staff.request import StaffRequest
from handlers.staff.warning import risk_desk
from handlers.tickets import kinds
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

COMMANDS = (
    "/help",
    "/tickets",
    "/file",
    "/kind",
    "/onsite",
    "/escalate",
    "/risk",
    "/spent",
    "/notice",
    "/notices",
    "/cancel",
)

#: What every member of staff, whatever they are, may also say to the line in their own private chat: a case is anybody's to open (L12),
#: a risk anybody's to raise (G05). The other commands are the group's, or mean something else to owners.
IN_PRIVATE = ("/file", "/risk")

#: How many tickets one message of the group lists; the pages list all.
LISTED = 20


def is_one(text: str) -> bool:
    """Whether a text is a command of ours: it is never sent to an owner, whatever it replies to."""
    return _parted(text)[0] in COMMANDS


def is_private_one(text: str) -> bool:
    """Whether a text is a command that staff may say in their private chat."""
    return _parted(text)[0] in IN_PRIVATE


def _parted(text: str) -> tuple[str, str]:
    name, rest = [*text.split(maxsplit=1), "", ""][:2]
    return name.partition("@")[0].lower(), rest


def said(
    request: StaffRequest,
    store: StaffStore,
    text: str,
    awaiting: dict[str, Any] | None,
    ticket: Ticket | None = None,
) -> Outcome:
    """Does what a command says; an unknown one is answered with the list of those that are known.

    `ticket` is the one whose topic it was said in, or whose message it replies to.
    """
    name, rest = _parted(text)
    if name == "/notice":
        return room_notice.begun(request, store, rest)
    if name == "/cancel":
        return Outcome(replies=(Reply(text=say(request.language, "desk.cancelled")),))
    return Outcome(replies=_DOES.get(name, _help)(request, store, ticket, rest), awaiting=awaiting)


def _help(request: StaffRequest, _store: StaffStore, _ticket: Ticket | None, _rest: str) -> tuple[Reply, ...]:
    return (Reply(text=say(request.language, "desk.help")),)


def _listed(
    request: StaffRequest, store: StaffStore, _ticket: Ticket | None, _rest: str
) -> tuple[Reply, ...]:
    return (tickets(request, store),)


def _notices(
    request: StaffRequest, store: StaffStore, _ticket: Ticket | None, _rest: str
) -> tuple[Reply, ...]:
    return (room_notice_list.listed(request, store),)


def _there(request: StaffRequest, store: StaffStore, ticket: Ticket | None, _rest: str) -> tuple[Reply, ...]:
    if ticket is None:
        raise Mistake("desk.on_site_which")
    return desk.on_site(request, store, ticket)


def _escalated(
    request: StaffRequest, store: StaffStore, ticket: Ticket | None, rest: str
) -> tuple[Reply, ...]:
    """Sends the topic's ticket one level higher."""
    if ticket is None:
        raise Mistake("escalation.which")
    return desk.escalate(request, store, ticket, rest)


def _kind(request: StaffRequest, store: StaffStore, ticket: Ticket | None, rest: str) -> tuple[Reply, ...]:
    """What a message really was; without a word behind it, the words to choose from."""
    if ticket is None:
        raise Mistake("desk.kind.which")
    if rest.strip():
        return desk.relabel(request, store, ticket, rest)
    lines = [
        f"{parts[1] or parts[0]} – {kinds.named(request.language, label)}"
        for label in kinds.LABELS
        if (parts := kinds.parts_of(label))
    ]
    title = say(request.language, "desk.kind.choose", number=ticket.number)
    return (Reply(title=title, text="\n".join(lines)),)


def _risk(request: StaffRequest, store: StaffStore, ticket: Ticket | None, rest: str) -> tuple[Reply, ...]:
    """Anybody raises a risk: of the ticket whose topic it is said in, else of the estate (G05)."""
    replies = risk_desk.raise_one(request, store, words=rest, ticket=ticket)
    return (Reply(text=say(request.language, "risks.raised")), *replies)


def _filed(request: StaffRequest, store: StaffStore, _ticket: Ticket | None, rest: str) -> tuple[Reply, ...]:
    """What an owner said by telephone, after the unit; without one it is about no home (A16)."""
    unit, words = _unit_and_words(rest)
    replies = filing.file_for_owner(request, store, unit_label=unit, words=words, channel="phone")
    found = filing.tickets_of(store, replies)
    shown = [ticket for ticket in found if not ticket.guard]
    key = "desk.file.kept_told" if found[0].contact_id else "desk.file.kept"
    numbers = ", ".join(ticket.number for ticket in shown)
    kept = say(request.language, key if shown else "subjects.filed", numbers=numbers)
    return (Reply(text=kept), *replies)


def _unit_and_words(rest: str) -> tuple[str, str]:
    """The first word is the unit where it holds a digit or ends in a colon; "-" says that there is none."""
    first, words = [*rest.split(maxsplit=1), "", ""][:2]
    if first == "-":
        return "", words
    named = any(letter.isdigit() for letter in first) or first.endswith(":")
    return (first, words) if named else ("", rest)


def tickets(request: StaffRequest, store: StaffStore) -> Reply:
    """What is open, the most burning first, without what must not show in the group."""
    found = [ticket for ticket in store.tickets.open_ones(500) if not ticket.guard]
    runs = store.clocks.running_of(found)
    found.sort(key=lambda ticket: burning_first(ticket, request.now, runs.get(ticket.id, ())))
    if not found:
        return Reply(text=say(request.language, "desk.tickets.none"))
    lines = [_line(request, ticket, runs.get(ticket.id, ())) for ticket in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(say(request.language, "desk.tickets.more", count=len(found) - LISTED))
    return Reply(title=say(request.language, "desk.tickets.title", count=len(found)), text="\n".join(lines))


def _line(request: StaffRequest, ticket: Ticket, runs: Runs) -> str:
    clock = card.clock(request.language, ticket, request.now, request.tz, runs)
    stage = card.stage_name(request.language, ticket.stage)
    return f"{MARKS.get(ticket.urgency, '')} {ticket.number} · {stage} · {ticket.summary[:60]} · {clock}"


#: What a command does to the ticket it was said about; those that open a question of their own stand in `said`.
_DOES: dict[str, Callable[[StaffRequest, StaffStore, Ticket | None, str], tuple[Reply, ...]]] = {
    "/tickets": _listed,
    "/notices": _notices,
    "/file": _filed,
    "/kind": _kind,
    "/onsite": _there,
    "/escalate": _escalated,
    "/risk": _risk,
    "/spent": spending.from_room,
}
