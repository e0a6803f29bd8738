"""A house small enough to count by hand: November 2026 in Green Valley, as it looks on the evening of the 22nd.

| ticket | what | answered | stage | rating | besides |
| --- | --- | --- | --- | --- | --- |
| 1001 Ann, 2 Nov | complaint, E1 | in time | closed, followed up | 5 | raised to level 1; 30 min receiving, 30 min work |
| 1002 Cat, 3 Nov | complaint | late | closed | 3 | by telephone |
| 1003 Ann, 4 Nov | complaint, E1 | not, and due | assigned | | |
| 1004 Cat, 5 Nov | complaint | not | withdrawn | | |
| 1005 Ann, 6 Nov | repair | in time | closed | 4 | one promise kept, one replaced, one broken; 60 min and HKD 120.50 |
| 1006 Cat, 22 Nov | repair | not, not due yet | received | | |
| 1007 Ann, 7 Nov | enquiry | late | closed | | counts nowhere |
| 1008 Ann, 20 Oct | complaint | in time | closed on 2 Nov | | |

Each has a clock for its answer that runs for eight hours; 1001 and 1003 one for the decision besides: kept on the 4th, and run out on the
14th. What was missed was found at its very moment. In 1005 a visit was promised and kept, a contact promised anew before its time, and the
later date broken. 1001 and 1003 were assessed as severe, 1002 first as severe and then as not; 1002 has an open risk worth watching, and
1008 a serious one.

After 1001 and 1008 their owners said on the 11th that it was well settled, after 1002 that it was not; after 1001 nobody was reached first.
The ratings are of touch-points and count in no measure.

Actions: one from 1001 due on the 8th and done that day, one due on the 9th and done on the 10th, one due on the 20th and not done,
one due in December. Defects: 1001 and 1005 are the same leak of the same pipe in Ann's home, 1002 one of Cat's window; the leak was found there 400 days
before as well. In Sea Breeze, Zoe has one complaint, which is nobody's of Green Valley.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage import ticket_sweeps
from storage.measure_questions import Cohort
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, TZ, House, build
from tests.storage.asked.assessments import JUDGEMENT
from tests.storage.asked.corrective_actions import ACTION
from tests.storage.asked.defects import DEFECT
from tests.support.rated import rated

HOUR = timedelta(hours=1)


def on(day: int, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, 10, tzinfo=TZ)


def november(**values: Any) -> Cohort:
    begins, ends = datetime(2026, 11, 1, tzinfo=TZ), datetime(2026, 12, 1, tzinfo=TZ)
    return Cohort(**{"since": begins, "until": ends, "now": NOW, **values})


def opened(house: House, owner: str, at: datetime, answered: timedelta | None, **values: Any) -> Ticket:
    """A ticket of a day; to be answered within eight hours."""
    row: dict[str, Any] = {"opened_at": at, "respond_by": at + 8 * HOUR, "complaint": True, "intent": "complaint",
                           "code": "service.response_delay", **values}  # fmt: skip
    if answered is not None:
        row["responded_at"] = at + answered
    ticket = house.open(owner, **row)
    ends = at + (answered or HOUR) if answered or row.get("stage") == "withdrawn" else None
    clock(house, ticket, "answer", due_at=at + 8 * HOUR, done_at=ends)
    return ticket


def clock(house: House, ticket: Ticket, kind: str, *, due_at: datetime, done_at: datetime | None) -> None:
    """A clock of a ticket as it ran: found late, if it was, at its very moment, and stopped when the step was done."""
    with house.db.transaction() as connection:
        line = LineStore(connection)
        line.clocks.start(ticket, kind, started_at=ticket.opened_at, due_at=due_at, warn_at=due_at)
        if due_at <= (done_at or NOW):
            ticket_sweeps.claim_late(connection, due_at)
        if done_at:
            line.clocks.stop(ticket, (kind,), done_at)


REPAIR: dict[str, Any] = {"complaint": False, "intent": "repair", "code": "home.leak"}


def build_small(url: str) -> House:
    house = build(url)
    first = opened(
        house,
        "Ann",
        on(2),
        HOUR,
        stage="closed",
        closed_at=on(5),
        followed_up_at=on(6),
        level=1,
        urgency="E1",
    )
    late = opened(house, "Cat", on(3), 9 * HOUR, stage="closed", closed_at=on(10), channel="phone")
    open_one = opened(house, "Ann", on(4), None, stage="assigned", urgency="E1")
    opened(house, "Cat", on(5), None, stage="withdrawn")
    repair = opened(house, "Ann", on(6), HOUR, stage="closed", closed_at=on(8), **REPAIR)
    opened(house, "Cat", NOW - HOUR, None, **REPAIR)
    opened(
        house,
        "Ann",
        on(7),
        20 * HOUR,
        stage="closed",
        closed_at=on(9),
        complaint=False,
        intent="enquiry",
        code="enquiry.fees",
    )
    before = opened(house, "Ann", on(20, 10), HOUR, stage="closed", closed_at=on(2))
    opened(house, "Zoe", on(2), 9 * HOUR, stage="closed", closed_at=on(3))
    clock(house, first, "decide", due_at=on(12), done_at=on(4))
    clock(house, open_one, "decide", due_at=on(14), done_at=None)
    _beside(house, first, late, repair, before)
    _grave(house, first, late, open_one, before)
    return house


def _beside(house: House, first: Ticket, late: Ticket, repair: Ticket, before: Ticket) -> None:
    with house.store("Ivy") as store:
        for ticket, score in ((first, 5), (late, 3), (repair, 4)):
            rated(store._connection, ticket, score, on(11))
        _followed_up(house, store, first, late, before)
        store.tickets.promise(repair, kind="visit", due_at=on(7), made_at=on(6), staff_id=None)
        store.visits.keep_promise(repair, on(7) - HOUR)
        store.tickets.promise(repair, kind="contact", due_at=on(8), made_at=on(6), staff_id=None)
        store.tickets.promise(repair, kind="contact", due_at=on(9), made_at=on(7), staff_id=None)
        ticket_sweeps.claim_broken(store._connection, on(9))
        window = {
            **DEFECT,
            "component": "window",
            "code": "home.window",
            "contractor": "",
            "contractor_key": "",
        }
        store.defects.add(
            first.estate_id,
            form_key="old",
            unit_id=house.units["Ann"],
            at=on(2) - timedelta(days=400),
            **DEFECT,
        )
        store.defects.keep(first, **DEFECT)
        store.defects.keep(repair, **DEFECT)
        store.defects.keep(late, **window)
        for count, (due, done) in enumerate(((8, 8), (9, 10), (20, None), (40, None))):
            begun = {
                **ACTION,
                "due_at": on(1) + timedelta(days=due - 1, hours=8),
                "check_at": on(30),
                "made_at": on(3),
            }
            made = store.corrective_actions.add(
                first.estate_id, None if count else first, form_key=f"a{count}", **begun
            )
            if made and done:
                store.corrective_actions.change(made, done_at=on(done), state="done")
        spent = {"currency": "HKD", "note": "", "at": on(12), "cost": 0}
        store.efforts.add(first, **{**spent, "minutes": 30, "what": "intake"})
        store.efforts.add(first, **{**spent, "minutes": 30, "what": "work"})
        store.efforts.add(repair, **{**spent, "minutes": 60, "what": "visit", "cost": 12_050})


def _followed_up(house: House, store: Any, first: Ticket, late: Ticket, before: Ticket) -> None:
    ends = ((first, "not_reached"), (first, "satisfied"), (late, "not_satisfied"), (before, "satisfied"))
    for ticket, result in ends:
        store.followups.plan(ticket, kind="follow_up", due_at=on(11))
        store.followups.end(
            ticket,
            store.followups.of(ticket)[0],
            result=result,
            words="",
            staff_id=house.staff["Ivy"].id,
            at=on(11),
        )


def _grave(house: House, first: Ticket, late: Ticket, open_one: Ticket, before: Ticket) -> None:
    with house.db.transaction() as connection:
        line = LineStore(connection)
        for ticket, severity in ((first, 4), (open_one, 3), (late, 3), (late, 2)):
            line.assessments.add(ticket, at=on(10), by="line", **{**JUDGEMENT, "severity": severity})
        for ticket, level in ((late, "watch"), (before, "serious")):
            line.risks.raise_one(ticket, on(10), level=level, signals=[], decide_by=on(30))
