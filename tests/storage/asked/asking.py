"""Everything of Ann's that somebody might ask for, the same of what does not exist, and one connection on which everybody asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from storage import contacts, outbox, pages, parties, ticket_sweeps
from storage.db import Connection
from storage.decision_rows import decisions
from storage.owner_store import OwnerStore
from storage.ratings import Rating
from storage.scope import LineScope
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House, build
from tests.storage.asked import (
    absences,
    club,
    incidents,
    known,
    notice_replies,
    notices,
    officers,
    orders,
    perception,
    quotes,
    risks,
    skills,
    surveys,
    visits,
)
from tests.storage.asked.assessments import JUDGEMENT
from tests.storage.asked.corrective_actions import ACTION
from tests.storage.asked.decisions import DECISION
from tests.storage.asked.defects import DEFECT
from tests.storage.asked.efforts import EFFORT
from tests.storage.asked.nowhere import NOWHERE
from tests.storage.asked.praises import PRAISE
from tests.storage.asked.readings import CORRECTION
from tests.support.rated import rated


@dataclass
class Seen:
    """Everything of Ann's that somebody else might ask for; `nothing` is the same of what does not exist."""

    ticket: Ticket
    attachment_id: int
    loose_id: int
    rating: Rating
    notices: notices.Made
    delivery_id: int
    clock_id: int
    promise_id: int
    breach_id: int
    house: House


@dataclass
class Asking:
    """One connection, on which everybody asks."""

    connection: Connection
    seen: Seen
    nothing: Seen

    def owner(self, name: str) -> OwnerStore:
        contact = contacts.by_id(self.connection, self.seen.house.contacts[name])
        assert contact
        return OwnerStore(self.connection, contact, NOW)

    def staff(self, name: str) -> StaffStore:
        return StaffStore(self.connection, self.seen.house.staff[name])


@pytest.fixture
def asking(database_url: str) -> Iterator[Asking]:
    house = build(database_url)
    ticket = house.open("Ann", topic="topic-1")
    with house.db.transaction() as connection:
        line = Tickets(connection, LineScope())
        ticket = incidents.made(connection, ticket)
        risks.made(connection, ticket, house.staff["Max"].id)
        line.record(ticket, at=NOW, kind="words", actor="owner", text="the tap leaks")
        line.record(ticket, at=NOW, kind="note", actor="staff", text="internal", shown=False,
                    staff_id=house.staff["Ivy"].id, data={"form": "form-1"})  # fmt: skip
        line.promise(ticket, kind="visit", due_at=NOW, made_at=NOW, staff_id=None)
        picture = {"contact_id": house.contacts["Ann"], "at": NOW, "channel": "telegram", "kind": "photo", "reference": "r",
                   "name": "", "mime": "", "size": 1, "album": "album-1", "estate_id": ticket.estate_id}  # fmt: skip
        attachment_id = line.attach(ticket_id=ticket.id, **picture)
        loose_id = line.attach(ticket_id=None, **picture)
        pages.add(connection, estate_id=ticket.estate_id, ticket_id=ticket.id, hazard="gas", routes=[], paged_at=NOW,
                  repeat_at=NOW)  # fmt: skip
        rating = rated(connection, ticket, 4, NOW)
        LineStore(connection).recoveries.open(rating, holder_id=None, at=NOW, due_at=NOW)
        row = outbox.put(
            connection, now=NOW, channel="telegram", chat="room", payload={"text": "x"}, ticket_id=ticket.id
        )
        outbox.sent(connection, row, "77")
        ivy = StaffStore(connection, house.staff["Ivy"])
        written = notices.made(connection, ivy, house)
        notice_replies.made(connection, ivy, ticket, written)
        clock_id, promise_id, breach_id = _missed(connection, ticket)
        missed = clock_id, promise_id, breach_id
        seen = Seen(
            ticket, attachment_id, loose_id, rating, written, written.recipient.delivery_id, *missed, house
        )
        nothing = Seen(
            replace(ticket, id=NOWHERE, number="GV-9999", estate_id=NOWHERE, unit_id=NOWHERE, contact_id=NOWHERE, topic="no",
                    incident_id=NOWHERE),
            NOWHERE, NOWHERE, replace(rating, id=NOWHERE, ticket_id=NOWHERE),
            written.nowhere(), NOWHERE, NOWHERE, NOWHERE, NOWHERE, house,
        )  # fmt: skip
        line_store = LineStore(connection)
        absences.made(line_store.absences, house.units["Ann"])
        perception.made(connection, house)
        line_store.self_checks.keep(ticket, "visit", {("shoe_covers", 1): True}, NOW)
        line_store.seasons.remind(house.estates["GV"], "typhoon", 2026, NOW)
        line_store.home_alarms.switched_on(ticket, NOW)
        surveys.made(connection, house)
        ivy.readings.keep(ticket, **CORRECTION)
        ivy.assessments.add(ticket, at=NOW, by="line", **JUDGEMENT)
        ivy.decisions.add(ticket, staff_id=house.staff["Ivy"].id, at=NOW, **DECISION)
        _remedied(connection, ivy, ticket, house.staff["Ivy"].id)
        ivy.followups.plan(ticket, kind="follow_up", due_at=NOW)
        ivy.escalations.keep(
            ticket, reason="late", event="first", level=1, name="manager", raised_at=NOW, needed=1
        )
        officers.made(connection, ticket, house.staff["Max"].id, loose_id)
        parties.add(connection, estate_id=ticket.estate_id, kind="contractor", name="Wong & Sons")
        finding = {
            "outcome": "within",
            "responsible": "developer",
            "staff_id": house.staff["Ivy"].id,
            "at": NOW,
        }
        ivy.warranty.keep(ticket, **finding)
        ivy.quotes.offer(ticket, **quotes.values(seen))
        order = ivy.orders.add(ticket, **orders.values(seen))
        ivy.orders.keep_photo(ticket, order, attachment_id, "shown")
        ivy.visits.add(ticket, **visits.values(seen))
        ivy.defects.keep(ticket, **DEFECT)
        ivy.corrective_actions.add(ticket.estate_id, ticket, form_key="k", **ACTION)
        ivy.corrective_actions.add(
            ticket.estate_id, ticket, form_key="k2", **ACTION | {"kind": "improvement"}
        )
        ivy.efforts.add(ticket, **EFFORT)
        ivy.skills.judge(house.staff["Ivy"].id, **skills.judged(seen))
        ivy.skills.keep(house.staff["Ivy"].id, **skills.paper(seen))
        ivy.known.propose(ticket.estate_id, None, ticket, **known.proposed(seen))
        ivy.abuse.mark(ticket, NOW, by="staff", staff_id=house.staff["Ivy"].id)
        line.record(
            ticket,
            at=NOW,
            kind="resolved",
            actor="staff",
            text="a washer",
            shown=False,
            staff_id=house.staff["Ivy"].id,
        )
        ivy.praises.add(ticket, house.staff["Ivy"].id, **PRAISE)
        club.made(connection, house)
        yield Asking(connection, seen, nothing)
    house.db.close()


def _remedied(connection: Connection, ivy: StaffStore, ticket: Ticket, staff_id: int) -> None:
    """An amount that the owner was promised, in a round beside the one that waits."""
    promised = {**DECISION, "remedy": "Paid.", "remedy_amount": 5_000, "currency": "HKD"}
    made = ivy.decisions.add(replace(ticket, round=99), staff_id=staff_id, at=NOW, **promised)
    assert made
    connection.execute(update(decisions).where(decisions.c.id == made.id).values(told_at=NOW))


def _missed(connection: Connection, ticket: Ticket) -> tuple[int, int, int]:
    """A clock that runs, a promise that is open, and one that was missed."""
    line = LineStore(connection)
    line.tickets.promise(ticket, kind="contact", due_at=NOW, made_at=NOW - timedelta(hours=2), staff_id=None)
    [(breach, _)] = ticket_sweeps.claim_broken(connection, NOW, limit=1)
    later = NOW + timedelta(hours=2)
    line.tickets.promise(ticket, kind="contact", due_at=later, made_at=NOW, staff_id=None)
    line.clocks.start(ticket, "fix", started_at=NOW, due_at=later, warn_at=NOW)
    [clock], [promise, *_] = line.clocks.running(ticket), line.promises.open_ones(ticket)[::-1]
    return clock.id, promise.id, breach.id
