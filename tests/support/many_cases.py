"""Many cases at once, spread over years, for what must not grow with all that ever was: query plans and benchmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select, text

from storage.breaches import breaches
from storage.clocks import clocks
from storage.corrective_actions import actions
from storage.decision_rows import decisions
from storage.defects import defects
from storage.efforts import efforts
from storage.file_chain import BEGINNING
from storage.followups import followups
from storage.ratings import ratings
from storage.ticket_rows import promises, tickets
from tests.storage.asked.corrective_actions import ACTION
from tests.storage.asked.defects import DEFECT

_DAYS, _HOUR = 1_000, timedelta(hours=1)


def fill(
    connection: Connection,
    count: int,
    *,
    estate_id: int,
    unit_ids: list[int],
    contact_id: int,
    now: datetime,
    holders: Sequence[int | None] = (None,),
) -> None:
    """So many tickets over the last 1,000 days, each with two clocks, a promise, a rating and an effort, every second a complaint with a contact
    afterwards, every third with a defect and an action, every ninth answered too late. The holders hold them in turn, and have decided
    each complaint, every third for an amount.

    The engine is then told how much there is.
    """
    _put(
        connection,
        tickets,
        (
            {**_ticket(one, count, estate_id, unit_ids, now), "holder_id": holders[one % len(holders)]}
            for one in range(count)
        ),
    )
    columns = (tickets.c.id, tickets.c.opened_at, tickets.c.unit_id, tickets.c.holder_id, tickets.c.complaint)
    made = connection.execute(select(*columns).where(tickets.c.number.like(f"MC{estate_id}-%"))).all()
    whose = {"estate_id": estate_id, "staff_id": None}
    _put(connection, followups, (_followup(one, estate_id) for one in made if one.complaint))
    _put(connection, promises, ({**whose, "staff_id": one.holder_id, "ticket_id": one.id, "kind": "contact", "made_at": one.opened_at,
                                 "due_at": one.opened_at + 24 * _HOUR, "kept_at": one.opened_at + _HOUR} for one in made))  # fmt: skip
    _put(connection, clocks, (_clock(one, kind, estate_id) for one in made for kind in ("answer", "fix")))
    _put(connection, breaches, (_breach(one, estate_id) for one in made if one.id % 9 == 0))
    _put(connection, ratings, (_rating(one, estate_id, contact_id) for one in made))
    _put(connection, efforts, ({**whose, "staff_id": one.holder_id, "ticket_id": one.id, "minutes": 20, "cost": 0, "currency": "HKD", "what": "work",
                                "note": "", "at": one.opened_at + 2 * _HOUR} for one in made))  # fmt: skip
    _put(connection, defects, (_defect(one, estate_id) for one in made if one.id % 3 == 0))
    _put(
        connection, decisions, (_decision(one, estate_id) for one in made if one.complaint and one.holder_id)
    )
    _put(connection, actions, (_action(one, estate_id) for one in made if one.id % 3 == 0))
    connection.execute(text("ANALYZE"))


def _rating(one: Any, estate_id: int, contact_id: int) -> dict[str, Any]:
    """Asked when the work was done; every second household answered."""
    asked = one.opened_at + 72 * _HOUR
    score = 1 + one.id % 5 if one.id % 2 else None
    return {
        "estate_id": estate_id, "unit_id": one.unit_id, "contact_id": contact_id, "ticket_id": one.id,
        "household": f"unit {one.unit_id}", "touch_point": "repair", "occasion": f"{one.id} resolved 0", "again": False,
        "scale": "csat", "version": 1, "state": "answered" if score else "expired", "reason": "", "due_at": asked,
        "sent_at": asked, "expires_at": asked + 72 * _HOUR, "answered_at": asked + _HOUR if score else None, "score": score,
        "mode": "button" if score else "", "said": "", "note": "", "words": "", "facets": [],
    }  # fmt: skip


def _put(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    while portion := [row for _, row in zip(range(5_000), rows, strict=False)]:
        connection.execute(insert(table), portion)


def _ticket(one: int, count: int, estate_id: int, unit_ids: list[int], now: datetime) -> dict[str, Any]:
    opened = now - timedelta(days=_DAYS) * ((count - one) / count)
    closed = opened + 48 * _HOUR if one % 10 else None
    return {
        "estate_id": estate_id, "number": f"MC{estate_id}-{one}", "unit_id": unit_ids[one % len(unit_ids)], "channel": "telegram",
        "intent": "complaint" if one % 2 else "repair", "code": "service.response_delay" if one % 2 else "home.leak",
        "urgency": "N", "private": False, "summary": "It leaks", "words": "It leaks", "language": "en", "reading": {},
        "stage": "closed" if closed else "assigned", "complaint": bool(one % 2), "guard": "", "level": 0, "round": 0, "no_solo": False,
        "transfers": 0, "chased": 0, "reopened": 0, "opened_at": opened, "respond_by": opened + 8 * _HOUR,
        "responded_at": opened + (1 + one % 9) * _HOUR, "closed_at": closed, "followed_up_at": closed, "entries": 0,
        "last_seal": BEGINNING,
    }  # fmt: skip


def _clock(one: Row[Any], kind: str, estate_id: int) -> dict[str, Any]:
    begun, late = one.opened_at, kind == "answer" and one.id % 9 == 0
    ends = begun + (8 if kind == "answer" else 48) * _HOUR
    return {
        "estate_id": estate_id, "ticket_id": one.id, "kind": kind, "started_at": begun, "due_at": ends, "warn_at": ends - _HOUR,
        "breached_at": ends if late else None, "stopped_at": ends + _HOUR if late else begun + 2 * _HOUR,
    }  # fmt: skip


def _followup(one: Row[Any], estate_id: int) -> dict[str, Any]:
    done = one.opened_at + 96 * _HOUR
    return {
        "estate_id": estate_id, "ticket_id": one.id, "kind": "follow_up", "due_at": done, "tries": 0, "done_at": done, "words": "",
        "done_by": one.holder_id, "result": "not_satisfied" if one.id % 20 == 0 else "satisfied",
    }  # fmt: skip


def _breach(one: Row[Any], estate_id: int) -> dict[str, Any]:
    due = one.opened_at + 8 * _HOUR
    return {
        "estate_id": estate_id, "ticket_id": one.id, "kind": "answer", "due_at": due, "at": due, "holder_id": one.holder_id, "stage": "received", "level": 0,
        "cause": "other", "ended_at": due + _HOUR,
    }  # fmt: skip


def _decision(one: Row[Any], estate_id: int) -> dict[str, Any]:
    told = one.opened_at + 40 * _HOUR
    empty = dict.fromkeys(
        ("reasons", "compared_words", "feedback", "feedback_why", "gap", "rule", "rule_source"), ""
    )
    return {
        **empty, "estate_id": estate_id, "ticket_id": one.id, "round": 0, "outcome": "upheld", "remedy": "Paid.",
        "remedy_amount": 10_000 if one.id % 3 == 0 else None, "currency": "HKD", "compared": "met", "shared": False,
        "decided_by": one.holder_id, "decided_at": told, "told_at": told, "approval": "none", "legal": "none",
    }  # fmt: skip


def _action(one: Row[Any], estate_id: int) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("done_note", "result", "evidence", "partner", "advice", "reply", "source", "source_ref"), ""
    )
    row = {
        **ACTION,
        **empty,
        "estate_id": estate_id,
        "ticket_id": one.id,
        "state": "checked",
        "made_at": one.opened_at,
    }
    return row | {"due_at": one.opened_at + 240 * _HOUR, "done_at": one.opened_at + 120 * _HOUR}


def _defect(one: Row[Any], estate_id: int) -> dict[str, Any]:
    row = {
        **DEFECT,
        "estate_id": estate_id,
        "ticket_id": one.id,
        "unit_id": one.unit_id,
        "at": one.opened_at,
        "version": 1,
    }
    return row | {"component": ("water_pipe", "window", "drain_pipe")[one.id % 7 % 3]}
