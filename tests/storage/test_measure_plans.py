"""The measures are asked through an index over estate and time on both engines: they cost what the period holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from storage import corrective_actions, estates
from storage.db import Connection
from storage.entry_questions import ENTRIES
from storage.measure_questions import QUESTIONS, Cohort
from tests.handlers.staff.house import NOW, House, build
from tests.support.many_cases import fill

#: measure -> the index that leads to its period
INDEXES = {
    "clocked": "ix_clocks_estate_id_due_at",
    "promised": "ix_promises_estate_id_due_at",
    "first_answer": "ix_clocks_estate_id_due_at",
    "enquiry_answered": "ix_clocks_estate_id_due_at",
    "repaired": "ix_clocks_estate_id_due_at",
    "visited": "ix_promises_estate_id_due_at",
    "closed": "ix_tickets_estate_id_opened_at",
    "followed_up": "ix_tickets_estate_id_closed_at",
    "satisfied": "ix_followups_estate_id_done_at",
    "contacted": "ix_followups_estate_id_done_at",
    "managed": "ix_tickets_estate_id_opened_at",
    "managed_serious": "ix_tickets_estate_id_opened_at",
    "recurred": "ix_defects_estate_id_at",
    "tasks": "ix_corrective_actions_estate_id_due_at",
    "came_in": "ix_tickets_estate_id_opened_at",
    "found": "ix_defects_estate_id_at",
    "jobs": "ix_defects_estate_id_at",
    "missed": "ix_breaches_estate_id_at",
    "remedied": "ix_decisions_estate_id_told_at",
    "home_known": "ix_tickets_estate_id_opened_at",
    "caller_known": "ix_tickets_estate_id_opened_at",
    "kind_known": "ix_tickets_estate_id_opened_at",
    "wish_known": "ix_tickets_estate_id_opened_at",
    "minutes_kept": "ix_tickets_estate_id_closed_at",
    "fault_kept": "ix_tickets_estate_id_closed_at",
    "fault_explained": "ix_defects_estate_id_at",
    "lapse_explained": "ix_breaches_estate_id_at",
    "contact_told": "ix_followups_estate_id_done_at",
}


MEANT = Cohort(since=NOW - timedelta(days=7), until=NOW, now=NOW)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """Three thousand tickets of each of two estates in a thousand days, and what belongs to them: enough for a planner to have a choice."""
    made = build(database_url)
    with made.db.transaction() as connection:
        for code in ("GV", "SB"):
            estate_id = made.estates[code]
            home = {"estate_id": estate_id, "building_id": made.buildings[code], "floor": "1"}
            units = [estates.add_unit(connection, label=f"U{one}", **home) for one in range(100)]
            whose = {"estate_id": estate_id, "unit_ids": units, "contact_id": made.contacts["Ann"]}
            fill(connection, 3_000, **whose, now=NOW, holders=[made.staff["Ivy"].id])
    yield made
    made.db.close()


@contextmanager
def asked(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        found.append((statement, values))

    event.listen(connection, "before_cursor_execute", keep)
    yield found
    event.remove(connection, "before_cursor_execute", keep)


def plan(connection: Connection, statement: str, values: Any) -> str:
    """How the engine goes about it."""
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
        return "\n".join(str(row[0]) for row in rows)
    return "\n".join(
        str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    )


def bounded(connection: Connection, found: str, index: str) -> bool:
    """Whether the index is entered by estate and by both ends of the period."""
    if connection.dialect.name == "postgresql":
        lines = found.splitlines()
        at = next((number for number, line in enumerate(lines) if index in line), None)
        condition = next((line for line in lines[at or 0 :] if "Index Cond" in line), "")
        return at is not None and condition.count("estate_id") == 1 and ">=" in condition and "<" in condition
    line = next((line for line in found.splitlines() if index in line), "")
    return "estate_id=?" in line and ">?" in line and "<?" in line and "SCAN tickets" not in found


def test_every_measure_has_its_index_here() -> None:
    assert set(INDEXES) == {*QUESTIONS, *ENTRIES}


def test_every_measure_reads_its_period_by_its_index(house: House) -> None:
    with house.store("Ivy") as store:
        for name, index in INDEXES.items():
            for split in ("", "estate", "channel", "component"):
                with asked(store._connection) as statements:
                    store.measures.shares(name, MEANT, split)
                found = plan(store._connection, *statements[-1])
                assert bounded(store._connection, found, index), f"{name} {split}\n{found}"


def test_efforts_are_read_by_their_index(house: House) -> None:
    with house.store("Ivy") as store:
        with asked(store._connection) as statements:
            store.measures.amounts(MEANT)
        found = plan(store._connection, *statements[-1])
        assert bounded(store._connection, found, "ix_efforts_estate_id_at"), found


def test_what_came_back_is_looked_up_by_home_and_part(house: House) -> None:
    with house.store("Ivy") as store:
        with asked(store._connection) as statements:
            store.measures.shares("recurred", MEANT)
        assert "ix_defects_unit_id_code_component_at" in plan(store._connection, *statements[-1])


def test_late_actions_are_claimed_by_their_index(house: House) -> None:
    with house.db.transaction() as connection:
        with asked(connection) as statements:
            corrective_actions.claim_late(connection, NOW)
        if connection.dialect.name == "postgresql":  # it reads an empty table whole unless that is made dear
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        assert "ix_corrective_actions_tell_at" in plan(connection, *statements[-1])


def test_what_reports_count_is_read_by_the_index_of_its_period(house: House) -> None:
    """Also by person, by part of the period, and what is open now: nothing reads all that ever was."""
    ends = [NOW - timedelta(days=3), NOW]
    with house.store("Ivy") as store:
        counts: dict[str, Callable[[], Any]] = {
            "ix_clocks_estate_id_due_at": lambda: store.person_measures.done("clocked", MEANT),
            "ix_promises_estate_id_due_at": lambda: store.measures.course("promised", MEANT, ends),
            "ix_followups_estate_id_done_at": lambda: store.person_measures.done("contacts", MEANT),
            "ix_tickets_estate_id_opened_at": lambda: store.service_times.course(MEANT, ends),
            "ix_breaches_estate_id_at": lambda: store.lapse_counts.counted(MEANT, "cause"),
            "ix_defects_estate_id_at": lambda: store.fault_counts.by(MEANT, "component", "building"),
        }
        for index, count in counts.items():
            with asked(store._connection) as statements:
                count()
            found = plan(store._connection, *statements[-1])
            assert bounded(store._connection, found, index), f"{index}\n{found}"


def test_what_is_open_now_is_read_by_the_index_of_open_tickets(house: House) -> None:
    with house.store("Ivy") as store:
        with asked(store._connection) as statements:
            store.open_now.standings(NOW)
        assert "ix_tickets_open" in plan(store._connection, *statements[-1])


def test_what_became_of_the_nodes_and_what_came_in_since_yesterday_are_read_by_their_period(
    house: House,
) -> None:
    with house.store("Max") as store:
        asked_for = {
            "ix_ratings_flow": lambda: store.rating_counts.flow(MEANT.since, MEANT.until),
            "ix_tickets_estate_id_opened_at": lambda: store.morning.arrived(NOW - timedelta(days=1), NOW),
        }
        for index, ask in asked_for.items():
            with asked(store._connection) as statements:
                ask()
            found = plan(store._connection, *statements[-1])
            assert bounded(store._connection, found, index), found
