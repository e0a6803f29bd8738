"""What a sweep asks is answered by its own index on both engines: a hundred thousand closed tickets cost it nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from storage import (
    events,
    pages,
    perception,
    ratings,
    recoveries,
    rsvps,
    survey_sweeps,
    survey_words,
    ticket_sweeps,
)
from storage.db import Connection, Database
from tests.handlers.staff.house import NOW

CLAIMS: list[tuple[Callable[[Connection], Any], str]] = [
    (lambda on: ticket_sweeps.claim_late(on, NOW), "ix_clocks_due_at"),
    (lambda on: ticket_sweeps.claim_warnings(on, NOW), "ix_clocks_warn_at"),
    (lambda on: ticket_sweeps.claim_broken(on, NOW), "ix_promises_due_at"),
    (lambda on: ticket_sweeps.claim_holding(on, NOW), "ix_promises_hold_at"),
    (lambda on: ticket_sweeps.claim_reminders(on, NOW), "ix_tickets_remind_at"),
    (lambda on: ticket_sweeps.claim_silent(on, NOW), "ix_tickets_close_at"),
    (lambda on: pages.claim_repeats(on, NOW, NOW + timedelta(minutes=2)), "ix_pages_repeat_at"),
    (lambda on: rsvps.claim_due(on, NOW), "ix_rsvps_due_at"),
    (lambda on: events.claim_closing(on, NOW), "ix_events_closing_at"),
    (lambda on: events.claim_pulses(on, NOW), "ix_events_pulse_at"),
    (lambda on: perception.claim_due(on, NOW, NOW + timedelta(hours=1)), "ix_perception_checks_due_at"),
    (lambda on: ratings.claim_due(on, NOW, NOW), "ix_ratings_due_at"),
    (lambda on: ratings.expire(on, NOW), "ix_ratings_expires_at"),
    (lambda on: recoveries.claim_late(on, NOW), "ix_recoveries_tell_at"),
    (lambda on: survey_sweeps.claim(on, NOW, 20), "ix_survey_invitations_due_at"),
    (lambda on: survey_sweeps.ended(on, NOW), "ix_surveys_clock_at"),
    (lambda on: survey_words.claim(on, NOW), "ix_survey_words_blank_at"),
]


def asked(connection: Connection, claim: Callable[[Connection], Any]) -> tuple[str, Any]:
    """The first statement that a claim sends, as the driver gets it."""
    sent: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        sent.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", keep)
    claim(connection)
    event.remove(connection, "before_cursor_execute", keep)
    return sent[0]


def _plan_with_this_index_alone(connection: Connection, index: str, statement: str, parameters: Any) -> str:
    """How PostgreSQL would answer if its table had no other index: over empty tables all of them cost the same, and it takes any."""
    with connection.begin_nested() as nested:
        beside = text(
            "SELECT indexname FROM pg_indexes JOIN pg_class ON relname = indexname LEFT JOIN pg_constraint ON conindid = pg_class.oid"
            " WHERE conindid IS NULL AND indexname <> :index AND tablename ="
            " (SELECT tablename FROM pg_indexes WHERE indexname = :index)"
        )
        for name in connection.execute(beside, {"index": index}).scalars().all():
            connection.exec_driver_sql(f"DROP INDEX {name}")
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).all()
        nested.rollback()
    return "\n".join(str(row[0]) for row in rows)


@pytest.mark.parametrize(("claim", "index"), CLAIMS, ids=[index for _, index in CLAIMS])
def test_a_claim_goes_through_its_index(database: Database, claim: Any, index: str) -> None:
    with database.transaction() as connection:
        statement, parameters = asked(connection, claim)
        if database.is_sqlite:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            plan = "\n".join(str(row[-1]) for row in rows)
            assert "SCAN" not in plan
        else:
            plan = _plan_with_this_index_alone(connection, index, statement, parameters)
        assert index in plan, plan
