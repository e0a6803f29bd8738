"""Incidents as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.staff import card
from handlers.staff.warning import incident_desk
from handlers.staff.warning.incident_desk import Counts
from handlers.tickets.warning import incidents
from handlers.wording import moment, say
from storage.incident_book import Home
from storage.incidents import Incident
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: The colour of a stage, as the list of tickets uses colours.
COLOURS = {"suspected": "amber", "confirmed": "red", "fixed": "green", "closed": "over", "dismissed": "over"}


@dataclass(frozen=True, slots=True)
class Row:
    """An incident as one line."""

    incident: Incident
    colour: str
    what: str
    stage: str
    since: str
    manager: str


@dataclass(frozen=True, slots=True)
class Happening:
    who: str
    what: str
    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One incident."""

    row: Row
    may: bool
    reports: tuple[tuple[Ticket, str], ...]
    homes: tuple[tuple[Home, str], ...]
    counts: Counts
    reach: int
    next_at: str
    log: tuple[Happening, ...]


def rows(store: StaffStore, language: str, now: datetime) -> tuple[Row, ...]:
    """Every incident of the scope, the open ones first."""
    return tuple(_row(store, one, language, now) for one in store.incident_book.newest())


def _row(store: StaffStore, one: Incident, language: str, now: datetime) -> Row:
    zone = incident_desk.zone_of(store, one)
    manager = store.colleague(one.manager_id) if one.manager_id else None
    return Row(
        incident=one,
        colour=COLOURS[one.stage],
        what=incidents.name(language, one),
        stage=say(language, f"incidents.stage.{one.stage}"),
        since=say(language, "incidents.since", when=moment(language, one.suspected_at, zone, now)),
        manager=say(language, "incidents.manager", name=manager.name if manager else "–"),
    )


def view(store: StaffStore, who: Staff, language: str, incident_id: int, now: datetime) -> View | None:
    """One incident within the scope; None where there is none."""
    one = store.incident_book.by_id(incident_id)
    if one is None:
        return None
    zone, homes = incident_desk.zone_of(store, one), store.incident_book.homes(one)
    found = store.incident_book.tickets(one)
    return View(
        row=_row(store, one, language, now),
        may=incident_desk.may_lead(who, one),
        reports=tuple((ticket, card.stage_name(language, ticket.stage)) for ticket in found),
        homes=tuple((home, _answer(language, home)) for home in homes),
        counts=incident_desk.counts(homes),
        reach=len(homes) or len(set(incident_desk.neighbours(store, one))),
        next_at=moment(language, one.next_at, zone, now) if one.next_at else "",
        log=_log(store, one, language, zone, now),
    )


def _answer(language: str, home: Home) -> str:
    """The last word of a home, or how it comes to be listed."""
    if home.fixed is not None:
        return say(language, "incidents.count.fixed" if home.fixed else "incidents.count.broken")
    if home.affected is not None:
        return say(language, "incidents.count.affected" if home.affected else "incidents.count.not_affected")
    return say(language, f"incidents.how.{home.how}")


def _log(
    store: StaffStore, one: Incident, language: str, zone: ZoneInfo, now: datetime
) -> tuple[Happening, ...]:
    found = []
    for line in store.incident_book.log(one):
        who = store.colleague(line.staff_id) if line.staff_id else None
        found.append(
            Happening(
                who=who.name if who else say(language, "staff_pages.actor.line"),
                what=say(language, f"incidents.did.{line.kind}"),
                when=moment(language, line.at, zone, now),
                text=line.text,
            )
        )
    return tuple(found)
