"""A ticket goes higher: the one door `raise_to`, and what leads to it by itself: missed times, chases, reopenings, silence (C15, C16, D13).

The people of a level are called by their private chats, the staff pages and the further routes of a page, never in the staff
group; nobody that the ticket complains of is among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.base import Acting, Button, Reply, ToOwner, ToPage, ToRoom, ToTopic
from handlers.tickets import languages
from handlers.tickets.holders import assigning
from handlers.tickets.ladder import escalation
from handlers.tickets.ladder.escalation import Level
from handlers.wording import has, moment, say
from storage.escalations import Escalation
from storage.pages import ESCALATION, Page
from storage.staff import Staff
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Reasons that the owner knows of, or is told: what they asked for, what they waited for. A risk is ours to see to.
OPEN_TO_OWNER = ("request", "late", "repeat", "appeal")

_OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Said:
    """The words with which somebody raises a ticket; `staff_id` None: the owner's, or the line's own. `form`: of the pages."""

    text: str = ""
    staff_id: int | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What raises a ticket. `event` sets one reason off once; `said` are somebody's words, and whose."""

    reason: str
    event: str = ""
    said: Said = Said()

    @property
    def is_open(self) -> bool:
        """Whether the owner knows of it, or is told: what colleagues raise among themselves is theirs to see to."""
        return self.reason in OPEN_TO_OWNER and self.said.staff_id is None

    def entry(self, **data: object) -> dict[str, Any]:
        """What every entry about it has in common."""
        kept = {"reason": self.reason, "event": self.event, **data}
        return {
            "actor": "staff" if self.said.staff_id else "line", "text": self.said.text, "staff_id": self.said.staff_id,
            "data": kept | ({"form": self.said.form} if self.said.form else {}),
        }  # fmt: skip


def raise_to(
    acting: Acting,
    store: Store,
    ticket: Ticket,
    *,
    reason: str,
    at_least: int | None = None,
    event: str = "",
    said: Said | None = None,
) -> Ticket:
    """Raises a ticket to the next level, or to one from `at_least` on; the ticket as it then is.

    It lands on nobody whom the ticket complains of, passes over levels with nobody eligible, never goes down, and does the same
    event for the same reason once. Where nobody stands higher the owner is told of the ways outside.
    """
    why = Why(reason=reason, event=event, said=said or Said())
    return _raise(acting, store, store.tickets.by_id(ticket.id) or ticket, why, at_least)


def _raise(acting: Acting, store: Store, ticket: Ticket, why: Why, at_least: int | None = None) -> Ticket:
    if ticket.stage in ENDED or store.escalations.happened(ticket, why.reason, why.event):
        return ticket
    ladder = ladder_of(acting, store, ticket)
    level = escalation.landing(ticket.level, len(ladder), occupied(store, ticket, ladder), at_least)
    if level is None:
        return _nobody_higher(acting, store, ticket, why)
    if level > len(ladder):
        return _outside(acting, store, ticket, why, level)
    return _to_level(acting, store, ticket, why, level)


def ladder_of(acting: Acting, store: Store, ticket: Ticket) -> tuple[Level, ...]:
    return acting.settings.tickets.escalation.of(store.estate_of(ticket).code)


def occupied(store: Store, ticket: Ticket, ladder: tuple[Level, ...]) -> list[int]:
    """The levels that have somebody eligible."""
    roles = {one.role for one in store.serving(ticket)}
    return [number for number, level in enumerate(ladder, 1) if roles & set(level.roles)]


def _people(acting: Acting, store: Store, ticket: Ticket, level: Level) -> list[Staff]:
    """Whom a level calls: those on duty, unless they are too few."""
    people = [one for one in store.serving(ticket) if one.role in level.roles]
    there = {one.id for one in assigning.candidates_of(acting, store, ticket, people) if one.on_duty}
    return [one for one in people if one.id in there] if len(there) >= level.accept else people


def _to_level(acting: Acting, store: Store, ticket: Ticket, why: Why, number: int) -> Ticket:
    level = ladder_of(acting, store, ticket)[number - 1]
    people = _people(acting, store, ticket, level)
    decide_by = acting.now + timedelta(hours=level.decide_hours)
    quieten(store, ticket)
    made = store.escalations.keep(
        ticket, reason=why.reason, event=why.event, level=number, name=level.name, raised_at=acting.now,
        raised_by=why.said.staff_id, needed=min(level.accept, len(people)), decide_by=decide_by, decide_due=decide_by,
        accept_due=acting.now + timedelta(minutes=level.accept_minutes),
    )  # fmt: skip
    if made is None:
        return ticket
    after = store.tickets.change(ticket, level=max(ticket.level, number)) or ticket
    _record(acting, store, after, why, made, [one.id for one in people])
    _call(acting, store, after, made, people, level)
    if why.is_open:
        _tell_owner(acting, store, after, made, people)
    acting.told.append(Reply(kind="card", to=ToTopic(after.id)))
    return after


def quieten(store: Store, ticket: Ticket) -> None:
    """An earlier level is passed over: its clocks and its calls end."""
    store.escalations.rest(ticket)
    store.pages.withdraw(ticket, ESCALATION)


def _record(
    acting: Acting, store: Store, ticket: Ticket, why: Why, made: Escalation, called: list[int]
) -> None:
    until = {"when": made.decide_by.isoformat()} if made.decide_by else {}
    entry = why.entry(level=made.level, name=made.name, called=called, **until)
    store.tickets.record(ticket, at=acting.now, kind="escalated", shown=why.is_open, **entry)


def _call(
    acting: Acting, store: Store, ticket: Ticket, made: Escalation, people: list[Staff], level: Level
) -> None:
    routes = [one for one in acting.settings.page_routes if one != "staff_group"]
    ways = {one.id: [way for way in routes if way != "private_chats" or one.telegram_id] for one in people}
    store.escalations.call(ticket, made, ways, acting.now)
    every = max(acting.settings.repage_minutes, level.accept_minutes / 3)
    page = store.pages.call(
        ticket, hazard=ESCALATION, routes=routes, audience=[one.id for one in people], needed=made.needed,
        text=_call_words(acting, store, ticket, made, people), every_minutes=every, paged_at=acting.now,
        repeat_at=acting.now + timedelta(minutes=every),
    )  # fmt: skip
    acting.told.append(call(page, languages.of_staff(store, ticket)))


def _call_words(acting: Acting, store: Store, ticket: Ticket, made: Escalation, people: list[Staff]) -> str:
    """What the people of a level read; of a guarded ticket nothing that somebody else at the screen should not."""
    language = languages.of_staff(store, ticket)
    when = moment(language, made.decide_by, acting.tz, acting.now) if made.decide_by else ""
    text = say(
        language, "escalation.page_guarded" if ticket.guard else "escalation.page", number=ticket.number,
        level=level_name(language, made.name), reason=say(language, f"escalation.reason.{made.reason}"),
        names=", ".join(one.name for one in people), when=when, summary="" if ticket.guard else ticket.summary,
    )  # fmt: skip
    return text[:1000]


def call(page: Page, language: str) -> Reply:
    """The call to a level, as it is sent first and again."""
    again = say(language, "emergency.page_again", times=page.times) if page.times > 1 else ""
    accept = Button(say(language, "emergency.accept"), f"desk:accept:{page.ticket_id}")
    to = ToPage(page.id, page.ticket_id)
    return Reply(text=f"{again}{page.text}", to=to, urgency="urgent", buttons=((accept,),))


def call_again(page: Page, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A level is called in its own rhythm, not in that of a fire."""
    every = timedelta(minutes=page.every_minutes or acting.settings.repage_minutes)
    store.pages.put_off(ticket, page.id, acting.now + every)
    acting.told.append(call(page, languages.of_staff(store, ticket)))


def _tell_owner(acting: Acting, store: Store, ticket: Ticket, made: Escalation, people: list[Staff]) -> None:
    """Who it is with now, and by when that level decides: a promise, with its own clock."""
    assert made.decide_by is not None
    language = languages.of_owner(store, ticket)
    names = ", ".join(person(language, one) for one in people)
    when = moment(language, made.decide_by, acting.tz, acting.now)
    key = f"escalation.owner.{made.reason}"
    acting.told.append(
        Reply(to=ToOwner(ticket.id), text=say(language, key, number=ticket.number, names=names, when=when))
    )
    store.tickets.promise(ticket, kind="escalation", due_at=made.decide_by, made_at=acting.now, staff_id=None)


def _outside(acting: Acting, store: Store, ticket: Ticket, why: Why, level: int) -> Ticket:
    """Nobody stands higher: the owner is told, in so many words, that there are ways outside."""
    quieten(store, ticket)
    made = store.escalations.keep(
        ticket, reason=why.reason, event=why.event, level=level, name=_OUTSIDE, raised_at=acting.now,
        raised_by=why.said.staff_id, needed=0,
    )  # fmt: skip
    if made is None:
        return ticket
    after = store.tickets.change(ticket, level=level) or ticket
    store.tickets.record(after, at=acting.now, kind="escalated_outside", **why.entry(level=level))
    estate, language = store.estate_of(after), languages.of_owner(store, after)
    text = say(language, "escalation.owner.outside", number=after.number, phone=estate.phone)
    acting.told.append(Reply(to=ToOwner(after.id), text=text))
    told = say(languages.of_staff(store, after), "escalation.outside_for_staff", number=after.number)
    acting.told.extend((Reply(to=ToTopic(after.id), text=told), Reply(kind="card", to=ToTopic(after.id))))
    return after


def _nobody_higher(acting: Acting, store: Store, ticket: Ticket, why: Why) -> Ticket:
    """No level of the ladder has anybody who may see it: said aloud, and kept; it is the settings' or the roster's to mend."""
    if ticket.level > len(ladder_of(acting, store, ticket)):
        return ticket
    store.escalations.keep(
        ticket, reason=why.reason, event=why.event, level=ticket.level, name="", raised_at=acting.now,
        raised_by=why.said.staff_id, needed=0,
    )  # fmt: skip
    store.tickets.record(ticket, at=acting.now, kind="escalation_stuck", shown=False, **why.entry())
    if not ticket.guard:
        told = say(
            languages.of_staff(store, ticket), "escalation.stuck", number=ticket.number, summary=ticket.summary,
            reason=say(languages.of_staff(store, ticket), f"escalation.reason.{why.reason}"),
        )  # fmt: skip
        acting.told.append(Reply(to=ToRoom(ticket.estate_id), text=told, urgency="urgent"))
    if why.reason == "request" and why.is_open:
        language, phone = languages.of_owner(store, ticket), store.estate_of(ticket).phone
        text = say(language, "escalation.owner.nobody", number=ticket.number, phone=phone)
        acting.told.append(Reply(to=ToOwner(ticket.id), text=text))
    return ticket


def newest_of(store: Store, ticket: Ticket) -> Escalation | None:
    """The last step up of a ticket."""
    return next(reversed(store.escalations.of(ticket)), None)


def is_newest(store: Store, ticket: Ticket, asked: Escalation) -> bool:
    """Whether a level is still the one that a ticket is with."""
    newest = newest_of(store, ticket)
    return newest is not None and newest.id == asked.id and ticket.stage not in (*ENDED, "resolved")


def level_name(language: str, name: str) -> str:
    """A level as people call it; one of the estate's own making by the name it was given."""
    key = f"escalation.level.{name}"
    return say(language, key) if has(key) else name


def person(language: str, who: Staff) -> str:
    return say(language, "desk.person", name=who.name, role=say(language, f"desk.role.{who.role}"))
