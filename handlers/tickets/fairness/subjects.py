"""Whom a complaint is about, as far as the owner's words tell: these people neither see nor handle it (C11).

A person who is named is kept away at once. Where only what they are is said, or nothing, while staff are meant, everybody of that
role is kept away and seniors alone see the case until one of them says whom it is about. An emergency is kept from nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.base import Acting, Reply, ToOwner, ToStaff, ToTopic
from handlers.tickets.fairness.named import named
from handlers.tickets.holders.eligible import eligible, readers
from handlers.wording import say, speak
from storage.scope import SENIOR
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket

#: Complaints that are about people by their kind, and those that are where a role stands in the words.
_ATTITUDE, _WITH_A_ROLE = "service.staff_attitude", frozenset({"service.staff_attitude", "service.security"})

#: Words of reproach at a person: with them a role or a name is complained about whatever else the matter is.
REPROACH = re.compile(
    r"态度|態度|没礼貌|冇禮貌|無禮|骂|鬧我|閙|闹我|吼|好惡|好恶|恶劣|凶|推卸|敷衍|不负责|唔負責|撒谎|騙|骗|講大話|威胁|威脅|打瞌睡|睡觉|瞓着|瞓覺|收红包|辱|歧视|歧視|嚣张|囂張|投诉|投訴"
    r"|\b(?:rude|shout\w*|yell\w*|swore|insult\w*|lied|liar|lying|bully\w*|threaten\w*|ignor\w+|useless|asleep|sleeping|laughed at|hung up|unprofessional|irresponsible|complain\w*|disrespect\w*|racist)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whom the words name, whom only their role, and from whom the case is kept: "named", "senior", or "" from nobody."""

    people: frozenset[int] = frozenset()
    of_role: frozenset[int] = frozenset()
    guard: str = ""


def judged(code: str | None, words: str, serving: Sequence[Staff]) -> Verdict:
    """What follows from a complaint's words. A role is not excluded where that would leave the case with nobody."""
    found = named(words, serving)
    reproached = REPROACH.search(words) is not None
    about_roles = found.roles if code in _WITH_A_ROLE or reproached else frozenset()
    of_role = frozenset(one.id for one in serving if one.role in about_roles) - found.people
    left = [one for one in serving if one.id not in found.people | of_role]
    if of_role and not left:
        of_role = frozenset()
        left = [one for one in serving if one.id not in found.people]
    if found.people:
        return Verdict(found.people, of_role, "named")
    if not about_roles and code != _ATTITUDE:
        return Verdict()
    return Verdict(found.people, of_role, "senior" if any(one.role in SENIOR for one in left) else "named")


def is_about_staff(intent: str, code: str | None, words: str, serving: Sequence[Staff]) -> bool:
    """Whether these words of an owner are to be kept from somebody; a wish for a person only where it reproaches one by name."""
    if intent in ("complaint", "dispute"):
        return judged(code, words, serving).guard != ""
    return intent == "handoff" and bool(REPROACH.search(words) and named(words, serving).people)


def on_received(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Reads a ticket just opened; the answer to the owner tells that it is kept away."""
    words = ticket.words
    if not ticket.complaint and is_about_staff(
        ticket.intent, ticket.code, words, store.staff_of_estate(ticket)
    ):
        ticket = store.tickets.change(ticket, complaint=True) or ticket
    return _follow(acting, store, ticket, words)


def on_words(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Reads a complaint once more, with all that its owner has written since; the owner hears when it is kept away from now on."""
    later = [one.text for one in store.tickets.timeline(ticket) if one.actor == "owner"]
    after = _follow(acting, store, ticket, "\n".join([ticket.words, *later]))
    if after.guard and not ticket.guard:
        language = speak(after.language, store.estate_of(after).language)
        acting.told.append(Reply(text=assurance(language, after), to=ToOwner(after.id)))
    return after


def assurance(language: str, ticket: Ticket) -> str:
    """What the owner is told of a guarded case."""
    return say(language, "subjects.assurance", number=ticket.number)


def _follow(acting: Acting, store: Store, ticket: Ticket, words: str) -> Ticket:
    if not ticket.complaint or ticket.intent == "praise":
        return ticket
    if ticket.urgency == "E0":
        return keep_from(acting, store, ticket, "") if ticket.guard == "senior" else ticket
    verdict = judged(ticket.code, words, store.staff_of_estate(ticket))
    named_now = store.subjects.of(ticket)
    known, cleared = {one.staff_id for one in named_now}, store.subjects.cleared(ticket)
    by_people = cleared or any(one.named_by == "staff" for one in named_now) or _nobody_meant(store, ticket)
    if by_people:
        verdict = replace(verdict, of_role=frozenset(), guard="named" if verdict.people - cleared else "")
    fresh = dict.fromkeys(verdict.people - known - cleared, "line")
    fresh |= dict.fromkeys(verdict.of_role - known - cleared, "role")
    guard = ticket.guard if ticket.guard == "named" else verdict.guard or ticket.guard
    if not fresh and guard == ticket.guard:
        return ticket
    for staff_id, by in sorted(fresh.items()):
        store.subjects.name(ticket, staff_id, by=by, at=acting.now)
    return keep_from(acting, store, ticket, guard)


def _nobody_meant(store: Store, ticket: Ticket) -> bool:
    return any(one.kind == "nobody_meant" for one in store.tickets.timeline(ticket))


def keep_from(acting: Acting, store: Store, ticket: Ticket, guard: str) -> Ticket:
    """From now on a ticket is guarded like this: it leaves the staff group, or comes back to it; who may handle it is told.

    Whoever held it, or was to take it over, and may not any more, gives it up to the first who may.
    """
    kept = replace(ticket, guard=guard)
    values = {"guard": guard, **_in_fit_hands(store, kept)}
    after = store.tickets.change(ticket, **values) or kept
    store.tickets.record(
        after, at=acting.now, kind="guarded", actor="line", shown=False, data={"guard": guard}
    )
    if not guard:
        acting.told.append(Reply(kind="card", to=ToTopic(after.id)))
        return after
    if after.card_id is not None:
        acting.told.append(Reply(kind="hide_topic", to=ToTopic(after.id)))
    acting.told.extend(_told_in_private(store, after))
    return after


def _in_fit_hands(store: Store, ticket: Ticket) -> dict[str, int | None]:
    fit = eligible(store, ticket)
    ids, values = {one.id for one in fit}, dict[str, int | None]()
    if ticket.holder_id is not None and ticket.holder_id not in ids:
        first = next(iter(readers(store, ticket)), None)
        values["holder_id"] = first.id if first else None
    if ticket.handover_to_id is not None and ticket.handover_to_id not in ids:
        values |= {"handover_to_id": None, "handover_by": None}
    return values


def _told_in_private(store: Store, ticket: Ticket) -> list[Reply]:
    key = f"subjects.told_{ticket.guard}"
    words = {"number": ticket.number, "summary": ticket.summary}
    return [
        Reply(to=ToStaff(one.id), text=say(speak(one.language, "en"), key, **words))
        for one in readers(store, ticket)
    ]
