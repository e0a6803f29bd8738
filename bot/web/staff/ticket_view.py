"""One ticket as its page shows it: the card, the owner's own words, pictures, timeline, and the steps that fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.web.staff.parts import PARTS
from bot.web.staff.parts.part import Looking, Part
from bot.web.staff.ticket_list import colour
from handlers.staff import card
from handlers.staff.group.room_buttons import next_dates
from handlers.staff.light import MARKS
from handlers.staff.owner_side import owner_language
from handlers.tickets import kinds
from handlers.tickets.holders.eligible import eligible
from handlers.tickets.lifecycle import may
from handlers.tickets.rules import Rules
from handlers.tickets.timing.running_late import step_name
from handlers.wording import has, moment, say
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Attachment, Event, Ticket

#: A part's template, and what it says.
Drawn = tuple[str, Any]

#: Places that are folded away, in the order of the page; the last one is always there.
_FOLDED = ("work", "case", "inner")


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline. `side` is owner, staff or line; `shown` tells whether the owner sees it."""

    side: str
    who: str
    what: str
    when: str
    text: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Parts that are folded away under the heading of their place; `steps` are their forms."""

    place: str
    parts: tuple[Drawn, ...]
    steps: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything the page draws."""

    ticket: Ticket
    mark: str
    colour: str
    stage: str
    owner_reads: str
    urgency: str
    reading: str
    who_and_where: tuple[str, ...]
    clock: str
    holder: str
    earlier: tuple[tuple[str, str], ...]
    opened: str
    attachments: tuple[Attachment, ...]
    timeline: tuple[Happening, ...]
    dates: tuple[Choice, ...]
    colleagues: tuple[Choice, ...]
    may_claim: bool
    may_work: bool
    alarm: bool
    reachable: bool
    zone: str
    kind: str
    kinds: tuple[Group, ...]
    reader: str
    now: tuple[Drawn, ...]
    time: tuple[Drawn, ...]
    folds: tuple[Fold, ...]


def view(store: StaffStore, who: Staff, language: str, ticket: Ticket, now: datetime, rules: Rules) -> View:
    """The page's values within the member of staff's scope."""
    facts = card.facts(store, ticket)
    tz = ZoneInfo(facts.estate.timezone)
    contact = store.contact_of(ticket)
    owner = owner_language(store, ticket)
    found = _parts(store, ticket, Looking(who=who, language=language, now=now, tz=tz, rules=rules))
    return View(
        ticket=ticket,
        mark=MARKS.get(ticket.urgency, ""),
        colour=colour(ticket, now, facts.runs),
        stage=card.stage_name(language, ticket.stage),
        owner_reads=card.stage_name(owner, ticket.stage),
        urgency=say(language, f"staff_pages.urgency.{ticket.urgency}")
        if ticket.urgency in MARKS
        else ticket.urgency,
        reading=card.reading(language, ticket),
        who_and_where=tuple(card.who_and_where(facts, language)),
        clock=card.clock(language, ticket, now, tz, facts.runs),
        holder=card.holder_line(language, facts),
        earlier=tuple((one.number, card.stage_name(language, one.stage)) for one in facts.earlier),
        opened=moment(language, ticket.opened_at, tz, now),
        attachments=tuple(store.tickets.attachments(ticket)),
        timeline=_timeline(store, language, ticket, tz, now),
        dates=tuple(
            Choice(str(int(at.timestamp())), moment(language, at, tz, now)) for at in next_dates(now, tz)
        ),
        colleagues=tuple(_colleagues(store, language, ticket)),
        may_claim=may(ticket, "claim"),
        may_work=may(ticket, "resolve"),
        alarm=any(one.id == ticket.id for _, one in store.alarms()),
        reachable=contact is not None and contact.state == "reachable",
        zone=facts.estate.timezone,
        kind=kinds.label_of(ticket.intent, ticket.code),
        kinds=_kinds(language),
        reader=str(ticket.reading.get("version") or ""),
        now=_drawn(found, "now"),
        time=_drawn(found, "time"),
        folds=tuple(_fold(found, place) for place in _FOLDED if place == "inner" or _drawn(found, place)),
    )


#: Where a part stands on this ticket's page, the part, and what it says.
_Found = list[tuple[str, Part, Any]]


def _parts(store: StaffStore, ticket: Ticket, looking: Looking) -> _Found:
    """The parts that have something to say, each in its place; what somebody waits for stands with what is needed now."""
    said = ((part, part.view(store, ticket, looking)) for part in PARTS)
    return [("now" if part.calls(own) else part.place, part, own) for part, own in said if own is not None]


def _drawn(found: _Found, place: str) -> tuple[Drawn, ...]:
    return tuple((part.template, own) for where, part, own in found if where == place)


def _fold(found: _Found, place: str) -> Fold:
    steps = frozenset(name for where, part, _ in found if where == place for name in part.actions)
    return Fold(place, _drawn(found, place), steps | ({"note", "kind"} if place == "inner" else frozenset()))


def _kinds(language: str) -> tuple[Group, ...]:
    """What a ticket may really be, by intent; those without codes stand together, the last."""
    return tuple(
        Group(
            say(language, f"codes.intent.{intent}" if intent else "staff_pages.kind_others"),
            tuple(Choice(label, kinds.last_name(language, label)) for label in labels),
        )
        for intent, labels in kinds.GROUPS.items()
    )


def _colleagues(store: StaffStore, language: str, ticket: Ticket) -> list[Choice]:
    return [
        Choice(
            str(one.id),
            say(language, "desk.person", name=one.name, role=say(language, f"desk.role.{one.role}")),
        )
        for one in eligible(store, ticket)
        if one.id != ticket.holder_id
    ]


def _timeline(
    store: StaffStore, language: str, ticket: Ticket, tz: ZoneInfo, now: datetime
) -> tuple[Happening, ...]:
    """The lines in order; the owner's first words stand above already, and are not said twice."""
    found = [_happening(store, language, event, tz, now) for event in store.tickets.timeline(ticket)]
    return tuple(replace(one, text="") if one.text == ticket.words else one for one in found)


def _happening(store: StaffStore, language: str, event: Event, tz: ZoneInfo, now: datetime) -> Happening:
    colleague = store.colleague(event.staff_id) if event.staff_id else None
    return Happening(
        side=event.actor if event.actor in ("owner", "staff") else "line",
        who=colleague.name if colleague else say(language, f"staff_pages.actor.{event.actor}"),
        what=what_happened(language, event, tz, now),
        when=moment(language, event.at, tz, now),
        text=event.text if event.text != (colleague.name if colleague else None) else "",
        shown=event.shown,
    )


def what_happened(language: str, event: Event, tz: ZoneInfo, now: datetime) -> str:
    """What was done, in a few words: until when, by which way it came, from what to what, which other tickets came of it."""
    key, when = f"staff_pages.event.{event.kind}", event.data.get("when")
    if not has(key):
        return event.kind.replace("_", " ")
    told = moment(language, datetime.fromisoformat(when), tz, now) if isinstance(when, str) else ""
    channel = f"desk.channel.{event.data.get('channel')}"
    came = say(language, channel) if has(channel) else ""
    beside = event.data.get("beside") or ()
    was, became = (kinds.named(language, str(event.data.get(one, ""))) for one in ("was", "became"))
    step = step_name(language, str(event.data.get("step", "")))
    said = say(language, key, when=told, channel=came, was=was, became=became, step=step)
    return " · ".join([said, *beside])
