"""The list of tickets as the page shows it: what burns first, what waits for somebody else last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from handlers.staff import card
from handlers.staff.light import COLOURS, MARKS, Runs, burning_first, light
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What the list may show.
SHOWN = ("open", "mine", "all")

#: The most tickets of one page; the search finds every other.
MOST = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket as one line."""

    ticket: Ticket
    colour: str
    mark: str
    clock: str
    stage: str
    where: str
    holder: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Tickets whose clocks have one colour; danger to life stands among the red."""

    colour: str
    rows: tuple[Row, ...]


class _List:
    """What every row of one list shares, asked once however many rows there are."""

    def __init__(
        self, store: StaffStore, who: Staff, language: str, now: datetime, found: list[Ticket]
    ) -> None:
        self._who, self._language, self._now = who, language, now
        self._runs = store.clocks.running_of(found)
        self._zones = {estate.id: ZoneInfo(estate.timezone) for estate in store.estates()}
        self._names = {one.id: one.name for estate_id in self._zones for one in store.colleagues(estate_id)}
        self._labels = store.labels(found)

    def burning_first(self, ticket: Ticket) -> tuple[int, int, datetime]:
        return burning_first(ticket, self._now, self._runs.get(ticket.id, ()))

    def row(self, ticket: Ticket) -> Row:
        where = (self._labels.get(ticket.unit_id or 0, ""), ticket.place or "")
        runs = self._runs.get(ticket.id, ())
        return Row(
            ticket=ticket,
            colour=colour(ticket, self._now, runs),
            mark=MARKS.get(ticket.urgency, ""),
            clock=card.clock(self._language, ticket, self._now, self._zones[ticket.estate_id], runs),
            stage=card.stage_name(self._language, ticket.stage),
            where=" · ".join(part for part in where if part),
            holder=self._names.get(ticket.holder_id or 0, ""),
            mine=ticket.holder_id == self._who.id,
        )


def sections(store: StaffStore, who: Staff, language: str, shown: str, now: datetime) -> tuple[Section, ...]:
    """The tickets of a filter, grouped by what their clock says."""
    found = _tickets(store, who, shown)
    drawn = _List(store, who, language, now, found)
    found.sort(key=drawn.burning_first)
    return tuple(
        Section(colour, tuple(rows))
        for colour, rows in groupby(map(drawn.row, found), key=lambda row: row.colour)
    )


def _tickets(store: StaffStore, who: Staff, shown: str) -> list[Ticket]:
    if shown == "mine":
        return store.tickets.held_by(who.id, MOST)
    return store.tickets.newest(MOST) if shown == "all" else store.tickets.open_ones(MOST)


def colour(ticket: Ticket, now: datetime, runs: Runs = ()) -> str:
    """The clock's colour; danger to life that is not over is red whatever its clock says."""
    found = light(ticket, now, runs).colour
    return "red" if ticket.urgency == "E0" and found in COLOURS[:3] else found


def numbered(store: StaffStore, wanted: str) -> Ticket | None:
    """The ticket of a number as people type it: whole, or without the estate's code."""
    wanted = wanted.strip().lstrip("#")[:24]
    if not wanted:
        return None
    tries = [wanted, *(f"{estate.code}-{wanted}" for estate in store.estates())]
    return next((found for one in tries if (found := store.tickets.numbered(one))), None)
