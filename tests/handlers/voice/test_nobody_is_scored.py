"""What owners score is never a figure about a person (I03): not read there, not changed by it, and no figure of theirs moves with who did the work.

Four sources of scores stand in tables of their own, and no column leads from one to another, or from any of them to a member of staff.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, select, update

from handlers.reports.boards import BOARDS, Asked, people
from handlers.reports.period import around
from handlers.reports.table import plain
from handlers.tickets.quality.defects import Quality
from handlers.voice import tallies
from storage.db import Connection
from storage.followups import followups
from storage.measure_questions import Cohort
from storage.perception_rows import perception_checks
from storage.person_measures import PERSONAL
from storage.ratings import ratings
from storage.staff_store import StaffStore
from storage.tables import metadata
from storage.ticket_rows import tickets
from tests.handlers.staff.house import NOW, TZ, House
from tests.support.rated import rated

#: Where scores stand, by their source (the complaint follow-up is a contact's result, in `followups`).
SCORES = {
    "touch_point": ("ratings", "event_pulses"),
    "perception": ("perception_checks",),
    "survey": ("survey_sheets",),
    "officer": ("officer_scores",),
}
EVERY = {name for names in SCORES.values() for name in names}

PERIOD = Cohort(since=NOW - timedelta(days=60), until=NOW + timedelta(days=1), now=NOW)


def scored(house: House, seed: int) -> None:
    """A month of tickets, each held by somebody, most of them rated; every third complaint was asked about afterwards."""
    random, holders = Random(seed), [house.staff[name].id for name in ("Ivy", "Max", "Eli")]
    for n in range(60):
        complaint = random.random() < 0.4
        ticket = house.open(
            random.choice(("Ann", "Bob", "Cat")), summary=f"{n}", complaint=complaint, stage="closed",
            intent="complaint" if complaint else "repair",
        )  # fmt: skip
        with house.db.transaction() as connection:
            known = {"holder_id": random.choice(holders), "closed_at": NOW, "responded_at": NOW}
            connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(known))
            if random.random() < 0.8:
                rated(connection, ticket, random.choice((1, 2, 3, 4, 5, None)), NOW - timedelta(hours=n))


def asked(house: House, who: str, connection: Connection) -> Asked:
    store = StaffStore(connection, house.staff[who])
    period = around("month", NOW.date())
    return Asked(
        store=store, language="en", period=period, zone=TZ, now=NOW, quality=Quality(), link=lambda _what, **_values: ""
    )  # fmt: skip


def personal(house: House, who: str = "Max") -> list[Any]:
    """Everything that is told about people by number."""
    with house.db.reading() as connection:
        about = asked(house, who, connection)
        store = about.store
        found: list[Any] = [plain(section.table, "en") for section in people.board(about)]
        found += [store.person_measures.done(name, PERIOD) for name in PERSONAL]
        found.append(store.person_measures.hours_to_answer(PERIOD))
        found += [
            store.person_measures.cases(name, PERIOD, one.id)
            for name in PERSONAL
            for one in house.staff.values()
        ]
        return found


def of_ratings(house: House, who: str = "Max") -> list[Any]:
    """Everything that is told of touch-point ratings by number."""
    with house.db.reading() as connection:
        about = asked(house, who, connection)
        boards = [
            plain(section.table, "en") for name in ("ratings", "matrix") for section in BOARDS[name](about)
        ]
        return [tallies.of_touch_points(about.store, PERIOD.since, PERIOD.until), *boards]


@pytest.mark.parametrize("seed", range(3))
def test_no_figure_of_a_person_moves_with_what_owners_score(house: House, seed: int) -> None:
    scored(house, seed)
    before, random = personal(house), Random(seed)
    assert any(before), "there is something to be told"
    with house.db.transaction() as connection:
        for rating_id in connection.execute(select(ratings.c.id)).scalars().all():
            other = update(ratings).where(ratings.c.id == rating_id)
            connection.execute(other.values(score=random.choice((1, 2, 3, 4, 5)), state="answered"))
        connection.execute(update(followups).values(result="not_satisfied"))
    assert personal(house) == before


@pytest.mark.parametrize("seed", range(3))
def test_no_figure_of_ratings_moves_with_who_did_the_work(house: House, seed: int) -> None:
    scored(house, seed)
    before, random = of_ratings(house), Random(seed)
    assert before[0], "there is something to be told"
    with house.db.transaction() as connection:
        for ticket_id in connection.execute(select(tickets.c.id)).scalars().all():
            other = random.choice([one.id for one in house.staff.values()])
            connection.execute(update(tickets).where(tickets.c.id == ticket_id).values(holder_id=other))
    assert of_ratings(house) == before


def statements(house: House, do: Callable[[], object]) -> list[str]:
    """Everything that is asked of the database meanwhile."""
    sent: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    engine = house.db.engine
    event.listen(engine, "before_cursor_execute", keep)
    do()
    event.remove(engine, "before_cursor_execute", keep)
    return sent


def test_what_is_told_of_people_reads_no_table_of_scores(house: House) -> None:
    scored(house, 1)
    sent = statements(house, lambda: personal(house))
    assert sent
    assert not [(name, one) for one in sent for name in EVERY if name in one]


def test_no_column_leads_from_a_score_to_a_member_of_staff() -> None:
    for name in EVERY:
        found = {
            key.column.table.name for column in metadata.tables[name].columns for key in column.foreign_keys
        }
        assert "staff" not in found, name


def test_no_column_leads_from_one_source_of_scores_to_another() -> None:
    for source, names in SCORES.items():
        others = EVERY - set(names)
        for name in names:
            table = metadata.tables[name]
            found = {key.column.table.name for column in table.columns for key in column.foreign_keys}
            assert not found & others, source


def test_a_sheet_of_the_survey_knows_neither_home_nor_account_nor_moment() -> None:
    assert {column.name for column in metadata.tables["survey_sheets"].columns} == {
        "id", "survey_id", "estate_id", "owner", "stage", "answers",
    }  # fmt: skip


def test_the_questions_of_perception_name_no_ticket() -> None:
    assert not [
        column.name
        for column in perception_checks.columns
        if column.name in ("ticket_id", "staff_id", "holder_id")
    ]


def test_somebody_of_the_staff_sees_their_own_figures_and_no_score_in_them(house: House) -> None:
    scored(house, 2)
    with house.db.reading() as connection:
        table = people.board(replace(asked(house, "Eli", connection)))[0].table
    assert [row.cells[0].value for row in table.rows] == ["Eli"]
    assert not [
        column.title for column in table.columns if "rating" in column.title.lower() or "★" in column.title
    ]
